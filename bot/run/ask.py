"""``python -m bot ask``: messages tried out as a channel sends them, one JSON object a line."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from bot.channels.guard import Guard
from bot.channels.replies import Reply, kind_of_turn
from bot.content.kinds import KINDS
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.run.agent import ClinicAgent
from bot.run.logs import quiet_logging
from bot.settings.clinic import clinic


def result(message: str, replies: Sequence[Reply]) -> dict[str, Any]:
    """One turn as the interface wants it."""
    known = [reply for reply in replies if reply.kind in KINDS]
    urgencies = [reply.urgency for reply in known if reply.urgency]
    return {
        "message": message,
        "kind": kind_of_turn(replies),
        "topics": list(dict.fromkeys(topic for reply in known for topic in reply.topics)),
        "also": list(dict.fromkeys(topic for reply in known for topic in reply.also)),
        "urgency": urgencies[0] if urgencies else None,
        "findings": list(dict.fromkeys(name for reply in known for name in reply.findings)),
        "language": next((r.language for r in replies if r.language != "en"), "en"),
        "confidence": round(max((reply.confidence for reply in known), default=0.0), 4),
        "replies": [reply.text for reply in replies],
        "buttons": [button["title"] for reply in replies for button in reply.buttons],
    }


def _dialogs(lines: Iterable[str], wrong: list[int]) -> Iterator[dict[str, Any]]:
    """The dialogs; lines that are none are named on standard error, and in ``wrong``."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            dialog = json.loads(line)
            turns = [turn["user"] for turn in dialog["turns"]]
        except (json.JSONDecodeError, TypeError, KeyError):
            turns = [None]
        if not all(isinstance(turn, str) for turn in turns):
            wrong.append(number)
            form = '{"id": …, "turns": [{"user": "…"}, …]}'
            print(f"Line {number}: should be {form}.", file=sys.stderr, flush=True)
            continue
        yield dialog


async def _ask_all(model: Path, lines: Iterable[str], dialogs: bool, out: TextIO) -> None:
    quiet_logging()
    agent = ClinicAgent()  # without an archive: trying out leaves nothing behind
    agent.load_model(model)
    guard = Guard(agent.handle_message, clinic(), safety_settings(), reader=triage_reader())

    async def turn(text: str, conversation: str) -> dict[str, Any]:
        return result(text, await guard.answer(text, conversation, "ask"))

    def write(value: dict[str, Any]) -> None:
        out.write(json.dumps(value, ensure_ascii=False) + "\n")
        out.flush()

    if dialogs:
        wrong: list[int] = []
        for dialog in _dialogs(lines, wrong):
            conversation = uuid.uuid4().hex
            results = [await turn(one["user"], conversation) for one in dialog["turns"]]
            write({**dialog, "results": results})
        if wrong:
            raise SystemExit(f"Not answered: {', '.join(f'line {one}' for one in wrong)}.")
    else:
        for line in lines:
            write(await turn(line.rstrip("\r\n"), uuid.uuid4().hex))


def ask(model: Path, lines: Iterable[str], dialogs: bool) -> None:
    """Tries messages (or dialogs, one JSON object a line) out; results go to standard output."""
    asyncio.run(_ask_all(model, lines, dialogs, _standard_output_for_results_only()))


def _standard_output_for_results_only() -> TextIO:
    """Keeps standard output for the results; what libraries print goes to standard error."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return results
