"""What the entries of bot/data/red_flags may hold, and which names they may refer to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.content.entries import (
    ANYTHING,
    ENTRIES,
    FLAG,
    GROUPS,
    MAPPING,
    TEXT,
    TEXTS,
    EntryError,
    Schema,
    keep_place,
    one_of,
)
from bot.content.red_flag_numbers import SCALES, UNWELL, WORD_LISTS
from bot.safety.finding import Tier
from bot.safety.rules.knowledge import ALWAYS, ASKED, HELP_TO_DIE, NAMES, SAYS, UNCLEAR, Symptom

# Levels of quantities.yml that combinations.yml may name.
SIGNS_OF_NUMBERS = frozenset({"low_pressure"})
# How a symptom may be mentioned: see the head of emergency.yml.
MENTIONS = (SAYS, NAMES, UNCLEAR, ALWAYS, ASKED, HELP_TO_DIE)
SYMPTOM = Schema(
    {"symptom": TEXT, "understood": TEXT, "source": TEXT},
    {
        **dict.fromkeys(MENTIONS, TEXTS),
        **dict.fromkeys(("mild", "crisis", "overdose", "sure", "lasting", "settled"), FLAG),
        **dict.fromkeys(("when_over", "when_small"), TEXT),
        "guessed_of_much": TEXTS,
        "named": MAPPING,
    },
)
MILDER = Schema({"complaint": TEXT, SAYS: TEXTS})
OTHERS = Schema({"says_that": TEXT, SAYS: TEXTS})
BESIDE = Schema({"sign": TEXT, SAYS: TEXTS})
HARMLESS = Schema(
    {"wording": TEXT, "symptoms": TEXTS, "source": TEXT, SAYS: TEXTS}, {"unless": TEXTS}
)
SLIPS = Schema({"read_in": TEXTS, "words": ENTRIES})
SLIP = Schema({"means": TEXT, "typed": TEXTS}, {"unless": TEXTS})
COMBINATION = Schema({"name": TEXT, "groups": GROUPS, "source": TEXT}, {"adds": TEXT})
# The kinds of cues that the reading of a message asks for.
CONTEXT = Schema(
    dict.fromkeys(
        (
            "negation_before", "negation_after", "not_negation", "ends_negation", "denied_wish",
            "no_wish_to_live", "bereaved", "hypothetical", "not_hypothetical", "only_asking",
            "question", "not_question", "own_question", "opens_question", "past", "now",
            "returned", "having", "own", "within_a_day", "long_over", "medicated", "filler",
            "resolved", "not_resolved", "others", "not_others", "unwell", "figurative", "mild",
            "asked_seriously",
        ),
        TEXTS,
    )
)  # fmt: skip
TEMPERATURES = Schema(
    {
        **dict.fromkeys(("thresholds", "scales", "bare_fahrenheit", "bare_celsius"), MAPPING),
        **dict.fromkeys(("names", "heat", "rises", *WORD_LISTS), TEXTS),
    }
)
SCALE = Schema({"likely": ANYTHING, "plausible": ANYTHING, "units": TEXTS})
QUANTITIES = Schema({"other_things": TEXTS, "beside_a_number": TEXTS, "measures": ENTRIES})
MEASURE = Schema(
    {
        "measure": TEXT,
        "understood": TEXT,
        "names": TEXTS,
        "units": TEXTS,
        "plausible": ANYTHING,
        "levels": ENTRIES,
        "otherwise": TEXT,
    },
    {
        "near": GROUPS,
        "instrument": FLAG,
        "begins_with": TEXTS,
        "second_of_a_pair": FLAG,
        "pair": MAPPING,
        "calm": ENTRIES,
    },
)
CALM_RANGE = Schema({"from": ANYTHING, "to": ANYTHING, "source": TEXT}, {"today": FLAG})
LAB_TESTS = Schema({"abnormal": TEXTS, "unless": TEXTS, "tests": ENTRIES})
LAB_TEST = Schema(
    {"test": TEXT, "understood": TEXT, "names": TEXTS, "source": TEXT},
    {"nothing_to_call_about": GROUPS, "only_with_number": FLAG},
)
LEVEL = Schema(
    {"symptom": TEXT, "source": TEXT},
    {
        "from": ANYTHING,
        "to": ANYTHING,
        "only_with": one_of([UNWELL]),
        "sign": one_of(SIGNS_OF_NUMBERS),
        "tier": one_of(["emergency"]),
    },
)


def check_temperatures(content: Any) -> None:
    """Raises EntryError for a slip in temperatures.yml."""
    TEMPERATURES.check(content, 1)
    for name in SCALES:
        SCALE.check(content["scales"].get(name), content.lines["scales"])


def check_quantities(content: Any, symptoms: Collection[str]) -> None:
    """Raises EntryError for a slip in quantities.yml, which may name some symptoms."""
    QUANTITIES.check(content, 1)
    for entry, line in zip(content["measures"], content["measures"].lines, strict=True):
        MEASURE.check(entry, line)
        refuse_no_symptom([entry["otherwise"]], symptoms, entry.lines["otherwise"])
        for calm in entry.get("calm", ()):
            CALM_RANGE.check(calm, entry.lines["calm"])
        for level, place in zip(entry["levels"], entry["levels"].lines, strict=True):
            LEVEL.check(level, place)
            refuse_no_symptom([level["symptom"]], symptoms, place)
            if "from" not in level and "to" not in level:
                raise EntryError(place, "add “from: …” or “to: …”, or every number is meant")


def check_lab_tests(content: Any) -> None:
    """Raises EntryError for a slip in lab_results.yml, or for a test that stands there twice."""
    LAB_TESTS.check(content, 1)
    places: dict[str, str] = {}
    for entry, line in zip(content["tests"], content["tests"].lines, strict=True):
        LAB_TEST.check(entry, line)
        keep_place(places, "test", entry["test"], "lab_results.yml", line)


def refuse_no_symptom(
    names: Iterable[str], known: Collection[str], line: int, else_known: str = ""
) -> None:
    """Raises EntryError for a name that is none of the known. ``else_known``: what else may be
    named, in words."""
    unknown = sorted({*names} - {*known})
    if unknown:
        raise EntryError(line, f"“{unknown[0]}” is no symptom{else_known}")


def check_slips(content: Any) -> None:
    """Raises EntryError for a slip in slips.yml, or for a mistyped word that stands there twice."""
    SLIPS.check(content, 1)
    known: set[str] = set()
    for entry, line in zip(content["words"], content["words"].lines, strict=True):
        SLIP.check(entry, line)
        typed = [str(word) for word in entry["typed"]]
        twice = next((word for word in typed if word in known or typed.count(word) > 1), None)
        if twice is not None:
            raise EntryError(line, f"“{twice}” stands there twice; take one away")
        known.update(typed)


def read_symptom(entry: Mapping[str, Any], tier: Tier) -> Symptom:
    """An entry of a list of red flags, without its phrases."""
    return Symptom(
        name=entry["symptom"],
        tier=tier,
        understood=entry["understood"],
        source=entry["source"],
        mild_is_small=entry.get("mild", False),
        crisis=entry.get("crisis", False),
        overdose=entry.get("overdose", False),
        is_sure=entry.get("sure", False),
        is_lasting=entry.get("lasting", False),
        is_settled=entry.get("settled", False),
        when_over=entry.get("when_over", ""),
        when_small=entry.get("when_small", ""),
        guessed_of_much=frozenset(map(str, entry.get("guessed_of_much") or ())),
    )
