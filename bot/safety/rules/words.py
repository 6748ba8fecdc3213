"""A message as plain words: spelled in one way, each knowing its place in the patient's text.

spaCy cuts the words; what is matched is their normal form ("can't" → can, not; "Im" → i, am),
in which typing habits no longer matter: case, typographic apostrophes, full-width letters,
missing spaces ("38.9c", "cantbreathe"), drawn-out letters ("sooo"), one-letter typos in long words,
pictures, and disguises ("s u i c i d e", see disguises.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, wraps
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from bot.safety.rules.disguises import Undisguise, as_written

if TYPE_CHECKING:
    from spacy.language import Language

# A longer message is read at its start and at its end, where people say what is urgent.
LONGEST_READ = 4000
# What has no full stop for longer is cut, so that no message takes more than linear time.
LONGEST_SENTENCE_WORDS = 120
LONGEST_KEPT, MOST_KEPT = 24, 20_000
_MESSAGES_KEPT, _LEFT_OUT = 256, " … "
_FORGETTING: list[Callable[[], None]] = []
T = TypeVar("T")
SENTENCE_ENDS = frozenset({".", "!", "?", ";", "\n", "…"})
_BARS = SENTENCE_ENDS - {"?"}
CLAUSE_ENDS = SENTENCE_ENDS | {",", ":", "-", "(", ")", "/"}
CLAUSE_OPENERS = frozenset(
    {"but", "though", "although", "however", "because", "cos", "cuz", "so", "then", "while",
     "yet", "except", "plus", "and", "oh", "btw", "also", "anyway", "which", "whereas", "or"}
)  # fmt: skip
_CHUNKS = re.compile(
    # "SpO2 84": letters and digits of these stay together.
    r"(?<![^\W_])(?:s[pa]?[o0]2|o2|hba1c|t4)(?![^\W\d_])"
    r"|\d+(?:[.,·]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|\n|[^\w\s]|_"
)
# Signs that are pictures and the like, which count as no words unless a word is given for them.
_PICTURES = frozenset({"So", "Sk", "Cn", "Co", "Cs"})
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_SAME_SIGN = str.maketrans("’‘´`ʼ＇–—−‐‑‒～，“”«»º˚", "''''''------~,\"\"\"\"°°")
_ONE_SORT_OF_SPACE = str.maketrans("\t\r\v\f\x1c\x1d\x1e\x1f`", "        '")
_NORMS = {
    "n't": "not", "nt": "not", "ca": "can", "wo": "will", "ai": "is", "'s": "is", "'m": "am",
    "'ve": "have", "ve": "have", "'re": "are", "re": "are", "'ll": "will", "'d": "would",
    "u": "you", "r": "are", "ur": "your", "im": "am", "w": "with", "wen": "when", "n": "and",
    "+": "plus", "&": "and", "havin": "having", "tho": "though", "cud": "could", "dont": "not",
    "i'm": "am", "2day": "today", "b4": "before", "thru": "through", "feelin": "feeling",
}  # fmt: skip
_AFTER_PRONOUN = {"s": "is", "m": "am", "d": "would", "ll": "will"}
_PRONOUNS = frozenset({"i", "he", "she", "it", "that", "there", "what", "who", "mum", "mom", "dad"})


def kept_for_words(of_word: Callable[..., T]) -> Callable[..., T]:
    """Keeps what a function says of a word (its first argument), as words come again and again.
    What is longer than words are is not kept, lest it fill the memory."""
    kept = lru_cache(maxsize=MOST_KEPT)(of_word)

    @wraps(of_word)
    def call(word: str, *rest: Hashable) -> T:
        return (kept if len(word) <= LONGEST_KEPT else of_word)(word, *rest)

    return call


def kept_for_messages(of_message: Callable[..., T]) -> Callable[..., T]:
    """Keeps what a function says of the latest few messages: one turn reads a message several
    times. All arguments are hashed, knowledge by its identity."""
    kept = lru_cache(maxsize=_MESSAGES_KEPT)(of_message)
    _FORGETTING.append(kept.cache_clear)
    return wraps(of_message)(kept)


def forget_messages() -> None:
    """Forgets what was kept of messages, and with it the knowledge that they were read with."""
    for forget in _FORGETTING:
        forget()


def start_and_end(text: str, longest: int = LONGEST_READ) -> str:
    """The text, or of a longer one about half of so many characters from each end."""
    if len(text) <= longest:
        return text
    half = (longest - len(_LEFT_OUT)) // 2
    return f"{text[:half]}{_LEFT_OUT}{text[-half:]}"


@dataclass(frozen=True)
class Word:
    """One word in its normal form, and the characters of the message it was read from."""

    norm: str
    start: int
    end: int
    sentence: int
    clause: int


@dataclass(frozen=True)
class Words:
    """The words of a message in order."""

    text: str
    items: tuple[Word, ...]

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return _spans([word.sentence for word in self.items])

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        return _spans([word.clause for word in self.items])

    @cached_property
    def line(self) -> tuple[str, list[int]]:
        """The normal forms in one text, a space after each, and where each begins. A sentence's end
        is a bar, but for the question mark, which phrases may name."""
        norms = ["|" if w.norm in _BARS else w.norm for w in self.items]
        places = [0, *accumulate(len(norm) + 1 for norm in norms)]
        return "".join(f"{norm} " for norm in norms), places[:-1]

    def norm(self, position: int) -> str:
        """The normal form at a position; empty beyond either end."""
        return self.items[position].norm if 0 <= position < len(self.items) else ""

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """The span of the message's characters from word ``first`` up to, not with, ``last``."""
        return self.items[first].start, self.items[last - 1].end

    def sentence_bounds(self, position: int) -> tuple[int, int]:
        """First word and end of the sentence around a position."""
        return self._sentences[position]

    def clause_bounds(self, position: int) -> tuple[int, int]:
        """First word and end of the clause around a position."""
        return self._clauses[position]


def _spans(units: Sequence[int]) -> list[tuple[int, int]]:
    """For each position the first position and the end of the run of equal numbers around it."""
    spans: list[tuple[int, int]] = []
    first = 0
    for position in range(1, len(units) + 1):
        if position == len(units) or units[position] != units[first]:
            spans += [(first, position)] * (position - first)
            first = position
    return spans


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


_AS_IT_STANDS = Typing()


@kept_for_messages
def read_words(
    text: str, correct: Callable[[str], str] = str, typing: Typing | None = None
) -> Words:
    """Cuts a message into words.

    Args:
        text: what the patient wrote.
        correct: gives the word that was meant for a misspelt one, see ``SpellingBook``.
        typing: how else it is read; without it, as it stands.
    """
    typing = typing or _AS_IT_STANDS
    plain, origins = as_written(*_plain_characters(text), typing.undisguise)
    spaced, places = _one_space_between(plain, typing)
    items: list[Word] = []
    sentence = clause = since = 0
    previous = ""
    for token in _tokenizer()(spaced):
        if token.is_space and "\n" not in token.text:
            continue
        after_pronoun = previous in _PRONOUNS
        norm = correct(_normal_form(token.lower_, token.norm_, after_pronoun))
        if norm in CLAUSE_OPENERS and previous not in CLAUSE_ENDS:
            clause += 1
        start = origins[places[token.idx]]
        end = origins[places[token.idx + len(token.text) - 1]] + 1
        items.append(Word(norm, start, end, sentence, clause))
        ends = norm in SENTENCE_ENDS or since >= LONGEST_SENTENCE_WORDS
        since = 0 if ends else since + 1
        sentence += ends
        clause += norm in CLAUSE_ENDS
        previous = norm
    if len(items) <= 2 and text.strip(" .!").casefold() == "n":
        items[0] = replace(items[0], norm="no")  # not the "n" of "fever n chills"
    return Words(text, tuple(items))


@kept_for_words
def _normal_form(lower: str, norm: str, after_pronoun: bool) -> str:
    if after_pronoun and lower in _AFTER_PRONOUN:
        return _AFTER_PRONOUN[lower]
    if lower in _NORMS:
        return _NORMS[lower]
    if lower == "did":
        return lower
    form = _NORMS.get(norm, norm) if "'" in lower or norm != lower else lower
    return _DRAWN_OUT.sub(r"\1", form)


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
