"""bot/content/registry.py: every file of content has a reader, and what is in use is read ahead."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.content import registry
from bot.content.errors import DataError
from bot.content.guidance_files import menu
from bot.content.loaded import Content, Folders, Loaded, content_in_use, using
from bot.content.registry import PARTS, Part, read_what_is_in_use
from bot.run import products
from bot.settings.paths import DATA_DIR, ROOT, WEB_DIR

# Made from the content and from what is trained.
_DETECTORS = {"safety_settings", "triage_reader"}
_NOTHING_TRAINED = {
    *(registry.SOURCES, registry.EXPECTATIONS, registry.MENU, registry.FACTS),
    *(registry.URGENT_WORDS, registry.WIDGET_TEXTS, registry.LANGUAGE_WORDS, registry.CONTEXT),
    registry.UNSUPPORTED_LANGUAGES,
    registry.POINTING,
}


def _parts_of(path: Path) -> list[Part]:
    return [part for part in PARTS if path in part.paths()]


def _content_files() -> list[Path]:
    data = [path for path in DATA_DIR.rglob("*") if path.is_file() and path.suffix != ".md"]
    return sorted([*data, *WEB_DIR.glob("*.yml")])


@pytest.mark.parametrize("path", _content_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_of_content_has_a_reader(path: Path) -> None:
    parts = _parts_of(path)
    assert parts
    assert any(part.read is not None or part in registry.CHECKED_BY_RULES for part in parts)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.files[0])
def test_every_part_has_files(part: Part) -> None:
    assert part.paths()


def _loaded() -> Iterator[tuple[str, Loaded[object]]]:
    for file in (ROOT / "bot").rglob("*.py"):
        if "Loaded(" in file.read_text(encoding="utf-8") and file.name != "registry.py":
            module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
            yield from ((k, v) for k, v in vars(module).items() if isinstance(v, Loaded))


def test_whatever_is_kept_for_the_process_is_read_ahead_and_exchanged() -> None:
    found = dict(_loaded())
    ahead = {part.read for part in PARTS if part.in_use}
    assert len(found) > len(_DETECTORS)
    assert {name for name, loaded in found.items() if loaded not in ahead} == _DETECTORS


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.files[0])
def test_a_changed_file_makes_stale_what_learned_from_it(part: Part) -> None:
    made = (products.detector(), products.languages(), products.reports(), products.model())
    learned = {path for product in made for path in product.made_from}
    if part in _NOTHING_TRAINED:
        assert not learned & set(part.paths())
    else:
        assert set(part.paths()) <= learned


IN_USE = [part for part in PARTS if part.in_use]


@pytest.mark.parametrize("part", IN_USE, ids=lambda part: part.files[0])
def test_a_slip_in_what_is_in_use_is_found_before_the_first_message(
    part: Part, tmp_path: Path
) -> None:
    shutil.copytree(DATA_DIR, tmp_path / "data")
    content = Content(Folders(tmp_path / "data"))
    path = part.paths(content.folders)[0]
    path.write_text("a: b: c\n", encoding="utf-8")
    with using(content), pytest.raises(DataError, match=f"{path.name}, line 1: not readable"):
        read_what_is_in_use()


def test_content_beside_that_in_use_is_seen_by_nobody_else(tmp_path: Path) -> None:
    shutil.copytree(DATA_DIR, tmp_path / "data")
    file = tmp_path / "data" / "context" / "menu.yml"
    file.write_text('- button: "Topics: new"\n  topics: [types/til]\n', encoding="utf-8")
    before, in_use = menu(), content_in_use()
    with using(Content(Folders(tmp_path / "data"))):
        assert [group.button for group in menu()] == ["Topics: new"]
    assert content_in_use() is in_use
    assert menu() is before
