"""Whether what a message reports is felt by somebody else than the writer. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.english import THE_WRITER
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words


def is_of_another(
    words: Words, others: Sequence[Match], bystander: Sequence[Match], symptom: int | None
) -> bool:
    """Whether somebody else has it: who is named last before the symptom, else who is named first.

    Args:
        words: the message.
        others: where somebody else than the writer is named.
        bystander: phrases after which somebody else only tells or sees of it: "my wife says".
        symptom: the place where the symptom is named; None: by no phrase.
    """
    telling = {match.first for match in bystander}
    named = {
        place
        for match in others
        if not telling & set(range(match.first + 1, match.end + 1))
        for place in range(match.first, match.end)
    }
    told_of = {place for match in others for place in range(match.first, match.end)}
    own = {
        place
        for place in range(len(words))
        if words.norm(place) in THE_WRITER and place not in told_of
    }
    people = sorted(named | own)
    before = [place for place in people if symptom is not None and place < symptom]
    meant = before[-1] if before else next(iter(people), None)
    return meant in named
