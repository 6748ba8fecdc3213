"""pointing.yml: read as it stands, and a slip is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.pointing_files import (
    POINTING_FILE,
    PointingError,
    load_pointing,
    places_of_sources,
    places_of_topics,
)
from bot.dialogue.pointing import LABELS
from bot.settings.paths import CONTEXT_DIR


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("\nthings:", "\nobjects:", r"line 1: add the line “things: …”"),
        ("  stop: stopped", "  stop: [stopped]", "“stop” should be a text"),
        ("    source: nci_flu\n", "", r"line \d+: add the line “source: …”"),
        ("  - (he|she) too", "  - (he|she too", r"line \d+: .* has no partner"),
    ],
)
def test_a_slip_names_file_and_line(old: str, new: str, told: str, tmp_path: Path) -> None:
    text = (CONTEXT_DIR / POINTING_FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / POINTING_FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PointingError, match=told):
        load_pointing(tmp_path)


def test_what_it_holds() -> None:
    known = load_pointing(CONTEXT_DIR)
    assert set(LABELS) <= set(known.book.labels)
    topics = [topic for _, topic in places_of_topics(CONTEXT_DIR)]
    assert len(topics) == len(set(topics))
    assert len(list(places_of_sources(CONTEXT_DIR))) == len(known.conditions)
