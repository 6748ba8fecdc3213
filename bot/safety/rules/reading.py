"""What the rules notice in a message: every mention of a symptom, and whether it counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.safety.detector.stretches import LONG_MESSAGE_WORDS
from bot.safety.finding import SEVERAL, Finding, Reason
from bot.safety.kept import kept_for_messages
from bot.safety.rules.combinations import combined
from bot.safety.rules.context import (
    BARE,
    JUST_OVER,
    NEGATION_REACH_OF_NUMBERS,
    NOW,
    OWN_QUESTION,
    RESOLVED,
    UNCLEAR_WORDING,
    UNSETTLED,
    Cues,
    context_of,
)
from bot.safety.rules.knowledge import NAMES, RedFlagKnowledge
from bot.safety.rules.mentioned import as_finding, finding_of
from bot.safety.rules.phrases import Match
from bot.safety.rules.quantities import (
    BELOW,
    COUNTS,
    LOW,
    NEAR,
    PERHAPS,
    RAISED,
    Measure,
    find_measures,
)
from bot.safety.rules.words import Words

SEVERAL_COMPLAINTS = 3  # UKONS 24-hour triage tool: several ambers together count like a red
_LONGEST_MEASURE = 8  # words
_OF_AN_AGE = frozenset({"am", "is", "on", "in"})
# Verdicts on numbers that count only where the words around them say so, too.
_MEASURED = frozenset({COUNTS, LOW, NEAR, RAISED})


@dataclass(frozen=True)
class Reading:
    """A message as the rules see it.

    Attributes:
        words: its words.
        cues: phrases of context, such as "no", "what if", "since lunch".
        findings: mentions of symptoms in the order of the lists, each with why it counts or not.
        complaints: milder complaints that are told of as happening.
        measures: measured numbers.
        tells_only_numbers: whether it says nothing but what was measured, where and when.
    """

    words: Words
    cues: Cues
    findings: tuple[Finding, ...]
    complaints: frozenset[str]
    measures: tuple[Measure, ...] = ()
    tells_only_numbers: bool = False

    @property
    def has_only_calm_numbers(self) -> bool:
        """Whether all that is told are numbers that are no reason for an alarm: "bp 128/84"."""
        is_calm = bool(self.measures) and all(one.calm is not None for one in self.measures)
        named = any(one.counts or one.reason in UNSETTLED for one in self.findings)
        return is_calm and self.tells_only_numbers and not named

    @property
    def has_measured_alarm(self) -> bool:
        """Whether a device measured what counts: a fever, oxygen, a pulse, or a low temperature
        with feeling unwell."""
        spans = self._places([m for m in self.measures if m.is_instrument or m.verdict == LOW])
        return any(finding.counts and finding.span in spans for finding in self.findings)

    @property
    def has_sure_wording(self) -> bool:
        """Whether a wording counts that needs no second opinion."""
        return any(finding.counts and finding.is_sure for finding in self.findings)

    @property
    def has_only_low_temperature(self) -> bool:
        """Whether a low temperature was told, and nothing that counts."""
        low = any(finding.reason == BARE for finding in self._findings_of(LOW))
        return low and not any(finding.counts for finding in self.findings)

    @property
    def is_near_a_fever(self) -> bool:
        """Whether a temperature was told that a thermometer may show at a fever, and nothing that
        counts."""
        near = any(finding.reason == BARE for finding in self._findings_of(NEAR))
        return near and not any(finding.counts for finding in self.findings)

    @property
    def has_only_harmless_numbers(self) -> bool:
        """Whether temperatures were told, all of them harmless, and nothing else that counts."""
        unsettled = any(f.counts or f.reason in UNSETTLED for f in self.findings)
        return bool(self._temperatures(BELOW, RAISED)) and not unsettled

    @property
    def is_little_but_a_measure(self) -> bool:
        """Whether few words say nothing that counts but a pulse, a sugar, a blood pressure: of a
        temperature it matters more how somebody is."""
        places = self._places([m for m in self.measures if not m.is_temperature])
        counting = [finding for finding in self.findings if finding.counts]
        is_short = len(self.words) <= _LONGEST_MEASURE
        return is_short and bool(counting) and all(f.span in places for f in counting)

    @property
    def is_short_and_only_of_numbers(self) -> bool:
        """Whether it is one short thing, and no symptom is named beside the measured numbers."""
        places = self._places(self.measures)
        named = any(finding.span not in places for finding in self.findings)
        return len(self.words) <= LONG_MESSAGE_WORDS and not named

    def is_nothing_but(self, reasons: Collection[str], wordings_only: bool = False) -> bool:
        """Whether one finding, for one of some reasons, is the whole message but for words without
        meaning: "fever lol". ``wordings_only``: not several complaints together."""
        meant = self._places_with_meaning
        return meant is not None and any(
            finding.reason in reasons
            and not (wordings_only and finding.symptom == SEVERAL)
            and finding.span[0] <= meant[0]
            and finding.span[1] >= meant[1]
            for finding in self.findings
        )

    @property
    def _places_with_meaning(self) -> tuple[int, int] | None:
        """From the first word with meaning to the last, in characters."""
        places = [
            position
            for position, word in enumerate(self.words.items)
            if word.norm[:1].isalnum() and not self._is_filler(position)
        ]
        return self.words.characters(places[0], places[-1] + 1) if places else None

    def _is_filler(self, position: int) -> bool:
        return bool(self.cues.within("filler", position, position + 1))

    def _places(self, measures: Sequence[Measure]) -> set[tuple[int, int]]:
        return {self.words.characters(m.first, m.end) for m in measures}

    def _temperatures(self, *verdicts: str) -> list[Measure]:
        return [m for m in self.measures if m.is_temperature and m.verdict in verdicts]

    def _findings_of(self, *verdicts: str) -> list[Finding]:
        places = self._places(self._temperatures(*verdicts))
        return [finding for finding in self.findings if finding.span in places]


NOTHING = Reading(Words("", ()), Cues(Words("", ()), ()), (), frozenset())


@kept_for_messages
def read_message(text: str, knowledge: RedFlagKnowledge, fever_celsius: float) -> Reading:
    """Reads a message with the rules alone."""
    words = knowledge.read(text)
    if not len(words):
        return NOTHING
    cues = Cues.of(words, knowledge.cues)
    measures = find_measures(words, knowledge.temperatures, knowledge.measures, fever_celsius)
    complaints = _complaints(words, cues, knowledge)
    findings = [_from_measure(measure, cues, knowledge) for measure in measures]
    for mention in knowledge.mentions_in(words):
        findings.append(finding_of(mention, cues, measures, knowledge))
    findings += _of_slips(words, findings, measures, knowledge)
    if len(complaints) >= SEVERAL_COMPLAINTS:
        findings.append(_several(words, knowledge))
    findings = combined(findings, _signs(words, cues, measures, knowledge), words, knowledge)
    only_numbers = bool(measures) and knowledge.measures.says_nothing_else(words, measures)
    return Reading(words, cues, tuple(findings), complaints, tuple(measures), only_numbers)


def _complaints(words: Words, cues: Cues, knowledge: RedFlagKnowledge) -> frozenset[str]:
    return frozenset(
        mention.label
        for mention in knowledge.milder.find(words)
        if context_of(mention, cues) in (NOW, BARE)
    )


def _signs(
    words: Words, cues: Cues, measures: Sequence[Measure], knowledge: RedFlagKnowledge
) -> frozenset[str]:
    """Signs that count beside symptoms, told of as happening."""
    told = {
        mention.label
        for mention in knowledge.beside.find(words)
        if context_of(mention, cues, is_lasting=True) in (NOW, BARE, JUST_OVER)
    }
    return frozenset(told | {m.sign for m in measures if m.sign and m.verdict in _MEASURED})


def _of_slips(
    words: Words, found: Sequence[Finding], measures: Sequence[Measure], knowledge: RedFlagKnowledge
) -> list[Finding]:
    """What is found of the gravest symptoms only once slips are read as what was meant."""
    meant = knowledge.slips.as_meant(words)
    if meant is None:
        return []
    cues = Cues.of(meant.words, knowledge.cues)
    mentions = meant.with_slips(knowledge.mentions_in(meant.words))
    findings = [finding_of(mention, cues, measures, knowledge) for mention in mentions]
    # The detector cannot read a slip: no second opinion of it is waited for.
    sure = [
        replace(finding, is_sure=not mention.label.endswith(NAMES))
        for finding, mention in zip(findings, mentions, strict=True)
    ]
    return [one for one in sure if not any(one.is_same_as(other) for other in found)]


def _from_measure(measure: Measure, cues: Cues, knowledge: RedFlagKnowledge) -> Finding:
    mention = Match(measure.symptom, measure.first, measure.end)
    symptom = knowledge.symptoms[measure.symptom]
    if measure.is_emergency:
        symptom = replace(symptom, tier="emergency")
    reason: Reason = UNCLEAR_WORDING if measure.verdict == PERHAPS else BELOW
    if measure.verdict in _MEASURED:
        reason = _reason_around(mention, cues, symptom.is_lasting)
        if reason == RESOLVED and symptom.when_over:
            symptom = knowledge.symptoms[symptom.when_over]
            reason = _reason_around(mention, cues, is_lasting=True)
        reason = _reason_of_number(measure, reason, cues)
    found = as_finding(
        symptom, mention, measure.understood, reason, cues.words, measure.is_instrument
    )
    found = replace(found, is_measured=True, calm=None if found.counts else measure.calm)
    # "I am 40", "call me on 38.5": whether it is a fever is asked, and not of the triage.
    is_guess = measure.verdict == PERHAPS and cues.words.norm(measure.first - 1) in _OF_AN_AGE
    return replace(found, is_settled=True) if is_guess else found


def _reason_around(mention: Match, cues: Cues, is_lasting: bool) -> Reason:
    return context_of(
        mention, cues, reach=NEGATION_REACH_OF_NUMBERS, is_lasting=is_lasting, is_number=True
    )


def _reason_of_number(measure: Measure, reason: Reason, cues: Cues) -> Reason:
    """A measured number counts unless the words deny it; "should I worry about 38.7" does not."""
    if reason == "question" and _is_asked_of_itself(measure, cues):
        reason = OWN_QUESTION
    if reason not in (NOW, BARE, OWN_QUESTION, JUST_OVER):
        return reason
    if measure.verdict == COUNTS:
        return JUST_OVER if reason == JUST_OVER else NOW
    if cues.any_within("unwell", 0, len(cues.words)):
        # UKONS-based guidance: these count together with feeling unwell.
        return NOW
    return BELOW if measure.verdict == RAISED else BARE


def _is_asked_of_itself(measure: Measure, cues: Cues) -> bool:
    """ "is 101 a fever?", or no question at all: "it's a mild fever, 38.2"."""
    first, end = cues.words.sentence_bounds(measure.first)
    if cues.words.norm(measure.first - 1) == "is" and measure.first - 1 == first:
        return True
    asks = any(cue.first == first for cue in cues.within("opens_question", first, measure.first))
    return not asks and cues.words.norm(end - 1) != "?"


def _several(words: Words, knowledge: RedFlagKnowledge) -> Finding:
    everything = Match(SEVERAL, 0, len(words))
    symptom = knowledge.symptoms[SEVERAL]
    return as_finding(symptom, everything, symptom.understood, NOW, words)
