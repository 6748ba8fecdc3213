"""Replies as a messenger takes them: short enough, with phone numbers that can be tapped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import phonenumbers

from bot.channels.messengers.message import Button
from bot.settings.clinic import Clinic

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_SPACE = re.compile(r"\s+")
_PREFIX_OF_URI = "tel:"


def utf16_units(text: str) -> int:
    """The length as Telegram counts it: an emoji has two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, most: int, length: Callable[[str], int] = len) -> list[str]:
    """The text in parts of at most so much, cut after sentences, else between words, else
    anywhere."""
    parts = []
    rest = text.strip()
    while length(rest) > most:
        head = _longest_start(rest, most, length)
        ends = [found.start() for found in _SENTENCE_END.finditer(rest, 0, len(head) + 1)]
        spaces = [found.start() for found in _SPACE.finditer(rest, 0, len(head) + 1)]
        cut = max((end for end in ends or spaces if 0 < end <= len(head)), default=len(head))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [part for part in [*parts, rest] if part]


def _longest_start(text: str, most: int, length: Callable[[str], int]) -> str:
    low, high = 1, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        if length(text[:middle]) <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def international(number: str, country: str | None) -> str:
    """A phone number as phones make it tappable wherever they are: "+44-20-7946-0000".

    ``country``: two letters, for numbers written without "+". Numbers that only work inside a
    country (911, 988, 116 123) and what is no number of the country stay as they are written.
    """
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_valid_number(parsed):
        return number
    uri = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.RFC3966)
    return uri.removeprefix(_PREFIX_OF_URI)


class PhoneNumbers:
    """The clinic's numbers in a text, in international form."""

    def __init__(self, clinic: Clinic) -> None:
        written: set[str] = {clinic.care_team.phone, clinic.emergency.phone, clinic.crisis.phone}
        self._forms = {number: international(number, clinic.country) for number in written}
        longest_first = sorted(written, key=len, reverse=True)
        choices = "|".join(map(re.escape, longest_first))
        self._written = re.compile(rf"(?<![\d+])(?:{choices})(?!\d)")

    def in_text(self, text: str) -> str:
        return self._written.sub(lambda found: self._forms[found[0]], text)


def with_choices(text: str, buttons: Sequence[Button], hint: str) -> str:
    """The text with its choices under it, each behind its label."""
    choices = [f"{button.label}. {button.title}" for button in buttons]
    return "\n".join([text, *choices, hint])
