"""How much says that something is reported, and guesses that are of something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.evidence import (
    evidence,
    is_sure_statement,
    is_without_evidence,
    with_evidence,
    with_evidence_of_crisis,
)
from bot.dialogue.reports import Reader
from bot.dialogue.weighing import weigh, without_other_guesses
from bot.safety import Assessment, Finding
from bot.safety.decisions import BY_A_NUMBER
from bot.safety.finding import DETECTOR

GUESS = Finding("sudden_breathlessness", "emergency", (0, 1), "breathlessness", True, DETECTOR)
READ = Finding("thrush", "call_now", (0, 1), "thrush", True, "now")
ALARM = Assessment("urgent", "emergency", (GUESS,), emergency=True, suspicion=0.9, reported=2.0)


def test_more_of_each_view_is_more_evidence(reader: Reader) -> None:
    report = replace(reader.report("my mouth is so dry"), strongest=0.5)
    little = evidence(replace(ALARM, suspicion=0.1, reported=-3.0), report)
    much = evidence(ALARM, report)
    assert little is not None
    assert much is not None
    assert little < 0 < much


def test_it_is_unknown_where_a_view_is_missing(reader: Reader) -> None:
    report = reader.report("my mouth is so dry")
    assert evidence(ALARM, report) is None
    assert evidence(replace(ALARM, reported=None), replace(report, strongest=0.5)) is None


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("can it make my mouth dry", -1.0, True),
        ("my mouth is dry", -0.2, False),
        ("my mouth is dry", -2.0, True),
        ("37.6 this evening, should i worry?", -5.0, False),  # a number always reports
        ("my mouth is dry", None, False),
    ],
)
def test_what_is_without_evidence(
    reader: Reader, text: str, found: float | None, expected: bool
) -> None:
    assert is_without_evidence(found, reader.report(text)) is expected


@pytest.mark.parametrize(
    ("decided_by", "outcome", "adds_call_line"),
    [
        ("strongly suspected", "none", True),
        ("a rule counts", "none", True),
        ("nothing but a name", "check", False),
        ("a number just below a fever", "check", False),
        ("something failed", "check", False),
    ],
)
def test_only_a_suspicion_gives_way(
    reader: Reader, decided_by: str, outcome: str, adds_call_line: bool
) -> None:
    check = Assessment("check", findings=(GUESS,), decided_by=decided_by)
    judged = with_evidence(check, -4.0, reader.report("where do my socks go"))
    assert (judged.outcome, judged.needs_call_line) == (outcome, adds_call_line)


def test_a_guess_of_something_else_becomes_an_alarm_about_what_is_reported(reader: Reader) -> None:
    report = replace(reader.report("my mouth is so dry that toast sticks"), share=0.8)
    judged = without_other_guesses(ALARM, report, reader.rules.knowledge)
    assert (judged.outcome, judged.tier) == ("urgent", "call_now")
    assert [finding.symptom for finding in judged.findings] == ["dry_mouth"]


def test_a_guess_beside_what_a_rule_read_goes(reader: Reader) -> None:
    report = replace(reader.report("thrush in my mouth"), share=0.8)
    both = replace(ALARM, findings=(GUESS, READ))
    judged = without_other_guesses(both, report, reader.rules.knowledge)
    assert (judged.tier, judged.findings) == ("call_now", (READ,))


@pytest.mark.parametrize(
    ("text", "share", "alarm"),
    [
        ("i get out of breath", 0.8, ALARM),  # the same thing
        ("my mouth is so dry", 0.3, ALARM),  # hardly sure what is reported
        ("my mouth is so dry", 0.8, replace(ALARM, crisis=True)),
        ("my mouth is so dry", 0.8, replace(ALARM, findings=(replace(GUESS, reason="now"),))),
    ],
)
def test_what_is_never_set_aside(
    reader: Reader, text: str, share: float, alarm: Assessment
) -> None:
    report = replace(reader.report(text), share=share)
    assert without_other_guesses(alarm, report, reader.rules.knowledge) == alarm


@pytest.mark.parametrize(
    ("text", "share", "nothing", "found", "asks"),
    [
        ("a pulling in the calf", 0.6, 0.3, 0.0, True),
        ("a pulling in the calf", 0.4, 0.3, 0.0, False),
        ("a pulling in the calf", 0.4, 0.3, 3.0, True),
        ("my pills", 0.8, 0.15, 3.0, False),
        ("sleeping lots", 0.6, 0.05, 0.0, True),  # two words, and nothing else can be meant
        ("i itch", 0.1, 0.3, -1.0, True),  # a phrase names it
    ],
)
def test_how_sure_the_symptom_must_be(
    reader: Reader, text: str, share: float, nothing: float, found: float, asks: bool
) -> None:
    report = replace(reader.report(text), share=share, nothing=nothing, red=0.0)
    report = replace(report, symptoms=report.symptoms or ("muscle_aches",))
    verdict = weigh(Assessment("none"), report, reader.rules.knowledge, found)
    assert verdict.takes_over is asks


@pytest.mark.parametrize(
    ("findings", "found", "outcome"),
    [
        ((GUESS,), 1.5, "urgent"),
        ((GUESS,), 0.5, "check"),
        ((GUESS, READ), 0.5, "urgent"),  # a rule read something in the words
        ((GUESS,), None, "urgent"),
    ],
)
def test_the_detector_alone_needs_the_other_views(
    reader: Reader, findings: tuple[Finding, ...], found: float | None, outcome: str
) -> None:
    alarm = replace(ALARM, findings=findings)
    judged = with_evidence(alarm, found, reader.report("what a day"))
    assert judged.outcome == outcome


@pytest.mark.parametrize(
    ("text", "nothing", "found", "outcome"),
    [
        ("my throat swelled with pride", 0.7, 0.0, "check"),
        ("my throat swelled with pride", 0.5, 0.0, "urgent"),
        ("my throat swelled with pride", 0.7, 1.0, "urgent"),
        ("my throat swelled with pride", 0.7, None, "urgent"),
        ("39.4 and my throat swells", 0.7, 0.0, "urgent"),  # a number reports
    ],
)
def test_what_a_rule_alone_hears_is_asked_about(
    reader: Reader, text: str, nothing: float, found: float | None, outcome: str
) -> None:
    alarm = replace(ALARM, findings=(READ,))
    report = replace(reader.report(text), nothing=nothing)
    assert with_evidence(alarm, found, report).outcome == outcome


@pytest.mark.parametrize(
    ("alarm", "nothing", "found", "outcome"),
    [
        (ALARM, 0.7, 1.9, "check"),  # the detector alone
        (ALARM, 0.7, 2.1, "urgent"),
        (ALARM, 0.4, 1.9, "urgent"),
        (replace(ALARM, findings=(READ,), suspicion=0.4), 0.7, 1.9, "check"),
        (replace(ALARM, findings=(READ,), suspicion=0.7), 0.7, 1.9, "urgent"),
        (replace(ALARM, crisis=True), 0.7, 1.9, "urgent"),
        (replace(ALARM, decided_by=BY_A_NUMBER), 0.7, 1.9, "urgent"),
    ],
)
def test_a_weak_alarm_of_which_nothing_is_heard(
    reader: Reader, alarm: Assessment, nothing: float, found: float, outcome: str
) -> None:
    report = replace(reader.report("what a day"), nothing=nothing)
    assert with_evidence(alarm, found, report).outcome == outcome


@pytest.mark.parametrize(
    ("changes", "nothing", "found", "outcome"),
    [
        ({}, 0.7, 1.0, "none"),
        ({}, 0.7, 1.2, "check"),
        ({}, 0.4, 1.0, "check"),
        ({"crisis": True}, 0.7, 1.0, "check"),
        ({"findings": (READ,)}, 0.7, 1.0, "check"),
    ],
)
def test_a_suspicion_of_which_nothing_is_heard(
    reader: Reader, changes: dict[str, Any], nothing: float, found: float, outcome: str
) -> None:
    check = Assessment("check", findings=(GUESS,), decided_by="strongly suspected")
    report = replace(reader.report("is a glass of red ok"), nothing=nothing)
    assert with_evidence(replace(check, **changes), found, report).outcome == outcome


@pytest.mark.parametrize(
    ("alarm", "found", "outcome"),
    [
        (replace(ALARM, crisis=True), 0.5, "check"),
        (replace(ALARM, crisis=True), 1.5, "urgent"),
        (replace(ALARM, crisis=True), None, "urgent"),
        (replace(ALARM, crisis=True, findings=(replace(GUESS, reason="now"),)), 0.5, "urgent"),
        (ALARM, 0.5, "urgent"),
    ],
)
def test_suicide_is_not_heard_by_the_detector_alone(
    alarm: Assessment, found: float | None, outcome: str
) -> None:
    assert with_evidence_of_crisis(alarm, found).outcome == outcome


def test_an_emergency_in_the_words_is_asked_about_on_less(reader: Reader) -> None:
    droop = Finding("stroke", "emergency", (0, 1), "signs of a stroke", True, "now")
    check = Assessment("check", findings=(droop,), decided_by="a rule counts")
    report = reader.report("his smile looks wonky")
    assert with_evidence(check, -2.0, report).outcome == "check"
    assert with_evidence(check, -6.0, report).outcome == "none"


@pytest.mark.parametrize(
    ("text", "nothing", "sureness", "is_sure"),
    [
        ("was sick in the bus today", 0.1, 0.9, True),
        ("was sick in the bus today", 0.3, 0.9, False),  # it may be a story
        ("was sick in the bus today", 0.1, 0.5, False),  # what follows is open
        ("why was i sick in the bus", 0.1, 0.9, False),
        ("i was sick in the bus, what can i do", 0.1, 0.9, False),
    ],
)
def test_a_sure_statement_needs_less_evidence(
    reader: Reader, text: str, nothing: float, sureness: float, is_sure: bool
) -> None:
    report = replace(reader.report(text), nothing=nothing, sureness=sureness)
    report = replace(report, symptoms=("vomiting",))
    assert is_sure_statement(report) is is_sure
    assert is_without_evidence(-1.0, report) is not is_sure
    assert is_without_evidence(-3.0, report)


LETTER = "we drove to the sea and the dog ran off and my sister laughed and so " * 3


@pytest.mark.parametrize(
    ("text", "suspicion", "nothing", "outcome"),
    [
        (LETTER, 0.4, 0.6, "none"),
        # the detector is surer, or the recogniser hears something
        (LETTER, 0.6, 0.6, "check"),
        (LETTER, 0.4, 0.4, "check"),
        # no letter
        ("we drove to the sea", 0.4, 0.6, "check"),
    ],
)
def test_what_a_letter_makes_the_detector_suspect_alone(
    reader: Reader, text: str, suspicion: float, nothing: float, outcome: str
) -> None:
    report = replace(reader.report(text), nothing=nothing)
    check = replace(ALARM, outcome="check", tier=None, suspicion=suspicion)
    check = replace(check, decided_by="strongly suspected")
    assert with_evidence(check, 2.5, report).outcome == outcome
