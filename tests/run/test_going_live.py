"""bot/run/going_live.py: what has to pass before a model is used, and what a failure leaves."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.faq_files import Place
from bot.content.yaml_slips import Problem
from bot.run import claims, going_live
from bot.run.going_live import GoingLive
from bot.run.products import stamp_of

OLD, NEW = b"old model", b"new model"


class World:
    """A models folder with one product, and commands that do as the test says."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.model = folder / "model"
        self.write(self.model, OLD)
        self.vocabulary = folder / "spacy"
        self.write_vocabulary(self.vocabulary, OLD)
        self.live: Callable[[], tuple[str, str | None] | None] = lambda: (NEW.decode(), None)
        self.fails: str | None = None
        self.slips: list[str] = []
        monkeypatch.setattr(going_live, "MODELS_DIR", folder)
        monkeypatch.setattr(going_live, "ENCODER_DIR", folder / "encoder")
        monkeypatch.setattr(going_live, "product_files", lambda: (self.model,))
        monkeypatch.setattr(going_live, "product_folders", lambda: (self.vocabulary,))
        monkeypatch.setattr(going_live, "slips_of_all_content", lambda: self.slips)
        monkeypatch.setattr(going_live, "model_id", self.model.read_text)
        monkeypatch.setattr(GoingLive, "_command", lambda _, *arguments: self.command(*arguments))
        self.training = GoingLive(lambda: self.live())  # noqa: PLW0108 - a test changes it

    def write(self, file: Path, content: bytes) -> None:
        file.write_bytes(content)
        stamp_of(file).write_bytes(b"stamp of " + content)

    def write_vocabulary(self, folder: Path, content: bytes) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "words").write_bytes(content)

    def command(self, *arguments: str) -> tuple[int, list[str]]:
        what = arguments[1]
        if what == self.fails:
            return 1, ["FAILED a conversation"]
        if what == "bot":
            candidate = going_live._candidate()
            assert (candidate / "spacy" / "words").read_bytes() == OLD
            self.write(candidate / "model", NEW)
            self.write_vocabulary(candidate / "spacy", NEW)
            assert (self.vocabulary / "words").read_bytes() == OLD
        return 0, ["Trained in 1 s."]

    def run(self) -> list[str]:
        """Trains → the state of each step."""
        assert self.training.start("Ada")
        for thread in threading.enumerate():
            if thread.name == "going-live":
                thread.join(20)
        assert not self.training.state().is_running
        assert not going_live._candidate().exists()
        return [step.state for step in self.training.state().steps]

    def assert_nothing_changed(self) -> None:
        assert self.model.read_bytes() == OLD
        assert (self.vocabulary / "words").read_bytes() == OLD
        assert stamp_of(self.model).read_bytes() == b"stamp of " + OLD
        assert self.training.state().has_succeeded is False


@pytest.fixture
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody uses it."""
    monkeypatch.setattr(claims, "STATE_DIR", tmp_path / "state")
    return tmp_path / "state"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state_folder: Path) -> World:  # noqa: ARG001
    return World(tmp_path, monkeypatch)


def test_what_passes_takes_the_place_of_the_old(world: World) -> None:
    assert world.run() == ["done"] * 4
    assert world.model.read_bytes() == NEW
    assert (world.vocabulary / "words").read_bytes() == NEW
    assert stamp_of(world.model).read_bytes() == b"stamp of " + NEW
    assert world.training.state().outcome == "The new model is live."


def test_without_a_running_assistant_it_waits_for_the_next_start(world: World) -> None:
    world.live = lambda: None
    assert world.run() == ["done"] * 4
    assert world.model.read_bytes() == NEW
    assert "begins with the new model" in world.training.state().steps[-1].detail


def test_an_assistant_that_runs_but_does_not_answer_is_no_proof(
    world: World, state_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_live, "_SWAP_SECONDS", 0.1)
    world.live = lambda: None
    descriptor = claims.lock_state_folder()
    try:
        assert world.run() == ["done", "done", "done", "failed"]
    finally:
        os.close(descriptor)
    assert "does not answer" in world.training.state().outcome
    assert list(state_folder.iterdir())
    world.assert_nothing_changed()


def test_an_assistant_that_ends_while_it_takes_the_model_up_is_no_proof(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_live, "_SWAP_SECONDS", 0.1)
    answers = iter([(OLD.decode(), None)])
    world.live = lambda: next(answers, None)
    assert world.run() == ["done", "done", "done", "failed"]
    assert "does not answer" in world.training.state().outcome
    world.assert_nothing_changed()


def test_an_assistant_that_is_started_again_meanwhile_is_waited_for(world: World) -> None:
    answers = iter([(OLD.decode(), None), None, (OLD.decode(), None), None])
    world.live = lambda: next(answers, (NEW.decode(), None))
    assert world.run() == ["done"] * 4
    assert world.training.state().steps[-1].detail == "The assistant answers with the new model."


def test_whether_an_assistant_runs_is_asked_without_keeping_one_from_starting(
    world: World, state_folder: Path
) -> None:
    world.live = lambda: None
    assert world.run() == ["done"] * 4
    os.close(claims.lock_state_folder())
    assert (state_folder / "server.lock").exists()


def test_slips_in_the_content_stop_it_at_once(world: World) -> None:
    world.slips = [str(Problem(Place(Path("skin.yml"), 7), "there is a tab", "Use spaces."))]
    assert world.run() == ["failed", "waiting", "waiting", "waiting"]
    assert "skin.yml, line 7: there is a tab" in world.training.state().outcome
    world.assert_nothing_changed()


@pytest.mark.parametrize(
    ("fails", "states", "said"),
    [
        ("bot", ["done", "failed", "waiting", "waiting"], "The training failed"),
        ("pytest", ["done", "done", "failed", "waiting"], "FAILED a conversation"),
    ],
)
def test_a_step_that_fails_changes_nothing(
    world: World, fails: str, states: list[str], said: str
) -> None:
    world.fails = fails
    assert world.run() == states
    assert said in world.training.state().outcome
    world.assert_nothing_changed()


def test_without_recorded_conversations_nothing_goes_live(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_live, "_CONVERSATIONS", Path("/nowhere"))
    assert world.run() == ["done", "done", "failed", "waiting"]
    world.assert_nothing_changed()


def test_a_model_that_the_assistant_cannot_use_is_taken_back(world: World) -> None:
    world.live = lambda: (OLD.decode(), "It is broken.")
    assert world.run() == ["done", "done", "done", "failed"]
    assert "It is broken." in world.training.state().outcome
    world.assert_nothing_changed()


def test_a_model_that_is_not_taken_up_in_time_is_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_live, "_SWAP_SECONDS", 0.1)
    world.live = lambda: (OLD.decode(), None)
    assert world.run() == ["done", "done", "done", "failed"]
    world.assert_nothing_changed()


def test_a_model_is_taken_back_whatever_fails(world: World) -> None:
    def breaks() -> None:
        raise KeyError("model")

    world.live = breaks
    assert world.run() == ["done", "done", "done", "failed"]
    world.assert_nothing_changed()


def test_one_training_at_a_time(world: World) -> None:
    may_end = threading.Event()

    def live_when_allowed() -> tuple[str, None]:
        may_end.wait(20)
        return NEW.decode(), None

    world.live = live_when_allowed
    assert world.training.start("Ada")
    assert not world.training.start("Bob")
    may_end.set()
    for thread in threading.enumerate():
        if thread.name == "going-live":
            thread.join(20)
    assert world.training.state().by == "Ada"
