"""bot/channels/history.py and replies.py: a conversation read back."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.replies import Collector, Reply
from bot.channels.web.history import Said, answer_to, conversation_messages


def said(text: str, message_id: str | None = None) -> UserUttered:
    metadata = {"client_message_id": message_id} if message_id else None
    return UserUttered(text, metadata=metadata)


def uttered(text: str, **metadata: Any) -> BotUttered:
    """As Rasa keeps it: the response's metadata inside the event's."""
    return BotUttered(text, metadata={"metadata": metadata})


def tracker(*events: Any) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web-1", list(events))


TALK = tracker(
    ActionExecuted("action_session_start"),
    said("hello", "m1"),
    uttered("Hello.", kind="smalltalk"),
    SlotSet("awaiting_check", False),
    said("what is crs and who gets it", "m2"),
    uttered("CRS is …", kind="answer", topics=["crs/what_is"]),
    uttered("At risk are …", kind="answer", topics=["crs/risk_factors"]),
    said("and?", "m3"),
)


def test_messages_of_both_sides_in_order() -> None:
    texts = [message.text for message in conversation_messages(TALK)]
    assert texts == [
        "hello", "Hello.", "what is crs and who gets it", "CRS is …", "At risk are …", "and?",
    ]  # fmt: skip


def test_a_conversation_not_yet_begun() -> None:
    assert list(conversation_messages(None)) == []
    assert list(conversation_messages(tracker())) == []


@pytest.mark.parametrize(
    ("message_id", "texts"),
    [
        ("m1", ["Hello."]),
        ("m2", ["CRS is …", "At risk are …"]),
        ("m3", []),
        ("m4", []),
        ("m", []),
    ],
)
def test_answer_to(message_id: str, texts: list[str]) -> None:
    assert [reply.text for reply in answer_to(TALK, message_id)] == texts


def test_a_kept_reply_is_the_reply_that_was_given() -> None:
    (reply,) = answer_to(TALK, "m1")
    assert reply == Reply("Hello.", kind="smalltalk")
    assert [reply.topics for reply in answer_to(TALK, "m2")] == [
        ("crs/what_is",),
        ("crs/risk_factors",),
    ]


def test_messages_without_an_id_are_told_apart_from_none() -> None:
    talk = tracker(said("hello"), uttered("Hello."))
    assert next(conversation_messages(talk)) == Said("", "hello")


def test_a_reply_of_rasas_message() -> None:
    reply = Reply.of(
        {
            "text": "Did you mean …?",
            "buttons": [{"title": "A?", "payload": "A?", "type": "postback"}],
            "metadata": {"kind": "offer", "topics": ["a/b"], "calls": None, "confidence": None},
        }
    )
    assert reply == Reply(
        "Did you mean …?", ({"title": "A?", "payload": "A?"},), kind="offer", topics=("a/b",)
    )


@pytest.mark.parametrize("message", [{}, {"text": None, "buttons": None, "metadata": None}])
def test_a_reply_of_an_empty_message(message: dict[str, Any]) -> None:
    assert Reply.of(message) == Reply("")


async def test_a_collector_drops_what_comes_after_it_was_closed() -> None:
    collector = Collector("web")
    await collector.send_response("web-1", {"text": "one"})
    collector.closed = True
    await collector.send_response("web-1", {"text": "two", "metadata": {"urgency": "call_now"}})
    assert [reply.text for reply in collector.replies] == ["one"]
    assert not collector.urgent_said.is_set()


async def test_a_collector_tells_when_the_urgent_words_are_said() -> None:
    collector = Collector("web")
    await collector.send_response("web-1", {"text": "one"})
    assert not collector.urgent_said.is_set()
    await collector.send_response("web-1", {"text": "two", "metadata": {"urgency": "call_now"}})
    assert collector.urgent_said.is_set()
