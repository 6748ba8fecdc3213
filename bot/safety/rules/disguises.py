"""Words in disguise, read as what they are: "s u i c i d e", "k.m.s", "su1c1de", "s*icide".

People who are ashamed, or used to filters, write so of the gravest things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

# The word behind a disguise, or None where it is none.
Undisguise = Callable[[str], "str | None"]

_LETTERS_APART = re.compile(r"(?<![^\W_])(?<!['\d])[a-z](?:[ ._*-]{1,2}[a-z]){2,}(?![^\W_]|')\.?")
_BETWEEN_LETTERS = frozenset(" ._*-")
_WITH_SIGNS = re.compile(r"(?<![\w@$!*|])[a-z](?=[a-z]*[0-9@$!*|])[a-z0-9@$!*|]*[a-z](?![\w@$*|])")
_LETTER_OF = str.maketrans("013457@$!|", "oieastasil")
_ANY_LETTER = "*"


def as_written(plain: str, origins: list[int], undisguise: Undisguise) -> tuple[str, list[int]]:
    """The text without disguises, and the place from which each of its characters came."""
    for match in _WITH_SIGNS.finditer(plain):
        word = undisguise(match.group())
        if word is not None:
            plain = plain[: match.start()] + word + plain[match.end() :]
    apart = list(_LETTERS_APART.finditer(plain))
    if not apart:
        return plain, origins
    kept: list[int] = []
    end = 0
    for match in apart:
        kept += range(end, match.start())
        inside = range(match.start(), match.end())
        kept += [place for place in inside if plain[place] not in _BETWEEN_LETTERS]
        end = match.end()
    kept += range(end, len(plain))
    return "".join(plain[place] for place in kept), [origins[place] for place in kept]


def undisguiser(watched: Iterable[str]) -> Undisguise:
    """Knows some words again where signs stand for their letters.

    Args:
        watched: the words that are looked for, in lower case.
    """
    by_length: dict[int, list[str]] = {}
    for word in sorted(watched):
        by_length.setdefault(len(word), []).append(word)

    def undisguise(written: str) -> str | None:
        letters = written.translate(_LETTER_OF)
        for word in by_length.get(len(letters), ()):
            if all(a in (b, _ANY_LETTER) for a, b in zip(letters, word, strict=True)):
                return word
        return None

    return undisguise
