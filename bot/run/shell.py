"""The staff's shell: conversations typed in this terminal. Nothing is kept, nobody is notified."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.channels.guard import Guard
from bot.channels.replies import Reply
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.run.agent import ClinicAgent
from bot.run.logs import quiet_logging
from bot.settings.clinic import clinic

Say = Callable[[str], None]

CHANNEL = "shell"
_STOP = "/stop"


def shell(model: Path, say: Say) -> None:
    """Talks with the assistant until ``/stop``, Ctrl-D or Ctrl-C."""
    quiet_logging()
    try:
        asyncio.run(_talk(model, say))
    except KeyboardInterrupt:
        say("\nStopped.")
        _end_at_once()


def _end_at_once() -> None:
    """Nothing is kept, and Python would wait for the thread that reads the next line: until Enter
    is pressed."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0 if sys.stdin.isatty() else 130)


async def _talk(model: Path, say: Say) -> None:
    agent = ClinicAgent()
    agent.load_model(model)
    guard = Guard(agent.handle_message, clinic(), safety_settings(), reader=triage_reader())
    say("Ready. Type a message, or the number of a button; /stop ends it.\n")
    conversation = uuid.uuid4().hex
    buttons: Sequence[dict[str, str]] = ()
    while True:
        try:
            text = (await _line("You: ")).strip()
        except EOFError:
            print()
            return
        if text == _STOP:
            return
        if not text:
            continue
        replies = await guard.answer(_chosen(text, buttons), conversation, CHANNEL)
        buttons = [button for reply in replies for button in reply.buttons]
        _show(replies)


async def _line(prompt: str) -> str:
    """The next line. Not of asyncio's own threads: its end would wait for them."""
    loop = asyncio.get_running_loop()
    read: asyncio.Future[str] = loop.create_future()

    def give(result: str | EOFError) -> None:
        if read.cancelled():
            return
        if isinstance(result, str):
            read.set_result(result)
        else:
            read.set_exception(result)

    def wait() -> None:
        result: str | EOFError
        try:
            result = input(prompt)
        except EOFError as error:
            result = error
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(give, result)

    threading.Thread(target=wait, daemon=True).start()
    return await read


def _chosen(text: str, buttons: Sequence[dict[str, str]]) -> str:
    """What a button sends, for the number of a button; else the text."""
    if text.isdigit() and 0 < int(text) <= len(buttons):
        return buttons[int(text) - 1]["payload"]
    return text


def _show(replies: Sequence[Reply]) -> None:
    number = 0
    for reply in replies:
        print(f"\nAssistant: {reply.text}")
        for button in reply.buttons:
            number += 1
            print(f"   [{number}] {button['title']}")
    print()
