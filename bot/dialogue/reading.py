"""A message read for context: short questions, facts about the treatment, choices, corrections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.dialogue import stated
from bot.dialogue.context_knowledge import NEAR, ContextKnowledge
from bot.dialogue.mentions import Mention, NamedTreatment, named_treatments
from bot.dialogue.time_words import is_number, number_in
from bot.safety.kept import kept_for_messages
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words, read_words

# "hows it treated"
_SHORT_IS = re.compile(r"\b(how|what|when|where|why|who)s\b", re.IGNORECASE)
# A longer message is a story, not a reference to what was said.
_LONGEST_SHORT_WORDS = 16
_LONGEST_FACT_WORDS = 30
# The word that opens a question is among so many first ones.
_LONGEST_OPENING_WORDS = 4
# Of a statement so much may be other words, where nothing in it sounds urgent.
_MOST_OTHER_SHARE = 0.2


@dataclass(frozen=True)
class Reading:
    """What a message says that only what was said before explains."""

    words: Words
    matches: tuple[Match, ...]
    knowledge: ContextKnowledge

    @cached_property
    def places(self) -> frozenset[int]:
        """Positions of the words, without punctuation."""
        items = enumerate(self.words.items)
        return frozenset(place for place, word in items if any(map(str.isalnum, word.norm)))

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """Sorts of short questions, the one of most words first."""
        found = [match for match in self.matches if match.label.startswith("ask:")]
        order = self.knowledge.sorts.index
        found.sort(key=lambda m: (m.first - m.end, order(m.name)))
        return tuple(dict.fromkeys(match.name for match in found))

    @cached_property
    def is_short_question(self) -> bool:
        """Whether nothing but a short question stands in it, perhaps with a treatment's name."""
        is_short = bool(self.asks) and len(self.places) <= _LONGEST_SHORT_WORDS
        return is_short and self.says_only(("ask", "filler", "drug", "kind", "whose"))

    @cached_property
    def is_only_treatment(self) -> bool:
        """ "and with CAR-T?": a treatment's name and words that ask nothing of their own."""
        return bool(self.mentions) and not self._other_than(("filler", "drug", "kind", "fact"))

    @cached_property
    def expects(self) -> frozenset[str]:
        """Whether and for when it asks what to expect: now, first_days, later."""
        return frozenset(m.name for m in self.matches if m.label.startswith("expect:"))

    @cached_property
    def is_expectation(self) -> bool:
        """Whether it asks what to expect, and nothing else."""
        allowed = ("expect", "filler", "drug", "kind", "whose", "time", "fact", "fact_filler")
        return bool(self.expects - {"open"}) and not self._other_than(allowed)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Treatments in the order they are named; a drug stands for its kind as well."""
        return tuple(dict.fromkeys(one.mention for one in self.treatments))

    @cached_property
    def denied(self) -> tuple[Mention, ...]:
        """Treatments that somebody is said not to get ("not Imfinzi, Tecentriq")."""
        return tuple(one.mention for one in self.treatments if one.status == "denied")

    @cached_property
    def meant(self) -> tuple[Mention, ...]:
        """The treatments that are named and not denied: what a question is about."""
        return tuple(mention for mention in self.mentions if mention not in self.denied)

    @cached_property
    def taken(self) -> tuple[NamedTreatment, ...]:
        """Those of them that the patient, or somebody cared for, may get."""
        return tuple(one for one in self.treatments if one.may_be_remembered)

    @cached_property
    def treatments(self) -> tuple[NamedTreatment, ...]:
        """Treatments with what is said of each, and whose it is."""
        return named_treatments(
            self.words, self.matches, self.knowledge.drugs, self.knowledge.english
        )

    @cached_property
    def is_about_the_writer(self) -> bool:
        """Whether it asks about the writer's own body: "will I get a rash"."""
        return self._has("about_the_writer")

    @property
    def is_plain(self) -> bool:
        """Whether it is a fact about treatment, a short question or a choice and nothing else: a
        mere suspicion of something urgent in it is none."""
        is_reference = self.is_short_question or self.is_expectation or self.choice is not None
        return self.is_fact or is_reference

    @cached_property
    def whose(self) -> str | None:
        """Whose treatment it is, as replies name it; None: the patient's own."""
        named = [m.name for m in self.matches if m.label.startswith("whose:")]
        order = list(self.knowledge.people)
        return min(named, key=order.index, default=None)

    @property
    def names_nobody(self) -> bool:
        """ "She gets it": somebody else, but not who."""
        return self.whose == self.knowledge.people[-1]

    @cached_property
    def days(self) -> int | None:
        """Days from today to the treatment that it names, or None."""
        found = [m for m in self.matches if m.label.startswith("time:")]
        for match in sorted(found, key=lambda m: m.first - m.end):
            phrase = self.knowledge.times[match.name]
            number = number_in(self.words, match) if phrase.number else 1
            if number is not None:
                return phrase.days + phrase.number * number
        return None

    @cached_property
    def is_fact(self) -> bool:
        """Whether it only states a treatment, or when one is: nothing that could be a symptom."""
        return self._states(0.0)

    @cached_property
    def is_fact_of_an_end(self) -> bool:
        """The same of a treatment that is over: "stopped pembro in June"."""
        return self._has("ended") and self._states(0.0, ("ended",))

    @cached_property
    def is_mostly_fact(self) -> bool:
        """The same where a few other words stand beside it."""
        return self._states(_MOST_OTHER_SHARE)

    @cached_property
    def is_fear_beside_fact(self) -> bool:
        """ "My dad had CAR-T on Monday, I'm so scared": a treatment, fear, and nothing else."""
        is_visit = self._has("fact:visit") and self.days is not None
        if not self._has("fear") or self.is_asked or not (self.states_treatment or is_visit):
            return False
        allowed = ("fear", "fact", "fact_filler", "filler", "drug", "kind", "whose", "time")
        return all(is_number(self.words.norm(place)) for place in self._other_than(allowed))

    @cached_property
    def states_treatment(self) -> bool:
        """Whether somebody is said to get the treatment that it names ("I take Keytruda"), if only
        beside a question."""
        told = [m for m in self.matches if m.label in ("fact:takes", "fact:visit")]
        if not self.mentions or not told:
            return False
        return not self.is_asked or stated.is_told_beside_a_question(
            self.words,
            told,
            [m for m in self.matches if m.label.startswith(("drug:", "kind:"))],
            self.knowledge.english,
        )

    @cached_property
    def is_correction(self) -> bool:
        """ "no, Opdivo"."""
        corrects = self._has("correction") or bool(self.denied)
        return bool(self.meant) and corrects and not self.is_asked

    @property
    def puts_right(self) -> bool:
        """Whether it names a treatment in the place of another; not "actually, before that"."""
        return self.is_correction and not self._has("beside_it")

    @cached_property
    def choice(self) -> str | None:
        """The place chosen from a list: 1, 2, 3, last or other; None where more is said."""
        found = [m for m in self.matches if m.label.startswith("choice:")]
        if not found or self._other_than(("choice", "filler", "not_that", "one_of")):
            return None
        return max(found, key=lambda m: m.end - m.first).name

    @cached_property
    def phase(self) -> str | None:
        """Where in the treatment somebody says to be: before, first_days, weeks or over."""
        return next((m.name for m in self.matches if m.label.startswith("phase:")), None)

    @cached_property
    def today(self) -> str | None:
        """How an earlier symptom is: better, same or worse; the graver where several are said."""
        found = {m.name for m in self.matches if m.label.startswith("today:")}
        return next((one for one in ("worse", "same", "better") if one in found), None)

    @cached_property
    def is_only_today(self) -> bool:
        """Whether it says nothing but how something is."""
        return self.today is not None and not self._other_than(("today", "filler"))

    @cached_property
    def near_topics(self) -> tuple[str, ...]:
        """The topics nearest to what it asks about, where there is no answer to it."""
        return tuple(m.name for m in self.matches if m.label.startswith(f"{NEAR}:"))

    @cached_property
    def is_unsure(self) -> bool:
        """ "I don't know"."""
        return self._has("unsure")

    @cached_property
    def rejects(self) -> bool:
        """ "not that, the skin one"; "is it not working?" rejects nothing."""
        asked = [match for match in self.matches if match.label.startswith("ask:")]
        return any(
            match.label == "not_that"
            and not any(ask.first < match.first and match.end < ask.end for ask in asked)
            for match in self.matches
        )

    @cached_property
    def says_not_asked(self) -> bool:
        """ "That was not my question"."""
        return self._has("not_asked")

    @cached_property
    def points_at_one(self) -> bool:
        """ "the skin one"."""
        return self._has("one_of")

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The words that are left when references and fillers are taken away."""
        other = self._other_than(("filler", "not_that", "one_of", "choice"))
        return tuple(self.words.norm(place) for place in sorted(other))

    @cached_property
    def is_asked(self) -> bool:
        """Whether it opens as a question does, or ends as one."""
        english = self.knowledge.english
        norms = [self.words.norm(place) for place in sorted(self.places)[:_LONGEST_OPENING_WORDS]]
        opening = next((norm for norm in norms if norm not in english.before_a_question), "")
        asks = opening in english.begins_a_follow_up
        return asks or any(word.norm == "?" for word in self.words.items)

    def _states(self, most_other: float, also: tuple[str, ...] = ()) -> bool:
        has_day = self.days is not None or "ended" in also
        is_visit = self._has("fact:visit") and has_day
        if self.is_asked and not stated.begins_with_a_state(
            self.words, self.matches, self.knowledge.english
        ):
            return False
        is_only_asked = all(one.status == "asked" for one in self.treatments)  # "like Herceptin"
        if self.mentions and (
            is_only_asked or stated.asks_in_a_clause(self.words, self.knowledge.english)
        ):
            return False
        if not (self.mentions or is_visit) or len(self.places) > _LONGEST_FACT_WORDS:
            return False
        allowed = (
            "fact", "fact_filler", "filler", "drug", "kind", "whose", "time", "correction",
            "not_that", *also,
        )  # fmt: skip
        other = {p for p in self._other_than(allowed) if not is_number(self.words.norm(p))}
        return len(other) <= most_other * len(self.places)

    def says_only(self, kinds: Iterable[str]) -> bool:
        """Whether phrases of these kinds cover all its words."""
        return not self._other_than(kinds)

    def _has(self, label: str) -> bool:
        return any(m.label == label for m in self.matches)

    def _other_than(self, kinds: Iterable[str]) -> frozenset[int]:
        """The words that no phrase of these kinds covers."""
        allowed = set(kinds)
        covered = {
            place
            for match in self.matches
            if match.label.partition(":")[0] in allowed
            for place in range(match.first, match.end)
        }
        return self.places - covered


@kept_for_messages
def read_message(text: str, knowledge: ContextKnowledge) -> Reading:
    """Reads a message for what refers to the conversation before it."""
    words = read_words(_SHORT_IS.sub(r"\1 is", text), knowledge.spelling.correct)
    return Reading(words, tuple(knowledge.phrases.find(words)), knowledge)
