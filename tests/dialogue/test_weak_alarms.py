"""Alarms that the wording as a whole does not bear out are asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.reports import Reader, Report
from bot.dialogue.weak_alarms import GUESS_SET_ASIDE, is_told_in_doubt
from bot.dialogue.weighing import weigh
from bot.safety import Assessment
from tests.dialogue.test_weighing import (
    BY_RULE,
    CHECK,
    EMERGENCY,
    GUESSED_EMERGENCY,
    NOTHING,
    SUSPECTED,
)

NAMED_RED: dict[str, Any] = {"told_in_name": True, "level": "call_now"}


@pytest.mark.parametrize(
    ("guess", "changes", "takes_over"),
    [
        (replace(SUSPECTED, suspicion=0.6), {}, True),
        (SUSPECTED, {}, False),  # surely one
        (replace(SUSPECTED, suspicion=0.6), {"red_as_told": 0.95}, False),
        (replace(SUSPECTED, suspicion=0.6), {"share": 0.3}, False),  # of what is not known
        (replace(BY_RULE, suspicion=0.6), {}, False),
        (replace(BY_RULE, suspicion=0.6), {"red": 0.55}, True),  # read, and rather milder
        (replace(BY_RULE, suspicion=0.8), {"red": 0.55}, False),
        # read, and neither detector nor recogniser is sure
        (replace(BY_RULE, suspicion=0.4), {"red_as_told": 0.7}, True),
        (replace(BY_RULE, suspicion=0.4), {"red_as_told": 0.8}, False),
        (replace(BY_RULE, suspicion=0.6), {"red_as_told": 0.7}, False),
        (replace(BY_RULE, suspicion=0.4), {"red_as_told": 0.7, "share": 0.8}, False),
        (replace(GUESSED_EMERGENCY, suspicion=0.6), {"red_as_told": 0.9}, False),
        (replace(GUESSED_EMERGENCY, suspicion=0.6), {"red_as_told": 0.8}, True),
        (replace(GUESSED_EMERGENCY, suspicion=0.75), {"red_as_told": 0.8}, False),
        (replace(EMERGENCY, suspicion=0.6), {"red_as_told": 0.8}, False),  # read
    ],
)
def test_a_weak_guess_is_asked_about(
    reader: Reader, guess: Assessment, changes: dict[str, Any], takes_over: bool
) -> None:
    told: dict[str, Any] = {"red": 0.8, "red_as_told": 0.85, "share": 0.9, "to_ask": 0.0}
    report = replace(reader.report("i have a rash on my left arm here"), **{**told, **changes})
    verdict = weigh(guess, report, reader.rules.knowledge, found=4.0)
    assert verdict.takes_over is takes_over


@pytest.mark.parametrize(
    ("text", "to_ask", "is_doubted"),
    [
        ("my wife thinks my skin looks a bit yellow", 0.9, True),
        ("my eyes are yellow, maybe it's the light", 0.9, True),
        ("a bit shivery, can't tell if it's the weather", 0.9, True),
        ("sometimes my skin is yellow", 0.6, True),
        ("sometimes my skin is yellow", 0.4, False),  # the wording itself is clear
        ("my skin is yellow", 0.9, False),
        ("the nurse says my skin is yellow", 0.9, False),
        ("might I bring my knitting, my skin is yellow", 0.9, False),
        ("my skin is a bit yellow and my blood pressure is 84 over 50", 0.9, False),
    ],
)
def test_words_of_doubt(reader: Reader, text: str, to_ask: float, is_doubted: bool) -> None:
    report = replace(reader.report(text), to_ask=to_ask, share=0.9)
    report = replace(report, measured=report.said.is_measured)
    assert is_told_in_doubt(report, reader.rules.knowledge) is is_doubted


@pytest.mark.parametrize(
    ("alarm", "takes_over"),
    [(BY_RULE, True), (SUSPECTED, True), (EMERGENCY, False)],
)
def test_a_call_told_in_doubt_is_asked_about(
    reader: Reader, alarm: Assessment, takes_over: bool
) -> None:
    report = reader.report("my skin looks a bit yellow sometimes, i think")
    report = replace(report, red=0.9, to_ask=0.6, share=0.9)
    verdict = weigh(alarm, report, reader.rules.knowledge, found=6.0)
    assert verdict.takes_over is takes_over


@pytest.mark.parametrize(
    ("text", "guess", "share", "takes_over"),
    [
        ("i have been scratching my itchy legs all night", SUSPECTED, 0.95, False),  # surely one
        ("i have been scratching my itchy legs all night", GUESSED_EMERGENCY, 0.95, True),
        ("i have been scratching my itchy legs all night", GUESSED_EMERGENCY, 0.8, False),
        ("i have been scratching my itchy legs all night", EMERGENCY, 0.95, False),  # read
        ("i have had diarrhea for two days and nights", GUESSED_EMERGENCY, 0.95, False),
    ],
)
def test_a_weak_guess_beside_what_is_seldom_urgent(
    reader: Reader, text: str, guess: Assessment, share: float, takes_over: bool
) -> None:
    report = replace(reader.report(text), red=0.9, red_as_told=0.95, share=share, to_ask=0.0)
    verdict = weigh(guess, report, reader.rules.knowledge, found=6.0)
    assert verdict.takes_over is takes_over


@pytest.mark.parametrize(
    ("text", "decided_by", "changes", "takes_over"),
    [
        ("i have a rash on my left arm", GUESS_SET_ASIDE, {"red": 0.95}, True),
        ("i have a rash on my left arm", GUESS_SET_ASIDE, {"red_as_told": 0.88}, True),
        ("i have a rash on my left arm", GUESS_SET_ASIDE, {}, False),
        ("i have a rash on my left arm", "", {"red": 0.95}, False),
        ("i now have a rash on my left arm", GUESS_SET_ASIDE, {"red": 0.95}, False),
    ],
)
def test_a_few_words_that_sounded_like_something_else(
    reader: Reader, text: str, decided_by: str, changes: dict[str, Any], takes_over: bool
) -> None:
    told: dict[str, Any] = {"red": 0.98, "red_as_told": 0.95, "share": 0.9, "to_ask": 0.0}
    report = replace(reader.report(text), **{**told, **changes})
    guess = replace(SUSPECTED, decided_by=decided_by)
    verdict = weigh(guess, report, reader.rules.knowledge, found=6.0)
    assert verdict.takes_over is takes_over


@pytest.mark.parametrize(
    ("text", "guess", "share", "takes_over"),
    [
        (f"i cannot sleep so {'i solved the crossword and ' * 10}", 0.8, 0.2, True),
        (f"i cannot sleep so {'i solved the crossword and ' * 10}", 0.95, 0.2, False),
        (f"i cannot sleep so {'i solved the crossword and ' * 10}", 0.8, 0.4, False),
        ("i cannot sleep so i solved the crossword", 0.8, 0.2, False),
        (f"i cannot sleep and cough so {'i did the crossword and ' * 10}", 0.8, 0.2, False),
    ],
)
def test_what_a_letter_names_by_the_way(
    reader: Reader, text: str, guess: float, share: float, takes_over: bool
) -> None:
    report = replace(reader.report(text), red=0.9, red_as_told=0.9, share=share, nothing=0.2)
    report = replace(report, to_ask=0.0)
    alarm = replace(SUSPECTED, suspicion=guess)
    verdict = weigh(alarm, report, reader.rules.knowledge, found=4.0)
    assert verdict.takes_over is takes_over


@pytest.mark.parametrize(
    ("assessment", "text", "changes", "found", "alarm"),
    [
        (CHECK, "i have a rash with blisters", {"red": 0.8}, 4.0, "call_now"),
        (CHECK, "i have a rash with blisters", {"red": 0.8}, 3.0, None),
        (CHECK, "i have a rash with blisters", {"red": 0.98, "red_as_told": 0.98}, 3.0, "call_now"),
        (CHECK, "i have a rash with blisters", {"red": 0.98, "red_as_told": 0.98}, 2.0, None),
        (CHECK, "i have a rash", {"red": 0.1, **NAMED_RED}, 4.0, "call_now"),
        (NOTHING, "i have a rash", {"red": 0.1, **NAMED_RED}, 4.0, None),
        (CHECK, "bp is 84 over 50", {"red": 0.8}, 3.0, "call_now"),  # a number
        (CHECK, "bp is 84 over 50", {"red": 0.8}, 2.0, None),
        (CHECK, "84 over 50", {"red": 0.8}, 2.0, "call_now"),  # and not another word
        (CHECK, "i have a rash on my left arm", {"red": 0.96}, 4.0, "call_now"),
        (replace(CHECK, suspicion=0.3), "i have a rash on my left arm", {"red": 0.96}, 4.0, None),
        (NOTHING, "a fit in the night, some days ago", {"red": 0.9, "red_as_told": 0.9}, 2.0, None),
    ],
)
def test_an_added_alarm_needs_evidence(
    reader: Reader,
    assessment: Assessment,
    text: str,
    changes: dict[str, Any],
    found: float,
    alarm: str | None,
) -> None:
    told: dict[str, Any] = {"red_as_told": 0.5, "to_ask": 0.0, "nothing": 0.0, "share": 0.9}
    report = replace(reader.report(text), **{**told, **changes})
    assert weigh(assessment, report, reader.rules.knowledge, found=found).alarm == alarm


@pytest.mark.parametrize(
    ("text", "guess", "suspicion", "takes_over"),
    [
        ("been sick twice", GUESSED_EMERGENCY, 0.5, True),
        ("i threw up two times", CHECK, 0.4, True),
        ("diarrhea three times today", SUSPECTED, 0.5, True),
        ("been sick twice", GUESSED_EMERGENCY, 0.7, False),  # rather surely more than that
        ("been sick seven times", GUESSED_EMERGENCY, 0.5, False),  # the table says: call now
        ("been sick twice, and i have a fever and a rash", GUESSED_EMERGENCY, 0.5, False),
        ("been sick all night", GUESSED_EMERGENCY, 0.5, False),  # nothing is counted
        ("been sick twice", EMERGENCY, 0.5, False),  # a rule reads more
    ],
)
def test_a_count_is_as_grave_as_its_table_says(
    reader: Reader, text: str, guess: Assessment, suspicion: float, takes_over: bool
) -> None:
    counted = reader.report(text)
    report = replace(
        counted, red=0.97, red_as_told=0.94, share=0.9, is_counted=_is_counted(reader, counted)
    )
    verdict = weigh(replace(guess, suspicion=suspicion), report, reader.rules.knowledge, found=6.0)
    assert verdict.takes_over is takes_over


def _is_counted(reader: Reader, report: Report) -> bool:
    """As the reader finds it where a recogniser is there."""
    return reader.is_counted(report.symptoms[0], report.said)


@pytest.mark.parametrize(
    ("suspicion", "red_as_told", "takes_over"),
    [(0.3, 0.3, True), (0.3, 0.5, False), (0.4, 0.3, False)],
)
def test_facts_that_nobody_hears_are_misread(
    reader: Reader, suspicion: float, red_as_told: float, takes_over: bool
) -> None:
    report = reader.report("palms red and sore for a week, not blistered, with blisters nowhere")
    report = replace(report, level="call_now", red=0.7, red_as_told=red_as_told, share=1.0)
    report = replace(report, strongest=1.0)
    unheard = replace(NOTHING, suspicion=suspicion)
    verdict = weigh(unheard, report, reader.rules.knowledge, found=6.0)
    assert verdict.takes_over is takes_over
