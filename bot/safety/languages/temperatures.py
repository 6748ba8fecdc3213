"""Temperatures in messages of other languages: "38,9", "39.5 de fiebre", "39度", "38 и 7"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.safety.languages.knowledge import LanguageKnowledge

# A body is nowhere near other numbers; what lies outside is an age, a room or a date.
COLDEST_CELSIUS, HOTTEST_CELSIUS = 34.0, 43.0
COLDEST_FAHRENHEIT, HOTTEST_FAHRENHEIT = 93.0, 109.5
# So many characters may lie between a number and the word that makes it a temperature.
NEAR_CHARACTERS = 25
# "38 y 7", "38 и 9", "38度5", "38도5", "38 virgule 5": one number.
_TENTHS = re.compile(
    r"(\d{2}) ?(?:y|e|i|и|und|virgule|komma|coma|virgola|phay|point|度|도|点|點|องศา) ?"
    r"(\d|medio|mezzo|meio|halb|половин\w*|半|반|ruoi)(?!\d)"
)
_NUMBER = re.compile(r"(?<![\d.,:/#-])(\d{2,3})(?:[.,](\d{1,2}))?(?![\d:/]|[.,]\d)")

Verdict = Literal["fever", "perhaps a fever", "below"]


@dataclass(frozen=True)
class Temperature:
    """A number that was read as a temperature, in °C, where it stands, and what it means."""

    celsius: float
    span: tuple[int, int]
    verdict: Verdict


def find_temperatures(
    plain_text: str, language: LanguageKnowledge, fever_celsius: float
) -> list[Temperature]:
    """The temperatures of a message (see plain.py), in order.

    Args:
        plain_text: the message.
        language: whose words for fever and degrees count.
        fever_celsius: the clinic's fever threshold in °C.
    """
    text = _TENTHS.sub(_one_number, plain_text)
    words = [match.span() for match in language.fever_words.finditer(text)]
    found = []
    for match in _NUMBER.finditer(text):
        celsius = _celsius(float(f"{match[1]}.{match[2] or 0}"))
        if celsius is None:
            continue
        has_degrees = language.degrees.match(text, _next_sign(text, match.end())) is not None
        named = has_degrees or any(_are_near(match.span(), word) for word in words)
        # "38.4 since last night": nothing else is written in tenths of this size.
        is_bare = match[2] is not None and len(match[2]) == 1 and int(match[1]) < 43
        if not named and not is_bare:
            continue
        found.append(Temperature(celsius, match.span(), _verdict(celsius, named, fever_celsius)))
    return found


def _one_number(match: re.Match[str]) -> str:
    tenths = match[2] if match[2].isdecimal() else "5"
    # As long as before, so that places stay right.
    return f"{match[1]}.{tenths}".ljust(len(match[0]))


def _celsius(number: float) -> float | None:
    if COLDEST_CELSIUS <= number <= HOTTEST_CELSIUS:
        return number
    if COLDEST_FAHRENHEIT <= number <= HOTTEST_FAHRENHEIT:
        return (number - 32) * 5 / 9
    return None


def _verdict(celsius: float, named: bool, fever_celsius: float) -> Verdict:
    # 100.4 °F is 38.0 °C, but for a rounding error.
    if celsius < fever_celsius - 0.01:
        return "below"
    return "fever" if named else "perhaps a fever"


def _next_sign(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place


def _are_near(one: tuple[int, int], other: tuple[int, int]) -> bool:
    first, second = sorted((one, other))
    return second[0] - first[1] <= NEAR_CHARACTERS


def number_classes(plain_text: str) -> Iterator[str]:
    """What sort of numbers a message has, for a detector to which 36.8 and 38.6 look alike."""
    text = _TENTHS.sub(_one_number, plain_text)
    for match in _NUMBER.finditer(text):
        celsius = _celsius(float(f"{match[1]}.{match[2] or 0}"))
        if celsius is None:
            yield "number"
        else:
            yield "hot number" if celsius > 37.9 else "cool number"
