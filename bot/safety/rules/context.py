"""Whether a mention tells of something that is happening now, read from the words around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.words import Words

NEGATION_REACH_WORDS = 7
NEGATION_REACH_OF_NUMBERS = 3
NOW = "now"
BARE = "bare"
UNCLEAR_WORDING = "unclear"
_DENIERS = frozenset({"i", "he", "she", "it", "they", "we", "there"})
_AUXILIARIES = frozenset({"am", "is", "was", "were", "are", "did", "do", "has", "have", "had"})
# Of these it is not known whether they are happening or grave: the patient is asked.
UNSETTLED = frozenset({BARE, UNCLEAR_WORDING})


@dataclass(frozen=True)
class Cues:
    """The context phrases of one message."""

    words: Words
    matches: tuple[Match, ...]

    @classmethod
    def of(cls, words: Words, book: PhraseBook) -> Cues:
        """Finds the context phrases of a message."""
        return cls(words, tuple(book.find(words)))

    def within(self, label: str, first: int, end: int) -> list[Match]:
        """Cues of a kind that lie wholly between two places."""
        return [m for m in self.matches if m.label == label and m.first >= first and m.end <= end]

    def any_within(self, label: str, first: int, end: int, but: str = "") -> bool:
        """Whether a cue of a kind lies between two places, unless cancelled by the kind ``but``."""
        return any(not self.is_cancelled(cue, but) for cue in self.within(label, first, end))

    def is_cancelled(self, cue: Match, but: str) -> bool:
        """Whether a cue shares words with one of the kind ``but``."""
        return any(other.label == but and _overlap(other, cue) for other in self.matches)

    def touches(self, label: str, mention: Match) -> bool:
        """Whether a cue of a kind shares words with a mention."""
        return any(m.label == label and _overlap(m, mention) for m in self.matches)


def _overlap(one: Match, other: Match) -> bool:
    return one.first < other.end and other.first < one.end


def context_of(
    mention: Match, cues: Cues, mild_is_small: bool, reach: int = NEGATION_REACH_WORDS
) -> str:
    """Why a mention counts ("now") or not, or "bare" where the words around it do not say.

    Args:
        mention: where the symptom is named.
        cues: the context phrases of the message.
        mild_is_small: whether "slight" before this symptom makes it small.
        reach: how many words may stand between a "no" and what it denies.
    """
    first, end = cues.words.sentence_bounds(mention.first)
    if cues.touches("figurative", mention):
        return "figurative"
    if is_negated(mention, cues, reach):
        return "negated"
    if is_hypothetical(mention, cues):
        return "hypothetical"
    if is_resolved(mention, cues):
        return "resolved"
    happening = is_told_as_happening(mention, cues)
    if cues.any_within("past", first, end) and not happening:
        return "past"
    if cues.any_within("others", first, end, but="not_others") and not (
        happening or cues.any_within("now", first, end)
    ):
        return "other people"
    if is_general_question(mention, cues):
        return "question"
    if mild_is_small and is_mild(mention, cues):
        return "mild"
    own = cues.any_within("own", first, end) or cues.any_within("now", first, end)
    return NOW if own else BARE


def is_negated(mention: Match, cues: Cues, reach: int = NEGATION_REACH_WORDS) -> bool:
    """ "no fever or chills", "temp is normal"; not "not only fever", "no rash, just a fever"."""
    first, end = cues.words.sentence_bounds(mention.first)
    for cue in cues.within("negation_before", first, mention.first):
        reaches = mention.first - cue.end <= reach
        if not reaches or cues.is_cancelled(cue, "not_negation"):
            continue
        if not _denial_ends(cue, mention, cues):
            return True
    return _is_denied_next(cues.words, end) or any(
        cue.first - mention.end <= 3 and not cues.is_cancelled(cue, "not_negation")
        for cue in cues.within("negation_after", mention.first, end)
        if cue.end > mention.end
    )


def _is_denied_next(words: Words, end: int) -> bool:
    """ "They asked was I out of breath. I wasn't.": a denial that is a sentence of its own."""
    if end >= len(words):
        return False
    first, end = words.sentence_bounds(end)
    said = [norm for norm in map(words.norm, range(first, end)) if norm.isalpha()]
    return len(said) == 3 and said[0] in _DENIERS and said[1] in _AUXILIARIES and said[2] == "not"


def _denial_ends(cue: Match, mention: Match, cues: Cues) -> bool:
    if cues.any_within("ends_negation", cue.end, mention.first):
        return True
    commas = [p for p in range(cue.end, mention.first) if cues.words.norm(p) == ","]
    if not commas:
        return False
    # "no fever, chills or rash" is one denial; "no fever, shaking badly" is not.
    _, end = cues.words.sentence_bounds(mention.first)
    return not any(cues.words.norm(p) in ("or", "nor") for p in range(commas[0], end))


def is_told_as_happening(mention: Match, cues: Cues) -> bool:
    """ "today" in the mention's own clause, or "back again" anywhere in its sentence."""
    first, end = cues.words.clause_bounds(mention.first)
    if cues.any_within("now", first, max(end, mention.end)):
        return True
    return cues.any_within("returned", *cues.words.sentence_bounds(mention.first))


def is_hypothetical(mention: Match, cues: Cues) -> bool:
    """ "what if I get a fever": talked of as possible, in the same sentence and before."""
    first, _ = cues.words.sentence_bounds(mention.first)
    if cues.any_within("hypothetical", first, mention.end, but="not_hypothetical"):
        return True
    return cues.any_within("only_asking", 0, len(cues.words)) and not is_told_as_happening(
        mention, cues
    )


def is_resolved(mention: Match, cues: Cues) -> bool:
    """ "was sick last night but fine now"; not "fever gone but back again"."""
    _, end = cues.words.sentence_bounds(mention.first)
    if end < len(cues.words):
        _, end = cues.words.sentence_bounds(end)
    ending = cues.any_within("resolved", mention.first, end, but="not_resolved")
    return ending and not cues.any_within("returned", mention.end, end)


def is_general_question(mention: Match, cues: Cues) -> bool:
    """ "is fever a side effect?", the question first, without a word of having it."""
    first, end = cues.words.sentence_bounds(mention.first)
    opened = any(cue.first == first for cue in cues.within("opens_question", first, mention.first))
    if not opened and not cues.any_within("question", first, mention.end):
        return False
    return not (cues.any_within("having", first, end) or cues.any_within("now", first, end))


def is_mild(mention: Match, cues: Cues) -> bool:
    """A small-word right before or inside, and nothing grave in the sentence."""
    first, end = cues.words.sentence_bounds(mention.first)
    near = cues.within("mild", max(first, mention.first - 3), min(end, mention.end + 4))
    return bool(near) and not cues.any_within("asked_seriously", first, end)


def labels_of(matches: Iterable[Match]) -> set[str]:
    """The different labels of some matches."""
    return {match.label for match in matches}
