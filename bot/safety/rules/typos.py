"""Typing errors as people make them on a phone, for training: harmless messages have them, too.

Writers of example lines make more errors when they play somebody in a panic, so that without these
the detector would take an error itself for a sign of alarm.
"""

from __future__ import annotations

from random import Random

SHORTEST_MISTYPED = 4
ERRORS_PER_WORD = 0.25
_BESIDE = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa",
    "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu",
}  # fmt: skip


def mistyped(text: str, random: Random) -> str:
    """The text in lower case without its punctuation's help, every fourth longer word mistyped."""
    words = text.lower().replace("'", "").split()
    return " ".join(
        _mistype(word, random)
        if len(word) >= SHORTEST_MISTYPED and random.random() < ERRORS_PER_WORD
        else word
        for word in words
    )


def _mistype(word: str, random: Random) -> str:
    """A letter left out, doubled, swapped with the next or hit beside; never the first."""
    place = random.randrange(1, len(word) - 1)
    letter = word[place]
    kind = random.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + letter + word[place:]
    if kind == 2:
        return word[:place] + word[place + 1] + letter + word[place + 2 :]
    return word[:place] + random.choice(_BESIDE.get(letter, letter)) + word[place + 1 :]
