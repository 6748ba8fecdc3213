"""Short words as they are mistyped, read as what was meant inside the gravest phrases alone.

A word of six letters is one typo away from few others; "dye", "kil" and "2" are words themselves,
or near many. So nothing is corrected but where a phrase of suicide, breath or chest comes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.safety.rules.phrases import Match, PhraseBook
from bot.safety.rules.words import Word, Words


@dataclass(frozen=True)
class Meant:
    """A message with its slips read as what was meant.

    Attributes:
        words: its words; those that stand for a slip have the slip's place in the text.
        places: where they stand.
        symptoms: the symptoms in whose phrases slips are read.
    """

    words: Words
    places: frozenset[int]
    symptoms: Collection[str]

    def with_slips(self, mentions: Iterable[Match]) -> list[Match]:
        """The mentions of these symptoms that hold a slip."""
        return [
            mention
            for mention in mentions
            if mention.label.split(":")[0] in self.symptoms
            and not self.places.isdisjoint(range(mention.first, mention.end))
        ]


@dataclass(frozen=True)
class Slips:
    """The slips of slips.yml.

    Attributes:
        meant: a word as it is mistyped → the words that were meant.
        symptoms: the symptoms in whose phrases slips are read.
        unless: phrases beside which a word is no slip, labelled with what it would mean.
    """

    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    symptoms: frozenset[str] = frozenset()
    unless: PhraseBook = field(default_factory=PhraseBook)

    def as_meant(self, words: Words) -> Meant | None:
        """The message with its slips read as what was meant; None where it has none."""
        if not any(word.norm in self.meant for word in words.items):
            return None
        excluded = {match.label for match in self.unless.find(words)}
        items: list[Word] = []
        places: set[int] = set()
        for word in words.items:
            meant = self.meant.get(word.norm, ())
            if not meant or " ".join(meant) in excluded:
                items.append(word)
                continue
            places.update(range(len(items), len(items) + len(meant)))
            items += [replace(word, norm=norm) for norm in meant]
        if not places:
            return None
        return Meant(Words(words.text, tuple(items)), frozenset(places), self.symptoms)
