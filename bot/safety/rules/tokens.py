"""A message cut into words by spaCy, typos and all, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.safety.kept import kept_for_messages
from bot.safety.rules.bare_no import with_comma_after_no
from bot.safety.rules.disguises import Undisguise, as_written

if TYPE_CHECKING:
    from spacy.language import Language

# A longer message is read at its start and at its end, where people say what is urgent.
LONGEST_READ = 4000
_LEFT_OUT = " … "
_CHUNKS = re.compile(
    # "SpO2 84": letters and digits of these stay together.
    r"(?<![^\W_])(?:s[pa]?[o0]2|o2|hba1c|t4)(?![^\W\d_])"
    r"|\d+(?:[.,·]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|\n|[^\w\s]|_"
)
# Signs that are pictures and the like, which count as no words unless a word is given for them.
_PICTURES = frozenset({"So", "Sk", "Cn", "Co", "Cs"})
_SAME_SIGN = str.maketrans("’‘´`ʼ＇–—−‐‑‒～，“”«»º˚", "''''''------~,\"\"\"\"°°")
_ONE_SORT_OF_SPACE = str.maketrans("\t\r\v\f\x1c\x1d\x1e\x1f`", "        '")


def start_and_end(text: str, longest: int = LONGEST_READ) -> str:
    """The text, or of a longer one about half of so many characters from each end."""
    if len(text) <= longest:
        return text
    half = (longest - len(_LEFT_OUT)) // 2
    return f"{text[:half]}{_LEFT_OUT}{text[-half:]}"


@dataclass(frozen=True, eq=False)
class Typing:
    """How what was typed is read: all of it data, see ``RedFlagKnowledge``.

    Attributes:
        split: gives the words of which a word without spaces is made, or the word itself.
        undisguise: gives the word behind a disguise such as "su1c1de", or None.
        signs: the words for which pictures stand.
    """

    split: Callable[[str], Sequence[str]] = lambda word: (word,)
    undisguise: Undisguise = lambda _: None
    signs: Mapping[str, str] = field(default_factory=dict)


AS_IT_STANDS = Typing()


class Token(NamedTuple):
    """A word before typos are corrected: lower case, spaCy's norm, the message's characters."""

    lower: str
    norm: str
    start: int
    end: int


# A message is read with the typos of safety, triage and context, each with words of its own.
@kept_for_messages
def tokens(text: str, typing: Typing) -> tuple[Token, ...]:
    """Cuts a message, of a long one its start and end."""
    plain, origins = as_written(*_plain_characters(text), typing.undisguise)
    spaced, places = _one_space_between(with_comma_after_no(plain), typing)
    return tuple(
        Token(
            token.lower_,
            token.norm_,
            origins[places[token.idx]],
            origins[places[token.idx + len(token.text) - 1]] + 1,
        )
        for token in _tokenizer()(spaced)
        if not token.is_space or "\n" in token.text
    )


def _plain_characters(text: str) -> tuple[str, list[int]]:
    """Lower case, one sort of apostrophe and dash, no accents or invisible signs; with places."""
    if text.isascii() and len(text) <= LONGEST_READ:
        return text.lower().translate(_ONE_SORT_OF_SPACE), list(range(len(text)))
    characters: list[str] = []
    origins: list[int] = []
    for place, character in _ends_of(text):
        for plain in unicodedata.normalize("NFKD", character.translate(_SAME_SIGN)).lower():
            if unicodedata.category(plain) in ("Mn", "Cf", "Me"):
                continue
            characters.append(plain if plain == "\n" or not plain.isspace() else " ")
            origins.append(place)
    return "".join(characters), origins


def _ends_of(text: str) -> list[tuple[int, str]]:
    if len(text) <= LONGEST_READ:
        return list(enumerate(text))
    half = LONGEST_READ // 2
    tail = len(text) - half
    head = list(enumerate(text[:half]))
    return [*head, (half, "\n"), *enumerate(text[tail:], tail)]


def _one_space_between(plain: str, typing: Typing) -> tuple[str, list[int]]:
    """Numbers, words and signs set apart by one space each, with the place each came from."""
    pieces: list[str] = []
    places: list[int] = []
    for chunk in _CHUNKS.finditer(plain):
        if _is_hyphen_in_word(plain, chunk.start()):
            continue
        for piece, start in _pieces(chunk.group(), chunk.start(), typing):
            pieces += [piece, " "]
            last = min(start + len(piece), chunk.end()) - 1
            places += [min(start + i, last) for i in range(len(piece))]
            places.append(last)
    return "".join(pieces), places


def _pieces(chunk: str, start: int, typing: Typing) -> Iterator[tuple[str, int]]:
    """The words of a chunk, each with its place; none of a picture without a word."""
    if not chunk[0].isalnum():
        if chunk in typing.signs:
            yield typing.signs[chunk], start
        elif chunk == "°" or unicodedata.category(chunk[0]) not in _PICTURES:
            yield chunk, start
        return
    for word in typing.split(chunk):
        yield word, start
        start += len(word)


def _is_hyphen_in_word(plain: str, place: int) -> bool:
    inside = 0 < place < len(plain) - 1
    return (
        plain[place] == "-" and inside and plain[place - 1].isalpha() and plain[place + 1].isalpha()
    )


@lru_cache(maxsize=1)
def _tokenizer() -> Language:
    # Takes a second, and who only checks the lists reads no message.
    import spacy  # noqa: PLC0415

    return spacy.blank("en")
