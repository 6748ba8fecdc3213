"""bot/channels/standing_alarm.py: no lesser alarm lowers what is shown under an emergency."""

from __future__ import annotations

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.guard import Guard
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic

GRAVE = "i am having a seizure"
RED = "i have a temperature of 39.5"
URGENT_MESSAGE = {"text": "Call!", "metadata": {"kind": "red_flag", "urgency": "call_now"}}


@pytest.fixture
def guard(clinic: Clinic, safety: SafetySettings) -> Guard:
    async def answers(message: UserMessage) -> None:
        answer = {"text": "It takes an hour.", "metadata": {"kind": "answer"}}
        await message.output_channel.send_response(message.sender_id, answer)

    return Guard(answers, clinic, safety)


@pytest.mark.parametrize("between", [[], ["what is car-t"] * 3, ["what is car-t"] * 9])
async def test_no_lesser_alarm_lowers_an_emergency(guard: Guard, between: list[str]) -> None:
    (first,) = await guard.answer(GRAVE, "web-1", "web")
    for text in between:
        await guard.answer(text, "web-1", "web")
    (reply,) = await guard.answer(RED, "web-1", "web")
    assert (first.urgency, reply.urgency, reply.text) == ("emergency", "emergency", first.text)


@pytest.mark.parametrize("between", [["the ambulance is here"], ["what is car-t"] * 12])
async def test_an_emergency_ends_with_help_or_some_messages_on(
    guard: Guard, between: list[str]
) -> None:
    await guard.answer(GRAVE, "web-1", "web")
    for text in between:
        await guard.answer(text, "web-1", "web")
    (reply,) = await guard.answer(RED, "web-1", "web")
    assert reply.urgency == "call_now"


async def test_an_emergency_of_one_conversation_is_none_of_another(guard: Guard) -> None:
    await guard.answer(GRAVE, "web-1", "web")
    (reply,) = await guard.answer(RED, "web-2", "web")
    assert reply.urgency == "call_now"


async def test_a_lesser_alarm_of_the_turn_does_not_lower_it_either(
    clinic: Clinic, safety: SafetySettings
) -> None:
    async def calls(message: UserMessage) -> None:
        await message.output_channel.send_response(message.sender_id, URGENT_MESSAGE)

    guard = Guard(calls, clinic, safety)
    await guard.answer(GRAVE, "web-1", "web")
    (reply,) = await guard.answer("what is car-t", "web-1", "web")
    assert reply.urgency == "emergency"


@pytest.mark.parametrize("end", ["", "the ambulance is here", "la ambulancia ya viene"])
async def test_an_emergency_that_the_turn_said_stands_too(
    clinic: Clinic, safety: SafetySettings, end: str
) -> None:
    emergency = {"text": "Call 911!", "metadata": {"kind": "red_flag", "urgency": "emergency"}}
    said = iter([emergency, URGENT_MESSAGE] if not end else [emergency, {"text": "Good."}])

    async def says(message: UserMessage) -> None:
        await message.output_channel.send_response(message.sender_id, next(said))

    guard = Guard(says, clinic, safety)
    await guard.answer("yes", "web-1", "web")
    if end:
        await guard.answer(end, "web-1", "web")
        said = iter([URGENT_MESSAGE])
    (reply,) = await guard.answer("what is car-t", "web-1", "web")
    assert reply.text == ("Call!" if end else "Call 911!")


async def test_urgent_words_go_out_although_nothing_can_be_remembered(
    guard: Guard, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError(GRAVE)

    monkeypatch.setattr("bot.channels.standing_alarm.safety_talk", broken)
    (reply,) = await guard.answer(GRAVE, "web-1", "web")
    assert reply.urgency == "emergency"
    assert "could not be kept: RuntimeError" in caplog.text
    assert GRAVE not in caplog.text
