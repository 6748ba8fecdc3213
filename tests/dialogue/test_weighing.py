"""Who answers a message: the safety layer's judgement weighed with the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.context_files import context_knowledge
from bot.dialogue.gravity import as_grave_as_worded
from bot.dialogue.judging import by_safety_alone, judge
from bot.dialogue.open_question import AskedQuestion
from bot.dialogue.reports import Reader, Report
from bot.dialogue.triaged import TriagedAssessment
from bot.dialogue.verdict import Verdict
from bot.dialogue.weighing import weigh
from bot.safety import Assessment, Finding, RedFlagKnowledge, SafetySettings
from bot.safety.finding import DETECTOR


def finding(symptom: str, tier: str, reason: str = "now") -> Finding:
    return Finding(symptom, tier, (0, 1), symptom, True, reason)  # type: ignore[arg-type]


NOTHING = Assessment("none")
CHECK = Assessment("check", suspicion=0.4, findings=(finding("skin", "call_now", DETECTOR),))
SUSPECTED = Assessment(
    "urgent", "call_now", (finding("skin", "call_now", DETECTOR),), suspicion=0.9
)
BY_RULE = Assessment("urgent", "call_now", (finding("skin", "call_now"),), suspicion=0.9)
EMERGENCY = Assessment("urgent", "emergency", (finding("stroke", "emergency"),), suspicion=0.6)
SURE_EMERGENCY = Assessment(
    "urgent", "emergency", (finding("stroke", "emergency", DETECTOR),), suspicion=0.97
)
GUESSED_EMERGENCY = replace(SURE_EMERGENCY, suspicion=0.7)
ASKED_ABOUT_IT = replace(GUESSED_EMERGENCY, asked_about=("stroke",))
SELF_HARM_GUESSED = finding("self_harm", "emergency", DETECTOR)
SELF_HARM_READ = finding("self_harm", "emergency")
CRISIS = Assessment("urgent", "emergency", (finding("self_harm", "emergency"),), crisis=True)

# Judgement, the message, how likely its wording is red → (takes over, alarm).
VERDICTS: list[tuple[Assessment, str, float, tuple[bool, str | None]]] = [
    (NOTHING, "i have a rash on my arms", 0.1, (True, None)),
    (CHECK, "i have a rash on my arms", 0.1, (True, None)),
    (SUSPECTED, "i have a rash on my arms", 0.1, (True, None)),
    (BY_RULE, "i have a rash on my arms", 0.1, (True, None)),
    (BY_RULE, "diarrhea twice today", 0.2, (True, None)),
    (SUSPECTED, "i have a rash on my arms", 0.9, (False, "call_now")),
    (BY_RULE, "i have a rash with a fever", 0.1, (False, "call_now")),
    (BY_RULE, "a rash and i can't breathe", 0.1, (False, "emergency")),
    (EMERGENCY, "i have a rash on my arms", 0.1, (False, "emergency")),
    (SURE_EMERGENCY, "i have a rash on my arms", 0.1, (False, "emergency")),
    (GUESSED_EMERGENCY, "my arm is weak", 0.1, (True, None)),
    (ASKED_ABOUT_IT, "my arm is weak, is it a stroke", 0.1, (False, "emergency")),
    (CRISIS, "i have a rash on my arms", 0.1, (False, None)),
    (NOTHING, "i have a rash with blisters", 0.8, (False, "call_now")),
    (NOTHING, "i have a rash with blisters", 0.1, (True, None)),
    (NOTHING, "what is a rash?", 0.1, (False, None)),
    (NOTHING, "i had no seizure", 0.9, (False, None)),
]


@pytest.mark.parametrize(("assessment", "text", "red", "expected"), VERDICTS)
def test_verdict(
    reader: Reader,
    assessment: Assessment,
    text: str,
    red: float,
    expected: tuple[bool, str | None],
) -> None:
    report = reader.report(text)
    report = replace(report, red=red, emergency=0.0, share=1.0 if report.is_named else 0.0)
    verdict = weigh(assessment, report, reader.rules.knowledge)
    assert (verdict.takes_over, verdict.alarm) == expected


LONG = "since this morning i cough and " + "we had soup and it was good and " * 12


@pytest.mark.parametrize(
    ("assessment", "text", "red", "emergency", "emergency_if_red", "tier"),
    [
        (BY_RULE, "i have a cough", 0.6, 0.1, 0.6, "emergency"),
        (SUSPECTED, "i have a cough", 0.6, 0.1, 0.6, "emergency"),
        (BY_RULE, "i have a cough", 0.6, 0.7, 0.3, "emergency"),
        (BY_RULE, "i have a cough", 0.4, 0.1, 0.6, "call_now"),
        (BY_RULE, "i have a cough", 0.6, 0.5, 0.4, "call_now"),
        # in a letter it hears too much
        (BY_RULE, LONG, 0.9, 0.9, 0.9, "call_now"),
        # no alarm is made, and a crisis stays one
        (CHECK, "i have a cough", 0.9, 0.9, 0.9, None),
        (replace(CRISIS, tier="call_now"), "i have a cough", 0.9, 0.9, 0.9, "call_now"),
    ],
)
def test_an_alarm_is_as_grave_as_its_wording(
    reader: Reader,
    assessment: Assessment,
    text: str,
    red: float,
    emergency: float,
    emergency_if_red: float,
    tier: str | None,
) -> None:
    report = replace(
        reader.report(text),
        red=red,
        red_as_told=0.8,
        emergency=emergency,
        emergency_if_red=emergency_if_red,
    )
    assert as_grave_as_worded(assessment, report, reader.rules.knowledge).tier == tier


def test_what_is_hardly_red_as_it_is_told_is_no_emergency(reader: Reader) -> None:
    report = replace(reader.report("i have a cough"), red=0.6, emergency_if_red=0.9)
    for red_as_told, tier in ((0.8, "emergency"), (0.6, "call_now")):
        told = replace(report, red_as_told=red_as_told)
        assert as_grave_as_worded(BY_RULE, told, reader.rules.knowledge).tier == tier


@pytest.mark.parametrize(
    ("text", "red", "takes_over"),
    [
        ("i have a rash", 0.6, True),  # a bare report is asked about
        ("i have a rash", 0.85, True),
        ("i have a rash", 0.92, False),
        ("i have a rash on my left arm here", 0.6, False),
        ("a rash with a fever", 0.1, False),  # red by its facts
    ],
)
def test_a_bare_report(reader: Reader, text: str, red: float, takes_over: bool) -> None:
    report = replace(reader.report(text), red=red)
    assert weigh(BY_RULE, report, reader.rules.knowledge).takes_over is takes_over


def test_what_needs_a_question_backs_no_alarm(reader: Reader) -> None:
    report = replace(reader.report("i have a rash on my left arm here"), red=0.6)
    for to_ask, takes_over in ((0.45, True), (0.3, False)):
        asked = replace(report, to_ask=to_ask)
        assert weigh(BY_RULE, asked, reader.rules.knowledge).takes_over is takes_over


@pytest.mark.parametrize(
    ("text", "red_as_told", "alarm"),
    [
        ("i have a rash on my left arm here", 0.8, "call_now"),
        ("i have a rash on my left arm here", 0.5, None),
        ("i have a rash", 0.8, None),  # a bare report
        ("i have a rash", 0.95, "call_now"),
        ("my temperature is 37.2 and i have a rash", 0.8, None),  # a number is in the table
        ("why do i have a rash on my arms and legs", 0.8, None),
    ],
)
def test_a_report_that_is_red_as_it_is_told(
    reader: Reader, text: str, red_as_told: float, alarm: str | None
) -> None:
    report = replace(reader.report(text), symptoms=("rash",), red_as_told=red_as_told, red=0.1)
    suspected = replace(NOTHING, suspicion=0.4)
    verdict = weigh(suspected, report, reader.rules.knowledge, found=4.0)
    assert verdict.alarm == alarm
    unsuspected = weigh(NOTHING, report, reader.rules.knowledge, found=4.0)
    assert unsuspected.alarm is None


def test_doubtful_facts_are_asked_about(reader: Reader) -> None:
    report = replace(reader.report("i have a rash with blisters"), red=0.1)
    assert weigh(NOTHING, report, reader.rules.knowledge).asks_anew


MILD = "my soles are red with a blister but i walk to the shop as always"


@pytest.mark.parametrize(
    ("assessment", "text", "takes_over"),
    [
        (NOTHING, MILD, True),
        (SUSPECTED, MILD, True),
        (BY_RULE, MILD, False),
        (CRISIS, MILD, False),
    ],
)
def test_what_is_mild_beyond_doubt_outweighs_a_suspicion_and_no_more(
    reader: Reader, assessment: Assessment, text: str, takes_over: bool
) -> None:
    report = replace(reader.report(text), red=0.9, nothing=0.0, is_mild_beyond_doubt=True)
    verdict = weigh(assessment, report, reader.rules.knowledge)
    assert (verdict.takes_over, verdict.asks_anew) == (takes_over, False)


def test_no_report_no_triage(reader: Reader) -> None:
    empty = Report(reader.said("hello"))
    assert weigh(BY_RULE, empty, reader.rules.knowledge) == Verdict(takes_over=False)


@pytest.fixture
def safety(red_flag_knowledge: RedFlagKnowledge) -> SafetySettings:
    return SafetySettings(red_flag_knowledge)


def test_the_triage_silences_an_alarm_and_keeps_it(safety: SafetySettings, reader: Reader) -> None:
    judged = judge("i have diarrhea", safety, reader)
    assert isinstance(judged, TriagedAssessment)
    assert (judged.outcome, judged.takes_over) == ("none", True)
    assert by_safety_alone(judged).outcome != "none"


@pytest.mark.parametrize(
    ("text", "finding", "outcome"),
    [
        # only treatment and visits are named, and only the detector suspects something
        ("third cycle next week. ipi nivo. melanoma.", SELF_HARM_GUESSED, "none"),
        ("hang on no it's Opdivo, keep mixing em up", SELF_HARM_GUESSED, "none"),
        ("the second one", SELF_HARM_GUESSED, "none"),
        # more is said, or a rule reads it
        ("ipi nivo next week and i can't go on", SELF_HARM_GUESSED, "urgent"),
        ("third cycle next week. ipi nivo. melanoma.", SELF_HARM_READ, "urgent"),
    ],
)
def test_a_bare_fact_is_no_alarm_on_a_mere_suspicion(
    safety: SafetySettings,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    finding: Finding,
    outcome: str,
) -> None:
    suspected = Assessment("urgent", "emergency", (finding,), crisis=True, suspicion=0.6)
    monkeypatch.setattr("bot.dialogue.judging.assess", lambda *_: suspected)
    assert judge(text, safety, replace(reader, context=context_knowledge())).outcome == outcome


def test_a_fever_stays_an_alarm(safety: SafetySettings, reader: Reader) -> None:
    judged = judge("i have a rash and 39.2 of fever", safety, reader)
    assert (judged.outcome, judged.tier) == ("urgent", "call_now")
    assert judged.understood


def test_without_a_reader_the_safety_layer_judges_alone(safety: SafetySettings) -> None:
    assert type(judge("i have diarrhea", safety, None)) is Assessment


def test_a_triage_that_fails_once_it_has_lowered_an_alarm_leaves_it(
    safety: SafetySettings, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    alarm = Assessment("urgent", "call_now")
    monkeypatch.setattr("bot.dialogue.judging.assess", lambda *_: alarm)
    monkeypatch.setattr("bot.dialogue.judging.with_evidence", lambda *_: Assessment("none"))
    monkeypatch.setattr("bot.dialogue.judging.weigh", fails)
    assert judge("what is car-t", safety, reader) == alarm


def test_a_failing_triage_leaves_the_alarm(safety: SafetySettings, reader: Reader) -> None:
    class Failing(Reader):
        def report(self, text: str) -> Report:
            raise RuntimeError(text)

    failing = Failing(reader.rules, reader.cues)
    judged = judge("i have diarrhea", safety, failing)
    assert judged == judge("i have diarrhea", safety, None)


@pytest.mark.parametrize("title", ["Mild, comes and goes", "About death, no wish to die", "1 to 3"])
def test_a_harmless_button_is_no_report(safety: SafetySettings, reader: Reader, title: str) -> None:
    assert judge(title, safety, reader).outcome == "none"


@pytest.mark.parametrize(
    ("title", "is_harmless"),
    [("More than a week ago", True), ("more than a week AGO", True), ("It is worse", False),
     ("Yes", False), ("More than a week", False)],
)  # fmt: skip
def test_buttons_of_fixed_responses(reader: Reader, title: str, is_harmless: bool) -> None:
    titles = frozenset({"More than a week ago", "It is worse", "Yes"})
    assert replace(reader, other_buttons=titles).is_harmless_button(title) is is_harmless


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("just one leg", True),
        ("all over", True),
        ("no", False),
        ("no, but my heart is racing like mad", False),
        ("what is car-t", False),
    ],
)
def test_what_answers_the_open_question(reader: Reader, text: str, expected: bool) -> None:
    question = reader.rules.knowledge.symptoms["rash"].questions[2]
    asked = AskedQuestion("rash", tuple(button.title for button in question.buttons))
    assert reader.answers(text, asked.symptom, asked.titles) is expected
