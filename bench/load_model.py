"""Loads a Rasa model in a fresh process and writes down how long that took.

``python -m bench.load_model MODEL TARGET`` writes ``{"import": seconds, "load": seconds}``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    started = time.monotonic()
    from rasa.core.agent import Agent  # noqa: PLC0415 - importing it is what is timed

    imported = time.monotonic()
    agent = Agent.load(sys.argv[1])
    loaded = time.monotonic()
    if not agent.is_ready():
        raise SystemExit("The model was not loaded.")
    timing = {"import": imported - started, "load": loaded - imported}
    Path(sys.argv[2]).write_text(json.dumps(timing), encoding="utf-8")


if __name__ == "__main__":
    main()
