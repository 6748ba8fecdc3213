"""A red flag is answered in every state that a conversation can be in, and by whatever way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    FollowupAction,
    Restarted,
    SlotSet,
    UserUttered,
)

from bot.channels.guard import Guard
from bot.channels.keeping import Keeper
from bot.content.red_flags import safety_settings
from bot.content.triage_model import triage_reader
from bot.settings.clinic import clinic
from bot.store.records import RedFlagEvent, rows_of
from tests.assistant import CHANNEL, Assistant

RED = "i am at 39.4 °C"
URGENT = (
    "Call your care team now: 555-0100.\n"
    "You wrote about a fever of 39.4 °C. This needs a check right away, by day or by night. "
    "You are not bothering anyone. Say that it is about immunotherapy.\n"
    "If it gets worse, or if nobody answers, call 911."
)
STATES: dict[str, list[Event]] = {
    "paused by a nurse": [UserUttered("hello"), ConversationPaused()],
    "paused from the start": [ConversationPaused()],
    "restarted": [UserUttered("hello"), Restarted()],
    "inside a form": [UserUttered("hello"), ActiveLoop("symptom_form")],
    "inside a form that asks": [ActiveLoop("symptom_form"), SlotSet("requested_slot", "since")],
    "with an action set to follow": [UserUttered("hello"), FollowupAction("utter_greet")],
    "after a question": [UserUttered("warm"), BotUttered("?"), SlotSet("awaiting_check", True)],
    "while choices are offered": [
        UserUttered("hm"),
        BotUttered("Did you mean", data={"buttons": [{"title": "A", "payload": "A"}]}),
    ],
    "after stop": [UserUttered("stop"), BotUttered("All right.")],
    "in the middle of a turn": [UserUttered("hello"), ActionExecuted("utter_greet")],
}


def put_into_state(assistant: Assistant, conversation: str, events: list[Event]) -> None:
    async def save() -> None:
        store = assistant.agent.tracker_store
        tracker = await store.get_or_create_tracker(conversation)
        tracker.update_with_events(events, assistant.agent.domain)
        await store.save(tracker)

    assistant.wait(save())


@pytest.mark.parametrize("state", STATES)
def test_a_red_flag_in_every_state(assistant: Assistant, conversation: str, state: str) -> None:
    put_into_state(assistant, conversation, STATES[state])
    assert [reply.text for reply in assistant.say(RED, conversation)] == [URGENT]
    assert assistant.recorded(conversation, 1) == [{"call_now": ["fever"]}]


def restart(assistant: Assistant) -> Guard:
    """A guard that knows nothing, before an agent whose trackers must be read again."""
    assistant.wait(assistant.guard.finish_turns(5))
    for conversation in list(assistant.wait(assistant.agent.conversations.keys())):
        assistant.agent.conversations.discard(conversation)
    keeper = Keeper(assistant.archive, assistant.agent.conversations)
    handle = assistant.agent.handle_message
    return Guard(handle, clinic(), safety_settings(), keeper, triage_reader())


@pytest.mark.parametrize("is_restarted", [False, True])
def test_an_emergency_outlives_a_restart_and_is_recorded_as_it_was_shown(
    assistant: Assistant, conversation: str, is_restarted: bool
) -> None:
    (first,) = assistant.say("he is having a seizure", conversation)
    guard = restart(assistant) if is_restarted else assistant.guard
    (shown,) = assistant.wait(guard.answer(RED, conversation, CHANNEL))
    assert (shown.urgency, shown.text) == ("emergency", first.text)
    assistant.wait(guard.finish_turns(5))
    said = [e for e in assistant.events(conversation) if isinstance(e, BotUttered)]
    assert said[-1].text == shown.text
    assert said[-1].metadata["metadata"]["urgency"] == "emergency"
    (still,) = assistant.wait(guard.answer("no cough", conversation, CHANNEL))
    assert still.urgency == "emergency"
    assert assistant.recorded(conversation, 2)[1:] == [{"emergency": ["seizure", "fever"]}]


def test_a_paused_conversation_is_never_silent(assistant: Assistant, conversation: str) -> None:
    put_into_state(assistant, conversation, [ConversationPaused()])
    (reply,) = assistant.say("what is car-t", conversation)
    assert "555-0100" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        f"/{RED}",
        f"// / {RED}",
        f"/restart {RED}",
        RED.upper(),
        f"  {RED}\n\n",
        f"{RED}!!!",
        "i am\u200b at 39.4\u00a0°C",
        f"\u202e{RED}\u202c",
        f"🙂🙂 {RED} 🙂",
        f"\x00{RED}",
        f"what is car-t? {RED}",
        f"{RED}. what is car-t?",
    ],
)
def test_a_red_flag_in_every_disguise(assistant: Assistant, conversation: str, text: str) -> None:
    assert [reply.text for reply in assistant.say(text, conversation)] == [URGENT]


@pytest.mark.parametrize("text", ["x " * 40_000 + f". {RED}", f"{RED}. " + "x " * 40_000])
def test_a_red_flag_at_an_end_of_a_huge_message(
    assistant: Assistant, conversation: str, text: str
) -> None:
    """What surrounds it may be suspected of more, but of nothing less."""
    (reply,) = assistant.say(text, conversation)
    assert reply.urgency in ("call_now", "emergency")
    assert "a fever of 39.4 °C" in reply.text


@pytest.mark.parametrize(
    "command",
    ["/restart", "/stop", "/session_start", "/back", "/red_flag_crisis", "/greet{}", "/inform{"],
)
def test_no_patient_gives_commands(assistant: Assistant, conversation: str, command: str) -> None:
    assistant.say("hello", conversation)
    assistant.say(command, conversation)
    names = {type(event).__name__ for event in assistant.events(conversation)}
    assert not names & {"Restarted", "ConversationPaused", "UserUtteranceReverted"}
    sent = [e.text for e in assistant.events(conversation) if isinstance(e, UserUttered)]
    assert sent == ["hello", command.removeprefix("/")]


def test_two_messages_at_once_are_both_answered_and_kept(
    assistant: Assistant, conversation: str
) -> None:
    with ThreadPoolExecutor(2) as pool:
        polite, red = pool.map(
            lambda text: assistant.say(text, conversation), ["what is car-t", RED]
        )
    assert [reply.topics for reply in polite] == [("types/car_t",)]
    assert [reply.text for reply in red] == [URGENT]
    sent = [e.text for e in assistant.events(conversation) if isinstance(e, UserUttered)]
    assert sorted(sent) == sorted(["what is car-t", RED])


def test_patients_do_not_share_what_was_asked(assistant: Assistant, conversation: str) -> None:
    """A "yes" confirms only one's own "Is this happening now?"."""
    (asked,) = assistant.say("is it normal to see double", conversation)
    assert asked.kind == "check"
    (other,) = assistant.say("yes", f"{conversation}-other")
    assert other.kind == "smalltalk"
    (own,) = assistant.say("yes", conversation)
    assert own.urgency == "call_now"


def test_records_hold_no_words(assistant: Assistant, conversation: str) -> None:
    assistant.say(f"canary-words {RED}", conversation)
    assistant.recorded(conversation, 1)
    for event in rows_of(RedFlagEvent, conversation):
        # Not its numbers: an answer may take 39.4 ms.
        kept = [str(value) for value in vars(event).values() if not isinstance(value, float)]
        assert not [value for value in kept if "canary" in value or "39.4" in value]
