"""bot/run/live.py: what is taken up while the server runs, and what is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.content import registry
from bot.content.errors import DataError
from bot.content.faq_files import Place
from bot.content.guidance_files import menu
from bot.content.live_answers import LiveResponses, UncheckedError
from bot.content.loaded import Content, Folders, content_in_use, use_content
from bot.content.yaml_slips import Problem
from bot.run import live
from bot.settings.paths import DATA_DIR
from tests.run.live_world import Prepared, PreparedThatFails, World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    before = content_in_use()
    yield World(tmp_path, monkeypatch)
    use_content(before)


async def test_nothing_is_taken_up_where_nothing_has_changed(world: World) -> None:
    await world.look()
    assert (world.agent.said, world.agent.used) == ([], [])


async def test_a_changed_answer_is_said_once(world: World) -> None:
    before = world.follower.state.answers
    world.answers[0] = ("skin.yml", 2, 1)
    await world.look()
    assert world.agent.said == [LiveResponses({"utter_new": []}, {})]
    assert world.agent.used == []
    assert world.follower.state.answers != before


async def test_answers_that_are_not_in_order_change_nothing_and_are_named(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    place = Place(Path("skin.yml"), 7)
    world.problem = UncheckedError([Problem(place, "there is a tab", "Use spaces.")])
    before = world.follower.state.answers
    world.answers[0] = ("skin.yml", 2, 1)
    await world.look()
    assert world.agent.said == []
    assert world.follower.state.answers == before
    assert "skin.yml, line 7: there is a tab" in caplog.text
    world.problem = None
    world.answers[0] = ("skin.yml", 3, 1)
    await world.look()
    assert len(world.agent.said) == 1
    assert world.follower.state.answers_problem is None


async def test_a_new_model_takes_over_with_its_detectors(world: World) -> None:
    before = world.follower.state.model, world.safety()
    for product in world.products:
        world.write(product, b"second")
    await world.look()
    assert len(world.agent.used) == 1
    ((safety, _),) = world.services.used
    assert safety is world.safety() is not before[1]
    assert world.follower.state.model != before[0]


@pytest.mark.parametrize("stamp", [True, False])
async def test_a_training_that_is_not_finished_is_waited_for(world: World, stamp: bool) -> None:
    world.write(world.products[0], b"second", stamp=not stamp)
    world.write(world.products[1], b"half", stamp=stamp)
    await world.look()
    assert world.agent.used == []
    for product in world.products:
        world.write(product, b"whole")
    await world.look()
    assert len(world.agent.used) == 1


async def test_a_file_that_was_cut_is_not_loaded(world: World) -> None:
    world.write(world.products[1], b"second")
    world.products[1].write_bytes(b"sec")
    await world.look()
    assert world.agent.used == []


async def test_a_model_that_cannot_be_loaded_changes_nothing(world: World) -> None:
    before = world.safety(), world.follower.state.model
    world.reader()
    world.agent.fails = True
    world.write(world.products[1], b"second")
    await world.look()
    assert (world.agent.used, world.services.used) == ([], [])
    assert (world.safety(), world.follower.state.model) == before
    assert world.follower.state.model_problem == "It is broken."


async def test_a_model_that_fails_at_its_first_message_changes_nothing(world: World) -> None:
    before = world.safety(), world.reader(), world.follower.state.model
    world.agent.prepared = PreparedThatFails()
    world.write(world.products[1], b"second")
    await world.look()
    assert (world.agent.used, world.services.used) == ([], [])
    assert (world.safety(), world.reader(), world.follower.state.model) == before
    assert world.follower.state.model_problem == "It failed at its first message: KeyError."


async def test_content_that_cannot_be_read_is_named_and_changes_nothing(world: World) -> None:
    before = world.safety(), world.reader(), content_in_use()
    world.slip = DataError("menu.yml, line 7: add the line “topics: …” to this entry")
    world.write(world.products[1], b"second")
    await world.look()
    assert (world.agent.used, world.services.used) == ([], [])
    assert (world.safety(), world.reader(), content_in_use()) == before
    assert world.follower.state.model_problem == str(world.slip)


async def test_answers_that_cannot_be_said_leave_model_and_content_as_they_were(
    world: World,
) -> None:
    def fail() -> None:
        raise ValueError("sources.yml")

    before = world.safety(), world.reader(), content_in_use()
    world.agent.when_used = fail
    world.write(world.products[1], b"second")
    await world.look()
    assert (world.agent.used, world.services.used) == ([], [])
    assert (world.safety(), world.reader(), content_in_use()) == before
    assert world.follower.state.model_problem == "It failed at its first message: ValueError."


async def test_a_model_is_proven_with_its_own_content_which_nobody_else_sees_before(
    world: World,
) -> None:
    before = world.safety(), world.reader()
    seen: dict[str, tuple[Any, Any]] = {}

    def look(name: str) -> None:
        seen[name] = world.safety(), world.reader()
        seen[f"a turn while {name}"] = world.of_the_process()

    class PreparedThatLooks(Prepared):
        async def parse_message(self, _: Any) -> None:
            look("understanding")

    world.agent.prepared = PreparedThatLooks()
    world.agent.while_preparing = lambda: look("preparing")
    world.agent.when_used = lambda: look("used")
    world.write(world.products[1], b"second")
    await world.look()
    (new,) = world.services.used
    assert [seen[name] for name in ("preparing", "understanding", "used")] == [new] * 3
    assert [seen[f"a turn while {name}"] for name in ("preparing", "understanding")] == [before] * 2
    assert (world.safety(), world.reader()) == new == world.of_the_process()
    assert new[0] is not before[0]
    assert new[1] is not before[1]


async def test_a_refused_model_leaves_the_files_as_they_were_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the project's own files: what staff changed meanwhile is not taken up by halves."""
    shutil.copytree(DATA_DIR, world.data)
    menu_file, talk = world.data / "context" / "menu.yml", world.data / "red_flags" / "talk.yml"
    menu_file.write_text('- button: "Topics: new"\n  topics: [types/til]\n', encoding="utf-8")
    talk.write_text("worse: []\n", encoding="utf-8")
    monkeypatch.setattr(live, "read_what_is_in_use", registry.read_what_is_in_use)
    monkeypatch.setattr(live, "Content", lambda: Content(Folders(world.data)))
    before = [part.read() for part in registry.PARTS if part.in_use and part.read]
    world.write(world.products[1], b"second")
    await world.look()
    assert f"{talk}, line 1: add the line" in str(world.follower.state.model_problem)
    after = [part.read() for part in registry.PARTS if part.in_use and part.read]
    assert all(one is other for one, other in zip(after, before, strict=True))
    shutil.copy(DATA_DIR / "red_flags" / "talk.yml", talk)
    world.write(world.products[1], b"third")
    await world.look()
    assert world.follower.state.model_problem is None
    assert [group.button for group in menu()] == ["Topics: new"]
