"""Measures how other languages are judged: ``python -m tests.safety.languages.evaluate``.

Prints the figures of each language with exact 95 % intervals for the development messages
(tests/safety/dev_languages, written before any rule or example line) and writes figures.json. With
``--leave-one-out`` each language is also judged by a detector that has not seen its example lines.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from bot.content.language_files import load_languages, read_foreign_lines
from bot.content.red_flag_files import load_knowledge, read_lines
from bot.encoders.multilingual import MultilingualEncoder
from bot.safety import SafetySettings, assess
from bot.safety.detector.lines import Line
from bot.safety.languages.detector import Encode, Floats, ForeignDetector
from bot.safety.languages.plain import plain
from bot.safety.languages.training import train_foreign_detector
from bot.settings.paths import RED_FLAG_DIR
from tests.safety.report import Judged, Share, figures, judge
from tests.safety.trained import trained_settings

DEV_DIR = Path(__file__).parent.parent / "dev_languages"
FIGURES_FILE = Path(__file__).with_name("figures.json")
FOUND = "red flags: urgent or check"
URGENT = "red flags: urgent"
FALSE_URGENT, FALSE_CHECK = "must not alarm: urgent", "must not alarm: check"
SHOWN = (URGENT, FOUND, FALSE_URGENT, FALSE_CHECK)


def dev_lines() -> list[Line]:
    """The development messages; each line's writer is its language. What anybody says in the same
    words ("I cannot breathe"), and so also an example line says, is left out."""
    seen = {plain(line.message).strip(" .!?") for line in read_foreign_lines()}
    return [line for line in read_lines(DEV_DIR) if plain(line.message).strip(" .!?") not in seen]


def judged_by(settings: SafetySettings) -> list[Judged]:
    """All development messages as the whole safety layer judges them."""
    return judge(dev_lines(), partial(assess, settings=settings))


def watched(judged: Sequence[Judged]) -> dict[str, float]:
    """The figures that may not fall, in percent: over all languages, and of Spanish."""
    spanish = [one for one in judged if one.line.writer == "es"]
    right = Share(sum(one.assessment.language == one.line.writer for one in judged), len(judged))
    shares = {**figures(judged), "language known": right}
    shares["Spanish red flags: urgent or check"] = figures(spanish)[FOUND]
    return {name: round(share.percent, 1) for name, share in shares.items()}


def without_each_language(settings: SafetySettings) -> list[Judged]:
    """Each language by a detector that was trained without its example lines; its rules stay."""
    assert settings.languages is not None
    knowledge = load_knowledge()
    book, lines = load_languages(knowledge.symptoms), read_foreign_lines()
    english = read_lines(RED_FLAG_DIR / "examples")
    encode = _kept(MultilingualEncoder.load().encode)
    judged = []
    for code in sorted(book.languages):
        seen = [line for line in lines if line.language != code]
        learned = train_foreign_detector(seen, english, book.languages, knowledge.symptoms, encode)
        languages = replace(settings.languages, detector=ForeignDetector(learned, encode))
        own = [line for line in dev_lines() if line.writer == code]
        judged += judge(own, partial(assess, settings=replace(settings, languages=languages)))
    return judged


def _kept(
    encode: Encode,
) -> Encode:
    """The same texts are encoded once for all languages that are left out."""
    vectors: dict[str, Floats] = {}

    def of_all(texts: Sequence[str]) -> Floats:
        new = [text for text in dict.fromkeys(texts) if text not in vectors]
        vectors.update(zip(new, encode(new), strict=True))
        return np.array([vectors[text] for text in texts])

    return of_all


def as_table(judged: Sequence[Judged]) -> str:
    """A Markdown table: a row for each language, and one for all."""
    rows = ["| | red flags urgent | urgent or asked | harmless urgent | harmless asked |",
            "|---|---|---|---|---|"]  # fmt: skip
    for code in [*sorted({one.line.writer for one in judged}), "all"]:
        own = [one for one in judged if code in ("all", one.line.writer)]
        cells = [_cell(figures(own)[name]) for name in SHOWN]
        rows.append(f"| {code} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _cell(share: Share) -> str:
    low, high = share.interval
    return f"{share.percent:.1f} % ({share.count} of {share.total}; {low} to {high})"


def misses(judged: Iterable[Judged]) -> Iterable[str]:
    """Kinds (not words) of what was judged wrongly."""
    for one in judged:
        outcome = one.assessment.outcome
        if one.line.is_urgent != (outcome != "none"):
            yield f"{one.line.writer} {one.line.label} {one.line.kind}: {outcome}"


def milliseconds_each(settings: SafetySettings, lines: Sequence[Line]) -> float:
    """The mean time for one message."""
    start = time.perf_counter()
    for line in lines:
        assess(line.message, settings)
    return 1000 * (time.perf_counter() - start) / len(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the report and writes the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leave-one-out", action="store_true", help="also without each language")
    options = parser.parse_args(arguments)
    settings = trained_settings()
    judged = judged_by(settings)
    print(as_table(judged))
    print("\n".join(misses(judged)))
    print(f"{milliseconds_each(settings, dev_lines()):.1f} ms a message")
    FIGURES_FILE.write_text(json.dumps(watched(judged), indent=2) + "\n", encoding="utf-8")
    if options.leave_one_out:
        print("\nWithout the language's own example lines\n")
        print(as_table(without_each_language(settings)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
