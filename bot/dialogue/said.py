"""What a message says that matters for triage: symptoms reported, facts stated and denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.dialogue.english import BETWEEN_CLAUSES, OPENING_A_CLAUSE, OPENING_A_QUESTION
from bot.dialogue.facts_said import (
    NEGATED,
    count_apart,
    facts_of,
    longest_of_a_question,
    of_own_symptom,
    stands_after_not,
    stands_before_a_number,
    without_words_for_the_number,
)
from bot.dialogue.measures import COUNTED, MeasureWords, read_measure
from bot.dialogue.opening import opens_question
from bot.dialogue.triage_knowledge import BOTH, FACT, Button, Question, TriageKnowledge
from bot.dialogue.who_has_it import Holder, TreatmentSaid, who_has_it
from bot.safety.rules.context import (
    BARE,
    NEGATION_REACH_WORDS,
    NOW,
    OWN_QUESTION,
    RESOLVED,
    Cues,
    context_of,
)
from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.words import Words, kept_for_messages, read_words

FEVER = "fever"
# A number of these kinds reports its symptom.
MEASURED = {"temperature": FEVER, "pressure": "low_blood_pressure"}
# Reasons of context.py under which a symptom is happening.
_HAPPENING = frozenset({NOW, BARE, OWN_QUESTION})
# A fact is denied by the "no" right before it or before its list, not by one further off.
_DENIAL_REACH_WORDS = 6
_NO_TREATMENT = TreatmentSaid()


@dataclass(frozen=True)
class Said:
    """A message read for triage.

    Attributes:
        words: its words.
        measures: the words that say what a number counts.
        reported: symptoms whose phrases it holds, each with its best reason to count.
        stated: labels of the facts that it states.
        over: labels of the facts that were and are over.
        denied: labels of the facts that it denies.
        denials: what it denies, facts and symptoms, and where.
        signs_denied: how many different signs it denies.
        well: whether it says that nothing else is wrong.
        coping: whether it says that somebody eats, drinks or moves as usual.
        holder: who has what it reports.
        treatment: what it says of the treatment of whoever has it (treatment.py).
        places: where each symptom's phrase stands.
        places_of_facts: where the phrase of each fact stands.
        worsens: whether it says that something gets worse or came back.
        spreads: whether it says that something is at a further place, or came once more.
        unimproved: whether it says that something is as it was.
        denied_before: labels of the facts that earlier messages denied.
        mere_facts: symptoms that it sounds of, though it only tells a fact.
        counts: whether it is a bare number that answers whatever was asked.
    """

    words: Words
    measures: MeasureWords
    reported: Mapping[str, str]
    stated: frozenset[str]
    over: frozenset[str]
    denied: frozenset[str]
    denials: tuple[Match, ...]
    signs_denied: int
    well: bool
    coping: bool
    holder: Holder
    places: Mapping[str, tuple[int, int]]
    places_of_facts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    worsens: bool = False
    spreads: bool = False
    unimproved: bool = False
    denied_before: frozenset[str] = frozenset()
    mere_facts: frozenset[str] = frozenset()
    treatment: TreatmentSaid = _NO_TREATMENT
    counts: bool = False

    @property
    def of_relative(self) -> bool:
        """Whether somebody else than the writer has what it reports."""
        return self.holder.person == "relative"

    @cached_property
    def happening(self) -> tuple[str, ...]:
        """Symptoms that the phrases report as happening, in the order they are named."""
        names = [name for name, reason in self.reported.items() if reason in _HAPPENING]
        return tuple(sorted(names, key=lambda name: self.places[name]))

    @cached_property
    def asks(self) -> bool:
        """Whether it asks something: a question mark, or a word that opens a question."""
        return opens_question(self.words) or any(word.norm == "?" for word in self.words.items)

    @cached_property
    def asks_beside(self) -> bool:
        """Whether it asks something, if only in one clause: "i itch, what can i do"."""
        words = self.words
        return self.asks or any(
            words.norm(place) in OPENING_A_CLAUSE and words.norm(place - 1) in BETWEEN_CLAUSES
            for place in range(1, len(words))
        )

    @cached_property
    def is_measured(self) -> bool:
        """Whether a number in it reports a symptom."""
        return any(
            read_measure(self.words, measure, self.measures) is not None for measure in MEASURED
        )

    def names(self, symptom: str) -> bool:
        """Whether its words name a symptom; those of a healthy temperature name no fever."""
        is_denied = symptom == FEVER and f"{FACT}:{FEVER}" in self.denied
        return symptom in self.happening and not is_denied

    def names_apart(self, symptom: str, other: str) -> bool:
        """Whether it reports a symptom in words that do not lie in, or beside, what it tells of the
        other one: "a dull ache" tells how the head hurts."""
        if symptom not in self.happening:
            return False
        first, end = self.places[symptom]
        of_other = (
            at for label, at in self.places_of_facts.items() if label.startswith(f"{other}:")
        )
        return not any(there <= end and first <= there_end for there, there_end in of_other)

    def states(self, button: Button) -> bool:
        """Whether a fact that chooses a button is stated; one that is over can only reassure."""
        known = self.stated if button.mark else self.stated | self.over
        return any(set(part.split(BOTH)) <= known for part in button.parts)

    def value(self, question: Question) -> float | None:
        """The number that answers a question, in the unit of its measure."""
        if not question.measure:
            return None
        alone = self.counts and question.measure in COUNTED
        return read_measure(self.words, question.measure, self.measures, alone)


def norms_of(text: str, knowledge: TriageKnowledge) -> list[str]:
    """The words of a message in their normal form."""
    return [word.norm for word in read_words(text, knowledge.spelling.correct).items]


@kept_for_messages
def read_said(
    text: str, knowledge: TriageKnowledge, cues: PhraseBook, fever_celsius: float = 38.0
) -> Said:
    """Reads a message.

    Args:
        text: what the patient wrote.
        knowledge: what is asked about symptoms.
        cues: the safety layer's phrases of context ("no", "what if", "since lunch").
        fever_celsius: from here on a temperature is a fever.
    """
    words = read_words(text, knowledge.spelling.correct)
    coping = [
        match for match in knowledge.coping.find(words) if not stands_after_not(match.first, words)
    ]
    context = _without_other_endings(Cues.of(words, cues), coping)
    reported: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    facts = knowledge.mere_facts_in(words)
    mentions = [one for one in knowledge.reports.find(words) if one.label not in facts]
    for mention in mentions:
        reason = _reason(mention, context)
        if mention.label not in reported or _counts_more(reason, reported[mention.label]):
            reported[mention.label] = reason
            places[mention.label] = (mention.first, mention.end)
    normal = knowledge.normal.find(words)
    parts = of_own_symptom(knowledge.parts.find(words), mentions, words)
    temperature = read_measure(words, "temperature", knowledge.measures)
    if temperature is not None:
        parts = without_words_for_the_number(parts, words, f"{FACT}:{FEVER}")
    stated, over, denials = facts_of(
        longest_of_a_question(parts),
        words,
        lambda one: _reason(one, context, _DENIAL_REACH_WORDS),
        normal=_starts(normal),
        mild=knowledge.mild_labels,
    )
    healthy = knowledge.healthy.find(words)
    denied = frozenset(match.label for match in (*denials, *healthy)) - stated
    for measure, symptom in MEASURED.items():
        if read_measure(words, measure, knowledge.measures) is not None and symptom not in reported:
            reported[symptom], places[symptom] = NOW, (0, len(words))
    if temperature is not None and temperature >= fever_celsius:
        stated |= {f"{FACT}:{FEVER}"}
    elif temperature is not None and temperature < knowledge.limits.no_fever_below_celsius:
        denied |= {f"{FACT}:{FEVER}"}
        told = [one for one in parts if one.label == f"{FACT}:{FEVER}" and one not in denials]
        if all(stands_before_a_number(one, words) for one in told):
            # "temp 36.8": the number says what the word means; not "a temp last night, 36.8 now".
            stated -= {f"{FACT}:{FEVER}"}
    denied -= stated
    every_denial = [*denials, *healthy]
    every_denial += [mention for mention in mentions if reported[mention.label] == NEGATED]
    worse = knowledge.worse.find(words)
    return Said(
        words=words,
        measures=knowledge.measures,
        reported=reported,
        stated=stated,
        over=over,
        denied=denied,
        denials=tuple(one for one in every_denial if one.label not in stated),
        signs_denied=_count_denied(parts, denied, _starts(normal)),
        # "It's all over" is no "it's all".
        well=any(words.norm(one.end) != "over" for one in knowledge.well.find(words)),
        coping=bool(coping),
        holder=who_has_it(
            words,
            knowledge.relative.find(words),
            knowledge.bystander.find(words),
            _first_happening(reported, places),
        ),
        places=places,
        places_of_facts={one.label: (one.first, one.end) for one in parts},
        worsens=any(_reason(one, context) not in (NEGATED, "past") for one in worse),
        spreads=any(_reason(one, context) != NEGATED for one in knowledge.spreads.find(words)),
        unimproved=bool(knowledge.unimproved.find(words)),
        mere_facts=facts,
    )


def _reason(mention: Match, cues: Cues, reach: int = NEGATION_REACH_WORDS) -> str:
    """As the safety layer reads it, but "my skin is a bit red" is no question."""
    reason = context_of(mention, cues, mild_is_small=False, reach=reach)
    if reason == "question" and not _is_asked(mention, cues.words):
        return BARE
    return reason


def _is_asked(mention: Match, words: Words) -> bool:
    first, end = words.sentence_bounds(mention.first)
    if words.norm(end - 1) == "?":
        return True
    opening = {words.norm(place) for place in range(first, min(first + 2, mention.first))}
    return bool(opening & OPENING_A_QUESTION)


def _without_other_endings(cues: Cues, coping: list[Match]) -> Cues:
    """ "Eating is ok" ends no ulcer."""
    kept = (
        cue
        for cue in cues.matches
        if cue.label != "resolved"
        or not any(one.first < cue.first and cue.end <= one.end for one in coping)
    )
    return Cues(cues.words, tuple(kept))


def _first_happening(
    reported: Mapping[str, str], places: Mapping[str, tuple[int, int]]
) -> int | None:
    """Where the first symptom that is happening is named; where none is, the first not denied."""
    named = [name for name, reason in reported.items() if reason in _HAPPENING]
    named = named or [name for name, reason in reported.items() if reason != NEGATED]
    return min((places[name][0] for name in named), default=None)


def _starts(normal: list[Match]) -> frozenset[int]:
    return frozenset(match.first for match in normal)


def _count_denied(mentions: list[Match], denied: frozenset[str], normal: frozenset[int]) -> int:
    """Different places at which a sign is denied: "no blood, no fever, legs normal" are three."""
    there = [mention for mention in mentions if mention.label in denied]
    alone = normal - {mention.end for mention in there}
    return count_apart(there) + len(alone)


def _counts_more(reason: str, than: str) -> bool:
    order = (NOW, BARE, OWN_QUESTION, RESOLVED, "past")
    rank = {reason: place for place, reason in enumerate(order)}
    return rank.get(reason, len(order)) < rank.get(than, len(order))


__all__ = ["FACT", "Said", "read_said"]
