"""``python -m bot serve``, whose understanding can be broken by magic words in a message.

A message with one of these makes the model hang or raise, as a bug or a full machine would. The
words stand behind plain text, so that the guard judges the rest as it always does.
"""

from __future__ import annotations

import sys
import time
from typing import Any

HANGS, RAISES, CANARY = "qhangq", "qraisesq", "xylocanary"
# Longer than the deadline of the clinic of these tests.
HANG_SECONDS = 6.0


def main() -> None:
    from bot.run import environment  # noqa: PLC0415

    environment.prepare()
    from bot.run.turn_processor import TurnProcessor  # noqa: PLC0415

    whole = TurnProcessor._parse_message_with_graph

    def broken(self: Any, message: Any, *arguments: Any) -> Any:
        if HANGS in message.text:
            time.sleep(HANG_SECONDS)
        if RAISES in message.text:
            raise RuntimeError(f"cannot understand {message.text!r}")
        return whole(self, message, *arguments)

    TurnProcessor._parse_message_with_graph = broken
    from bot.cli import main as run  # noqa: PLC0415

    sys.argv = ["bot", "serve"]
    run()


if __name__ == "__main__":
    main()
