"""The staff's shell: conversations typed in this terminal. Nothing is kept, nobody is notified."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from pathlib import Path

from bot.channels.guard import Guard
from bot.channels.replies import Reply
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.run.agent import ClinicAgent
from bot.run.logs import quiet_logging
from bot.settings.clinic import clinic

CHANNEL = "shell"
_STOP = "/stop"


def shell(model: Path) -> None:
    """Talks with the assistant until ``/stop`` or Ctrl-D."""
    quiet_logging()
    asyncio.run(_talk(model))


async def _talk(model: Path) -> None:
    agent = ClinicAgent()
    agent.load_model(model)
    guard = Guard(agent.handle_message, clinic(), safety_settings(), reader=triage_reader())
    conversation = uuid.uuid4().hex
    buttons: Sequence[dict[str, str]] = ()
    while True:
        try:
            text = (await asyncio.to_thread(input, "You: ")).strip()
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
