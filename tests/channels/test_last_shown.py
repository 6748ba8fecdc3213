"""bot/channels/last_shown.py: what was shown last holds: no lesser alarm lowers an emergency, a yes
means what was asked, and a restart changes neither."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.guard import Guard
from bot.channels.keeping import Keeper
from bot.channels.replies import Reply
from bot.safety import SafetySettings
from bot.safety.escalation import Escalation
from bot.safety.judgement import settle
from bot.settings.clinic import Clinic
from bot.store.archive import Archive

GRAVE = "i am having a seizure"
RED = "i have a temperature of 39.5"
ANSWER = {"text": "It takes an hour.", "metadata": {"kind": "answer"}}
CALL = {"text": "Call!", "metadata": {"kind": "red_flag", "urgency": "call_now"}}
EMERGENCY = {"text": "Call 911!", "metadata": {"kind": "red_flag", "urgency": "emergency"}}
GOOD = {"text": "Good.", "metadata": {"kind": "smalltalk", "ends_alarm": True}}
# The triage took "I feel odd" over, and then the check of an emergency was asked.
CHEST = Escalation(
    "red_flag_check",
    findings=("chest_pain",),
    understood="chest pain",
    confirmed_intent="red_flag_emergency",
)
CHECK = {"text": "Now?", "metadata": {"kind": "check", "check": CHEST.as_dict()}}
Handle = Callable[[UserMessage], Awaitable[Any]]


def says(*messages: dict[str, Any]) -> Handle:
    """A turn that says these, one a turn, and the last of them from then on; None fails."""
    left = list(messages)

    async def say(message: UserMessage) -> None:
        said = left.pop(0) if len(left) > 1 else left[0]
        settle(Escalation())
        if not said:
            raise RuntimeError
        await message.output_channel.send_response(message.sender_id, said)

    return say


@pytest.fixture
def archive(own_databases: Path) -> Iterator[Archive]:
    archive = Archive(own_databases)
    archive.start()
    yield archive
    archive.stop()


class Talk:
    """One conversation with a guard that may be started anew."""

    def __init__(self, clinic: Clinic, safety: SafetySettings, archive: Archive) -> None:
        self._clinic, self._safety, self._archive = clinic, safety, archive
        self.restart(says(ANSWER))

    def restart(self, turn: Handle) -> None:
        self.guard = Guard(turn, self._clinic, self._safety, Keeper(self._archive))

    async def say(self, text: str) -> Reply:
        (reply,) = await self.guard.answer(text, "web-1", "web")
        return reply


@pytest.fixture
def talk(clinic: Clinic, safety: SafetySettings, archive: Archive) -> Talk:
    return Talk(clinic, safety, archive)


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("between", [[], ["what is car-t"] * 3, ["what is car-t"] * 9])
async def test_no_lesser_alarm_lowers_an_emergency(
    talk: Talk, between: list[str], restarts: bool
) -> None:
    first = await talk.say(GRAVE)
    for text in between:
        await talk.say(text)
    if restarts:
        talk.restart(says(ANSWER))
    reply = await talk.say(RED)
    assert (first.urgency, reply.urgency, reply.text) == ("emergency", "emergency", first.text)
    assert {"seizure", "fever"} <= set(reply.findings)


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize(
    ("turn", "between"),
    [(says(GOOD, ANSWER), ["the ambulance is here"]), (says(ANSWER), ["what is car-t"] * 10)],
)
async def test_an_emergency_ends_with_help_or_some_messages_on(
    talk: Talk, turn: Handle, between: list[str], restarts: bool
) -> None:
    talk.restart(turn)
    await talk.say(GRAVE)
    await talk.guard.finish_turns(5)
    talk.restart(says(GOOD, ANSWER) if len(between) == 1 else says(ANSWER))
    for text in between:
        await talk.say(text)
    if restarts:
        talk.restart(says(ANSWER))
    assert (await talk.say(RED)).urgency == "call_now"


async def test_help_and_a_new_emergency_in_one_message_end_nothing(talk: Talk) -> None:
    await talk.say(GRAVE)
    assert (await talk.say("the ambulance is coming but he stopped breathing")).urgency
    assert (await talk.say("and his temp is 39")).urgency == "emergency"


async def test_an_emergency_of_one_conversation_is_none_of_another(talk: Talk) -> None:
    await talk.say(GRAVE)
    (reply,) = await talk.guard.answer(RED, "web-2", "web")
    assert reply.urgency == "call_now"


@pytest.mark.parametrize("restarts", [False, True])
async def test_an_emergency_that_the_turn_said_stands_too(talk: Talk, restarts: bool) -> None:
    talk.restart(says(EMERGENCY, CALL))
    await talk.say("yes")
    if restarts:
        talk.restart(says(CALL))
    assert (await talk.say("what is car-t")).urgency == "emergency"


async def test_a_lesser_alarm_waits_for_no_locked_database(talk: Talk, own_databases: Path) -> None:
    with sqlite3.connect(own_databases / "conversations.db", isolation_level=None) as other:
        other.execute("begin exclusive")
        assert (await talk.say(RED)).urgency == "call_now"
        other.execute("rollback")


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_yes_means_what_was_asked_though_its_turn_fails(talk: Talk, restarts: bool) -> None:
    talk.restart(says(CHECK, {}))
    await talk.say("i feel odd")
    if restarts:
        talk.restart(says({}))
    reply = await talk.say("yes")
    assert (reply.urgency, reply.findings) == ("emergency", ("chest_pain",))


async def test_urgent_words_go_out_although_nothing_can_be_remembered(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(GRAVE)

    monkeypatch.setattr("bot.channels.last_shown.LastShown.keep", broken)
    assert (await talk.say(GRAVE)).urgency == "emergency"
    assert "could not be kept: RuntimeError" in caplog.text
    assert GRAVE not in caplog.text
