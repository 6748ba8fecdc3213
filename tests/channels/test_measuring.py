"""bot/channels/measuring.py: what a guard counts of patients' messages, and of nobody else's."""

from __future__ import annotations

import pytest
from prometheus_client import REGISTRY
from rasa.core.channels.channel import UserMessage

from bot.channels.guard import Guard
from bot.channels.incoming import Incoming
from bot.channels.measuring import OF_PATIENTS, Measures
from bot.channels.replies import Reply
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic

STAFF = Measures(of_patients=False)
COUNTERS = ("bot_turns", "bot_failures", "bot_latency_seconds")
JUDGED = "bot_latency_seconds judge"
TURN = "bot_latency_seconds turn"
ANSWERED = "bot_latency_seconds answer"


def counted() -> dict[str, float]:
    """How often each thing was counted, by counter and label."""
    return {
        " ".join([metric.name, *sample.labels.values()]): sample.value
        for metric in REGISTRY.collect()
        if metric.name in COUNTERS
        for sample in metric.samples
        if sample.name in (f"{metric.name}_total", f"{metric.name}_count")
    }


async def handle(message: UserMessage) -> None:
    if message.text == "fail":
        raise RuntimeError("canary words of the patient")
    reply = {"text": "hello", "metadata": {"kind": "answer"}}
    await message.output_channel.send_response(message.sender_id, reply)


async def cannot_send(_: Reply) -> None:
    raise ConnectionError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello", {JUDGED, TURN, ANSWERED, "bot_turns answer", "bot_failures send"}),
        (
            "I can't breathe",
            {JUDGED, TURN, ANSWERED, "bot_turns red_flag", "bot_failures send"},
        ),
        (
            "fail",
            {JUDGED, TURN, ANSWERED, "bot_turns other", "bot_failures send", "bot_failures turn"},
        ),
    ],
)
@pytest.mark.parametrize("measures", [OF_PATIENTS, STAFF])
async def test_what_one_message_counts(
    clinic: Clinic, safety: SafetySettings, text: str, expected: set[str], measures: Measures
) -> None:
    guard = Guard(handle, clinic, safety, measures=measures)
    before = counted()
    await guard.reply_to(Incoming(text, "web-1", "web"), cannot_send)
    await guard.close(5)
    added = {what: times - before.get(what, 0) for what, times in counted().items()}
    grown = {what: times for what, times in added.items() if times}
    assert grown == (dict.fromkeys(expected, 1.0) if measures is OF_PATIENTS else {})
