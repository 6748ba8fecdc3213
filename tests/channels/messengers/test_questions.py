"""Which question a tapped button answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.channels.keeping import BOT, USER
from bot.channels.messengers.message import Kind, Received
from bot.channels.messengers.questions import (
    Talk,
    buttons_of,
    client_id,
    is_no,
    with_question,
)
from bot.channels.replies import Reply
from bot.store.conversation_rows import StoredMessage

YES_NO = ({"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"})
WRITTEN = Received("7", Kind.TEXT, "me", "me", "hot", message="41")
TAPPED = Received("8", Kind.BUTTON, "me", "me", "No")
OF_SLACK = Received("D1 1795.01 1795.02", Kind.BUTTON, "me", "me", "No")
DOUBLE = Reply("Now?", YES_NO, kind="check", findings=("double_vision",))
CHEST = Reply("Now?", YES_NO, kind="check", findings=("chest_pain",))
TRIAGE = Reply("Blood?", YES_NO, kind="question", findings=("diarrhea",), asks="diarrhea/1")
ANSWER = Reply("It takes an hour.", kind="answer")


@pytest.mark.parametrize(
    ("reply", "received", "payload", "asked", "asked_after"),
    [
        (DOUBLE, WRITTEN, "yes @41", "", "41"),
        (DOUBLE, TAPPED, "yes @tap:8", "", "tap:8"),
        (TRIAGE, WRITTEN, "yes #diarrhea/1", "diarrhea/1", ""),
        (TRIAGE, TAPPED, "yes #diarrhea/1", "diarrhea/1", ""),
        (Reply("?", YES_NO, kind="offer"), WRITTEN, "yes", "", ""),
    ],
)
def test_a_button_knows_its_question(
    reply: Reply, received: Received, payload: str, asked: str, asked_after: str
) -> None:
    button, _ = buttons_of(reply, received)
    assert (button.title, button.payload) == ("Yes", payload)
    tapped = with_question(Received("9", Kind.BUTTON, "me", "me", button.payload))
    assert (tapped.text, tapped.asked, tapped.asked_after) == ("yes", asked, asked_after)
    assert Received.from_json(tapped.as_json()) == tapped


def test_the_words_come_back_also_from_below_a_slack_button() -> None:
    """Slack's ids of pressed buttons have spaces."""
    button, _ = buttons_of(DOUBLE, OF_SLACK)
    assert with_question(Received("9", Kind.BUTTON, "me", "me", button.payload)).text == "yes"


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Kind.TEXT, "meet me @41"), (Kind.TEXT, "yes #diarrhea/1"), (Kind.BUTTON, "What is #1?"),
     (Kind.BUTTON, "4 to 6")],
)  # fmt: skip
def test_words_that_name_no_question(kind: Kind, text: str) -> None:
    received = Received("8", kind, "me", "me", text)
    assert with_question(received) == received


@pytest.mark.parametrize(
    ("received", "known_as"),
    [
        (WRITTEN, "41"),
        (Received("7", Kind.EDIT, "me", "me", "hotter", message="41"), "41"),
        (TAPPED, "tap:8"),
    ],
)
def test_the_id_of_a_tap_is_told_from_that_of_words(received: Received, known_as: str) -> None:
    assert client_id(received) == known_as


def test_no_id_is_too_long_or_has_spaces() -> None:
    long = Received("7", Kind.BUTTON, "me", "me", "No", message="m" * 200)
    for received in (OF_SLACK, long):
        assert len(client_id(received)) <= 100
        assert not any(map(str.isspace, client_id(received)))
    assert client_id(OF_SLACK) != client_id(long)


def talk(*turns: tuple[str, str, Sequence[Reply]]) -> Talk:
    """Turns of (id, words, replies)."""
    messages = []
    for number, (id_, text, replies) in enumerate(turns):
        turn = f"turn {number}"
        messages.append(StoredMessage(turn, 0, "telegram", USER, text, client_id=id_))
        messages.extend(
            StoredMessage(turn, place, "telegram", BOT, reply.text, content=reply.as_json())
            for place, reply in enumerate(replies, start=1)
        )
    return Talk(messages)


PET = ("43", "what is a PET scan?", [ANSWER])
SEES_DOUBLE = ("41", "do I see double?", [DOUBLE])


@pytest.mark.parametrize(
    ("said", "asked_after", "is_open", "words"),
    [
        (talk(SEES_DOUBLE), "41", True, "do I see double?"),
        (talk(SEES_DOUBLE, PET), "41", False, "do I see double?"),
        (talk(SEES_DOUBLE, ("43", "PET?", [ANSWER, DOUBLE])), "41", True, "do I see double?"),
        (talk(SEES_DOUBLE, ("43", "chest", [CHEST])), "41", False, "do I see double?"),
        (talk(("tap:8", "Better", [DOUBLE]), PET), "tap:8", False, None),
        (talk(("41", "No", [TRIAGE]), PET), "41", False, None),
        (talk(PET), "41", False, None),
        (talk(), "41", False, None),
        (talk(("41", "I have diarrhea", [TRIAGE])), "", False, None),
    ],
)
def test_what_is_said_once_more(
    said: Talk, asked_after: str, is_open: bool, words: str | None
) -> None:
    assert said.is_open(asked_after) is is_open
    assert said.words_before_check(asked_after) == words


@pytest.mark.parametrize(
    ("said", "payloads"),
    [
        (talk(SEES_DOUBLE), ["yes @41", "no @41"]),
        (talk(SEES_DOUBLE, PET), None),
        (talk(("41", "I have diarrhea", [TRIAGE])), None),
        (talk(), None),
    ],
)
def test_the_check_that_is_open(said: Talk, payloads: list[str] | None) -> None:
    check = said.open_check()
    assert (check and [button["payload"] for button in check.buttons]) == payloads
    if check is not None:  # said again, it still names the message that it followed
        assert [button.payload for button in buttons_of(check, TAPPED)] == payloads


@pytest.mark.parametrize(
    ("text", "expected"),
    [("No", True), ("no", True), ("no, not now", True), ("Yes", False), ("I am not sure", False),
     ("4 to 6", False), ("What is a PET scan?", False)],
)  # fmt: skip
def test_no(text: str, expected: bool) -> None:
    assert is_no(text) is expected
