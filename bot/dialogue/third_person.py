"""A report told by somebody else, for training: "my feet itch" is "my dad's feet itch".

Writers of example lines let relatives write mostly where it is grave, so that without these copies
the recogniser would take "she" itself for a sign of alarm. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class _Gender:
    """The words for one person: "she", "her" arms, it hurts "her", by "herself"; and names."""

    subject: str
    owner: str
    object: str
    reflexive: str
    names: tuple[str, ...]


_HER = _Gender(
    "she",
    "her",
    "her",
    "herself",
    ("my wife", "my mum", "my mother", "my sister", "my daughter", "gran", "my partner", "mom"),
)
_HIM = _Gender(
    "he",
    "his",
    "him",
    "himself",
    ("my husband", "my dad", "my father", "my brother", "my son", "grandad", "my uncle", "dad"),
)
# Instead of a name, so often only "he" or "she" is said.
_PRONOUN_ALONE = 0.5
_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|[^A-Za-z]+")
_WRITER = frozenset({"i", "im", "ive", "id", "my", "me", "mine", "myself"})
_SUBJECTS = {"im": " is", "ive": " has", "id": " would"}
_ADVERBS = frozenset(
    {"just", "still", "also", "always", "only", "really", "now", "often", "never", "usually"}
)
# "I cough" → "he coughs"; what is not here keeps its form, as "felt" and "can" do.
_IRREGULAR = {
    "am": "is", "have": "has", "do": "does", "go": "goes", "dont": "doesn't", "havent": "hasn't",
    "cough": "coughs", "itch": "itches", "ache": "aches", "wash": "washes", "carry": "carries",
    "cry": "cries", "try": "tries",
}  # fmt: skip
_REGULAR = frozenset(
    {
        "bleed", "break", "breathe", "bring", "bruise", "call", "choke", "climb", "come", "cook",
        "cramp", "do", "doze", "drink", "drive", "drop", "eat", "fall", "feel", "find", "forget",
        "get", "hear", "hold", "hurt", "keep", "know", "lie", "limp", "live", "look", "lose",
        "manage", "need", "notice", "pee", "put", "rest", "run", "see", "seem", "shake", "shiver",
        "sit", "sleep", "smell", "sneeze", "speak", "stand", "start", "stay", "stumble", "sweat",
        "swallow", "take", "talk", "taste", "tell", "think", "throw", "tire", "vomit", "wake",
        "walk", "want", "wear", "wonder", "work",
    }
)  # fmt: skip


def told_by_somebody_else(text: str, others: Collection[str], random: Random) -> str | None:
    """The report as a relative would write it; None where it does not speak of the writer alone.

    Args:
        text: the report.
        others: words for other persons.
        random: which relative it is.
    """
    tokens = _TOKEN.findall(text)
    words = {_plain(token) for token in tokens}
    if not words & _WRITER or any({word, word.removesuffix("s")} & {*others} for word in words):
        return None
    return _Teller(random.choice((_HER, _HIM)), random).told(tokens)


class _Teller:
    """Tells of one person, who is named once at most."""

    def __init__(self, person: _Gender, random: Random) -> None:
        self._person = person
        is_named = random.random() >= _PRONOUN_ALONE
        self._name = random.choice(person.names) if is_named else None
        self._follows_subject = False

    def told(self, tokens: list[str]) -> str:
        return "".join(self._word(token) for token in tokens)

    def _word(self, token: str) -> str:
        plain, person = _plain(token), self._person
        if not plain:
            # "I, too, feel": a comma ends what the person does.
            self._follows_subject &= token.isspace()
            return token
        if plain == "i" or plain in _SUBJECTS:
            self._follows_subject = True
            return self._called() + _SUBJECTS.get(plain, "")
        if self._follows_subject:
            self._follows_subject = plain in _ADVERBS
            return token if self._follows_subject else _as_of_third_person(token, plain)
        if plain == "my":
            return f"{self._called()}'s" if self._name else person.owner
        return {
            "me": person.object,
            "mine": person.owner,
            "myself": person.reflexive,
        }.get(plain, token)

    def _called(self) -> str:
        name, self._name = self._name, None
        return name or self._person.subject


def _as_of_third_person(token: str, plain: str) -> str:
    return _IRREGULAR.get(plain, token + "s" if plain in _REGULAR else token)


def _plain(token: str) -> str:
    return token.lower().replace("'", "").replace("’", "") if token[0].isalpha() else ""
