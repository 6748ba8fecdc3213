"""Faults 1, 2, 4, 6, 7, 9, 12 and 15 through Telegram, as they are through the web.

The stand-in of the Bot API delivers and receives; see tests/channels/telegram.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest

from tests.channels.messengers.words import APOLOGY, CARE_TEAM, answer_begins, question
from tests.channels.telegram import updates as u
from tests.channels.telegram.bot_api import TOKEN, BotApi
from tests.channels.telegram.bot_api_server import running_bot_api
from tests.channels.telegram.updates import Update
from tests.faults.actions import ANSWERS, wrong_action_server
from tests.faults.assistant import CANARY, RED_FLAG, Server, running, wait_until
from tests.faults.broken_server import HANGS, POLICY_RAISES, RAISES
from tests.faults.harm import locked

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PAIRS = 50


@dataclass
class Telegram:
    """The server, the stand-in, and a client that delivers as Telegram does."""

    server: Server
    api: BotApi
    client: httpx.Client
    chats: int = 7_000_000

    def new_chat(self) -> int:
        self.chats += 1
        self.api.private_chats.add(self.chats)
        return self.chats

    def deliver(self, update: Update) -> None:
        answer = self.client.post(self.api.webhook, json=update, headers={HEADER: self.api.secret})
        assert answer.status_code == 200, answer.text

    def send(self, chat: int, words: str) -> None:
        self.server.said.add(words)
        self.deliver(u.text(chat, words))

    def say(self, chat: int, words: str) -> str:
        """Delivers a text and waits for one more message → that."""
        before = len(self.api.texts(chat))
        self.send(chat, words)
        wait_until(lambda: len(self.api.texts(chat)) > before)
        return self.api.texts(chat)[before]

    def assert_red(self, chat: int, words: str = RED_FLAG) -> None:
        assert self.say(chat, words).startswith(CARE_TEAM)

    def stored(self, mark: str) -> list[str]:
        """What patients wrote with this mark in it, in the order in which it is kept."""
        self.server.settle()
        return [text for text in self.server.stored_texts() if mark in text]

    def tracked(self, mark: str) -> list[str]:
        """What Rasa's events have of it."""
        return [text for text in self.server.tracked_texts() if mark in text]


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telegram]:
    with running_bot_api() as api, httpx.Client(timeout=60, trust_env=False) as client:
        server = Server(tmp_path_factory.mktemp("telegram"), ("tests.faults.broken_server",))
        server.variables = {
            "BOT_TELEGRAM_TOKEN": TOKEN,
            "BOT_TELEGRAM_API": api.address,
            "BOT_TELEGRAM_URL": f"{server.address}/webhooks/telegram/webhook",
        }
        with running(server):
            wait_until(lambda: bool(api.webhook))
            yield Telegram(server, api, client)


@pytest.mark.parametrize("kind", ["refused", *ANSWERS])
def test_an_action_server_that_does_the_wrong_thing(telegram: Telegram, kind: str) -> None:
    """Fault 1."""
    before = telegram.server.red_flags()
    with ExitStack() as harm:
        if kind != "refused":
            harm.enter_context(wrong_action_server(telegram.server.action_port, kind))
        chat = telegram.new_chat()
        assert answer_begins() in telegram.say(chat, question())
        telegram.assert_red(chat, f"{RED_FLAG} {CANARY} {kind}")
        assert answer_begins() in telegram.say(chat, question())
    assert telegram.stored(kind) == [f"{RED_FLAG} {CANARY} {kind}"]
    assert telegram.server.red_flags() == before + 1


def test_a_red_flag_while_an_earlier_turn_of_the_patient_hangs(telegram: Telegram) -> None:
    """Fault 2."""
    chat = telegram.new_chat()
    hanging, alarm = f"hm {HANGS} {CANARY} second", f"{RED_FLAG} second"
    telegram.send(chat, hanging)
    telegram.send(chat, alarm)
    wait_until(lambda: len(telegram.api.texts(chat)) == 2)
    assert [text.startswith(CARE_TEAM) for text in telegram.api.texts(chat)].count(True) == 1
    assert APOLOGY in telegram.api.texts(chat)
    assert sorted(telegram.stored("second")) == sorted([hanging, alarm])


def test_locked_databases(telegram: Telegram) -> None:
    """Fault 4."""
    chat = telegram.new_chat()
    telegram.say(chat, f"{question()} fourth")
    telegram.server.settle()
    before = telegram.server.red_flags()
    with ExitStack() as locks:
        for name in ("conversations", "records"):
            locks.enter_context(locked(telegram.server.state / f"{name}.db"))
        telegram.assert_red(chat, f"{RED_FLAG} fourth")
        assert answer_begins() in telegram.say(chat, question())
        newcomer = telegram.new_chat()
        telegram.assert_red(newcomer)
        assert not telegram.server.health()["stores"]
    assert telegram.stored("fourth") == [f"{question()} fourth", f"{RED_FLAG} fourth"]
    assert telegram.server.red_flags() == before + 2


HOSTILE = [
    b"", b"[]", b"null", b"7", b"{", b"\xff", b'{"update_id": "x"}', b"[" * 5000,
    json.dumps({"update_id": 1, "message": {"chat": {"id": "a\u0000b"}}}).encode(),
    json.dumps({"update_id": 1, "message": {"chat": 7, "text": ["x"]}}).encode(),
    json.dumps(u.text(7_999_999, "a\u0000b")).encode(),
    json.dumps(u.text(7_999_999, "a\ud800b")).encode(),
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_bodies(telegram: Telegram, body: bytes) -> None:
    """Fault 6; more kinds in tests/channels/telegram/table.py."""
    headers = {HEADER: telegram.api.secret, "Content-Type": "application/json"}
    answer = telegram.client.post(telegram.api.webhook, content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    telegram.assert_red(telegram.new_chat())


@pytest.mark.parametrize("words", [RAISES, HANGS, POLICY_RAISES])
def test_a_part_of_a_turn_fails(telegram: Telegram, words: str) -> None:
    """Fault 7."""
    chat = telegram.new_chat()
    text = f"tell me about {words} {CANARY} seventh"
    assert telegram.say(chat, text) == APOLOGY
    telegram.assert_red(chat, f"{RED_FLAG} {words} seventh")
    assert text in telegram.stored("seventh")
    assert f"{RED_FLAG} {words} seventh" in telegram.stored("seventh")


def test_two_messages_of_one_patient_at_once(telegram: Telegram) -> None:
    """Fault 9: both are answered, each is kept once, there is one session."""
    chats = [telegram.new_chat() for _ in range(PAIRS)]
    pairs = [(chat, f"{question()} ninth {chat} {side}") for chat in chats for side in "ab"]
    with ThreadPoolExecutor(20) as pool:
        assert len(list(pool.map(lambda pair: telegram.send(*pair), pairs))) == 2 * PAIRS
    wait_until(lambda: all(len(telegram.api.texts(chat)) == 2 for chat in chats))
    assert sorted(telegram.stored(" ninth ")) == sorted(text for _, text in pairs)
    # On a busy machine a turn may outlast its deadline: it goes on behind the answer.
    wait_until(lambda: len(telegram.tracked(" ninth ")) == 2 * PAIRS)
    assert sorted(telegram.tracked(" ninth ")) == sorted(text for _, text in pairs)
    query = (
        "select count(*) from events where type_name = 'session_started' and sender_id in "
        "(select sender_id from events where data like '% ninth %') group by sender_id"
    )
    assert telegram.server.rows("conversations", query) == [(1,)] * PAIRS


def test_a_kill_between_answer_and_save(telegram: Telegram) -> None:
    """Fault 12: what was taken is answered and kept once, also where Telegram delivers it again."""
    chats = [telegram.new_chat() for _ in range(10)]
    updates = [u.text(chat, f"{RED_FLAG} twelfth {chat}") for chat in chats]
    before = telegram.server.red_flags()
    for update in updates:
        telegram.deliver(update)
    telegram.server.kill()
    telegram.server.start()
    for update in updates:
        telegram.deliver(update)
    wait_until(lambda: all(telegram.api.texts(chat) for chat in chats))
    telegram.server.wait_for_model()
    assert all(text.startswith(CARE_TEAM) for chat in chats for text in telegram.api.texts(chat))
    assert sorted(telegram.stored(" twelfth ")) == sorted(f"{RED_FLAG} twelfth {c}" for c in chats)
    assert telegram.server.red_flags() == before + len(chats)
