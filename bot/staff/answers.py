"""Answers as the staff page shows them: a line of the list, and the words as patients read them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.editing import NewAnswer
from bot.content.faq_files import Response
from bot.content.live_answers import fixed_responses
from bot.content.readability import Readability
from bot.content.response_book import ResponseBook
from bot.content.review import treatment_name
from bot.content.sources import Source, read_sources
from bot.settings.clinic import Clinic

SHOWN = ("all", "unsigned", "signed", "waiting")


@dataclass(frozen=True)
class Row:
    """A topic in the list."""

    topic: str
    title: str
    signed_by: tuple[str, ...]
    reviewed: str
    is_signed: bool
    is_waiting: bool

    @classmethod
    def of(cls, variants: Sequence[Response]) -> Row:
        """The row of an answer, which may have a text for each kind of treatment."""
        first = variants[0]
        by = (str(one.metadata["reviewed_by"]) for one in variants if one.is_signed)
        return cls(
            first.name,
            str(first.metadata.get("title", first.name)),
            tuple(dict.fromkeys(by)),
            str(first.metadata.get("reviewed", "")),
            all(one.is_signed for one in variants),
            any(one.metadata.get("waiting") for one in variants),
        )

    def is_in(self, which: str, words: Sequence[str]) -> bool:
        """Whether it belongs to a part of the list (see SHOWN) and has all these words."""
        kinds = {
            "all": True,
            "unsigned": not self.is_signed,
            "signed": self.is_signed,
            "waiting": self.is_waiting,
        }
        text = f"{self.topic} {self.title}".casefold()
        return kinds[which] and all(word in text for word in words)


@dataclass(frozen=True)
class AsPatient:
    """An answer as a patient of this clinic reads it."""

    paragraphs: tuple[str, ...]
    source: str

    @classmethod
    def of(cls, answer: NewAnswer, clinic: Clinic, reviewed: str) -> AsPatient:
        """``reviewed``: the day of the last check, YYYY-MM-DD."""
        metadata = {"sources": list(answer.sources), "reviewed": reviewed, "title": answer.topic}
        variants = [{"text": answer.text, "metadata": metadata}]
        book = ResponseBook({**fixed_responses(), f"utter_{answer.topic}": variants}, clinic)
        message = book.answer(answer.topic, 1.0)
        return cls(tuple(str(message["text"]).split("\n")), str(message["metadata"]["source"]))

    @classmethod
    def from_today(cls, answer: NewAnswer, clinic: Clinic) -> AsPatient:
        return cls.of(answer, clinic, datetime.date.today().isoformat())


@dataclass(frozen=True)
class Version:
    """One variant of an answer, with all that staff look at."""

    variant: Response
    treatment: str
    shown: AsPatient
    measured: Readability
    sources: tuple[Source, ...]

    @classmethod
    def of(cls, variant: Response, clinic: Clinic) -> Version:
        keys = tuple(map(str, variant.metadata["sources"]))
        answer = NewAnswer(variant.name, variant.treatment_type, variant.text, keys, "")
        known = read_sources()
        return cls(
            variant,
            name_of(variant.treatment_type),
            AsPatient.of(answer, clinic, str(variant.metadata["reviewed"])),
            Readability.of(variant.text),
            tuple(known[key] for key in keys if key in known),
        )

    @property
    def signed_by(self) -> str:
        return str(self.variant.metadata["reviewed_by"]) if self.variant.is_signed else ""

    @property
    def reviewed(self) -> str:
        return str(self.variant.metadata["reviewed"])

    @property
    def waiting_for(self) -> str:
        return str(self.variant.metadata.get("waiting_for") or "")


def name_of(treatment: str | None) -> str:
    """A kind of treatment as clinicians write it; empty for the general answer."""
    return "" if treatment is None else treatment_name(treatment)
