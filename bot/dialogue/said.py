"""What a message says that matters for triage: symptoms reported, facts stated and denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.dialogue.english import English
from bot.dialogue.measures import COUNTED, MeasureWords, read_measure
from bot.dialogue.opening import opens_question
from bot.dialogue.triage_knowledge import BOTH, FACT, Button, Question, TriageKnowledge
from bot.dialogue.who_has_it import Holder, TreatmentSaid
from bot.safety.rules.context import BARE, NOW, OWN_QUESTION
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words, read_words

FEVER = "fever"
# A number of these kinds reports its symptom.
MEASURED = {"temperature": FEVER, "pressure": "low_blood_pressure"}
# Reasons of context.py under which a symptom is happening.
HAPPENING = frozenset({NOW, BARE, OWN_QUESTION})
FEVER_FACT = f"{FACT}:{FEVER}"
_NO_TREATMENT = TreatmentSaid()


@dataclass(frozen=True)
class Said:
    """A message read for triage.

    Attributes:
        words: its words.
        measures: the words that say what a number counts.
        english: small words by what they do in a sentence.
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
    english: English
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
        names = [name for name, reason in self.reported.items() if reason in HAPPENING]
        return tuple(sorted(names, key=lambda name: self.places[name]))

    @cached_property
    def asks(self) -> bool:
        """Whether it asks something: a question mark, or a word that opens a question."""
        return opens_question(self.words, self.english) or any(
            word.norm == "?" for word in self.words.items
        )

    @cached_property
    def asks_beside(self) -> bool:
        """Whether it asks something, if only in one clause: "i itch, what can i do"."""
        words, english = self.words, self.english
        return self.asks or any(
            words.norm(place) in english.opening_a_clause
            and words.norm(place - 1) in english.between_clauses
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
        is_denied = symptom == FEVER and FEVER_FACT in self.denied
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
