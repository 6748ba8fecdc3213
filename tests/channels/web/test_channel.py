"""bot/channels/web/channel.py over a real server: who may speak, and what is refused and how."""

from __future__ import annotations

import asyncio
import sqlite3

import httpx
import pytest
from sqlalchemy import select

from bot.channels.web.sessions import Sessions
from bot.store.database import conversations_database
from bot.store.records import FeedbackRow, RedFlagEvent, TurnRow, UnansweredQuestion, rows_of
from bot.store.tables import events, messages
from tests.channels.conftest import Door
from tests.channels.door import SECRET, Turns, assert_refused, new_session, send
from tests.channels.messengers.harness import until

pytestmark = pytest.mark.asyncio(loop_scope="module")
MESSAGES_PER_MINUTE = 5  # of the clinic of these tests


async def test_a_conversation(web: httpx.AsyncClient) -> None:
    session = await new_session(web)
    answer = await send(web, session, "m1", "hello")
    assert answer.status_code == 200
    assert answer.json().keys() == {"messages"}
    (message,) = answer.json()["messages"]
    assert message == {
        "text": "You said: hello",
        "buttons": [],
        "kind": "answer",
        "topics": [],
        "urgency": None,
        "source": None,
        "sources": [],
        "calls": [],
        "crisis": False,
        "repeats": False,
        "ends_alarm": None,
        "language": "en",
    }
    history = (await web.get("/messages", headers=session)).json()["messages"]
    assert [message["from"] for message in history] == ["bot", "user", "bot"]
    assert history[0]["text"].startswith("Hello. I can tell you about immunotherapy")
    assert history[1].pop("at").endswith("Z")
    assert history[1] == {"from": "user", "id": "m1", "text": "hello"}
    assert history[2]["text"] == "You said: hello"


async def test_a_caption_is_read_like_a_text(web: httpx.AsyncClient) -> None:
    session = await new_session(web)
    message = {"id": "m1", "caption": "what is this on my arm"}
    answer = await web.post("/message", headers=session, json=message)
    assert answer.json()["messages"][0]["text"] == "You said: what is this on my arm"


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
    (b'{"id": "m", "caption": 7}', "bad_text"),
    (b'{"id": "m", "text": "", "caption": "hi"}', "bad_text"),
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
    ("POST", "/feedback"),
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


async def test_what_is_urgent_passes_the_limit_but_no_flood_of_it(web: httpx.AsyncClient) -> None:
    session = await new_session(web)
    for number in range(MESSAGES_PER_MINUTE):
        await send(web, session, f"m{number}", "hello")
    codes = []
    for number in range(MESSAGES_PER_MINUTE * 4 + 1):
        answer = await send(web, session, f"red{number}", f"i cannot breathe {number}")
        codes.append(answer.status_code)
    assert codes == [200] * MESSAGES_PER_MINUTE * 4 + [429]
    assert_refused(await send(web, session, "last", "hello"), 429, "too_many_messages")


def conversation_of(door: Door, session: dict[str, str]) -> str:
    return door.services.ids.of("web", Sessions(SECRET, 1).sender(session["Authorization"]))


async def test_deleting_takes_the_conversation_and_its_records(
    web: httpx.AsyncClient, door: Door
) -> None:
    session = await new_session(web)
    await send(web, session, "m1", "canary-one i have a fever of 39.4")
    conversation = conversation_of(door, session)
    deleted = await web.delete("/session", headers=session)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert conversation not in await door.turns.store.keys()
    for table in (RedFlagEvent, TurnRow, UnansweredQuestion):
        assert rows_of(table, conversation) == []
    for method, path in REQUESTS:
        assert_refused(await web.request(method, path, headers=session), 401, "no_session")


async def test_deleting_during_a_turn_leaves_nothing(web: httpx.AsyncClient, door: Door) -> None:
    session = await new_session(web)
    await send(web, session, "m1", "canary-two")
    door.turns.may_answer.clear()
    running = asyncio.create_task(send(web, session, "m2", "canary-three"))
    await until(lambda: door.turns.handled[-1] == "canary-three")
    assert (await web.delete("/session", headers=session)).status_code == 204
    door.turns.may_answer.set()
    await running
    assert await door.archive.wait_until_written()
    with conversations_database().begin() as connection:
        kept = connection.execute(select(messages.c.text)).scalars().all()
        events_kept = connection.execute(select(events.c.data)).scalars().all()
    assert not [text for text in [*kept, *events_kept] if "canary-t" in text]


async def test_feedback_is_kept(web: httpx.AsyncClient, door: Door) -> None:
    session = await new_session(web)
    body = {"topic": "skin/causes", "helpful": True}
    assert (await web.post("/feedback", json=body, headers=session)).status_code == 204
    assert await door.archive.wait_until_written()
    (row,) = rows_of(FeedbackRow, conversation_of(door, session))
    assert (row.topic, row.helpful) == ("skin/causes", True)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_topic"),
        ({"topic": "free words of a patient", "helpful": True}, "bad_topic"),
        ({"topic": "skin/causes"}, "bad_helpful"),
        ({"topic": "skin/causes", "helpful": "yes"}, "bad_helpful"),
        ([], "not_an_object"),
    ],
)
async def test_ill_formed_feedback_is_refused(
    web: httpx.AsyncClient, body: object, code: str
) -> None:
    refused = await web.post("/feedback", json=body, headers=await new_session(web))
    assert_refused(refused, 400, code)


async def test_a_client_that_goes_away_may_ask_again(web: httpx.AsyncClient, turns: Turns) -> None:
    session = await new_session(web)
    turns.may_answer.clear()
    waiting = asyncio.create_task(send(web, session, "m1", "hello"))
    await until(lambda: bool(turns.handled))
    waiting.cancel()
    again = asyncio.create_task(send(web, session, "m1", "hello"))
    await asyncio.sleep(0.05)
    turns.may_answer.set()
    assert (await again).json()["messages"][0]["text"] == "You said: hello"
    assert turns.handled == ["hello"]


async def test_a_database_that_is_locked_delays_nobody(web: httpx.AsyncClient, door: Door) -> None:
    session = await new_session(web)
    for name in ("conversations.db", "records.db"):
        with sqlite3.connect(door.folder / name, isolation_level=None) as other:
            other.execute("begin exclusive")
            answer = await send(web, session, name, "hello")
            red = await send(web, session, f"{name}-red", "i cannot breathe")
            other.execute("rollback")
        assert answer.json()["messages"][0]["text"] == "You said: hello"
        assert red.json()["messages"][0]["urgency"] == "emergency"
    assert await door.archive.wait_until_written()
    history = (await web.get("/messages", headers=session)).json()["messages"]
    assert [m["text"] for m in history if m["from"] == "user"] == [
        "hello", "i cannot breathe", "hello", "i cannot breathe",
    ]  # fmt: skip


async def test_the_demo_page(web: httpx.AsyncClient) -> None:
    page = await web.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
