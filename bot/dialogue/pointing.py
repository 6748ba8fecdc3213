"""Messages that say by a pronoun, or by "I already did", what the question before them names. Pure.

"I have it now" after "Can Opdivo cause chest pain?" reports chest pain. Such a message is read with
the name in the place of the pronoun, so that whatever reads reports reads it as one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.words import Words

HAS, HAS_IF_MORE, IT, SEVERAL = "has", "has_if_more_follows", "it", "several"
ME_TOO, THEM_TOO, OPENERS, FOLLOWS = "me_too", "them_too", "openers", "follows"
THINGS, MAY_I, DID, HARMLESS_DEEDS = "things", "may_i", "did", "harmless_deeds"
PARTS, GOES_ON, YES_IT_IS = "parts", "goes_on_of_it", "yes_it_is"
LABELS = (
    HAS, HAS_IF_MORE, IT, SEVERAL, ME_TOO, THEM_TOO, OPENERS, FOLLOWS, THINGS, MAY_I, DID,
    HARMLESS_DEEDS, PARTS, GOES_ON, YES_IT_IS,
)  # fmt: skip
_LONGEST_WORDS = 16
_HE_HAS, _I_HAVE = "they have", "i have"


@dataclass(frozen=True)
class Condition:
    """What is asked about by the name of an illness, and by what it shows.

    Attributes:
        words: label of its names in the book.
        topics: the topics that answer about it.
        signs: what it shows by, for the patient.
    """

    words: str
    topics: frozenset[str]
    signs: str


@dataclass(frozen=True)
class PointingWords:
    """The words of pointing.yml.

    Attributes:
        book: phrases labelled with LABELS, and the names of each condition.
        nouns: symptom → how it is named in such a message.
        conditions: illnesses by what they show.
        groups: groups of topics after which "I have that" may be about a symptom.
        done_verbs: verb of a question → the same as something that was done.
        own_subjects, own_verbs: what begins so is the writer's own: "we have", "got".
        others: who else may have done something.
    """

    book: PhraseBook
    nouns: Mapping[str, str]
    conditions: tuple[Condition, ...]
    groups: frozenset[str]
    done_verbs: Mapping[str, str]
    own_subjects: frozenset[str]
    own_verbs: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True)
class Pointer:
    """A message that says that somebody has what was named before.

    Attributes:
        head: who has it: "my husband has".
        rest: what follows: "since monday".
        means_several: whether it points to more than one thing.
        is_of_another: whether it is not the writer who has it.
        is_choice: whether it may choose from what is offered: "all of those".
    """

    head: str
    rest: str
    means_several: bool
    is_of_another: bool = False
    is_choice: bool = False

    def with_names(self, names: Collection[str]) -> str:
        """The message with these names in the place of the pronoun."""
        return " ".join((self.head, " and ".join(names), self.rest)).strip()


def pointer_in(words: Words, known: PointingWords) -> Pointer | None:
    """What a message points to has; None where it says anything else, or asks."""
    if not 0 < len(words) <= _LONGEST_WORDS or any(word.norm == "?" for word in words.items):
        return None
    found = known.book.find(words)
    start = after_openers(words, found)
    alone = _longest(found, start, (ME_TOO, THEM_TOO))
    if alone is not None and _may_follow(words, alone.end, found):
        is_own, rest = alone.label == ME_TOO, _text(words, alone.end, len(words))
        head = _I_HAVE if is_own else _HE_HAS
        is_choice = any(one.label == SEVERAL and one.first == alone.first for one in found)
        return Pointer(
            head, rest, means_several=True, is_of_another=not is_own, is_choice=is_choice
        )
    begins = [one for one in found if one.first == start and one.label in (HAS, HAS_IF_MORE)]
    for has in sorted(begins, key=lambda match: -match.end):
        it = _longest(found, has.end, (IT,))
        needs_more = has.label == HAS_IF_MORE or has.end - has.first == 1
        if it is None or not _may_follow(words, it.end, found, needs_more=needs_more):
            continue
        is_several = any(m.label == SEVERAL and m.first == it.first for m in found)
        rest = _text(words, it.end, len(words))
        head = _text(words, has.first, has.end)
        first = head.split()[0]
        if first in known.own_verbs:
            head = f"i {head}"
        is_own = first in known.own_subjects | known.own_verbs
        return Pointer(head, rest, is_several, is_of_another=not is_own)
    return None


def condition_named(words: Words, known: PointingWords) -> Condition | None:
    """The illness that a question names."""
    labels = {match.label for match in known.book.find(words)}
    return next((one for one in known.conditions if one.words in labels), None)


def condition_answered(topics: Collection[str], known: PointingWords) -> Condition | None:
    """The illness that an answer was about."""
    return next((one for one in known.conditions if one.topics & set(topics)), None)


def places_of_things(words: Words, known: PointingWords) -> frozenset[int]:
    """Where a question names things that "one" and "it" may be: a thermometer."""
    things = (match for match in known.book.find(words) if match.label == THINGS)
    return frozenset(place for one in things for place in range(one.first, one.end))


def deed_in(question: Words, words: Words, known: PointingWords) -> str | None:
    """ "I already did" with what the question before it asked about: "I already stopped my
    steroids"; None where it says anything else."""
    if not 0 < len(words) <= _LONGEST_WORDS or any(word.norm == "?" for word in words.items):
        return None
    found = known.book.find(words)
    start = after_openers(words, found)
    did = _longest(found, start, (DID,))
    if did is None or not _may_follow(words, did.end, found):
        return None
    in_question = known.book.find(question)
    if any(match.label == HARMLESS_DEEDS for match in in_question):
        return None
    asked = [match for match in in_question if match.label == MAY_I]
    for verb, done in known.done_verbs.items():
        length = len(verb.split())
        for may in sorted(asked, key=lambda match: -match.end):
            if _text(question, may.end, may.end + length) == verb:
                what = _text(question, may.end + length, len(question))
                who = words.norm(did.first) if words.norm(did.first) in known.others else "i"
                rest = _text(words, did.end, len(words))
                return " ".join((who, "already", done, what, rest)).strip()
    return None


def after_openers(words: Words, found: Collection[Match]) -> int:
    """Where a message begins after "yes", "but" and signs."""
    place = 0
    while place < len(words):
        opener = _longest(found, place, (OPENERS,))
        begins = any(m.first == place and m.label in (HAS, ME_TOO, DID) for m in found)
        if opener is not None and not begins:
            place = opener.end
        elif not words.norm(place).isalnum():
            place += 1
        else:
            break
    return place


def _may_follow(
    words: Words, place: int, found: Collection[Match], *, needs_more: bool = False
) -> bool:
    """Whether nothing follows, or what may: "now", "since monday"."""
    while place < len(words) and not words.norm(place).isalnum():
        place += 1
    if place >= len(words):
        return not needs_more
    return any(match.first == place and match.label == FOLLOWS for match in found)


def _longest(found: Collection[Match], first: int, labels: Collection[str]) -> Match | None:
    fitting = (match for match in found if match.first == first and match.label in labels)
    return max(fitting, key=lambda match: match.end, default=None)


def _text(words: Words, first: int, end: int) -> str:
    norms = (words.norm(place) for place in range(first, min(end, len(words))))
    return " ".join(norm for norm in norms if norm not in ("?", ",", ".", "!"))
