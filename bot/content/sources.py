"""Where answers come from: bot/data/sources.yml as objects, and as patients read them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings.clinic import read_yaml
from bot.settings.paths import DATA_DIR

SOURCES_FILE = DATA_DIR / "sources.yml"


@dataclass(frozen=True)
class Source:
    """One page or document.

    ``body``: who publishes it, None for the documents that name no author. ``url``: its lasting
    address, None where there is none. ``reviewed``: when the body last reviewed it.
    """

    title: str
    body: str | None = None
    url: str | None = None
    reviewed: datetime.date | None = None

    @property
    def full_title(self) -> str:
        """As under a link: "National Cancer Institute: Hair Loss and Cancer Treatment"."""
        return f"{self.body}: {self.title}" if self.body else self.title


def read_sources(path: Path = SOURCES_FILE) -> dict[str, Source]:
    """The sources by the key that answers name.

    Raises:
        ValueError: if an entry has an unknown key, no title, or a date that is none.
    """
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise ValueError(f"{path}: should be `key: {{body, title, url, reviewed}}` entries.")
    return {str(key): _source(f"{path}: {key}", entry) for key, entry in content.items()}


def _source(place: str, entry: Mapping[str, str]) -> Source:
    unknown = entry.keys() - Source.__dataclass_fields__.keys()
    if unknown or not entry.get("title"):
        raise ValueError(f"{place}: should be title, and body, url, reviewed where known.")
    reviewed = entry.get("reviewed")
    return Source(
        title=entry["title"],
        body=entry.get("body"),
        url=entry.get("url"),
        reviewed=datetime.date.fromisoformat(reviewed) if reviewed else None,
    )


def shown_sources(sources: Sequence[Source]) -> list[Source]:
    """Those that patients are shown: documents without a body only where no body stands beside."""
    published = [source for source in sources if source.body]
    return published or list(sources)


def source_names(sources: Sequence[Source]) -> str:
    """The sources as a line under an answer names them, each body once.

    Titles stand on the links; on channels without links the body is what a patient can trust.
    """
    names = [source.body or source.title for source in shown_sources(sources)]
    return "; ".join(dict.fromkeys(names))


def source_links(sources: Sequence[Source]) -> list[dict[str, str | None]]:
    """``{title, url}`` of each source that is shown; ``url`` is None where there is no address."""
    return [{"title": s.full_title, "url": s.url} for s in shown_sources(sources)]


def date_in_words(date: datetime.date) -> str:
    """A date as people write it: "November 22, 2026"."""
    return f"{date:%B} {date.day}, {date.year}"
