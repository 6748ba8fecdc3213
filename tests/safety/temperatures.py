"""Temperatures in many wordings: what a message says, and what must follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.safety.finding import Outcome

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TENS = {3: "thirty", 4: "forty", 9: "ninety"}

WORDINGS = (
    "my temperature is {number}",
    "temp {number}{letter}",
    "{number} °{letter}",
    "{number}",
    "I'm running a temperature of {number} degrees {scale}",
    "thermometer says {number}",
    "where do i park. oh and im at {number} since lunch",
    "Just took his temp and it reads {number} {letter} this evening",
    "she's {number}, what now",
    "temperature {comma} {letter}",
    "the thermometer in my mouth shows {words}",
    "HER TEMP IS {number}!!",
    "got a reading of {words} {scale} just now",
    "been {number} for the past hour",
    "{number} and climbing",
)


@dataclass(frozen=True)
class Temperature:
    """A temperature in one wording; ``is_fever`` at or above 38.0 °C or 100.4 °F."""

    message: str
    tenths: int
    letter: str

    @property
    def is_fever(self) -> bool:
        """Whether the care team must be called."""
        return self.tenths >= (380 if self.letter == "C" else 1004)

    @property
    def is_near(self) -> bool:
        """As near below the threshold as a thermometer may be off: asked about."""
        return self.tenths == 379 if self.letter == "C" else self.tenths in (1002, 1003)

    @property
    def expected(self) -> Outcome:
        """What must follow."""
        if self.is_fever:
            return "urgent"
        return "check" if self.is_low or self.is_near else "none"

    @property
    def is_low(self) -> bool:
        """Below 36.0 °C or 96.8 °F: asked about."""
        return self.tenths < (360 if self.letter == "C" else 968)


def all_temperatures() -> Iterator[Temperature]:
    """35.0 to 42.0 °C and 95.0 to 108.0 °F, every 0.1, in every wording."""
    ranges = (("C", "Celsius", range(350, 421)), ("F", "Fahrenheit", range(950, 1081)))
    for letter, scale, span in ranges:
        for tenths in span:
            for wording in WORDINGS:
                number = f"{tenths / 10:.1f}"
                message = wording.format(
                    number=number,
                    comma=number.replace(".", ","),
                    words=in_words(tenths),
                    letter=letter,
                    scale=scale,
                )
                yield Temperature(message, tenths, letter)


def in_words(tenths: int) -> str:
    """384 → thirty eight point four."""
    whole, tenth = divmod(tenths, 10)
    return f"{_whole_in_words(whole)} point {_ONES[tenth]}"


def _whole_in_words(whole: int) -> str:
    if whole >= 100:
        rest = whole - 100
        return f"a hundred and {_ONES[rest]}" if rest else "a hundred"
    tens, ones = divmod(whole, 10)
    return f"{_TENS[tens]} {_ONES[ones]}" if ones else _TENS[tens]
