"""Why a mention of a symptom or fact counts or not, in a message that is read for triage. Pure."""

from __future__ import annotations

from bot.dialogue.english import English
from bot.safety.rules.context import BARE, NEGATION_REACH_WORDS, Cues, context_of
from bot.safety.rules.phrases import Match
from bot.safety.rules.words import Words


def reason_of_mention(
    mention: Match, cues: Cues, english: English, reach: int = NEGATION_REACH_WORDS
) -> str:
    """As the safety layer reads it, but "my skin is a bit red" is no question."""
    reason = context_of(mention, cues, mild_is_small=False, reach=reach)
    if reason == "question" and not _is_asked(mention, cues.words, english):
        return BARE
    return reason


def _is_asked(mention: Match, words: Words, english: English) -> bool:
    first, end = words.sentence_bounds(mention.first)
    if words.norm(end - 1) == "?":
        return True
    opening = {words.norm(place) for place in range(first, min(first + 2, mention.first))}
    return bool(opening & english.begins_a_question)


def without_other_endings(cues: Cues, coping: list[Match]) -> Cues:
    """ "Eating is ok" ends no ulcer."""
    kept = (
        cue
        for cue in cues.matches
        if cue.label != "resolved"
        or not any(one.first < cue.first and cue.end <= one.end for one in coping)
    )
    return Cues(cues.words, tuple(kept))
