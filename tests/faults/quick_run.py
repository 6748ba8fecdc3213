"""``python -m bot run`` with a watchdog that is quick to see a server that hangs."""

from __future__ import annotations

import sys


def main() -> None:
    from bot.run import supervisor  # noqa: PLC0415

    supervisor._LOOK_EVERY_SECONDS = 0.5
    supervisor._MISSES = 3
    from bot.cli import main as run  # noqa: PLC0415

    sys.argv = ["bot", "run"]
    run()


if __name__ == "__main__":
    main()
