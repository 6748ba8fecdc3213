"""bot/channels/keeping.py: one alarm is one red flag, however often it is said."""

from __future__ import annotations

import asyncio
import time
from typing import cast

import pytest

from bot.channels.incoming import Incoming
from bot.channels.keeping import BOT, USER, Keeper
from bot.channels.replies import Reply
from bot.store.archive import Archive
from bot.store.conversation_rows import StoredMessage
from bot.store.record_rows import RedFlag


class Records:
    """Notes what is kept."""

    def __init__(self) -> None:
        self.red_flags: list[tuple[str, tuple[str, ...]]] = []
        self.turns: list[str] = []
        self.texts: list[str] = []

    def keep_red_flag(self, red_flag: RedFlag, _: float, __: str) -> None:
        self.red_flags.append((red_flag.tier, tuple(red_flag.findings)))

    def keep_messages(self, _: str, messages: list[object], __: float, ___: str) -> None:
        self.texts += [getattr(message, "text", "") for message in messages]

    def keep_turn(self, turn: object, _: float, __: str) -> None:
        self.turns.append(str(getattr(turn, "kind", "")))


ALARM = Reply("Call!", kind="red_flag", urgency="emergency", findings=("chest_pain",))
REMARK = Reply("Still call!", kind="red_flag", urgency="emergency", repeats=True)
UNNAMED = Reply("Call!", kind="red_flag", urgency="emergency")
CHECK = Reply("Now?", kind="check", findings=("fever",))


@pytest.mark.parametrize(
    ("replies", "red_flags"),
    [
        ([ALARM], [("emergency", ("chest_pain",))]),
        ([REMARK], []),
        ([ALARM, REMARK], [("emergency", ("chest_pain",))]),
        # what names no symptom may be new all the same
        ([UNNAMED], [("emergency", ())]),
        ([CHECK], [("check", ("fever",))]),
        ([Reply("It takes an hour.", kind="answer")], []),
    ],
)
def test_what_is_kept_as_a_red_flag(
    replies: list[Reply], red_flags: list[tuple[str, tuple[str, ...]]]
) -> None:
    records = Records()
    keeper = Keeper(cast(Archive, records))
    keeper.keep(Incoming("my wife is here", "web-1", "web"), replies, time.monotonic())
    assert records.red_flags == red_flags
    assert records.texts == ["my wife is here", *(reply.text for reply in replies)]
    assert len(records.turns) == 1


class Answered(Records):
    """Has a turn of which the message was kept at some time."""

    def __init__(self) -> None:
        super().__init__()
        self.turn: list[StoredMessage] = []

    async def client_ids_of(self, _: str) -> set[str]:
        return {"m1"}

    async def turn_with(self, _: str, __: str) -> list[StoredMessage]:
        return self.turn


def _turn() -> list[StoredMessage]:
    said = StoredMessage("t1", 0, "web", USER, "my temp is 39.5", client_id="m1")
    return [said, StoredMessage("t1", 1, "web", BOT, "Call!", content=ALARM.as_json())]


async def test_what_is_kept_before_anybody_looks_is_no_earlier_delivery() -> None:
    """Urgent words are said, and kept, before the look for an earlier delivery has begun."""
    records = Answered()
    keeper = Keeper(cast(Archive, records))
    incoming = Incoming("my temp is 39.5", "web-1", "web", "m1")
    before = keeper.answered_before(incoming)
    records.turn = _turn()
    assert await before == []
    await asyncio.sleep(0.01)
    assert await keeper.answered_before(incoming) == [ALARM]
