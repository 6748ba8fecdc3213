"""Measures the safety layer: ``python -m tests.safety.evaluate``.

Prints sensitivity with its exact 95 % interval, false alarms by kind and every miss in full, for
the development set, which the detector has never seen, and writes tests/safety/figures.json.
With ``--writers`` it also trains once for each writer of the training lines on all the others
(some minutes) and prints how lines of unseen writers fare.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.content.red_flag_files import (
    ORDINARY_FOLDERS,
    load_knowledge,
    read_lines,
    read_ordinary_messages,
)
from bot.content.red_flags import (
    project_encoder,
)
from bot.safety import SafetySettings, assess
from bot.safety.detector.detector import TrainedDetector
from bot.safety.detector.lines import Line
from bot.safety.detector.training import train_detector
from bot.settings.paths import DATA_DIR, RED_FLAG_DIR
from tests.safety import report
from tests.safety.real_sentences import read_real_sentences
from tests.safety.temperatures import all_temperatures
from tests.safety.trained import trained_settings

HERE = Path(__file__).parent
DEV_DIR = HERE / "dev"
FIGURES_FILE = HERE / "figures.json"


def measure(settings: SafetySettings) -> list[report.Judged]:
    """Judges the development set."""
    return report.judge(read_lines(DEV_DIR), partial(assess, settings=settings))


def percentages(judged: Sequence[report.Judged]) -> dict[str, float]:
    """The watched figures in percent, to one place."""
    return {name: round(share.percent, 1) for name, share in report.figures(judged).items()}


def milliseconds_each(settings: SafetySettings) -> float:
    """The mean time for one message of the development set."""
    lines = read_lines(DEV_DIR)
    start = time.perf_counter()
    for line in lines:
        assess(line.message, settings)
    return 1000 * (time.perf_counter() - start) / len(lines)


def wrong_temperatures(settings: SafetySettings) -> list[str]:
    """Messages with a temperature that is judged wrongly."""
    wrong = []
    for temperature in all_temperatures():
        outcome = assess(temperature.message, settings).outcome
        if outcome != temperature.expected:
            wrong.append(f"{temperature.message}: {outcome}")
    return wrong


def by_unseen_writers() -> list[report.Judged]:
    """Judges each writer's training lines by a detector that has seen only the others'."""
    knowledge, encoder = load_knowledge(), project_encoder()
    ordinary = read_ordinary_messages([DATA_DIR / name for name in ORDINARY_FOLDERS])
    lines = read_lines(RED_FLAG_DIR / "examples")
    judged: list[report.Judged] = []
    for writer in sorted({line.writer for line in lines}):
        seen: list[Line] = [line for line in lines if line.writer != writer]
        learned = train_detector(
            seen, knowledge, encoder.encode_many, ordinary, widths=encoder.widths
        )
        settings = SafetySettings(
            knowledge, 38.0, TrainedDetector(learned, knowledge, encoder.encode)
        )
        own = [line for line in lines if line.writer == writer]
        judged += report.judge(own, partial(assess, settings=settings))
    return judged


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the report and writes the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", action="store_true", help="also hold out each writer in turn")
    options = parser.parse_args(arguments)
    settings = trained_settings()
    judged = measure(settings)
    wrong = wrong_temperatures(settings)
    print("Development set (other writers than the training lines)\n")
    print(report.as_text(judged))
    for sample in ("random", "enriched"):
        real = report.judge(read_real_sentences(sample), partial(assess, settings=settings))
        print(f"\nReal patients' sentences, {sample} sample ({len(real)})")
        print(report.figures_as_text(real))
    print(f"\nTemperatures judged wrongly: {len(wrong)}")
    print("\n".join(f"  {row}" for row in wrong))
    print(f"Time for one message: {milliseconds_each(settings):.1f} ms")
    rules_alone = SafetySettings(settings.knowledge, settings.fever_threshold_celsius)
    kept = {"united": percentages(judged), "rules alone": percentages(measure(rules_alone))}
    FIGURES_FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    if options.writers:
        print("\n\nTraining lines, each judged without its writer\n")
        print(report.as_text(by_unseen_writers()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
