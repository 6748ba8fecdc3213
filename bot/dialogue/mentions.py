"""Treatments named in a message: which of them somebody is said to get, and who. Pure.

The one reading that decides which treatment is meant: memory, triage and answers all go by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.context_knowledge import Drug
from bot.dialogue.english import English
from bot.safety.rules.phrases import LONGEST_GAP, Match
from bot.safety.rules.words import Words

# "Denied": not taken. "Supposed": talked of as possible. "Asked": only asked about. "Over": long
# ago. How each is said stands in phrases.yml, `not_taken`.
Status = Literal["named", "denied", "supposed", "asked", "over"]
WRITER = "the writer"
STRANGER = "a stranger"
CAR_T = "car_t"
# "My second CAR-T", but not "someone on my ward had CAR-T".
_LONGEST_TO_A_TREATMENT = 2
_LONGEST_AFTER_NAME = 3


@dataclass(frozen=True)
class Mention:
    """A treatment named in a message: its kind, the drug's canonical name, and as it is shown."""

    kind: str | None
    drug: str | None = None
    shown: str | None = None


@dataclass(frozen=True)
class NamedTreatment:
    """A mention, what is said of it, and whose it is.

    Attributes:
        mention: what is named.
        status: whether somebody is said to get it.
        owner: WRITER, STRANGER, a person as replies name them, or None where nobody is named.
    """

    mention: Mention
    status: Status
    owner: str | None = None

    @property
    def is_of_another(self) -> bool:
        """Whether it is surely not the writer's own."""
        return self.owner not in (None, WRITER)

    @property
    def may_be_remembered(self) -> bool:
        """Whether the patient, or somebody cared for, may get it: not what is denied or only talked
        of as possible, nor what a stranger gets."""
        return self.status not in ("denied", "supposed") and self.owner != STRANGER


@dataclass(frozen=True)
class _Person:
    """Somebody named in a message, and where."""

    name: str
    first: int
    end: int


def named_treatments(
    words: Words, matches: Sequence[Match], drugs: Mapping[str, Drug], english: English
) -> tuple[NamedTreatment, ...]:
    """The treatments of a message in the order they are named; of names that overlap the longest.

    Args:
        matches: phrases found, those of treatments labelled "drug:<shown>" or "kind:<kind>".
        drugs: by the name that is shown.
        english: the words for persons, and those that go on with a denial.
    """
    named = [match for match in matches if match.label.startswith(("drug:", "kind:"))]
    named.sort(key=lambda match: (match.first, match.first - match.end))
    cues = [match for match in matches if match.label.startswith("not:")]
    people = _people(words, matches, english)
    found: list[NamedTreatment] = []
    end = 0
    for match in named:
        if match.first >= end:
            mention = _mention(match, drugs)
            status = _status(words, match, mention.kind, cues, end)
            follows_denied = bool(found) and found[-1].status == "denied"
            if follows_denied and _goes_on(words, end, match.first, english):
                status = "denied"
            owner = _owner(words, match, people, english)
            found.append(NamedTreatment(mention, status, owner))
            end = match.end
    return tuple(found)


def _mention(match: Match, drugs: Mapping[str, Drug]) -> Mention:
    kind, _, name = match.label.partition(":")
    if kind == "kind":
        return Mention(name)
    drug = drugs[name]
    return Mention(drug.kind, drug.name, drug.shown)


def _status(
    words: Words, name: Match, kind: str | None, cues: Sequence[Match], after: int
) -> Status:
    """By the phrase right before a name or right after it; ``after``: where the name before it
    ended, behind which no phrase begins that is about this one."""
    before = {cue.label for cue in cues if cue.end == name.first and cue.first >= after}
    behind = {cue.label for cue in cues if cue.first == name.end}
    if "not:denied" in before or "not:denied after" in behind:
        return "denied"
    if kind == CAR_T and ("not:over" in before or _is_long_ago(words, name, cues)):
        return "over"
    if "not:supposed" in before or "not:supposed after" in behind:
        return "supposed"
    is_asked = "not:asked" in before or "not:asked after" in behind
    return "asked" if is_asked else "named"


def _is_long_ago(words: Words, name: Match, cues: Sequence[Match]) -> bool:
    """ "CAR-T back in spring two years ago", "three years ago, CAR-T"."""
    first, end = words.sentence_bounds(name.first)
    return any(
        cue.label == "not:long ago"
        and first <= cue.first
        and cue.end <= end
        and (0 <= cue.first - name.end <= LONGEST_GAP or 0 <= name.first - cue.end <= LONGEST_GAP)
        for cue in cues
    )


def _goes_on(words: Words, end: int, first: int, english: English) -> bool:
    """ "Not on Keytruda or Opdivo" denies both."""
    between = {words.norm(place) for place in range(end, first)}
    return bool(between & english.going_on_a_denial) and len(between) <= 2


def _people(words: Words, matches: Sequence[Match], english: English) -> list[_Person]:
    """Who is named, in order; without those who only say, see or want something."""
    telling = {match.first for match in matches if match.label == "bystander"}
    others = [
        _Person(_name(match), match.first, match.end)
        for match in matches
        if match.label.startswith("whose:") or match.label == "stranger"
    ]
    of_others = {place for one in others for place in range(one.first, one.end)}
    own = [
        _Person(WRITER, place, place + 1)
        for place in range(len(words))
        if words.norm(place) in english.writer_alone and place not in of_others
    ]
    people = [one for one in (*others, *own) if one.end not in telling]
    return sorted(people, key=lambda one: one.first)


def _name(match: Match) -> str:
    return match.label.partition(":")[2] or STRANGER


def _owner(words: Words, name: Match, people: Sequence[_Person], english: English) -> str | None:
    """Who is named last before a treatment, or right after it ("Keytruda for my dad")."""
    before = [one for one in people if one.end <= name.first]
    since = before[-1].end if before else 0
    near = range(max(since, name.first - _LONGEST_TO_A_TREATMENT), name.first)
    if any(words.norm(place) in english.before_a_noun for place in near):
        return WRITER
    if before:
        return before[-1].name
    following = range(name.end, name.end + _LONGEST_AFTER_NAME)
    to_a_person = english.leading_to_a_person
    leads = next((place for place in following if words.norm(place) in to_a_person), None)
    if leads is None:
        return None
    led_to = [one for one in people if leads < one.first <= leads + _LONGEST_AFTER_NAME]
    return led_to[0].name if led_to else None
