"""Telegram with the real Rasa server and the stand-in of the Bot API: each kind of update."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.channels.messengers.real_server import RealServer, real_server
from tests.channels.messengers.words import (
    APOLOGY,
    CARE_TEAM,
    DELETED,
    EMERGENCY,
    HELP,
    answer_begins,
    question,
)
from tests.channels.telegram import updates as u
from tests.channels.telegram.bot_api import TOKEN, BotApi
from tests.channels.telegram.bot_api_server import running_bot_api
from tests.channels.telegram.table import GROUPS, NO_UPDATES, RED, TABLE, Row
from tests.channels.telegram.updates import Update

pytestmark = pytest.mark.slow

HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_CHAT, FIRST_GROUP = 5_000_000, -1_001_000_000_000
MOST_SECONDS = 60.0


@dataclass
class Telegram:
    """The server, the stand-in, and a client that delivers as Telegram does."""

    server: RealServer
    api: BotApi
    client: httpx.Client
    chats: int = FIRST_CHAT

    def new_chat(self) -> int:
        self.chats += 1
        self.api.private_chats.add(self.chats)
        return self.chats

    def deliver(self, *updates: Update) -> None:
        for update in updates:
            query = update.get("callback_query")
            if query is not None:
                self.api.ask(query["id"])
                if "message" in query:
                    self.api.show_keyboard(query["from"]["id"], query["message"]["message_id"])
            answer = self.client.post(
                self.api.webhook, json=update, headers={HEADER: self.api.secret}
            )
            assert answer.status_code == 200, answer.text

    def say(self, chat: int, words: str) -> str:
        """Delivers a text and waits for one more message → that."""
        before = len(self.api.texts(chat))
        self.deliver(u.text(chat, words))
        assert self.api.wait(lambda: len(self.api.texts(chat)) > before, MOST_SECONDS), words
        return self.api.texts(chat)[before]

    def settle(self) -> None:
        """Waits until everything that was delivered has been handled: what comes last is done, and
        nothing is in the journals."""
        chat = self.new_chat()
        self.deliver(u.command(chat, "/help"))
        assert self.api.wait(
            lambda: bool(self.api.texts(chat)) and not self.server.bytes_in_journals(), MOST_SECONDS
        )


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telegram]:
    state = tmp_path_factory.mktemp("telegram")
    with running_bot_api() as api, httpx.Client(timeout=30) as client:
        variables = {"BOT_TELEGRAM_TOKEN": TOKEN, "BOT_TELEGRAM_API": api.address}
        with real_server(state, **variables) as server:
            server.variables["BOT_TELEGRAM_URL"] = f"{server.address}/webhooks/telegram/webhook"
            api.is_down = True  # no start depends on Telegram
            server.start()
            api.is_down = False
            assert api.wait(lambda: bool(api.webhook)), server.output
            yield Telegram(server, api, client)


def test_starts_while_telegram_is_down_and_says_so(telegram: Telegram) -> None:
    assert "Telegram is not connected: It cannot be reached. It is tried again." in (
        telegram.server.output
    )
    connected = "Telegram is connected; it delivers to"
    assert telegram.api.wait(lambda: connected in telegram.server.output)
    assert TOKEN not in telegram.server.output
    assert telegram.api.wait(lambda: "delete" in telegram.api.commands)


@pytest.fixture(scope="module")
def outcome(telegram: Telegram) -> dict[str, int]:
    """All rows of the table delivered, each to a chat of its own → the chats by name."""
    chats = {row.name: telegram.new_chat() for row in TABLE}
    for number, row in enumerate(GROUPS):
        chats[row.name] = FIRST_GROUP - number
        telegram.api.groups.add(chats[row.name])
    for row in [*TABLE, *GROUPS]:
        telegram.deliver(*row.updates(chats[row.name]))
    telegram.settle()
    return chats


def name_of(row: Row) -> str:
    return row.name


@pytest.mark.parametrize("row", [*TABLE, *GROUPS], ids=name_of)
def test_each_kind_of_update(row: Row, outcome: dict[str, int], telegram: Telegram) -> None:
    chat = outcome[row.name]
    texts = telegram.api.texts(chat)
    assert len(texts) == len(row.begins), texts
    for text, begins in zip(texts, row.begins, strict=True):
        assert text == begins if row.whole else text.startswith(begins)
    assert not row.ends or texts[-1].endswith(row.ends)
    edits = telegram.api.accepted("editMessageReplyMarkup", chat)
    assert len(edits) == row.keyboards


def test_every_tap_is_answered_once(outcome: dict[str, int], telegram: Telegram) -> None:
    assert outcome
    answered = telegram.api.accepted("answerCallbackQuery")
    assert len(answered) == sum(row.taps for row in TABLE)


def test_nothing_was_refused(outcome: dict[str, int], telegram: Telegram) -> None:
    assert outcome
    double_tap = "editMessageReplyMarkup: 400 Bad Request: message is not modified"
    assert set(telegram.api.refusals) <= {double_tap}


@pytest.mark.parametrize(("name", "body"), NO_UPDATES, ids=[name for name, _ in NO_UPDATES])
def test_what_is_no_update_is_refused(name: str, body: object, telegram: Telegram) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {HEADER: telegram.api.secret, "Content-Type": "application/json"}
    answer = telegram.client.post(telegram.api.webhook, content=content, headers=headers)
    assert 400 <= answer.status_code < 500, name
    assert telegram.say(telegram.new_chat(), "/help") == HELP


@pytest.mark.parametrize("secret", [None, b"", b"wrong", b"\xe9"])
def test_a_forged_secret_is_refused(secret: bytes | None, telegram: Telegram) -> None:
    chat = telegram.new_chat()
    headers = [] if secret is None else [(HEADER.encode(), secret)]
    answer = telegram.client.post(telegram.api.webhook, json=u.text(chat, "hello"), headers=headers)
    assert answer.status_code == 403
    telegram.settle()
    assert telegram.api.texts(chat) == []


def test_a_yes_under_an_earlier_question_is_a_yes_to_it(telegram: Telegram) -> None:
    chat = telegram.new_chat()
    check = telegram.say(chat, "is it normal to see double")
    keyboard = telegram.api.accepted("sendMessage", chat)[-1]["reply_markup"]["inline_keyboard"]
    (data,) = [b["callback_data"] for row in keyboard for b in row if b["text"] == "Yes"]
    telegram.say(chat, question())
    # A check that was passed over is put again behind the answer.
    assert telegram.api.wait(lambda: telegram.api.texts(chat)[-1] == check, MOST_SECONDS)
    before = len(telegram.api.texts(chat))
    telegram.deliver(u.tap(chat, data, "990001", None))
    assert telegram.api.wait(lambda: len(telegram.api.texts(chat)) > before)
    assert telegram.api.texts(chat)[before] == telegram.api.texts(chat)[-1]
    assert telegram.api.texts(chat)[-1].startswith(CARE_TEAM)


def test_after_delete_nothing_is_kept_and_the_chat_goes_on(telegram: Telegram) -> None:
    chat = telegram.new_chat()
    canary = "heliotrope-canary-7"
    telegram.say(chat, f"{question()} {canary}")
    assert telegram.say(chat, "/delete") == DELETED
    assert telegram.say(chat, question()).startswith(answer_begins())
    telegram.settle()
    state = telegram.server.state
    with sqlite3.connect(state / "conversations.db") as database:
        for table, column in (("messages", "text"), ("events", "data")):
            found = database.execute(
                f"select count(*) from {table} where {column} like ?", (f"%{canary}%",)
            )
            assert found.fetchone() == (0,)
    for file in [*(state / "messengers").iterdir(), *(state / "journal").iterdir()]:
        assert canary.encode() not in file.read_bytes(), file.name


def test_no_record_names_a_chat(telegram: Telegram, outcome: dict[str, int]) -> None:
    telegram.settle()
    for file in telegram.server.state.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for chat in outcome.values():
                # Not as digits in the middle of a keyed hash.
                alone = rb"(?<![0-9a-f])%d(?![0-9a-f])" % chat
                assert not re.search(alone, content), file.name


def test_two_hundred_chats_at_once(telegram: Telegram) -> None:
    chats = [telegram.new_chat() for _ in range(200)]
    with ThreadPoolExecutor(20) as pool:
        for chat in chats:
            pool.submit(telegram.deliver, u.text(chat, question()))
    red = telegram.new_chat()
    assert telegram.say(red, RED).startswith(EMERGENCY)
    assert telegram.api.wait(lambda: all(map(telegram.api.texts, chats)), MOST_SECONDS)
    telegram.settle()
    for chat in chats:
        (text,) = telegram.api.texts(chat)
        assert text.startswith(answer_begins())


def test_two_messages_at_once_of_one_person_are_both_answered_in_order(telegram: Telegram) -> None:
    chats = [telegram.new_chat() for _ in range(20)]
    for chat in chats:
        telegram.deliver(u.text(chat, question()), u.text(chat, question("skin/causes")))
    telegram.settle()
    begins = [answer_begins(), answer_begins("skin/causes")]
    for chat in chats:
        texts = telegram.api.texts(chat)
        assert len(texts) == 2
        assert all(text.startswith(b) for text, b in zip(texts, begins, strict=True)), texts


def test_a_killed_server_answers_everything_that_it_acknowledged_once(telegram: Telegram) -> None:
    chats = [telegram.new_chat() for _ in range(30)]
    red = telegram.new_chat()
    for chat in chats:
        telegram.deliver(u.text(chat, question()))
    last = u.text(red, RED)
    telegram.deliver(last)
    telegram.server.kill()
    telegram.server.start(until="live")
    telegram.deliver(last)  # Telegram repeats what it is not sure of
    assert telegram.api.wait(lambda: all(map(telegram.api.texts, [red, *chats])), MOST_SECONDS), (
        telegram.server.output
    )
    telegram.settle()
    assert all(text.startswith(EMERGENCY) for text in telegram.api.texts(red))
    for chat in chats:
        texts = telegram.api.texts(chat)
        assert all(text.startswith(answer_begins()) for text in texts), texts
        assert len(texts) <= 2  # one on its way when the process died goes out again


def test_a_second_start_does_not_answer_again(telegram: Telegram) -> None:
    chat = telegram.new_chat()
    update = u.text(chat, question())
    telegram.deliver(update)
    telegram.settle()
    telegram.server.kill()
    telegram.server.start()
    telegram.deliver(update)
    telegram.settle()
    assert len(telegram.api.texts(chat)) == 1


def test_the_stores_may_be_gone(telegram: Telegram) -> None:
    """Fault 4: a database that cannot be written keeps nobody from an answer."""
    chat = telegram.new_chat()
    lock = sqlite3.connect(telegram.server.state / "conversations.db")
    try:
        lock.execute("begin exclusive")
        assert telegram.say(chat, RED).startswith(EMERGENCY)
        said = telegram.say(chat, question())
        assert answer_begins() in said or APOLOGY in said
    finally:
        lock.rollback()
        lock.close()


def test_no_words_of_a_patient_are_logged(telegram: Telegram, outcome: dict[str, int]) -> None:
    assert outcome
    for words in (RED, question(), "hot earlier", "canary", TOKEN, telegram.api.secret):
        assert words not in telegram.server.output


def test_state_is_for_its_owner_alone(telegram: Telegram) -> None:
    folder: Path = telegram.server.state / "messengers"
    assert folder.stat().st_mode & 0o077 == 0
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name
