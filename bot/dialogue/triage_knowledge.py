"""What is asked about a reported symptom and what follows, as parsed from bot/data/triage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bot.dialogue.english import English
from bot.dialogue.limits import Limits
from bot.dialogue.measures import MeasureWords
from bot.dialogue.relations import Relations
from bot.safety.rules.phrases import PhraseBook
from bot.safety.rules.spelling import SpellingBook
from bot.safety.rules.words import Words

Action = Literal["emergency", "call_now", "call_today", "self_care"]
# From the least to the most urgent.
ACTIONS: tuple[Action, ...] = ("self_care", "call_today", "call_now", "emergency")
# CAR-T that lies so long ago that it makes nothing graver any more.
CAR_T_PAST = "car_t_past"
# After these, call_today becomes call_now for the symptoms that say so (triage_notes.md, 2).
CELL_THERAPIES: frozenset[str] = frozenset({"car_t", "bispecific"})
FACT = "fact"
# Between two facts of a part that counts when both are stated.
BOTH = "&"


def own_part(symptom: str, question: int, button: int, phrase: int) -> str:
    """The label of a button's own phrase; places count from 0."""
    return f"{symptom}:{question}:{button}:{phrase}"


def graver(one: Action | None, other: Action | None) -> Action | None:
    """The more urgent of two actions; None counts as nothing."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=ACTIONS.index)


def is_red(action: Action | None) -> bool:
    """Whether an action is an alarm: call now, or the emergency number."""
    return action in ("emergency", "call_now")


@dataclass(frozen=True)
class Range:
    """Numbers from ``start`` up to, not with, ``end``; None is no limit."""

    start: float | None
    end: float | None

    def __contains__(self, value: float) -> bool:
        above = self.start is None or value >= self.start
        return above and (self.end is None or value < self.end)


@dataclass(frozen=True)
class Button:
    """One answer to a question.

    Attributes:
        title: what stands on it, at most 30 characters.
        mark: the action that it leads to at least; None changes nothing.
        parts: labels of the facts that choose it when stated, such as "fact:fever".
        values: numbers that choose it, in the unit of the question's measure.
    """

    title: str
    mark: Action | None
    parts: tuple[str, ...] = ()
    values: tuple[Range, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        text: as it is asked at first.
        buttons: its answers.
        short: the same in fewer and simpler words, for whoever gave no answer to it; or empty.
        measure: the kind of number that answers it, or empty.
        one_thing: whether all its words ask for the same, so that one denial answers it.
        now_unanswered: whether whoever gives no answer to it is told to call now.
    """

    text: str
    buttons: tuple[Button, ...]
    short: str = ""
    measure: str = ""
    one_thing: bool = False
    now_unanswered: bool = False

    @property
    def wordings(self) -> str:
        """All words in which it is put."""
        return f"{self.text} {self.short}"

    @property
    def gravest_mark(self) -> Action | None:
        """The most urgent action that an answer can lead to."""
        gravest: Action | None = None
        for button in self.buttons:
            gravest = graver(gravest, button.mark)
        return gravest


@dataclass(frozen=True)
class Grade:
    """One row of the clinical reference: how it shows, what to do, and the source."""

    words: str
    action: Action
    source: str


@dataclass(frozen=True)
class Advice:
    """Words of the advice: what to say on the phone, what helps, and what makes it urgent."""

    tell: str
    care: str
    urgent: str
    source: str


@dataclass(frozen=True)
class TriageSymptom:
    """One symptom with its questions and what follows from the answers.

    Attributes:
        name: snake_case, as in the reference.
        group: the file that it stands in.
        understood: words for the patient, such as "a rash".
        topic: the FAQ topic offered beside the advice.
        crisis: whether its emergency is a crisis of the soul, with the crisis line.
        after_cell_therapy: after CAR-T or a bispecific "raised" makes call_today call_now, "any"
            makes whatever is reported call_now.
        unmeasured_after_cell_therapy: whether after CAR-T or a bispecific it is call now where no
            number is told.
        questions: at most three, in a nurse's order.
        grades: rows of the reference, from mild to severe.
        advice: its words.
    """

    name: str
    group: str
    understood: str
    topic: str
    crisis: bool
    after_cell_therapy: Literal["", "raised", "any"]
    unmeasured_after_cell_therapy: bool
    questions: tuple[Question, ...]
    grades: tuple[Grade, ...]
    advice: Advice

    @property
    def lowest(self) -> Action:
        """The action that holds when no answer has a mark."""
        return min((grade.action for grade in self.grades), key=ACTIONS.index)

    @property
    def unfinished(self) -> Action:
        """The action where its questions get no answer: a call today, if it has such a row."""
        has_row = any(grade.action == "call_today" for grade in self.grades)
        return "call_today" if has_row else "call_now"


@dataclass(frozen=True, eq=False)
class MereFact:
    """What only tells a fact, though it sounds of a symptom: "I take prednisone for it".

    Attributes:
        says: phrases of the fact.
        unless: phrases beside which it is more than that.
        red_flags: red flags that are guessed from it.
        also: other facts that sound of the same symptom, each with its own phrases.
    """

    says: PhraseBook
    unless: PhraseBook
    red_flags: frozenset[str]
    also: tuple[MereFact, ...] = ()

    def is_told_in(self, words: Words) -> bool:
        """Whether a message tells the fact, and no more of it."""
        return self.is_itself_told_in(words) or any(one.is_told_in(words) for one in self.also)

    def is_itself_told_in(self, words: Words) -> bool:
        """The same, but none of the other facts: of "I take prednisone" "ran out of it" makes more,
        of a cream it does not."""
        return bool(self.says.find(words)) and not self.unless.find(words)


@dataclass(frozen=True, eq=False)
class TriageKnowledge:
    """Everything that is written in bot/data/triage.

    Attributes:
        symptoms: by name.
        reports: phrases that report a symptom, labelled with its name.
        parts: phrases of facts, labelled as in ``Button.parts``.
        answers: phrases labelled "yes", "yes, alone" (a yes where nothing else is said), "yes, as a
            clause" (where a comma may follow), "no", "not sure", "perhaps" (not sure in a few
            words), "hearsay", "asked back" (the question was not
            understood), "stop", "wrong" (what was understood is not so).
        about_suicide: phrases that answer the question about suicide: "no", "no, in words",
            "after a no", "half a yes", "beside it" (suicide_question.py).
        unimproved: phrases that say that something is as it was.
        well: phrases that say that nothing else is wrong.
        well_alone: the same where no word follows.
        coping: phrases that say that somebody eats, drinks or moves as usual.
        doubted: phrases of somebody who is not sure of what he tells.
        healthy: phrases that deny a fact by what is well ("I breathe fine"), labelled as a part.
        worse: phrases that say that something gets worse or came back.
        spreads: phrases that say that it is at a further place, or came once more.
        normal: phrases that say that what stands before them is as it should be.
        relative: phrases that name a relative as the one who has it.
        bystander: what only tells or hears of it, after somebody else.
        no_sign: phrases in which the words of a sign are none, such as "blood sugar".
        spelling: how typos are read.
        measures: the words that say what a number counts; temperatures by the safety layer's rules.
        limits: numbers that a clinician may judge.
        english: small words by what they do in a sentence.
        relations: how symptoms, facts and red flags hang together.
        beside_yes, beside_no: words beside a yes, and a no, that leave it what it is.
        beside_details: words that tell where, since when, how large and how often.
        same_as: red flag → the symptoms that speak of the same thing.
        mere_facts: symptom → what sounds of it and only tells a fact.
        unimproved_after_days: what is unimproved after so many days is graded as what gets worse.
    """

    symptoms: Mapping[str, TriageSymptom]
    reports: PhraseBook
    parts: PhraseBook
    answers: PhraseBook
    about_suicide: PhraseBook
    unimproved: PhraseBook
    well: PhraseBook
    well_alone: PhraseBook
    coping: PhraseBook
    doubted: PhraseBook
    healthy: PhraseBook
    worse: PhraseBook
    spreads: PhraseBook
    normal: PhraseBook
    relative: PhraseBook
    bystander: PhraseBook
    no_sign: PhraseBook
    spelling: SpellingBook
    measures: MeasureWords
    limits: Limits
    english: English
    relations: Relations
    beside_yes: frozenset[str]
    beside_no: frozenset[str]
    beside_details: frozenset[str]
    same_as: Mapping[str, Collection[str]] = field(default_factory=dict)
    mere_facts: Mapping[str, MereFact] = field(default_factory=dict)
    unimproved_after_days: float = 2

    @cached_property
    def mild_labels(self) -> frozenset[str]:
        """Labels of the facts that choose only buttons without a mark, such as "as usual"."""
        parts: dict[bool, set[str]] = {True: set(), False: set()}
        for symptom in self.symptoms.values():
            for question in symptom.questions:
                for button in question.buttons:
                    labels = {label for part in button.parts for label in part.split(BOTH)}
                    parts[button.mark is None] |= labels
        return frozenset(parts[True] - parts[False])

    def mere_facts_in(self, words: Words) -> frozenset[str]:
        """The symptoms that a message sounds of, though it only tells a fact."""
        told = (name for name, fact in self.mere_facts.items() if fact.is_told_in(words))
        return frozenset(told)

    def is_guess_of_something_else(self, red_flag: str, symptom: str) -> bool:
        """Whether a red flag that is only guessed is surely not the symptom that is reported."""
        return red_flag in self.same_as and symptom not in self.same_as[red_flag]
