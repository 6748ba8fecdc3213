"""A graver guess of the detector's beside what a rule reads, and reports inside questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.crisis_guesses import (
    without_crisis_that_nobody_hears,
    without_suspicion_of_crisis,
)
from bot.dialogue.guesses import (
    no_graver_than_worded,
    without_graver_guess,
    without_guessed_emergency,
)
from bot.dialogue.judging import judge
from bot.dialogue.reports import Reader
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment, Finding, SafetySettings
from bot.safety.finding import DETECTOR

LONG = "he had the salary and now the letters and the bills come every single day " * 3
GUESS = Finding("throat_swelling", "emergency", (0, 1), "a swelling", True, DETECTOR)
READ = Finding("weakness", "call_now", (0, 1), "trouble swallowing", True, "now")
ALARM = Assessment("urgent", "emergency", (GUESS, READ), emergency=True, suspicion=0.9)
TEXT = "it is hard to swallow bread"


@pytest.mark.parametrize(
    ("assessment", "emergency", "tier"),
    [
        (ALARM, 0.3, "call_now"),
        (ALARM, 0.6, "emergency"),
        (replace(ALARM, findings=(GUESS,)), 0.3, "emergency"),
        (replace(ALARM, findings=(replace(GUESS, reason="now"), READ)), 0.3, "emergency"),
        (replace(ALARM, findings=(replace(GUESS, symptom="stroke"), READ)), 0.3, "emergency"),
    ],
)
def test_a_guess_of_a_swelling_throat(
    reader: Reader, assessment: Assessment, emergency: float, tier: str
) -> None:
    report = replace(reader.report(TEXT), emergency=emergency, level="call_now")
    assert report.is_named
    assert without_graver_guess(assessment, report, reader.rules.knowledge).tier == tier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what? no! i have a RASH that burns", "call_now"),
        ("is it normal that i feel low and cry a lot, 3 weeks now", "triage"),
        ("is it normal to feel low", "none"),
        ("i feel really really unwell", "call_now"),
        # A fact about a treatment reports nothing; what happened after it does.
        ("had my car-t infusion 3 days ago", "none"),
        ("my epcoritamab was two days ago", "none"),
        ("he collapsed after his car-t", "emergency"),
        ("keytruda, week 6. sore throat, it is hard to swallow bread", "call_now"),
        ("my throat is swelling up, i cannot swallow", "emergency"),
    ],
)
def test_what_is_judged(text: str, expected: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    takes_over = isinstance(judged, TriagedAssessment) and judged.takes_over
    assert expected == ("triage" if takes_over else judged.tier or judged.outcome)


def test_a_back_that_hurts_is_no_crisis(settings: SafetySettings) -> None:
    judged = judge("i took a paracetamol an hour ago for my back", settings, triage_reader())
    assert judged.outcome != "urgent"
    assert not judged.crisis


BLEEDS = Assessment(
    "urgent",
    "emergency",
    (
        Finding("severe_bleeding", "emergency", (0, 1), "bleeding", True, DETECTOR),
        Finding("bleeding", "call_now", (0, 1), "bleeding", True, "now"),
    ),
    emergency=True,
    suspicion=0.9,
)
PEES = replace(
    BLEEDS, findings=(replace(BLEEDS.findings[0], symptom="spinal_cord"), BLEEDS.findings[1])
)


@pytest.mark.parametrize(
    ("assessment", "emergency", "emergency_if_red", "tier"),
    [
        # often guessed where a rule reads it
        (BLEEDS, 0.4, 0.4, "call_now"),
        (BLEEDS, 0.5, 0.4, "emergency"),
        # seldom guessed so
        (PEES, 0.4, 0.4, "emergency"),
        # the words themselves say so
        (replace(BLEEDS, findings=(replace(BLEEDS.findings[0], reason="now"),)), 0.1, 0.1,
         "emergency"),
    ],
)  # fmt: skip
def test_a_guess_beside_what_a_rule_reads(
    reader: Reader, assessment: Assessment, emergency: float, emergency_if_red: float, tier: str
) -> None:
    report = replace(
        reader.report("my nose is bleeding"),
        emergency=emergency,
        emergency_if_red=emergency_if_red,
        level="call_now",
    )
    assert report.is_named
    assert without_graver_guess(assessment, report, reader.rules.knowledge).tier == tier


@pytest.mark.parametrize(
    ("assessment", "symptoms", "emergency_if_red", "tier"),
    [
        (PEES, ("urine",), 0.1, "call_now"),
        (PEES, ("urine",), 0.3, "emergency"),
        # no symptom is heard whose wording could say it
        (PEES, (), 0.1, "emergency"),
        (PEES, ("mood",), 0.1, "emergency"),
        (replace(PEES, crisis=True), ("urine",), 0.1, "emergency"),
        # the words themselves say so
        (
            replace(PEES, findings=(replace(PEES.findings[0], reason="now"),)),
            ("urine",),
            0.1,
            "emergency",
        ),
    ],
)
def test_an_emergency_that_the_wording_does_not_share(
    reader: Reader,
    assessment: Assessment,
    symptoms: tuple[str, ...],
    emergency_if_red: float,
    tier: str,
) -> None:
    report = replace(
        reader.report("it hurts when i pee"), symptoms=symptoms, emergency_if_red=emergency_if_red
    )
    judged = no_graver_than_worded(assessment, report)
    assert (judged.tier, judged.emergency) == (tier, tier == "emergency")


HEARD = Finding("vomiting_blood", "emergency", (0, 1), "vomiting blood", True, DETECTOR)
GUESSED = Assessment("urgent", "emergency", (HEARD,), emergency=True, suspicion=0.9)
SAD = replace(HEARD, symptom="self_harm", understood="thoughts of suicide")
CRISIS = Assessment("urgent", "emergency", (SAD,), crisis=True, suspicion=0.9)


@pytest.mark.parametrize(
    ("assessment", "symptom", "share", "emergency", "tier", "crisis"),
    [
        (GUESSED, "cough", 0.5, 0.1, "call_now", False),
        # likely one, hardly heard, or the same in other words
        (GUESSED, "cough", 0.5, 0.3, "emergency", False),
        (GUESSED, "cough", 0.2, 0.1, "emergency", False),
        (GUESSED, "vomiting", 0.5, 0.1, "emergency", False),
        # what a rule reads is no guess
        (replace(GUESSED, findings=(replace(HEARD, reason="now"),)), "cough", 0.5, 0.1,
         "emergency", False),
        (CRISIS, "itch", 0.5, 0.1, "call_now", False),
        (CRISIS, "flu_like", 0.5, 0.8, "emergency", False),
        (CRISIS, "mood", 0.5, 0.1, "emergency", True),
        (CRISIS, "itch", 0.2, 0.1, "emergency", True),
    ],
)  # fmt: skip
def test_a_guess_beside_what_is_heard(
    reader: Reader,
    assessment: Assessment,
    symptom: str,
    share: float,
    emergency: float,
    tier: str,
    crisis: bool,
) -> None:
    report = replace(
        reader.report(TEXT), symptoms=(symptom,), share=share, emergency=emergency, mood=0.015
    )
    judged = without_guessed_emergency(assessment, report, reader.rules.knowledge)
    assert (judged.outcome, judged.tier, judged.crisis) == ("urgent", tier, crisis)


@pytest.mark.parametrize(
    ("nothing", "mood", "share", "crisis"),
    [
        (0.1, 0.005, 0.25, False),  # "trotting to the khazi" does not sound of mood at all
        (0.1, 0.015, 0.25, True),
        (0.1, 0.03, 0.7, True),  # "cant sleep, keep thinking how to end it"
        (0.3, 0.005, 0.25, True),
        (0.1, 0.005, 0.15, True),
    ],
)
def test_a_suspicion_of_suicide_beside_another_symptom(
    reader: Reader, nothing: float, mood: float, share: float, crisis: bool
) -> None:
    report = replace(
        reader.report(TEXT), symptoms=("diarrhea",), nothing=nothing, mood=mood, share=share
    )
    assert without_guessed_emergency(CRISIS, report, reader.rules.knowledge).crisis is crisis


BESIDE = replace(CRISIS, findings=(SAD, replace(READ, symptom="bleeding")), emergency=True)


@pytest.mark.parametrize(
    ("assessment", "mood", "symptom", "share", "judged"),
    [
        # nothing sounds of it, or of anything else
        (replace(CRISIS, outcome="check", suspicion=0.3), 0.005, None, 0.0, ("none", None, False)),
        (replace(CRISIS, outcome="check", suspicion=0.5), 0.005, None, 0.0, ("check", None, True)),
        (CRISIS, 0.005, None, 0.0, ("check", None, True)),
        # who has swallowed too much need not sound of it
        (replace(CRISIS, findings=(replace(SAD, symptom="overdose"),)), 0.005, "vomiting", 0.9,
         ("urgent", "emergency", True)),
        (CRISIS, 0.02, None, 0.0, ("urgent", "emergency", True)),
        # "like being hit with a hammer": what is heard is meant
        (CRISIS, 0.03, "headache", 0.6, ("urgent", "call_now", False)),
        (CRISIS, 0.06, "headache", 0.6, ("urgent", "emergency", True)),
        (CRISIS, 0.03, "headache", 0.2, ("urgent", "emergency", True)),
        # what else is read holds
        (BESIDE, 0.03, None, 0.0, ("urgent", "call_now", False)),
        # what a rule reads is no guess
        (replace(CRISIS, findings=(replace(SAD, reason="now"),)), 0.0, None, 0.0,
         ("urgent", "emergency", True)),
    ],
)  # fmt: skip
def test_thoughts_of_suicide_that_nobody_hears(
    settings: SafetySettings,
    reader: Reader,
    assessment: Assessment,
    mood: float,
    symptom: str | None,
    share: float,
    judged: tuple[str, str | None, bool],
) -> None:
    symptoms = (symptom,) if symptom else ()
    report = replace(
        reader.report(TEXT), mood=mood, symptoms=symptoms, share=share, strongest=share
    )
    found = without_crisis_that_nobody_hears(
        assessment, report, settings.knowledge, reader.rules.knowledge
    )
    tier = found.tier if found.outcome == "urgent" else None
    assert (found.outcome, tier, found.crisis) == judged


@pytest.mark.parametrize(
    ("text", "mood", "outcome"),
    [
        (f"{LONG} what helps?", 0.05, "none"),
        (f"{LONG} what helps?", 0.1, "check"),
        (f"{LONG} thank you.", 0.05, "check"),  # it asks nothing
        ("who can help us with all the letters and bills?", 0.05, "check"),
    ],
)
def test_a_letter_that_asks_is_not_suspected_of_suicide(
    reader: Reader, text: str, mood: float, outcome: str
) -> None:
    guess = Finding("self_harm", "emergency", (0, 1), "suicide", True, DETECTOR)
    check = Assessment("check", None, (guess,), crisis=True, suspicion=0.7)
    report = replace(reader.report(text), mood=mood)
    assert without_suspicion_of_crisis(check, report).outcome == outcome
    overdose = replace(check, overdose=True)
    assert without_suspicion_of_crisis(overdose, report).outcome == "check"
