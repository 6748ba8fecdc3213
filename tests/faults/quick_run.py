"""``python -m bot run`` with a watchdog that is quick to see a server that hangs."""

from __future__ import annotations

import sys


def main() -> None:
    from bot.run import supervisor  # noqa: PLC0415

    # Quick, but not so that a server on a busy machine is taken for one that hangs.
    supervisor._LOOK_EVERY_SECONDS = 1.0
    supervisor._MISSES = 6
    from bot.cli import main as run  # noqa: PLC0415

    sys.argv = ["bot", "run"]
    run()


if __name__ == "__main__":
    main()
