"""What was read of the files of content: all of it in one object, exchanged in one assignment.

A server that takes up newer files loads them beside those in use, and proves the new model with
them; until then nobody else sees any of it, and what cannot be read changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from bot.settings import paths

Value = TypeVar("Value")


@dataclass(frozen=True)
class Folders:
    """Where the files of content lie: ``data`` is bot/data, ``web`` is bot/web."""

    data: Path = paths.DATA_DIR
    web: Path = paths.WEB_DIR

    @property
    def faq(self) -> Path:
        return self.data / paths.FAQ_DIR.name

    @property
    def conversation(self) -> Path:
        return self.data / paths.CONVERSATION_DIR.name

    @property
    def context(self) -> Path:
        return self.data / paths.CONTEXT_DIR.name

    @property
    def red_flags(self) -> Path:
        return self.data / paths.RED_FLAG_DIR.name

    @property
    def languages(self) -> Path:
        return self.data / paths.LANGUAGES_DIR.name

    @property
    def vocabulary(self) -> Path:
        return self.data / paths.VOCABULARY_DIR.name

    @property
    def triage(self) -> Path:
        return self.data / paths.TRIAGE_DIR.name


class Content:
    """What was loaded of some folders, each part when it is first asked for."""

    def __init__(self, folders: Folders | None = None) -> None:
        self.folders = folders or Folders()
        self._values: dict[object, Any] = {}

    def value_of(self, part: Loaded[Value]) -> Value:
        """A part, which is loaded where it has not been asked for yet."""
        if part not in self._values:
            with part.lock, using(self):
                if part not in self._values:
                    self._values[part] = part.load(self.folders)
        return cast("Value", self._values[part])


class Loaded(Generic[Value]):
    """A part of the content: called it gives its value, of the content that is in use here."""

    def __init__(self, load: Callable[[Folders], Value]) -> None:
        """``load`` reads the part of some folders; it may call other parts, not itself."""
        self.load = load
        self.lock = threading.Lock()

    def __call__(self) -> Value:
        return content_in_use().value_of(self)


class _Process:
    content = Content()


_BESIDE: ContextVar[Content | None] = ContextVar("content", default=None)


def content_in_use() -> Content:
    """The content of this task or thread where it has one of its own, else the process's."""
    return _BESIDE.get() or _Process.content


def use_content(content: Content) -> None:
    """From now on this is the content of the process."""
    _Process.content = content


@contextmanager
def using(content: Content) -> Iterator[None]:
    """Within it, and in tasks and threads begun with its context, this content is used."""
    before = _BESIDE.set(content)
    try:
        yield
    finally:
        _BESIDE.reset(before)
