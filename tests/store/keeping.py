"""What the tests of the archive keep, and how they read it back."""

from __future__ import annotations

from bot.store.archive import Archive
from bot.store.conversation_rows import StoredMessage
from bot.store.record_rows import RedFlag

ID = "web-1"


def messages(*texts: str, turn: str = "t1", client_id: str = "m1") -> list[StoredMessage]:
    return [
        StoredMessage(turn, position, "web", "bot" if position else "user", said,
                      client_id=None if position else client_id, content={"text": said})
        for position, said in enumerate(texts)
    ]  # fmt: skip


async def said(archive: Archive) -> list[str]:
    return [message.text for message in await archive.messages_of(ID)]


def red_flag() -> RedFlag:
    return RedFlag(ID, "web", "call_now", ["fever"], 12.5)
