"""The results as a Markdown page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench.contenders import OURS, STOCK
from bench.load import Load
from bench.measure import Measures
from bench.plan import AT_ONCE, Plan
from bench.quality import REFUSAL, SMALL_TALK, TOPIC, TWO_TOPICS

Cell = Callable[[Measures], str]
_METHOD_FILE = Path(__file__).with_name("METHOD.md")
_MEDIAN, _HIGH, _HIGHEST = 50, 95, 99
_NOT_MEASURED = "–"


def page(
    results: Mapping[str, Measures], plan: Plan, machine: Sequence[tuple[str, str]], note: str
) -> str:
    """``results`` by contender; ``note`` stands above the table (a quick run, a failed part)."""
    lines = ["# Ours beside stock Rasa", "", *([note, ""] if note else [])]
    lines += ["| | ours | stock Rasa |", "|---|---|---|"]
    lines += [_row(name, cell, results) for name, cell in _rows(plan)]
    lines += ["", "## Measured on", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in machine]
    return "\n".join(lines) + "\n\n" + _METHOD_FILE.read_text(encoding="utf-8")


def _row(name: str, cell: Cell, results: Mapping[str, Measures]) -> str:
    cells = (cell(results[who]) if who in results else _NOT_MEASURED for who in (OURS, STOCK))
    return f"| {name} | {' | '.join(cells)} |"


def _rows(plan: Plan) -> list[tuple[str, Cell]]:
    return [
        ("Training from nothing", lambda m: f"{m.training:.0f} s"),
        ("Model file", lambda m: f"{m.model_size:.1f} MiB"),
        (f"Loading the model (median of {plan.loadings})", lambda m: f"{m.loading:.1f} s"),
        ("Importing Rasa before it", lambda m: f"{m.importing:.1f} s"),
        ("Start-up to first answer", lambda m: f"{m.first_answer:.1f} s"),
        ("Memory after start", lambda m: _memory(m.memory_after_start)),
        ("Memory after load", lambda m: _memory(m.memory_after_load)),
        *(row for at_once in AT_ONCE for row in _load_rows(at_once)),
        *(row for at_once in AT_ONCE for row in _red_flag_rows(at_once)),
        *_extreme_rows(plan),
        *(_quality_rows() if plan.judged != 0 else []),
    ]


def _extreme_rows(plan: Plan) -> list[tuple[str, Cell]]:
    many = f"{plan.crowd} conversations at once"
    return [
        ("Last turns of a long conversation / turns around the 10th", _long),
        (f"Answer p50 / p95, {many}", lambda m: _latency(m.crowd)),
        (f"Red flag: urgent words p50 / p99, {many}", lambda m: _worst(m.crowd_red_flags)),
        (f"Without an answer, {many}", lambda m: _unanswered(m.crowd)),
        (
            "Longest that a message of 64 kB holds the event loop",
            lambda m: f"{m.longest_hold * 1000:.0f} ms" if m.longest_hold else _NOT_MEASURED,
        ),
    ]


def _long(measures: Measures) -> str:
    return f"{measures.long.ratio:.2f} (of {measures.long.turns} turns)"


def _worst(load: Load) -> str:
    middle, high = load.milliseconds(_MEDIAN), load.milliseconds(_HIGHEST)
    if middle is None or high is None:
        return _NOT_MEASURED
    return f"{middle:.0f} / {high:.0f} ms"


def _load_rows(at_once: int) -> list[tuple[str, Cell]]:
    return [
        (f"Messages a second, {_at_once(at_once)}", lambda m: f"{m.loads[at_once].per_second:.1f}"),
        (f"Answer p50 / p95, {_at_once(at_once)}", lambda m: _latency(m.loads[at_once])),
        (f"Without an answer, {_at_once(at_once)}", lambda m: _unanswered(m.loads[at_once])),
    ]


def _red_flag_rows(at_once: int) -> list[tuple[str, Cell]]:
    return [
        (
            f"Red flag: urgent words p50 / p99, {_at_once(at_once)}",
            lambda m: _worst(m.red_flags[at_once].urgent_only()),
        ),
        (
            f"Red-flag messages that got urgent words, {_at_once(at_once)}",
            lambda m: _urgent_share(m.red_flags[at_once]),
        ),
    ]


def _quality_rows() -> list[tuple[str, Cell]]:
    sorts = {
        TOPIC: "Topic question: right topic answered",
        TWO_TOPICS: "Two questions in one: both topics answered",
        REFUSAL: "Off topic or for the care team: refused",
        SMALL_TALK: "Small talk: right reply",
    }
    return [
        *((name, _right(sort)) for sort, name in sorts.items()),
        (
            "Topic question: right topic answered or offered",
            lambda m: _share(m.quality.right_or_offered[TOPIC], m.quality.asked[TOPIC]),
        ),
        (
            "Of all these, answered with urgent words",
            lambda m: _share(m.quality.urgent, sum(m.quality.asked.values())),
        ),
    ]


def _right(sort: str) -> Cell:
    return lambda m: _share(m.quality.right[sort], m.quality.asked[sort])


def _at_once(number: int) -> str:
    return f"{number} conversation{'s' if number > 1 else ''} at once"


def _memory(by_process: Mapping[str, float]) -> str:
    parts = ", ".join(f"{name} {size:.0f}" for name, size in by_process.items())
    return f"{sum(by_process.values()):.0f} MiB ({parts})"


def _latency(load: Load) -> str:
    middle, high = load.milliseconds(_MEDIAN), load.milliseconds(_HIGH)
    if middle is None or high is None:
        return _NOT_MEASURED
    return f"{middle:.0f} / {high:.0f} ms"


def _unanswered(load: Load) -> str:
    return f"{load.unanswered} of {len(load.answers) + load.failed}"


def _urgent_share(load: Load) -> str:
    return _share(len(load.urgent_only().answers), len(load.answers) + load.failed)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%} ({part} of {whole})" if whole else _NOT_MEASURED
