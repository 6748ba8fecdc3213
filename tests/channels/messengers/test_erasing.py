"""Who is erased leaves nothing in the messengers' files, whether the server runs or not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.messengers.erasing import FOLDER, erase_from_files
from bot.channels.messengers.message import Kind, Outgoing, Received, TryAgainError
from bot.channels.messengers.twilio.channel import TwilioChannel
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from bot.settings.messengers import twilio_settings
from bot.store.entries import Entry
from bot.store.journal import Journal
from bot.store.kept_values import KeptValues
from tests.channels.messengers.harness import running, saying, until
from tests.channels.messengers.providers import Providers, running_providers

MINE, OTHER = "telegram-1", "telegram-2"
RED = "I can't breathe"


def held_in(folder: Path) -> str:
    return "".join(file.read_text("utf-8") for file in sorted(folder.glob("*.jsonl")))


def outgoing(text: str, is_urgent: bool = False) -> dict[str, object]:
    return Outgoing(text, "1", text, is_urgent=is_urgent).as_json()


def incoming(text: str) -> dict[str, object]:
    return Received(text, Kind.TEXT, "1", "1", text).as_json()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a server has left: an id is done where its text begins with "done"."""
    folder = tmp_path / FOLDER
    for name, content in (("in", incoming), ("out", outgoing)):
        journal = Journal(folder / f"telegram_{name}")
        done = KeptValues(folder / f"telegram_{dict(IN_OUT)[name]}.jsonl", 10, 60)
        for conversation in (MINE, OTHER):
            for text in (f"done {conversation} {name}", f"waits {conversation} {name}"):
                journal.append(Entry("kind", conversation, content(text), text))
        done.put(f"done {MINE} {name}")
        if name == "out":
            urgent = outgoing(f"urgent {MINE}", is_urgent=True)
            journal.append(Entry("kind", MINE, urgent, f"urgent {MINE}"))
        journal.close()
    choices = KeptValues(folder / "twilio_choices.jsonl", 10, 60)
    choices.put(MINE, "choice of mine")
    choices.put(OTHER, "choice of another")
    return folder


IN_OUT = [("in", "handled"), ("out", "sent")]


def test_without_a_server(folder: Path) -> None:
    erase_from_files(folder.parent, MINE)
    journals = "".join(file.read_text() for file in folder.glob("*-*.jsonl"))
    choices = (folder / "twilio_choices.jsonl").read_text()
    assert f"done {MINE}" not in journals
    assert f"waits {MINE} out" not in journals
    # nobody has answered this yet, and these words must arrive
    assert f"waits {MINE} in" in journals
    assert f"urgent {MINE}" in journals
    for text in ("done", "waits"):
        assert all(f"{text} {OTHER} {name}" in journals for name, _ in IN_OUT)
    assert ("choice of mine" in choices, "choice of another" in choices) == (False, True)


def test_without_a_messenger(tmp_path: Path) -> None:
    erase_from_files(tmp_path, MINE)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def providers() -> Iterator[Providers]:
    with running_providers() as providers:
        yield providers


class Unreachable(TwilioChannel):
    """Nothing arrives until it is let through."""

    is_open = False

    async def send(self, message: Outgoing) -> None:
        if not self.is_open:
            raise TryAgainError
        await super().send(message)


async def test_with_a_server(
    providers: Providers, tmp_path: Path, clinic: Clinic, safety: SafetySettings
) -> None:
    settings = twilio_settings(providers.variables())
    assert settings is not None
    turn = saying("heliotrope", ("Yes", "periwinkle"))
    async with running(Unreachable(settings, tmp_path), clinic, safety, turn) as channel:
        texts = [("a", "+1", "lavender"), ("b", "+1", RED), ("c", "+2", "marigold")]
        for id_, sender, text in texts:
            channel.take([Received(id_, Kind.TEXT, sender, f"{sender} +3", text, id_)])
        await channel.inbox.wait_until_empty()
        assert {"heliotrope", "periwinkle"} <= set(words_in(tmp_path))
        channel.services.erase(channel.services.ids.of("twilio", "+1"))
        left = held_in(tmp_path / FOLDER)
        assert (left.count("heliotrope"), left.count("periwinkle")) == (1, 1)
        assert "lavender" not in left
        channel.is_open = True
        await until(lambda: len(providers.texts("+1")) == 1)
        assert providers.texts("+1")[0].startswith("Call ")
        await asyncio.wait_for(channel.outbox.wait_until_empty(), 20)
    assert "breath" not in held_in(tmp_path / FOLDER)


def words_in(folder: Path) -> list[str]:
    held = held_in(folder / FOLDER)
    return [word for word in ("heliotrope", "periwinkle", "lavender") if word in held]
