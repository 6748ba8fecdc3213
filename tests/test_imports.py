"""Who may import whom: the arrows between the rooms of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.settings.paths import ROOT

# Each room, and the rooms that it may import besides itself.
ARROWS = {
    "bot.settings": set(),
    "bot.safety": set(),
    "bot.encoders": {"bot.settings"},
    "bot.store": {"bot.settings"},
    "bot.dialogue": {"bot.safety"},
    "bot.content": {"bot.settings", "bot.encoders", "bot.safety", "bot.dialogue"},
    "bot.nlu": {
        "bot.safety", "bot.dialogue", "bot.content", "bot.encoders", "bot.store", "bot.settings",
    },
    "bot.actions": {"bot.safety", "bot.content", "bot.store", "bot.settings"},
    "bot.staff": {"bot.safety", "bot.dialogue", "bot.content", "bot.store", "bot.settings"},
    "bot.channels": {"bot.safety", "bot.dialogue", "bot.content", "bot.store", "bot.settings"},
}  # fmt: skip
FILES = sorted(
    path
    for path in (ROOT / "bot").rglob("*.py")
    if not path.is_relative_to(ROOT / "bot" / "models")
)
Place = tuple[str, str]  # module imported; file and line


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(path: Path) -> tuple[Place, ...]:
    """All modules that a file imports, also inside functions."""
    return tuple(_imports_of(path))


def _imports_of(path: Path) -> Iterator[Place]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}, line {node.lineno}: imports are absolute here"
            # `from bot.run import environment` imports bot.run.environment.
            names = (
                [f"bot.{alias.name}" for alias in node.names]
                if node.module == "bot"
                else [str(node.module)]
            )
        else:
            continue
        for name in names:
            yield name, f"{path.relative_to(ROOT)}, line {node.lineno}"


def lies_in(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def imports_of_room(room: str) -> list[Place]:
    found = [
        place for path in FILES if lies_in(module_of(path), room) for place in imports_of(path)
    ]
    assert found or room == "bot.settings.paths", f"{room} is not there any more"
    return found


@pytest.mark.parametrize("room", ARROWS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    wrong = [
        f"{place}: {module}"
        for module, place in imports_of_room(room)
        if lies_in(module, "bot")
        and not any(lies_in(module, allowed) for allowed in {room, *ARROWS[room]})
    ]
    assert not wrong, f"{room} may not import:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("room", "importers"),
    [("bot.cli", {"bot/__main__.py"}), ("bot.run", {"bot/cli.py"})],
)
def test_only_the_way_in_imports_what_starts_everything(room: str, importers: set[str]) -> None:
    found = {
        place.split(",")[0]
        for path in FILES
        if not lies_in(module_of(path), room)
        for module, place in imports_of(path)
        if lies_in(module, room)
    }
    assert found == importers


@pytest.mark.parametrize("library", ["rasa", "rasa_sdk", "sqlalchemy", "sanic", "pathlib", "os"])
def test_safety_knows_neither_rasa_nor_files(library: str) -> None:
    wrong = [
        f"{place}: {module}"
        for module, place in imports_of_room("bot.safety")
        if lies_in(module, library)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "room",
    ["bot.settings", "bot.run.environment", "bot.run.processes"],
)
def test_what_every_command_imports_first_is_light(room: str) -> None:
    """Rasa takes seconds to import, and reads the environment when it is imported."""
    wrong = [f"{place}: {m}" for m, place in imports_of_room(room) if lies_in(m, "rasa")]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("library", ["rasa", "rasa_sdk", "sqlalchemy", "sanic", "pathlib", "os"])
def test_dialogue_is_pure(library: str) -> None:
    wrong = [
        f"{place}: {module}"
        for module, place in imports_of_room("bot.dialogue")
        if lies_in(module, library)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_file_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*FILES, *(ROOT / "tests").rglob("*.py")]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) >= 300
    }
    assert not long
