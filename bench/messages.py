"""The messages that both assistants are sent: development questions and red flags."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.plan import SEED
from bot.settings.paths import ROOT

DEV_DIR = ROOT / "tests" / "understanding" / "dev"
RED_FLAG_FILE = Path(__file__).with_name("red_flag_messages.txt")
_COLUMNS = 3


@dataclass(frozen=True)
class Labelled:
    """A message and what should be answered: a topic, two topics joined by +, or an intent."""

    expected: str
    text: str


def dev_messages(at_most: int | None = None) -> list[Labelled]:
    """The development messages in an order that is the same in every run."""
    messages = [message for file in sorted(DEV_DIR.glob("*.tsv")) for message in _read(file)]
    if not messages:
        raise FileNotFoundError(f"There are no development messages (*.tsv) in {DEV_DIR}.")
    random.Random(SEED).shuffle(messages)
    return messages[:at_most]


def _read(file: Path) -> Iterator[Labelled]:
    for line in file.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.strip() and not line.startswith("#") and len(cells) >= _COLUMNS:
            yield Labelled(cells[0], cells[2])


def red_flag_messages() -> list[str]:
    lines = RED_FLAG_FILE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def conversations(messages: list[str], count: int, turns: int) -> list[list[str]]:
    """``count`` conversations of ``turns`` messages; starts over where the messages run out."""
    endless = [messages[number % len(messages)] for number in range(count * turns)]
    return [endless[start : start + turns] for start in range(0, len(endless), turns)]
