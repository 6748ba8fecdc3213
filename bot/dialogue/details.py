"""Where and since when something is, which alone tells of nothing: "about half my arm", and "it
came yesterday" beside a rash. Pure."""

from __future__ import annotations

from bot.dialogue.reading import Reading
from bot.dialogue.situation import Meaning, Understood
from bot.dialogue.triaged import TriagedAssessment
from bot.safety import Assessment

_DETAIL, _ONSET, _FILLER = "detail", "onset", "filler"
_MILD, _WIDE, _SCAN = "mild_sign", "wide_sign", "scan_finding"
_LEAST_WORDS_LEFT = 2
_SCAN_LOOKS_WORSE = "timing/scan_looks_worse"


def only_says_where(reading: Reading) -> bool:
    """ "About half my arm", "all over my legs too": of what, is not said."""
    has_place = any(match.label == _DETAIL for match in reading.matches)
    return has_place and reading.says_only({_DETAIL, _ONSET, _FILLER})


def tells_of_a_scan(reading: Reading) -> bool:
    """ "New lesion in the liver"."""
    return any(match.label == _SCAN for match in reading.matches)


def of_a_scan(reading: Reading, understood: Understood) -> Meaning | None:
    """The answer to what is told of a scan; what is asked is answered as a question."""
    is_asked = any(word.norm == "?" for word in reading.words.items)
    if understood.is_alarm or is_asked or not tells_of_a_scan(reading):
        return None
    return Meaning("answer", (_SCAN_LOOKS_WORSE,))


def asks_for_number(reading: Reading) -> bool:
    """ "What is the number of the clinic?", "when are you open?"."""
    return any(match.label == "asks_number" for match in reading.matches)


def without_since_when(reading: Reading) -> str | None:
    """The message with spaces in place of since when something is, and that it itches; None where
    it does not say that, or says nothing else, or that it is everywhere."""
    if any(match.label == _WIDE for match in reading.matches):
        return None
    onsets = [match for match in reading.matches if match.label in (_ONSET, _MILD)]
    hidden = {place for match in onsets for place in range(match.first, match.end)}
    kept = reading.places - hidden
    if not onsets or len(kept) < _LEAST_WORDS_LEFT:
        return None
    text = list(reading.words.text)
    for place in hidden:
        word = reading.words.items[place]
        text[word.start : word.end] = " " * (word.end - word.start)
    return "".join(text)


def may_be_asked_about(told: Assessment, symptoms: frozenset[str]) -> bool:
    """Whether a call comes of since when it is, and of nothing else: without that, the triage asks
    about a symptom that is no graver for being new."""
    if not (isinstance(told, TriagedAssessment) and told.takes_over):
        return False
    reported = told.report.symptoms[:1] if told.report is not None else ()
    return bool(reported) and reported[0] in symptoms
