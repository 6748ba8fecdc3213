"""Whether what a message reports is felt by somebody else than the writer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.english import English
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words

Person = Literal["writer", "relative"]


@dataclass(frozen=True)
class Holder:
    """Who has what a message reports.

    Attributes:
        person: None where nobody is named.
        is_sure: whether nobody else can be meant. "She" may be whoever "I" was a moment ago, since
            somebody else writes for the patient now; who writes "I took a photo of the rash" need
            not have it.
    """

    person: Person | None = None
    is_sure: bool = False

    @property
    def surely(self) -> Person | None:
        """Who surely has it; None: it does not say."""
        return self.person if self.is_sure else None


@dataclass(frozen=True)
class TreatmentSaid:
    """What a message says of the treatment of whoever has what it reports.

    Attributes:
        kind: the kind that is named, or None.
        of: whose it is said to be; None: it does not say.
        is_stated: whether it states that somebody gets it.
        corrects: whether it puts a treatment right that was named before.
        denied: kinds of treatment that somebody is said not to get.
    """

    kind: str | None = None
    of: Person | None = None
    is_stated: bool = False
    corrects: bool = False
    denied: frozenset[str] = frozenset()


def who_has_it(
    words: Words,
    others: Sequence[Match],
    bystander: Sequence[Match],
    symptom: int | None,
    english: English,
) -> Holder:
    """Who has it: who is named last before the symptom, else who is named first.

    Args:
        words: the message.
        others: where somebody else than the writer is named.
        bystander: phrases after which somebody only tells or sees of it: "my wife says", "I saw".
        symptom: the place where the symptom is named; None: by no phrase.
        english: the words for persons.
    """
    telling = {match.first for match in bystander}
    named = {
        place
        for match in others
        if not telling & set(range(match.first + 1, match.end + 1))
        for place in range(match.first, match.end)
    }
    told_of = {place for match in others for place in range(match.first, match.end)}
    first_named = min(named, default=len(words))
    own = {
        place
        for place in range(len(words))
        if words.norm(place) in english.the_writer
        and place not in told_of
        # "My dad is tired, and I noticed a rash."
        and not (place > first_named and place + 1 in telling)
    }
    people = sorted(named | own)
    before = [place for place in people if symptom is not None and place < symptom]
    meant = before[-1] if before else next(iter(people), None)
    if meant is None:
        return Holder()
    if meant in named:
        names = {words.norm(place) for place in named if symptom is None or place < symptom}
        return Holder("relative", bool(before) and bool(names & english.relatives))
    has = words.norm(meant) in english.owning or words.norm(meant + 1) in english.having
    return Holder("writer", bool(before) and has and meant + 1 not in telling)
