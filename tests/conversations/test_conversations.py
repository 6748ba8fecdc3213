"""The conversations of this folder, on the trained assistant, word for word."""

from __future__ import annotations

import pytest

from bot.channels.replies import Reply
from tests.assistant import Assistant
from tests.conversations.script import (
    Talk,
    check_buttons,
    check_next,
    example_clinic,
    expected_texts,
    said_text,
    talks,
    without_did_this_help,
)
from tests.conversations.triage_script import (
    check_symptom_turn,
    is_about_symptoms,
    tiers_of_alarms,
)
from tests.data.content import TOPICS, answers

TALKS = talks()


@pytest.mark.parametrize("talk", TALKS, ids=[talk.name for talk in TALKS])
def test_conversation(assistant: Assistant, conversation: str, talk: Talk) -> None:
    clinic = example_clinic()
    replies: list[Reply] = []
    for turn in talk.turns:
        if "pause" in turn:
            assistant.let_a_day_pass(conversation)
            continue
        text = said_text(turn, replies)
        replies = assistant.say(text, conversation)
        if is_about_symptoms(turn):
            check_symptom_turn(turn, replies)
            continue
        others = without_did_this_help(turn, replies)
        assert [reply.text for reply in others] == expected_texts(turn, clinic), f"> {text}"
        check_buttons(turn, check_next(turn, others))
    if any(is_about_symptoms(turn) for turn in talk.turns):
        alarms = tiers_of_alarms(talk.turns)
        recorded = assistant.recorded(conversation, len(alarms))
        assert [tier for one in recorded for tier in one] == alarms
        return
    assert assistant.recorded(conversation, len(talk.recorded)) == talk.recorded
    if talk.written_down is not None:
        kept = [question.text for question in assistant.unanswered(conversation)]
        assert kept == talk.written_down


def test_conversations_have_different_names() -> None:
    assert len({talk.name for talk in TALKS}) == len(TALKS)


def test_there_are_conversations_of_every_group() -> None:
    asked = {
        topic.split("/")[0]
        for talk in TALKS
        for turn in talk.turns
        if isinstance(topic := turn.get("answer"), str)
    }
    assert asked == {topic.split("/")[0] for topic in TOPICS}


@pytest.mark.parametrize("topic", TOPICS)
def test_a_pressed_title_brings_its_own_answer(
    assistant: Assistant, conversation: str, topic: str
) -> None:
    """Every topic can be offered; its button must never bring another answer, nor an alarm."""
    (reply,) = assistant.say(answers()[topic].metadata["title"], conversation)
    assert (reply.kind, reply.topics) == ("answer", (topic,))
    assert reply.text.startswith(expected_texts({"answer": topic}, example_clinic())[0][:40])
    assert reply.source is not None
    assert reply.source in reply.text
    assert assistant.recorded(conversation, 0) == []
