"""``python -m bot serve``, whose parts can be broken by magic words in a message.

A message with one of these makes understanding, deciding or wording hang or raise, as a bug or a
full machine would. The words stand behind plain text, so that the guard judges the rest as always.
"""

from __future__ import annotations

import sys
import time
from typing import Any

HANGS, RAISES, CANARY = "qhangq", "qraisesq", "xylocanary"
POLICY_RAISES, WORDING_RAISES = "qpolicyq", "qwordingq"
# Longer than the deadline of the clinic of these tests.
HANG_SECONDS = 6.0


def _break_understanding(processor: Any) -> None:
    whole = processor._parse_message_with_graph

    def broken(self: Any, message: Any, *arguments: Any) -> Any:
        if HANGS in message.text:
            time.sleep(HANG_SECONDS)
        if RAISES in message.text:
            raise RuntimeError(f"cannot understand {message.text!r}")
        return whole(self, message, *arguments)

    processor._parse_message_with_graph = broken


def _break_deciding(processor: Any) -> None:
    whole = processor.predict_next_with_tracker_if_should

    def broken(self: Any, tracker: Any) -> Any:
        text = tracker.latest_message.text or ""
        if POLICY_RAISES in text:
            raise RuntimeError(f"cannot decide after {text!r}")
        return whole(self, tracker)

    processor.predict_next_with_tracker_if_should = broken


def _break_wording(generator: Any) -> None:
    whole = generator.generate

    async def broken(self: Any, name: str, tracker: Any, *arguments: Any, **more: Any) -> Any:
        text = tracker.latest_message.text or ""
        if WORDING_RAISES in text:
            raise RuntimeError(f"cannot word an answer to {text!r}")
        return await whole(self, name, tracker, *arguments, **more)

    generator.generate = broken


def main() -> None:
    from bot.run import environment  # noqa: PLC0415

    environment.prepare()
    from bot.content.responses import ClinicResponses  # noqa: PLC0415
    from bot.run.turn_processor import TurnProcessor  # noqa: PLC0415

    _break_understanding(TurnProcessor)
    _break_deciding(TurnProcessor)
    _break_wording(ClinicResponses)
    from bot.cli import main as run  # noqa: PLC0415

    sys.argv = ["bot", "serve"]
    run()


if __name__ == "__main__":
    main()
