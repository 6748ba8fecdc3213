"""``python -m bench``: measures ours and stock Rasa, and writes the table. Long; see --help."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
import warnings
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType

_FOLDER = Path(__file__).parent
_FULL_RESULTS = _FOLDER / "RESULTS.md"
_OTHER_RESULTS = _FOLDER / "RESULTS-quick.md"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="to try the benchmark itself in minutes: stock learns next to nothing, few messages",
    )
    parser.add_argument(
        "--short",
        action="store_true",
        help="speed and memory in minutes: stock learns little, no answers are judged",
    )
    parser.add_argument(
        "--every",
        type=int,
        default=1,
        metavar="N",
        help="stock learns from every Nth example only: it needs more than an hour for all",
    )
    parser.add_argument("--only", choices=("ours", "stock"), help="measure one of the two")
    return parser.parse_args()


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _say_of(name: str, text: str) -> None:
    _say(f"{name}: {text}")


def _be_quiet() -> None:
    """Rasa is imported here only for its response texts."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.simplefilter("ignore")


def _end_everything(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _note(quick: bool, every: int, missing: list[str]) -> str:
    notes = []
    if every > 1:
        notes.append(
            f"**Stock learned from every {every}th example of each intent, ours from all: "
            "its shares of right answers cannot be compared.**"
        )
    if quick:
        notes.append("**A quick run: it only tries the benchmark; its figures say nothing.**")
    if missing:
        notes.append(f"**Not measured in this run: {', '.join(missing)}.**")
    return " ".join(notes)


def main() -> int:
    """Returns the exit code: 1 where a contender could not be measured."""
    arguments = _arguments()
    _be_quiet()
    signal.signal(signal.SIGTERM, _end_everything)
    # These import Rasa, which reads the settings above.
    from bench.contenders import CONTENDERS  # noqa: PLC0415
    from bench.machine import description  # noqa: PLC0415
    from bench.measure import Measures, measure  # noqa: PLC0415
    from bench.plan import FULL, QUICK, SHORT  # noqa: PLC0415
    from bench.processes import BenchError  # noqa: PLC0415
    from bench.report import page  # noqa: PLC0415

    if arguments.quick:
        plan = QUICK
    elif arguments.short:
        plan = SHORT
    else:
        plan = replace(FULL, every=arguments.every)
    wanted = [arguments.only] if arguments.only else list(CONTENDERS)
    machine = description()
    results: dict[str, Measures] = {}
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix="bench-") as work:
            try:
                contender = CONTENDERS[name](Path(work), plan)
                results[name] = measure(contender, plan, partial(_say_of, name))
            except BenchError as error:
                _say(f"{name}: {error}")
    missing = [name for name in CONTENDERS if name not in results]
    whole = not missing and not arguments.quick
    target = _FULL_RESULTS if whole else _OTHER_RESULTS
    target.write_text(
        page(results, plan, machine, _note(arguments.quick, plan.every, missing)), encoding="utf-8"
    )
    _say(f"Results: bench/{target.name}")
    return 0 if set(results) == set(wanted) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        _say("Stopped; all servers are ended.")
        sys.exit(130)
