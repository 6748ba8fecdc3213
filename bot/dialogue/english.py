"""Small words of English by what they do in a sentence: bot/data/triage/english.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class English:
    """The lists of the file, by their names in it; it says what each is for. A word is written as
    ``Word.norm`` is: in small letters, without an apostrophe."""

    subjects: frozenset[str]
    relatives: frozenset[str]
    other_persons: frozenset[str]
    the_writer: frozenset[str]
    object_of_the_writer: frozenset[str]
    owning: frozenset[str]
    having: frozenset[str]
    who_is_ill: frozenset[str]
    before_a_noun: frozenset[str]
    leading_to_a_person: frozenset[str]
    pointers: frozenset[str]
    happening: frozenset[str]
    still: frozenset[str]
    degrees: frozenset[str]
    numbers: frozenset[str]
    denying: frozenset[str]
    nothing: frozenset[str]
    denying_after: frozenset[str]
    between_not_and_denied: frozenset[str]
    in_denials: frozenset[str]
    going_on_a_denial: frozenset[str]
    but: frozenset[str]
    between_clauses: frozenset[str]
    question_words: frozenset[str]
    opening_a_question: frozenset[str]
    opening_a_follow_up: frozenset[str]
    before_a_question: frozenset[str]
    opening_a_state: frozenset[str]
    opening_a_clause: frozenset[str]
    asking_anywhere: frozenset[str]
    opening_what_goes_on: frozenset[str]
    auxiliaries: frozenset[str]
    after_can: frozenset[str]
    about_the_questions: frozenset[str]
    being: frozenset[str]
    naming_nothing: frozenset[str]
    at_times: frozenset[str]
    wishing_to_know: frozenset[str]

    @cached_property
    def denials(self) -> frozenset[str]:
        """Words that deny, wherever they stand."""
        return self.denying | self.denying_after | self.nothing

    @cached_property
    def persons(self) -> frozenset[str]:
        """Words by which somebody is spoken of."""
        return self.relatives | self.other_persons

    @cached_property
    def whoever_is_ill(self) -> frozenset[str]:
        """Who may be said to feel ill, without a part of the body."""
        return self.relatives | self.who_is_ill

    @cached_property
    def writer_alone(self) -> frozenset[str]:
        """Words for the writer, without those that only say whose somebody else is."""
        return (self.the_writer - self.before_a_noun) | self.object_of_the_writer

    @cached_property
    def begins_a_question(self) -> frozenset[str]:
        """First words of a sentence that asks."""
        return self.question_words | self.opening_a_question

    @cached_property
    def begins_a_follow_up(self) -> frozenset[str]:
        """First words of a message that asks about what was answered."""
        return self.question_words | self.opening_a_follow_up
