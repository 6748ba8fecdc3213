"""Wordings that sound alarming and are none: "took two paracetamol", "scratched it bloody".

The detector knows words better than amounts. What it suspects because of such a wording alone, it
does not suspect of the rest of the message: so it is asked again, without the wording.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.safety.finding import Finding
from bot.safety.rules.context import UNSETTLED
from bot.safety.rules.phrases import PhraseBook
from bot.safety.rules.words import Words


@dataclass(frozen=True)
class HarmlessWordings:
    """The wordings of harmless.yml.

    Attributes:
        book: their phrases, labelled with the wording's name.
        symptoms: name → the symptoms that are suspected because of it.
        unless: phrases beside which a wording is not harmless, labelled with its name.
    """

    book: PhraseBook = field(default_factory=PhraseBook)
    symptoms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unless: PhraseBook = field(default_factory=PhraseBook)

    def rest_of(self, words: Words, findings: Sequence[Finding], suspected: str) -> str | None:
        """The message without the wordings because of which a symptom may be suspected; None where
        it has none, or where something else says the symptom, too."""
        places: set[int] = set()
        grave = {match.label for match in self.unless.find(words)}
        for match in self.book.find(words):
            if match.label in grave:
                continue
            symptoms = self.symptoms[match.label]
            if suspected in symptoms and not _is_read(symptoms, findings):
                places.update(range(match.first, match.end))
        if not places:
            return None
        kept = [word for place, word in enumerate(words.items) if place not in places]
        return " ".join(words.text[word.start : word.end] for word in kept)


def _is_read(symptoms: frozenset[str], findings: Sequence[Finding]) -> bool:
    return any(
        finding.symptom in symptoms and (finding.counts or finding.reason in UNSETTLED)
        for finding in findings
    )
