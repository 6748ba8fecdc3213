"""The order in which deliveries of one conversation are handled."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

from bot.channels.messengers.inbox import Inbox
from bot.channels.messengers.message import Clock, Kind, Received
from bot.store.journal import Journal
from bot.store.kept_values import KeptValues
from tests.channels.messengers.harness import FastClock, until

URGENT = "i can't breathe"


class Handled:
    """Notes what was handled; "slow" is handled when ``go_on`` is set."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.go_on = asyncio.Event()

    async def process(self, _: str, received: Received) -> None:
        if received.text == "slow":
            await self.go_on.wait()
        if received.text == "broken":
            raise RuntimeError("a turn that fails")
        self.texts.append(received.text)


def inbox_of(folder: Path, handled: Handled) -> Inbox:
    async def is_urgent(_: str, text: str) -> bool:
        return text == URGENT

    return Inbox(
        Journal(folder / "in"),
        KeptValues(folder / "handled.jsonl", 100, 3600),
        handled.process,
        conversation_of=lambda received: received.sender,
        is_urgent=is_urgent,
        is_loading=lambda: False,
        clock=cast(Clock, FastClock()),
    )


def deliveries(*texts: str) -> list[Received]:
    return [
        Received(str(place), Kind.TEXT, sender="patient", address="patient", text=text)
        for place, text in enumerate(texts)
    ]


async def test_a_red_flag_overtakes_and_nobody_overtakes_behind_it(tmp_path: Path) -> None:
    handled = Handled()
    inbox = inbox_of(tmp_path, handled)
    inbox.accept(deliveries("slow", URGENT, "next"))
    await until(lambda: bool(handled.texts))
    await asyncio.sleep(0.1)
    assert handled.texts == [URGENT]
    handled.go_on.set()
    await inbox.wait_until_empty()
    assert handled.texts == [URGENT, "slow", "next"]


async def test_a_delivery_that_fails_holds_up_nobody(tmp_path: Path) -> None:
    handled = Handled()
    inbox = inbox_of(tmp_path, handled)
    inbox.accept(deliveries("broken", "next"))
    await inbox.wait_until_empty()
    assert handled.texts == ["next"]
    assert not inbox.is_open("0")


async def test_an_erased_conversation_leaves_nothing_once_it_is_handled(tmp_path: Path) -> None:
    """Also while something else keeps the file; what waits is handled all the same."""
    handled = Handled()
    inbox = inbox_of(tmp_path, handled)
    other = Received("other", Kind.TEXT, sender="other", address="other", text="slow")
    inbox.accept([other, *deliveries("canary one")])
    await until(lambda: handled.texts == ["canary one"])
    assert "canary one" in on_disk(tmp_path)
    inbox.forget("patient")
    assert "canary" not in on_disk(tmp_path)
    mine = Received("mine", Kind.TEXT, sender="patient", address="patient", text="slow")
    last = Received("last", Kind.TEXT, sender="patient", address="patient", text="canary two")
    third = Received("third", Kind.TEXT, sender="third", address="third", text="slow")
    inbox.accept([mine, last, third])
    inbox.forget("patient")
    assert "canary two" in on_disk(tmp_path)
    handled.go_on.set()
    await inbox.wait_until_empty()
    assert handled.texts.count("slow") == 3
    assert handled.texts[-1] == "canary two"
    assert "canary" not in on_disk(tmp_path)


def on_disk(folder: Path) -> str:
    return "".join(file.read_text() for file in folder.glob("in-*.jsonl"))
