"""Whether a patient says that the symptom which was understood is none. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.facts_said import NEGATED
from bot.dialogue.later import is_denial, names_of
from bot.dialogue.reports import Reader
from bot.dialogue.said import Said
from bot.dialogue.stems import stem, stems_of
from bot.dialogue.triage_knowledge import TriageSymptom

_LONGEST_WORDS = 6
# "Hot" names something, "is" does not.
_LEAST_LETTERS = 3


def takes_back(told: Sequence[str], said: Said, symptom: TriageSymptom, reader: Reader) -> bool:
    """Whether a message does little more than deny the symptom that was understood: "I am not
    sleepy", but not "not shaking, just cold. 36.9 and I took no tablets". "No phlegm" takes back no
    cough: what is denied must be what was reported, or understood where nothing was named.

    ``told``: the messages of the talk, this one last.
    """
    is_little = is_denial(said) or len(said.words) <= _LONGEST_WORDS
    if not is_little or said.is_measured:
        return False
    earlier = [reader.said(text) for text in told[:-1]]
    reports = [one for one in earlier if symptom.name in one.happening]
    knowledge = reader.rules.knowledge
    texts = [one.words.text for one in reports] or [symptom.understood]
    named = frozenset().union(*(stems_of(text, knowledge) for text in texts))
    named |= {norm for one in reports for norm in _names_in(one)}
    return any(
        said.words.norm(place) in named or stem(said.words.norm(place)) in named
        for first, end in _places_denied(said, symptom.name)
        for place in range(first, end)
    )


def _names_in(said: Said) -> set[str]:
    norms = {word.norm for word in said.words.items}
    empty = said.english.naming_nothing
    return {norm for norm in norms if len(norm) >= _LEAST_LETTERS and norm not in empty}


def _places_denied(said: Said, symptom: str) -> list[tuple[int, int]]:
    """Where the words stand that deny a symptom."""
    places = [(one.first, one.end) for one in said.denials if one.label in names_of(symptom)]
    if said.reported.get(symptom) == NEGATED:
        places.append(said.places[symptom])
    return places
