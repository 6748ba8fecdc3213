"""A server for tests of bot/run/live.py, whose files, agent and services the test changes."""

from __future__ import annotations

import contextvars
import hashlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.content.errors import DataError
from bot.content.live_answers import LiveResponses, UncheckedError
from bot.content.loaded import Content, Folders, Loaded, content_in_use
from bot.run import live
from bot.run.agent import ModelLoadError
from bot.run.live import Follower
from bot.run.products import stamp_of


class Agent:
    """Notes what it is to use and to say."""

    def __init__(self) -> None:
        self.domain = SimpleNamespace(responses={})
        self.used: list[Any] = []
        self.said: list[LiveResponses] = []
        self.fails = False
        self.prepared: Any = Prepared()
        self.while_preparing: Callable[[], None] = lambda: None
        self.when_used: Callable[[], None] = lambda: None

    def is_ready(self) -> bool:
        return True

    def prepare(self, _: Path) -> Any:
        if self.fails:
            raise ModelLoadError("It is broken.")
        self.while_preparing()
        self.prepared.content = content_in_use()
        return self.prepared

    def use(self, prepared: Any) -> None:
        self.when_used()
        self.used.append(prepared)

    def say(self, said: LiveResponses) -> None:
        self.said.append(said)


class Prepared:
    content: Content

    @property
    def processor(self) -> Prepared:
        return self

    async def parse_message(self, _: Any) -> None:
        """Understands."""


class PreparedThatFails(Prepared):
    async def parse_message(self, _: Any) -> None:
        raise KeyError("fever")


class Settings:
    def __init__(self, _: Folders) -> None:
        self.detector = self.languages = object()


class Services:
    def __init__(self) -> None:
        self.used: list[Any] = []

    def use(self, safety: Any, reader: Any) -> None:
        self.used.append((safety, reader))


class World:
    """A server whose files the test changes."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.products = [folder / name for name in ("detector", "model")]
        self.answers = [("skin.yml", 1, 1)]
        self.problem: UncheckedError | None = None
        for product in self.products:
            self.write(product, b"first")
        monkeypatch.setattr(live, "product_files", lambda: self.products)
        monkeypatch.setattr(live, "model_file", lambda: self.products[-1])
        monkeypatch.setattr(live, "model_id", self.model_id)
        monkeypatch.setattr(live, "state_of_files", lambda: tuple(self.answers))
        monkeypatch.setattr(live, "checked_responses", self.checked)
        self.safety = Loaded(Settings)
        monkeypatch.setattr(live, "safety_settings", self.safety)
        self.reader = Loaded(lambda _: object())
        monkeypatch.setattr(live, "triage_reader", self.reader)
        self.data = folder / "data"
        self.slip: DataError | None = None
        monkeypatch.setattr(live, "read_what_is_in_use", self.read)
        self.agent, self.services = Agent(), Services()
        follower: Any = Follower
        self.follower: Follower = follower(self.agent, self.services)
        self.follower.begin()

    def model_id(self) -> str:
        return stamp_of(self.products[-1]).read_text()

    def checked(self, _: object) -> LiveResponses:
        if self.problem:
            raise self.problem
        return LiveResponses({"utter_new": []}, {})

    def read(self) -> None:
        if self.slip:
            raise self.slip

    def of_the_process(self) -> tuple[Any, Any]:
        """What a turn that runs meanwhile uses: it has a context of its own."""
        return contextvars.Context().run(lambda: (self.safety(), self.reader()))

    def write(self, product: Path, content: bytes, stamp: bool = True) -> None:
        product.write_bytes(content)
        stamp_of(product).unlink(missing_ok=True)
        if stamp:
            digest = hashlib.sha256(content).hexdigest()
            stamp_of(product).write_text(f"fingerprint\n{digest}\n")

    async def look(self, times: int = 3) -> None:
        for _ in range(times):
            await self.follower.look()
