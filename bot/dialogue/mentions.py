"""Treatments named in a message, and which of them somebody is said not to get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.dialogue.context_knowledge import Drug
from bot.dialogue.english import BEFORE_ANOTHER_TREATMENT
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words

_DENIAL_REACH_WORDS = 3


@dataclass(frozen=True)
class Mention:
    """A treatment named in a message: its kind, the drug's canonical name, and as it is shown."""

    kind: str | None
    drug: str | None = None
    shown: str | None = None


@dataclass(frozen=True)
class NamedTreatment:
    """A mention, and whether it is denied."""

    mention: Mention
    is_denied: bool


def named_treatments(
    words: Words, matches: Sequence[Match], drugs: Mapping[str, Drug]
) -> tuple[NamedTreatment, ...]:
    """The treatments of a message in the order they are named; of names that overlap the longest.

    Args:
        matches: phrases found, those of treatments labelled "drug:<shown>" or "kind:<kind>".
        drugs: by the name that is shown.
    """
    named = [match for match in matches if match.label.startswith(("drug:", "kind:"))]
    named.sort(key=lambda match: (match.first, match.first - match.end))
    found: list[NamedTreatment] = []
    end = 0
    for match in named:
        if match.first >= end:
            is_denied = _is_denied(words, match.first, end)
            found.append(NamedTreatment(_mention(match, drugs), is_denied))
            end = match.end
    return tuple(found)


def _mention(match: Match, drugs: Mapping[str, Drug]) -> Mention:
    kind, _, name = match.label.partition(":")
    if kind == "kind":
        return Mention(name)
    drug = drugs[name]
    return Mention(drug.kind, drug.name, drug.shown)


def _is_denied(words: Words, first: int, after: int) -> bool:
    """A denial among the few words before a name, in its clause, and after the name before it."""
    for place in range(first - 1, max(after, first - _DENIAL_REACH_WORDS) - 1, -1):
        norm = words.norm(place)
        if norm in BEFORE_ANOTHER_TREATMENT:
            return True
        if not any(map(str.isalnum, norm)):
            return False
    return False
