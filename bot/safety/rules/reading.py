"""What the rules notice in a message: every mention of a symptom, and whether it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.safety.detector.stretches import LONG_MESSAGE_WORDS
from bot.safety.finding import Finding
from bot.safety.rules.context import (
    BARE,
    NEGATION_REACH_OF_NUMBERS,
    NOW,
    UNCLEAR_WORDING,
    UNSETTLED,
    Cues,
    context_of,
)
from bot.safety.rules.knowledge import NAMES, UNCLEAR, RedFlagKnowledge
from bot.safety.rules.phrases import Match
from bot.safety.rules.quantities import BELOW, COUNTS, LOW, PERHAPS, Measure, find_measures
from bot.safety.rules.words import Words

SEVERAL_COMPLAINTS = 3  # UKONS 24-hour triage tool: several ambers together count like a red
FEVER = "fever"


@dataclass(frozen=True)
class Reading:
    """A message as the rules see it.

    Attributes:
        words: its words.
        cues: phrases of context, such as "no", "what if", "since lunch".
        findings: mentions of symptoms in the order of the lists, each with why it counts or not.
        complaints: milder complaints that are told of as happening.
        measures: measured numbers.
    """

    words: Words
    cues: Cues
    findings: tuple[Finding, ...]
    complaints: frozenset[str]
    measures: tuple[Measure, ...] = ()

    @property
    def has_measured_alarm(self) -> bool:
        """Whether a fever is measured now, or a low temperature with feeling unwell."""
        return any(finding.counts for finding in self._findings_of(COUNTS, LOW))

    @property
    def has_only_low_temperature(self) -> bool:
        """Whether a low temperature was told, and nothing that counts."""
        low = any(finding.reason == BARE for finding in self._findings_of(LOW))
        return low and not any(finding.counts for finding in self.findings)

    @property
    def has_only_harmless_numbers(self) -> bool:
        """Whether temperatures were told, all of them harmless, and nothing else that counts."""
        unsettled = any(f.counts or f.reason in UNSETTLED for f in self.findings)
        return bool(self._temperatures(BELOW)) and not unsettled

    @property
    def is_short_and_only_of_numbers(self) -> bool:
        """Whether it is one short thing, and no symptom is named beside the measured numbers."""
        places = self._places(self.measures)
        named = any(finding.span not in places for finding in self.findings)
        return len(self.words) <= LONG_MESSAGE_WORDS and not named

    def _places(self, measures: Sequence[Measure]) -> set[tuple[int, int]]:
        return {self.words.characters(m.first, m.end) for m in measures}

    def _temperatures(self, *verdicts: str) -> list[Measure]:
        return [m for m in self.measures if m.is_temperature and m.verdict in verdicts]

    def _findings_of(self, *verdicts: str) -> list[Finding]:
        places = self._places(self._temperatures(*verdicts))
        return [finding for finding in self.findings if finding.span in places]


NOTHING = Reading(Words("", ()), Cues(Words("", ()), ()), (), frozenset())


def read_message(text: str, knowledge: RedFlagKnowledge, fever_celsius: float) -> Reading:
    """Reads a message with the rules alone."""
    words = knowledge.read(text)
    if not len(words):
        return NOTHING
    cues = Cues.of(words, knowledge.cues)
    measures = find_measures(words, knowledge.thresholds, fever_celsius)
    complaints = _complaints(words, cues, knowledge)
    findings = [_from_measure(measure, cues, knowledge) for measure in measures]
    for mention in _clearest(knowledge.mentions.find(words)):
        findings.append(_from_mention(mention, cues, measures, knowledge))
    if len(complaints) >= SEVERAL_COMPLAINTS:
        findings.append(_several(words, knowledge))
    return Reading(words, cues, tuple(findings), complaints, tuple(measures))


def _complaints(words: Words, cues: Cues, knowledge: RedFlagKnowledge) -> frozenset[str]:
    return frozenset(
        mention.label
        for mention in knowledge.milder.find(words)
        if context_of(mention, cues, mild_is_small=False) in (NOW, BARE)
    )


def _clearest(mentions: Sequence[Match]) -> list[Match]:
    """Without mentions inside an unclear wording: "puffed on the hill" is not just "puffed"."""
    unclear = [mention for mention in mentions if mention.label.endswith(UNCLEAR)]
    return [
        mention
        for mention in mentions
        if mention in unclear
        or not any(
            other.label.split(":")[0] == mention.label.split(":")[0]
            and other.first < mention.end
            and mention.first < other.end
            for other in unclear
        )
    ]


def _from_mention(
    mention: Match, cues: Cues, measures: Sequence[Measure], knowledge: RedFlagKnowledge
) -> Finding:
    name, kind = mention.label.split(":")
    reason = context_of(mention, cues, knowledge.symptoms[name].mild_is_small)
    if reason == BARE and kind != NAMES:
        reason = NOW
    if reason == NOW and kind == UNCLEAR:
        reason = UNCLEAR_WORDING
    if reason in ("past", "resolved") and knowledge.symptoms[name].crisis:
        # Who has thought of suicide before is asked.
        reason = BARE
    if reason in (NOW, *UNSETTLED) and _a_number_says_below(name, measures):
        reason = BELOW
    understood = knowledge.symptoms[name].understood
    return _finding(name, mention, understood, reason, cues.words, knowledge)


def _a_number_says_below(name: str, measures: Sequence[Measure]) -> bool:
    """ "my fever is 37.2": the number decides, not the word."""
    same = [measure for measure in measures if measure.symptom == name]
    if name == FEVER:
        same = [measure for measure in measures if measure.is_temperature]
    return bool(same) and all(measure.verdict != COUNTS for measure in same)


def _from_measure(measure: Measure, cues: Cues, knowledge: RedFlagKnowledge) -> Finding:
    mention = Match(measure.symptom, measure.first, measure.end)
    reason = measure.verdict
    if reason == PERHAPS:
        reason = UNCLEAR_WORDING
    elif reason in (COUNTS, LOW):
        reason = context_of(mention, cues, mild_is_small=False, reach=NEGATION_REACH_OF_NUMBERS)
        if reason == BARE and measure.verdict == COUNTS:
            reason = NOW
        if measure.verdict == LOW and reason in (NOW, BARE):
            # UKONS-based guidance: a low temperature counts together with feeling unwell.
            reason = NOW if cues.any_within("unwell", 0, len(cues.words)) else BARE
    return _finding(measure.symptom, mention, measure.understood, reason, cues.words, knowledge)


def _several(words: Words, knowledge: RedFlagKnowledge) -> Finding:
    everything = Match("several", 0, len(words))
    understood = knowledge.symptoms["several"].understood
    return _finding("several", everything, understood, NOW, words, knowledge)


def _finding(
    name: str,
    mention: Match,
    understood: str,
    reason: str,
    words: Words,
    knowledge: RedFlagKnowledge,
) -> Finding:
    span = words.characters(mention.first, mention.end)
    tier = knowledge.symptoms[name].tier
    return Finding(name, tier, span, understood, reason == NOW, reason)
