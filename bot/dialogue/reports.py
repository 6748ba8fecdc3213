"""What a message reports, and whether the triage takes it over from the alarm. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.answers import title_key as _key
from bot.dialogue.recogniser import NO_SYMPTOM, Recogniser
from bot.dialogue.said import Said, read_said
from bot.dialogue.triage import Rules, Triage, level, report
from bot.dialogue.triage_knowledge import Action, graver, is_red
from bot.safety.finding import DETECTOR, Assessment, Finding
from bot.safety.rules.phrases import PhraseBook

# How much a phrase that reports a symptom adds to its learned share.
PHRASE_SHARE = 0.35
# From this share of "nothing is reported" on, a message is no report; a phrase in it needs more.
NO_REPORT_FROM = 0.5
NO_REPORT_DESPITE_PHRASE_FROM = 0.85
# A second symptom is opened when its phrase stands in words of its own, and this share agrees.
SECOND_SHARE = 0.08
MOST_SYMPTOMS = 2
# From this probability on the wording itself is taken to be red; with an alarm of the safety
# layer's, from the lower one.
RED_FROM = 0.9
RED_WITH_ALARM_FROM = 0.5
EMERGENCY_FROM = 0.6
MOOD = "mood"


@dataclass(frozen=True)
class Report:
    """What a message reports as happening now, to the patient or a relative.

    Attributes:
        said: the message read.
        symptoms: the symptoms reported, the main one first; none where nothing is reported.
        level: the action that its facts lead to at least, or None.
        action: the action that follows at once, or None where something must be asked.
        red: how likely its wording is red (call now or emergency), from 0 to 1.
        emergency: how likely its wording is an emergency.
    """

    said: Said
    symptoms: tuple[str, ...] = ()
    level: Action | None = None
    action: Action | None = None
    red: float = 0.0
    emergency: float = 0.0


@dataclass(frozen=True)
class Reader:
    """Reads messages for triage; without a recogniser the phrases work alone."""

    rules: Rules
    cues: PhraseBook
    recogniser: Recogniser | None = None

    def is_harmless_button(self, text: str) -> bool:
        """Whether a text is exactly what stands on a button of a question that alarms nobody, such
        as "Mild, comes and goes"; longer titles only, so that no report can be one."""
        return " " in text.strip() and _key(text) in self._harmless_titles

    @cached_property
    def _harmless_titles(self) -> frozenset[str]:
        buttons = [
            button
            for symptom in self.rules.knowledge.symptoms.values()
            for question in symptom.questions
            for button in question.buttons
        ]
        red = {_key(button.title) for button in buttons if is_red(button.mark)}
        return frozenset(_key(button.title) for button in buttons) - red

    def said(self, text: str) -> Said:
        """A message read by the phrases alone."""
        return read_said(text, self.rules.knowledge, self.cues, self.rules.fever_celsius)

    def report(self, text: str) -> Report:
        """What a message reports."""
        said = self.said(text)
        if self.recogniser is None:
            return self._by_phrases(said)
        norms = [word.norm for word in said.words.items]
        if not norms:
            return Report(said)
        looks = self.recogniser.look(text, norms)
        symptoms = _reported(said, self.recogniser.symptoms(looks))
        if not symptoms:
            return Report(said)
        known, action = self.levels(symptoms[0], said)
        urgency = self.recogniser.urgency(looks)
        red = 1 - urgency["other"]
        return Report(said, symptoms, known, action, red, urgency["emergency"])

    def levels(self, symptom: str, said: Said) -> tuple[Action | None, Action | None]:
        """What the facts of a message lead to: the least action known, and what follows at once."""
        step = report(Triage(), [symptom], said, self.rules)
        return level(step.triage.cases[0], step.triage, self.rules), step.action

    def _by_phrases(self, said: Said) -> Report:
        symptoms = _own_words(said.happening, said)[:MOST_SYMPTOMS]
        if not symptoms:
            return Report(said)
        known, action = self.levels(symptoms[0], said)
        return Report(said, tuple(symptoms), known, action, float(is_red(known)))


def _reported(said: Said, shares: Mapping[str, float]) -> tuple[str, ...]:
    """The symptoms that a message reports: by learned share, with what the phrases add."""
    happening = set(said.happening)
    nothing = shares[NO_SYMPTOM]
    if nothing >= (NO_REPORT_DESPITE_PHRASE_FROM if happening else NO_REPORT_FROM):
        return ()
    scores = {
        name: share + PHRASE_SHARE * (name in happening)
        for name, share in shares.items()
        if name != NO_SYMPTOM
    }
    first = max(scores, key=lambda name: scores[name])
    others = [
        name
        for name in sorted(happening - {first}, key=lambda name: -scores[name])
        if shares[name] >= SECOND_SHARE
    ]
    return tuple(_own_words([first, *others], said)[:MOST_SYMPTOMS])


def _own_words(names: list[str] | tuple[str, ...], said: Said) -> list[str]:
    """Symptoms whose phrases share no words with one before them: "sore red feet" is one."""
    kept: list[str] = []
    for name in names:
        first, end = said.places.get(name, (-1, -1))
        places = [said.places.get(other, (-2, -2)) for other in kept]
        if not any(first < there_end and there < end for there, there_end in places):
            kept.append(name)
    return kept


@dataclass(frozen=True)
class Verdict:
    """Who answers a message.

    Attributes:
        takes_over: the triage asks or advises; no alarm is raised.
        alarm: the alarm that the report is as it stands; None: the safety layer's judgement holds.
        symptoms: names of the symptoms that it is about.
    """

    takes_over: bool
    alarm: Action | None = None
    symptoms: tuple[str, ...] = ()


HANDS_OFF = Verdict(takes_over=False)


def weigh(assessment: Assessment, reported: Report) -> Verdict:
    """Whether the triage takes a message over, given the safety layer's judgement.

    Never where suicide is spoken of, nor where nothing is reported, nor where the report is red as
    it stands by the clinical reference: then it stays an alarm, as grave as either of both says.
    """
    if not reported.symptoms or (assessment.crisis and not _asks_by_itself(assessment, reported)):
        return HANDS_OFF
    urgent = assessment.outcome == "urgent"
    red = is_red(reported.level)
    if urgent and not red:
        red = _is_backed(assessment, reported)
    elif not urgent and not red:
        red = reported.red >= RED_FROM
    if not red:
        return Verdict(True, None, reported.symptoms)
    alarm = graver(reported.level if is_red(reported.level) else "call_now", _tier(assessment))
    if reported.emergency >= EMERGENCY_FROM:
        alarm = "emergency"
    return Verdict(False, alarm, reported.symptoms)


def _asks_by_itself(assessment: Assessment, reported: Report) -> bool:
    """Low mood in which only the detector suspects suicide: the triage's first question asks."""
    only_suspected = assessment.outcome == "check" and assessment.is_only_suspected
    return only_suspected and reported.symptoms[0] == MOOD


def _tier(assessment: Assessment) -> Action | None:
    return assessment.tier if assessment.outcome == "urgent" else None


def _is_backed(assessment: Assessment, reported: Report) -> bool:
    """Whether an alarm of the safety layer's holds though the facts are not red by themselves."""
    if reported.red >= RED_WITH_ALARM_FROM:
        return True
    return any(_is_red_by_rule(finding) for finding in assessment.findings if finding.counts)


def _is_red_by_rule(finding: Finding) -> bool:
    """An emergency that a rule saw; a symptom with milder grades is asked about."""
    return finding.reason != DETECTOR and finding.tier == "emergency"
