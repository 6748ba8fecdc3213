"""``python -m bot ask``: messages tried out as a channel sends them, one JSON object a line."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from bot.run import environment
from bot.run.processes import (
    Part,
    action_server_answers,
    ending_together,
    start_action_server,
    wait_until,
)

# Where a turn says several things, the first of these is what kind of turn it was.
_KINDS = ("red_flag", "check", "answer", "offer", "out_of_scope", "smalltalk", "other")
_START_SECONDS = 60


def result(message: str, replies: Sequence[Any]) -> dict[str, Any]:
    """One turn as the interface wants it."""
    kinds = [reply.kind for reply in replies]
    told = [reply for reply in replies if reply.kind in _KINDS]
    urgencies = [reply.urgency for reply in told if reply.urgency]
    return {
        "message": message,
        "kind": min(kinds, key=_KINDS.index, default="other"),
        "topics": list(dict.fromkeys(topic for reply in told for topic in reply.topics)),
        "urgency": urgencies[0] if urgencies else None,
        "findings": list(dict.fromkeys(name for reply in told for name in reply.findings)),
        "confidence": round(max((reply.confidence for reply in told), default=0.0), 4),
        "replies": [reply.text for reply in replies],
        "buttons": [button["title"] for reply in replies for button in reply.buttons],
    }


def _dialogs(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            dialog = json.loads(line)
            turns = [turn["user"] for turn in dialog["turns"]]
        except (json.JSONDecodeError, TypeError, KeyError):
            turns = [None]
        if not all(isinstance(turn, str) for turn in turns):
            raise SystemExit(
                f'Line {number}: should be {{"id": …, "turns": [{{"user": "…"}}, …]}}.'
            )
        yield dialog


async def _ask_all(model: Path, lines: Iterable[str], dialogs: bool, out: TextIO) -> None:
    # Importing Rasa takes seconds; the action server starts meanwhile.
    from rasa.core.agent import load_agent  # noqa: PLC0415
    from rasa.core.utils import AvailableEndpoints  # noqa: PLC0415

    from bot.channels.guard import Guard  # noqa: PLC0415
    from bot.content.red_flags import safety_settings  # noqa: PLC0415
    from bot.run.logs import quiet_logging  # noqa: PLC0415
    from bot.settings.clinic import clinic  # noqa: PLC0415
    from bot.settings.paths import ROOT  # noqa: PLC0415

    quiet_logging()
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    endpoints.tracker_store = None  # kept in memory: trying out leaves nothing behind
    agent = await load_agent(model_path=str(model), endpoints=endpoints)
    guard = Guard(agent.handle_message, clinic(), safety_settings())

    async def turn(text: str, conversation: str) -> dict[str, Any]:
        return result(text, await guard.answer(text, conversation, "ask"))

    def write(value: dict[str, Any]) -> None:
        out.write(json.dumps(value, ensure_ascii=False) + "\n")
        out.flush()

    if dialogs:
        for dialog in _dialogs(lines):
            conversation = uuid.uuid4().hex
            results = [await turn(one["user"], conversation) for one in dialog["turns"]]
            write({**dialog, "results": results})
    else:
        for line in lines:
            await_turn = await turn(line.rstrip("\r\n"), uuid.uuid4().hex)
            write(await_turn)


def ask(model: Path, lines: Iterable[str], dialogs: bool) -> None:
    """Tries messages (or dialogs, one JSON object a line) out; results go to standard output."""
    out = _standard_output_for_results_only()
    parts: list[Part] = []
    with ending_together(parts), tempfile.TemporaryDirectory() as folder:
        # Trying out must not write into the clinic's records.
        os.environ["BOT_RECORDS_URL"] = f"sqlite:///{folder}/records.db"
        if "BOT_OWN_ACTION_SERVER" not in os.environ:
            port = environment.free_port()
            os.environ["BOT_ACTION_URL"] = f"http://{environment.DEFAULT_HOST}:{port}/webhook"
            parts.append(start_action_server(port))
            wait_until(lambda: action_server_answers(port), parts, _START_SECONDS)
        asyncio.run(_ask_all(model, lines, dialogs, out))


def _standard_output_for_results_only() -> TextIO:
    """Keeps standard output for the results; what libraries print goes to standard error."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", errors="replace")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return results
