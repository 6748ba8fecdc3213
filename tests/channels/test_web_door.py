"""bot/channels/web.py over a real server: who may speak, and what is refused and how."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Sanic

from bot.channels.sessions import Sessions
from bot.channels.web import WebChannel
from bot.clinic import Clinic
from bot.store.addresses import conversations_url
from bot.store.conversations import ConversationStore
from bot.store.red_flags import record_red_flag, red_flags_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLS = {"care_team": "555-0100", "emergency": "911"}
SECRET = "s" * 32
MESSAGES_PER_MINUTE = 5  # of the clinic of these tests


class Turns:
    """Stands where Rasa stands: answers each message with its text, and keeps both."""

    def __init__(self) -> None:
        self.store = ConversationStore(Domain.empty(), host=conversations_url())
        self.handled: list[str] = []
        self.may_answer = asyncio.Event()

    def begin_anew(self) -> None:
        self.handled.clear()
        self.may_answer.set()

    async def handle(self, message: UserMessage) -> None:
        self.handled.append(message.text)
        await self.may_answer.wait()
        reply = {"text": f"You said: {message.text}", "metadata": {"kind": "answer"}}
        await message.output_channel.send_response(message.sender_id, reply)
        tracker = await self.store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, metadata=message.metadata))
        tracker.update(BotUttered(reply["text"], metadata={"metadata": reply["metadata"]}))
        await self.store.save(tracker)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Databases and a secret of these tests alone."""
    folder = tmp_path_factory.mktemp("web_door")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOT_RECORDS_URL", f"sqlite:///{folder / 'records.db'}")
        patch.setenv("BOT_CONVERSATIONS_URL", f"sqlite:///{folder / 'conversations.db'}")
        patch.setenv("BOT_SESSION_SECRET", SECRET)
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(environment: None, clinic: Clinic) -> AsyncIterator[tuple[str, Turns]]:  # noqa: ARG001
    """The address of a door that listens on a free port, and the turns behind it. It is started
    once: Sanic rewrites its own classes at a start, which works once in a process."""
    turns = Turns()
    app = Sanic("web_door_test", configure_logging=False)
    app.ctx.agent = SimpleNamespace(tracker_store=turns.store)
    app.blueprint(WebChannel(clinic).blueprint(turns.handle), url_prefix="/webhooks/web")
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    await server.startup()
    await server.start_serving()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/webhooks/web", turns
    server.close()
    await server.wait_closed()
    Sanic._app_registry.pop(app.name)
    turns.store.engine.dispose()


@pytest.fixture
def turns(door: tuple[str, Turns]) -> Turns:
    door[1].begin_anew()
    return door[1]


@pytest_asyncio.fixture(loop_scope="module")
async def web(door: tuple[str, Turns], turns: Turns) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ARG001
    """A client of the door."""
    async with httpx.AsyncClient(base_url=door[0], timeout=30) as client:
        yield client


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


async def test_a_conversation(web: httpx.AsyncClient) -> None:
    session = await new_session(web)
    answer = await send(web, session, "m1", "hello")
    assert answer.status_code == 200
    assert answer.json() == {
        "messages": [
            {
                "text": "You said: hello",
                "buttons": [],
                "kind": "answer",
                "topics": [],
                "urgency": None,
                "source": None,
                "calls": [],
            }
        ]
    }
    history = (await web.get("/messages", headers=session)).json()["messages"]
    assert [message["from"] for message in history] == ["bot", "user", "bot"]
    assert history[0]["text"].startswith("Hello. I can tell you about immunotherapy")
    assert history[1] == {"from": "user", "id": "m1", "text": "hello"}
    assert history[2]["text"] == "You said: hello"


async def test_a_new_session(web: httpx.AsyncClient) -> None:
    answer = await web.post("/session")
    assert answer.status_code == 201
    assert answer.json().keys() == {"token", "expires"}
    history = await web.get("/messages", headers=await new_session(web))
    assert len(history.json()["messages"]) == 1, "the greeting"


ILL_FORMED = [
    (b"", "not_an_object"),
    (b"{", "not_json"),
    (b"\xff\xfe", "not_json"),
    (b"null", "not_an_object"),
    (b"[]", "not_an_object"),
    (b'["id", "text"]', "not_an_object"),
    (b'"text"', "not_an_object"),
    (b"7", "not_an_object"),
    (b"{}", "bad_id"),
    (b'{"text": "hi"}', "bad_id"),
    (b'{"id": "", "text": "hi"}', "bad_id"),
    (b'{"id": 7, "text": "hi"}', "bad_id"),
    (b'{"id": null, "text": "hi"}', "bad_id"),
    (b'{"id": {"a": 1}, "text": "hi"}', "bad_id"),
    (b'{"id": "' + b"x" * 300 + b'", "text": "hi"}', "bad_id"),
    (b'{"id": "a\\u0000b", "text": "hi"}', "bad_characters"),
    (b'{"id": "\\ud800", "text": "hi"}', "bad_characters"),
    (b'{"id": "m"}', "bad_text"),
    (b'{"id": "m", "text": null}', "bad_text"),
    (b'{"id": "m", "text": 39.5}', "bad_text"),
    (b'{"id": "m", "text": true}', "bad_text"),
    (b'{"id": "m", "text": ["hi"]}', "bad_text"),
    (b'{"id": "m", "text": {"a": "hi"}}', "bad_text"),
    (b'{"id": "m", "text": ""}', "bad_text"),
    (b'{"id": "m", "text": "  \\n"}', "bad_text"),
    (b'{"id": "m", "text": "/"}', "bad_text"),
    (b'{"id": "m", "text": "a\\u0000b"}', "bad_characters"),
    (b'{"id": "m", "text": "a\\ud800b"}', "bad_characters"),
]


@pytest.mark.parametrize(("body", "code"), ILL_FORMED)
async def test_an_ill_formed_body_is_refused_and_the_next_patient_served(
    web: httpx.AsyncClient, turns: Turns, body: bytes, code: str
) -> None:
    session = await new_session(web)
    refused = await web.post("/message", content=body, headers=session)
    assert_refused(refused, 400, code)
    assert turns.handled == []
    assert (await send(web, await new_session(web), "m1", "hello")).status_code == 200


async def test_a_body_that_nests_without_end_is_refused(web: httpx.AsyncClient) -> None:
    body = b'{"id": "m", "text": ' + b"[" * 30_000
    refused = await web.post("/message", content=body, headers=await new_session(web))
    assert_refused(refused, 400, "not_json")


async def test_a_huge_body_is_refused(web: httpx.AsyncClient, turns: Turns) -> None:
    refused = await send(web, await new_session(web), "m1", "x" * 1_000_000)
    assert_refused(refused, 413, "too_large")
    assert turns.handled == []


async def test_the_same_id_again_is_answered_from_what_is_kept(
    web: httpx.AsyncClient, turns: Turns
) -> None:
    session = await new_session(web)
    first = await send(web, session, "m1", "hello")
    assert (await send(web, session, "m1", "hello")).json() == first.json()
    assert turns.handled == ["hello"]
    await send(web, session, "m2", "hello")
    assert turns.handled == ["hello", "hello"], "another id is another message"


async def test_the_same_id_at_the_same_time_is_processed_once(
    web: httpx.AsyncClient, turns: Turns
) -> None:
    session = await new_session(web)
    answers = await asyncio.gather(*(send(web, session, "m1", "hello") for _ in range(4)))
    assert turns.handled == ["hello"]
    assert len({answer.text for answer in answers}) == 1


async def test_the_same_id_of_another_patient_is_another_message(
    web: httpx.AsyncClient, turns: Turns
) -> None:
    await send(web, await new_session(web), "m1", "hello")
    other = await send(web, await new_session(web), "m1", "good day")
    assert other.json()["messages"][0]["text"] == "You said: good day"
    assert turns.handled == ["hello", "good day"]


REQUESTS: list[tuple[str, str]] = [
    ("POST", "/message"),
    ("GET", "/messages"),
    ("DELETE", "/session"),
]


@pytest.mark.parametrize(("method", "path"), REQUESTS)
@pytest.mark.parametrize("header", ["missing", "forged", "expired", "garbage"])
async def test_a_foreign_session_is_refused(
    web: httpx.AsyncClient, turns: Turns, method: str, path: str, header: str
) -> None:
    headers = {
        "missing": {},
        "forged": {"Authorization": f"Bearer {Sessions('f' * 32, 1).issue().token}"},
        "expired": {"Authorization": f"Bearer {Sessions(SECRET, -1).issue().token}"},
        "garbage": {"Authorization": "Bearer web-1"},
    }[header]
    refused = await web.request(method, path, headers=headers)
    assert_refused(refused, 401, "no_session")
    assert turns.handled == []


async def test_patients_do_not_see_each_other(web: httpx.AsyncClient) -> None:
    await send(web, await new_session(web), "m1", "my secret")
    history = await web.get("/messages", headers=await new_session(web))
    assert "my secret" not in history.text


async def test_too_many_messages_of_one_patient(web: httpx.AsyncClient, turns: Turns) -> None:
    session = await new_session(web)
    for number in range(MESSAGES_PER_MINUTE):
        assert (await send(web, session, f"m{number}", "hello")).status_code == 200
    assert_refused(await send(web, session, "m-more", "hello"), 429, "too_many_messages")
    assert len(turns.handled) == MESSAGES_PER_MINUTE
    assert (await send(web, await new_session(web), "m1", "hello")).status_code == 200


async def test_deleting_takes_the_conversation_and_its_records(
    web: httpx.AsyncClient, turns: Turns
) -> None:
    session = await new_session(web)
    await send(web, session, "m1", "hello")
    conversation = Sessions(SECRET, 1).conversation(session["Authorization"])
    record_red_flag(conversation, "web", "call_now", ["fever"])
    deleted = await web.delete("/session", headers=session)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert conversation not in await turns.store.keys()
    assert red_flags_of(conversation) == []
    for method, path in REQUESTS:
        assert_refused(await web.request(method, path, headers=session), 401, "no_session")


async def test_a_client_that_goes_away_may_ask_again(web: httpx.AsyncClient, turns: Turns) -> None:
    session = await new_session(web)
    turns.may_answer.clear()
    waiting = asyncio.create_task(send(web, session, "m1", "hello"))
    while not turns.handled:
        await asyncio.sleep(0.01)
    waiting.cancel()
    again = asyncio.create_task(send(web, session, "m1", "hello"))
    await asyncio.sleep(0.05)
    turns.may_answer.set()
    assert (await again).json()["messages"][0]["text"] == "You said: hello"
    assert turns.handled == ["hello"]


async def test_a_store_that_fails_still_gives_the_numbers(
    web: httpx.AsyncClient, turns: Turns
) -> None:
    session = await new_session(web)
    turns.store.Base.metadata.drop_all(turns.store.engine)
    try:
        assert_refused(await web.get("/messages", headers=session), 500, "internal")
        assert_refused(await send(web, session, "m1", "hello"), 500, "internal")
    finally:
        turns.store.Base.metadata.create_all(turns.store.engine)
    assert (await send(web, session, "m1", "hello")).status_code == 200


async def test_the_demo_page(web: httpx.AsyncClient) -> None:
    page = await web.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
