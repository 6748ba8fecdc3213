"""What only tells a fact is no report: steroids that are taken, a greeting, a jab for a journey."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.triage_model import triage_reader
from bot.dialogue.guesses import without_guess_of_a_mere_fact
from bot.dialogue.judging import judge
from bot.dialogue.reports import Reader
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment, Finding, SafetySettings
from bot.safety.finding import DETECTOR

MISSED = "missed_steroids"
TAKEN = [
    "I take prednisone for it",
    "they put me on steroids",
    "I'm on 20 mg of prednisone",
    "prednisolone 60 mg for the colitis",
    "my wife gets dexamethasone every morning",
    "started on steroids for my lungs",
    "i take hydrocortisone",
]
NOT_ONLY_TAKEN = [
    "ran out of my prednisone",
    "the puppy chewed up my steroids",
    "my grandson flushed all my prednisone",
    "forgot my hydrocortisone",
    "i take prednisone but have none left",
    "on steroids and throwing up",
    "i'm on prednisone and so weak",
    "took my pred at 3 pm",
    "on hydrocortisone and a temp of 38.2",
    "i stopped taking my steroids",
    "i'm on steroids for life and broke my wrist",
    "only enough dexamethasone for two days",
    "my skin itches",
    "the rabbit ate all my dexamethasone",
    "our kitten swallowed the steroids",
]


@pytest.mark.parametrize("text", TAKEN)
def test_steroids_that_are_taken_are_a_mere_fact(reader: Reader, text: str) -> None:
    said = reader.said(text)
    assert said.mere_facts == {MISSED}
    assert MISSED not in said.reported


@pytest.mark.parametrize(
    "text",
    [
        "the rabbit ate all my dexamethasone",
        "our kitten swallowed the steroids",
        "a horse has eaten my last prednisone",
        "somebody burnt my steroids",
    ],
)
def test_steroids_that_are_eaten_or_burnt_are_missed(reader: Reader, text: str) -> None:
    assert MISSED in reader.said(text).reported


@pytest.mark.parametrize("text", NOT_ONLY_TAKEN)
def test_what_is_missed_or_felt_is_more(reader: Reader, text: str) -> None:
    assert not reader.said(text).mere_facts


@pytest.mark.parametrize(
    ("text", "symptoms"),
    [
        ("is there yellow fever where you fly to", {"jaundice_dark_urine"}),
        ("yellow fever and my eyes are yellow", set()),
        ("her periods have vanished since the spring", {"bleeding_bruising"}),
        ("no periods for three months", {"bleeding_bruising"}),
        ("my periods have stopped but I bleed in between", set()),
        ("he shook my hand at the door", {"tremor_handwriting"}),
        ("the nurses all shook my hand", {"tremor_handwriting"}),
        ("my hand is shaking when I hold a cup", set()),
        ("he was shaking my hand, and still shakes all day", set()),
        ("nodded off on the sofa", {"sleepiness"}),
        ("had a little nap after lunch", {"sleepiness"}),
        ("I nod off all day", set()),
        ("dozed off in the armchair and could not be woken", set()),
        ("dropped off on the train, I had CAR-T in May", set()),
        ("I slept like a log", {"sleep"}),
        ("I have not slept well", set()),
        ("my fringe needs a trim", {"hair"}),
        ("my hair needs cutting because it falls out", set()),
        ("we ran out of bread", {"diarrhea"}),
        ("ran out of paper, the loo again, loose", set()),
        ("I'm quite peckish", {"appetite_weight"}),
        ("I'm never hungry", set()),
        ("he put his feet up", {"swelling"}),
        ("I keep my feet up as they are swollen", set()),
        ("the boiler is broken", {"thyroid_cold_heat"}),
        ("the heater is on and I am always cold", set()),
        ("I broke my reading glasses", {"eyes"}),
        ("I need new glasses, everything is blurred", set()),
        ("is the cortisone cream fine with a cold", {MISSED}),
        ("I stopped the hydrocortisone ointment", {MISSED}),
        ("hydrocortisone cream, and I ran out of prednisone", set()),
        ("I skipped my levothyroxine", {MISSED, "thyroid_cold_heat"}),
        ("forgot my thyroxine and my steroids", {"thyroid_cold_heat"}),
    ],
)
def test_other_mere_facts(reader: Reader, text: str, symptoms: set[str]) -> None:
    assert reader.said(text).mere_facts == symptoms


GUESS = Finding("steroids_stopped", "call_now", (0, 1), "steroids", True, DETECTOR)
OTHER = Finding("fever", "call_now", (0, 1), "a fever", True, "now")
ALARM = Assessment("urgent", "call_now", (GUESS,))


@pytest.mark.parametrize(
    ("findings", "outcome", "symptoms"),
    [
        ((GUESS,), "none", ()),
        ((GUESS, OTHER), "urgent", ("fever",)),
        ((replace(GUESS, reason="now"),), "urgent", ("steroids_stopped",)),
        ((replace(GUESS, symptom="collapse"),), "urgent", ("collapse",)),
    ],
)
def test_only_the_guess_from_the_fact_is_set_aside(
    reader: Reader, findings: tuple[Finding, ...], outcome: str, symptoms: tuple[str, ...]
) -> None:
    knowledge = reader.rules.knowledge
    report = reader.report("I'm on 20 mg of prednisone")
    left = without_guess_of_a_mere_fact(replace(ALARM, findings=findings), report, knowledge)
    assert (left.outcome, left.symptoms) == (outcome, symptoms)


@pytest.mark.parametrize("text", TAKEN)
def test_nobody_who_takes_steroids_is_asked_about_missing_them(
    text: str, settings: SafetySettings
) -> None:
    judged = judge(text, settings, triage_reader())
    assert judged.outcome == "none"
    assert isinstance(judged, TriagedAssessment)
    assert not judged.takes_over


@pytest.mark.parametrize(
    "text", ["ran out of my prednisone", "forgot my hydrocortisone", "i skipped pred two days"]
)
def test_who_misses_them_is_heard(text: str, settings: SafetySettings) -> None:
    judged = judge(text, settings, triage_reader())
    assert judged.outcome == "urgent" or (
        isinstance(judged, TriagedAssessment) and judged.takes_over
    )
