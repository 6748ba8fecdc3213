"""Whether a mention tells of something that is happening now, read from the words around it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from bot.safety.finding import Reason
from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.words import Words

NEGATION_REACH_WORDS = 7
NEGATION_REACH_OF_NUMBERS = 3
NOW: Final = "now"
BARE: Final = "bare"
UNCLEAR_WORDING: Final = "unclear"
# "Is it normal to see double?", "should I worry about 38.7": a question about one's own.
OWN_QUESTION: Final = "own question"
# Over, but not for a day; over, and nobody says since when.
JUST_OVER: Final = "just over"
RESOLVED: Final = "resolved"
# No phrase of context.yml spans more words than this.
_LONGEST_CUE = 30
_DENIERS = frozenset({"i", "he", "she", "it", "they", "we", "there"})
_NOT_WORDS = frozenset({"not", "no", "never", "nor", "without"})
_AUXILIARIES = frozenset({"am", "is", "was", "were", "are", "did", "do", "has", "have", "had"})
# Of these it is not known whether they are happening or grave: the patient is asked.
UNSETTLED: frozenset[Reason] = frozenset({BARE, UNCLEAR_WORDING, OWN_QUESTION, JUST_OVER})


@dataclass(frozen=True)
class Cues:
    """The context phrases of one message."""

    words: Words
    matches: tuple[Match, ...]

    @classmethod
    def of(cls, words: Words, book: PhraseBook) -> Cues:
        """Finds the context phrases of a message."""
        return cls(words, tuple(book.find(words)))

    @cached_property
    def _by_label(self) -> dict[str, tuple[list[int], list[Match]]]:
        """The cues of each kind in order, and where each begins."""
        by_label: dict[str, list[Match]] = defaultdict(list)
        for match in sorted(self.matches, key=lambda one: one.first):
            by_label[match.label].append(match)
        return {label: ([m.first for m in cues], cues) for label, cues in by_label.items()}

    def within(self, label: str, first: int, end: int) -> list[Match]:
        """Cues of a kind that lie wholly between two places."""
        begins, cues = self._by_label.get(label, ([], []))
        low, high = bisect_left(begins, first), bisect_left(begins, end)
        return [cue for cue in cues[low:high] if cue.end <= end]

    def any_within(self, label: str, first: int, end: int, but: str = "") -> bool:
        """Whether a cue of a kind lies between two places, unless cancelled by the kind ``but``."""
        return any(not self.is_cancelled(cue, but) for cue in self.within(label, first, end))

    def is_cancelled(self, cue: Match, but: str) -> bool:
        """Whether a cue shares words with one of the kind ``but``."""
        return self.touches(but, cue)

    def touches(self, label: str, mention: Match) -> bool:
        """Whether a cue of a kind shares words with a mention."""
        begins, cues = self._by_label.get(label, ([], []))
        low = bisect_left(begins, mention.first - _LONGEST_CUE)
        high = bisect_left(begins, mention.end)
        return any(_overlap(cue, mention) for cue in cues[low:high])


def _overlap(one: Match, other: Match) -> bool:
    return one.first < other.end and other.first < one.end


def context_of(
    mention: Match,
    cues: Cues,
    mild_is_small: bool = False,
    reach: int = NEGATION_REACH_WORDS,
    is_lasting: bool = False,
    is_number: bool = False,
) -> Reason:
    """Why a mention counts ("now") or not, or "bare" where the words around it do not say.

    Args:
        mention: where the symptom is named.
        cues: the context phrases of the message.
        mild_is_small: whether "slight" before this symptom makes it small.
        reach: how many words may stand between a "no" and what it denies.
        is_lasting: whether it counts as well when it is over, if it was within the last day.
        is_number: whether it is a number, which says no year: "pressure 200".
    """
    if cues.touches("figurative", mention):
        return "figurative"
    if _is_denied_wish(mention, cues) or is_negated(mention, cues, reach):
        return "negated"
    if cues.touches("bereaved", mention):
        return "other people"
    if is_own_question(mention, cues):
        return OWN_QUESTION
    if is_hypothetical(mention, cues):
        return "hypothetical"
    if is_resolved(mention, cues):
        return _when_over(mention, cues) if is_lasting else RESOLVED
    return _when_not_over(mention, cues, mild_is_small, is_number)


def _is_denied_wish(mention: Match, cues: Cues) -> bool:
    """ "I do not want to die", and not "I do not want to live"."""
    is_denied = cues.touches("denied_wish", mention)
    return is_denied and not cues.touches("no_wish_to_live", mention)


def _when_not_over(mention: Match, cues: Cues, mild_is_small: bool, is_number: bool) -> Reason:
    """Whether it is happening now, of long ago, of somebody else, asked in general, or mild."""
    first, end = cues.words.sentence_bounds(mention.first)
    happening = is_told_as_happening(mention, cues)
    past = cues.within("past", first, end)
    if not happening and any(not (is_number and _overlap(cue, mention)) for cue in past):
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


def _when_over(mention: Match, cues: Cues) -> Reason:
    """ "fainted this morning, fine now" was within the last day; "last week" was not."""
    first, end = cues.words.sentence_bounds(mention.first)
    if cues.any_within("long_over", first, end) or cues.any_within("past", first, end):
        return RESOLVED
    if cues.any_within("others", first, end, but="not_others"):
        return RESOLVED
    return NOW if cues.any_within("within_a_day", first, end) else JUST_OVER


def is_own_question(mention: Match, cues: Cues) -> bool:
    """ "is it normal to see double", "should I worry about 38.7": asked of one's own."""
    first, _ = cues.words.sentence_bounds(mention.first)
    asked = cues.within("own_question", first, mention.end)
    supposed = cues.within("hypothetical", first, mention.end)
    return bool(asked) and all(
        any(_overlap(cue, own) and cue.first >= own.first for own in asked) for cue in supposed
    )


def is_negated(mention: Match, cues: Cues, reach: int) -> bool:
    """ "no fever or chills", "temp is normal"; not "not only fever", "no rash, just a fever"."""
    first, end = cues.words.sentence_bounds(mention.first)
    for cue in cues.within("negation_before", first, mention.first + 1):
        if cue.end > mention.first and not _shares_verb(cue, mention, cues.words):
            continue
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


def _shares_verb(cue: Match, mention: Match, words: Words) -> bool:
    """Whether a denial ends with the word that the symptom begins with: "not getting worse"; but
    not "do not feel my legs", where the "not" is the symptom's own."""
    return cue.first < mention.first and words.norm(mention.first) not in _NOT_WORDS


def _is_denied_next(words: Words, end: int) -> bool:
    """ "They asked was I out of breath. I wasn't.": a denial that is a sentence of its own."""
    if end >= len(words):
        return False
    first, end = words.sentence_bounds(end)
    norms = (norm for norm in map(words.norm, range(first, end)) if norm.isalpha())
    said = list(islice(norms, 4))
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
    endings = [
        cue
        for cue in cues.within("resolved", mention.first, end)
        if not cues.is_cancelled(cue, "not_resolved")
    ]
    # "Ok again" is no return.
    returns = cues.within("returned", mention.end, end)
    return bool(endings) and all(any(_overlap(one, cue) for cue in endings) for one in returns)


def is_general_question(mention: Match, cues: Cues) -> bool:
    """ "is fever a side effect?", the question first, without a word of having it."""
    first, end = cues.words.sentence_bounds(mention.first)
    opened = any(cue.first == first for cue in cues.within("opens_question", first, mention.first))
    if not opened and not cues.any_within("question", first, mention.end, but="not_question"):
        return False
    return not (cues.any_within("having", first, end) or cues.any_within("now", first, end))


def is_mild(mention: Match, cues: Cues) -> bool:
    """A small-word right before or inside, and nothing grave in the sentence."""
    first, end = cues.words.sentence_bounds(mention.first)
    near = cues.within("mild", max(first, mention.first - 3), min(end, mention.end + 4))
    return bool(near) and not cues.any_within("asked_seriously", first, end)
