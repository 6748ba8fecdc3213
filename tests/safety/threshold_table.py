"""The thresholds of bot/data/red_flags as a table for docs/safety.md.

``python -m tests.safety.threshold_table`` prints it; a test fails when the page has another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.settings.clinic import read_yaml
from bot.settings.paths import RED_FLAG_DIR

TIER_FILES = ("emergency.yml", "call_now.yml")
_WORDS_OF_TIER = {"emergency.yml": "emergency", "call_now.yml": "call now"}


def rows() -> list[str]:
    """Markdown rows: what is measured, from where on, what follows, source."""
    head = ["| measured | from where on | what follows | source |", "|---|---|---|---|"]
    return [*head, *_of_temperatures(), *_of_measures()]


def _of_temperatures() -> Iterator[str]:
    content: Any = read_yaml(RED_FLAG_DIR / "temperatures.yml")
    limits = content["thresholds"]
    said = {
        "fever_celsius": ("{0} °C and more", "call now"),
        "near_fever_celsius": ("up to {0} °C below that", "asked"),
        "raised_celsius": ("{0} °C and more, with feeling unwell", "call now"),
        "low_celsius": ("below {0} °C", "asked; call now with feeling unwell"),
    }
    for name, (words, follows) in said.items():
        value, source = limits[name]["value"], limits[name]["source"]
        yield f"| temperature | {words.format(value)} | {follows} | {source} |"


def _of_measures() -> Iterator[str]:
    content: Any = read_yaml(RED_FLAG_DIR / "quantities.yml")
    tiers = _tiers()
    for measure in content["measures"]:
        for level in measure["levels"]:
            name = str(measure["measure"]).replace("_", " ")
            follows = level.get("tier") or tiers[level["symptom"]]
            yield f"| {name} | {_bounds(level)} | {follows} | {level['source']} |"


def _bounds(level: Mapping[str, Any]) -> str:
    bounds = f"{level['from']} and more" if "from" in level else f"{level['to']} and less"
    return f"{bounds}, with feeling unwell" if level.get("only_with") else bounds


def _tiers() -> dict[str, str]:
    tiers: dict[str, str] = {}
    for name in TIER_FILES:
        entries: Any = read_yaml(RED_FLAG_DIR / name)
        tiers.update({entry["symptom"]: _WORDS_OF_TIER[name] for entry in entries})
    return tiers


def combinations() -> list[str]:
    """The combinations that are emergencies, a list item each, with source."""
    content: Any = read_yaml(RED_FLAG_DIR / "combinations.yml")
    return [f"- {row['name']} ({row['source']})" for row in content]


if __name__ == "__main__":
    print("\n".join([*rows(), "", *combinations()]))
