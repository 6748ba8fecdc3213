"""The review sheet: one printable HTML page with every answer as a clinic reads and signs it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from bot.content.faq_files import Response
from bot.content.response_book import words_of
from bot.content.sources import Source, date_in_words, read_sources
from bot.content.topic_facts import read_facts
from bot.settings.clinic import Clinic

_PAGE = Path(__file__).with_name("review_page.html")


@dataclass(frozen=True)
class Version:
    """One variant of an answer as a patient of this clinic reads it.

    ``treatment``: for whom it is, None for the general one; ``waiting_for``: what a clinician is
    still to decide; ``signed``: who signed it and when, None where nobody did;
    ``signed_before``: the same of another text, which was changed since.
    """

    treatment: str | None
    paragraphs: tuple[str, ...]
    sources: tuple[Source, ...]
    checked: str
    waiting_for: str | None
    signed: str | None
    signed_before: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A topic on the page: question, what a correct answer states, and the answer."""

    topic: str
    question: str
    facts: tuple[str, ...]
    versions: tuple[Version, ...]

    @property
    def is_signed(self) -> bool:
        return all(version.signed for version in self.versions)

    @property
    def is_waiting(self) -> bool:
        return any(version.waiting_for for version in self.versions)


def review_page(answers: Sequence[Response], clinic: Clinic, today: datetime.date) -> str:
    """The page as HTML; it needs no other file and no network."""
    sheets = list(_sheets(answers, clinic))
    template = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    ).from_string(_PAGE.read_text(encoding="utf-8"))
    return template.render(
        sheets=sheets,
        clinic=clinic.name,
        today=date_in_words(today),
        signed=sum(sheet.is_signed for sheet in sheets),
        waiting=sum(sheet.is_waiting for sheet in sheets),
    )


def _sheets(answers: Sequence[Response], clinic: Clinic) -> Iterator[Sheet]:
    sources = read_sources()
    facts, words = read_facts(), words_of(clinic)
    for topic in dict.fromkeys(answer.name for answer in answers):
        versions = [answer for answer in answers if answer.name == topic]
        yield Sheet(
            topic,
            str(versions[0].metadata["title"]),
            facts.get(topic, ()),
            tuple(_version(answer, sources, words) for answer in versions),
        )


def _version(answer: Response, sources: Mapping[str, Source], words: Mapping[str, str]) -> Version:
    text = answer.text
    for word, value in words.items():
        text = text.replace("{" + word + "}", value)
    by = answer.metadata.get("reviewed_by")
    checked = date_in_words(datetime.date.fromisoformat(str(answer.metadata["reviewed"])))
    return Version(
        treatment=answer.treatment_type and treatment_name(answer.treatment_type),
        paragraphs=tuple(text.split("\n")),
        sources=tuple(sources[key] for key in answer.metadata["sources"]),
        checked=checked,
        waiting_for=answer.metadata.get("waiting_for"),
        signed=f"{by}, {checked}" if answer.is_signed else None,
        signed_before=f"{by}, {checked}" if answer.is_changed_since_signed else None,
    )


def treatment_name(treatment: str) -> str:
    """A value of the slot ``treatment_type`` as clinicians write it."""
    return {"car_t": "CAR-T", "bcg": "BCG"}.get(treatment, treatment.replace("_", " "))
