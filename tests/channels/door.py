"""What stands around the web channel in its tests: turns behind it, a client before it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered

from bot.store.archive import Archive
from bot.store.conversations import ConversationStore

CALLS = {"care_team": "555-0100", "emergency": "911"}
SECRET = "s" * 32


class Turns:
    """Stands where Rasa stands: answers each message with its text, and keeps both."""

    def __init__(self, archive: Archive) -> None:
        self.store = ConversationStore(Domain.empty(), archive)
        self.handled: list[str] = []
        self.may_answer = asyncio.Event()

    def begin_anew(self) -> None:
        self.handled.clear()
        self.may_answer.set()

    async def handle(self, message: UserMessage) -> None:
        self.handled.append(message.text)
        tracker = await self.store.get_or_create_tracker(message.sender_id)
        await self.may_answer.wait()
        reply = {"text": f"You said: {message.text}", "metadata": {"kind": "answer"}}
        await message.output_channel.send_response(message.sender_id, reply)
        tracker.update(UserUttered(message.text, metadata=message.metadata))
        tracker.update(BotUttered(reply["text"], metadata={"metadata": reply["metadata"]}))
        await self.store.save(tracker)


Headers = dict[str, str]


async def new_session(web: httpx.AsyncClient) -> Headers:
    return {"Authorization": f"Bearer {(await web.post('/session')).json()['token']}"}


async def send(web: httpx.AsyncClient, session: Headers, message_id: str, text: str) -> Any:
    body = {"id": message_id, "text": text}
    return await web.post("/message", json=body, headers=session)


def assert_refused(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"].strip()
    assert answer.json()["call"] == CALLS
