"""A bare number under a question that asks for one is that number on every channel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.messengers.channel import MessengerChannel
from bot.channels.messengers.facebook.channel import FacebookChannel
from bot.channels.messengers.message import Clock, Kind, Outgoing, Received
from bot.channels.messengers.slack.channel import SlackChannel
from bot.channels.messengers.twilio.channel import TwilioChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.content.red_flag_files import load_knowledge
from bot.content.triage import load_triage
from bot.dialogue.answers import read_answer
from bot.dialogue.reports import Reader
from bot.dialogue.triage_knowledge import Question
from bot.dialogue.triage_levels import Rules
from bot.dialogue.triage_state import ANSWERS, label_of
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from bot.settings.messengers import (
    FacebookSettings,
    SlackSettings,
    TelegramSettings,
    TwilioSettings,
)
from tests.channels.messengers.harness import FastClock, running

HOOK = "https://clinic.example/hook"
CHANNELS: dict[str, Callable[[Path, Clock], MessengerChannel]] = {
    "telegram": lambda folder, clock: TelegramChannel(
        TelegramSettings("1:t", "secret", HOOK, ""), folder, clock
    ),
    "twilio": lambda folder, clock: TwilioChannel(
        TwilioSettings("AC1", "token", HOOK, ""), folder, clock
    ),
    "facebook": lambda folder, clock: FacebookChannel(
        FacebookSettings("token", "secret", "word", ""), folder, clock
    ),
    "slack": lambda folder, clock: SlackChannel(
        SlackSettings("token", "secret", ""), folder, clock
    ),
}
# A question, what is written under it, and the button that it means on every channel.
STOOLS, VOMITS, KILOS = "How many more loose stools", "How often in 24 hours", "Have you lost 2"
HEAT, LASTING, PRESSURE = "What does your thermometer", "How long past", "What is the top number"
COUNTS: list[tuple[str, str, str | None]] = [
    (STOOLS, "0", "None, just softer once"),
    (STOOLS, "1", "1 to 3"),
    (STOOLS, "2", "1 to 3"),
    (STOOLS, "3.", "1 to 3"),
    (STOOLS, "4", "4 to 6"),
    (STOOLS, "7", "7 or more, or cannot hold it"),
    (VOMITS, "1", "Once"),
    (VOMITS, "2", "2 to 4 times"),
    (VOMITS, "3", "2 to 4 times"),
    (VOMITS, "(4)", "2 to 4 times"),
    (VOMITS, "5", "5 times or more"),
    (KILOS, "1", "No"),
    (KILOS, "2", "Yes"),
    (KILOS, "3", "Yes"),
    (LASTING, "1", "1 day"),
    (LASTING, "3", "3 days or more"),
    (HEAT, "1", None),
    (HEAT, "36", "36 to 37.4 C (97 to 99.4 F)"),
    (HEAT, "39", "38 C (100.4 F) or more"),
    (PRESSURE, "2", None),
    (PRESSURE, "85", "Under 90"),
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Rules(load_triage()), load_knowledge().cues)


def question_that(asks: str, reader: Reader) -> tuple[str, Question]:
    """A question by its first words, with its label."""
    found = [
        (label_of((name, place)), question)
        for name, symptom in reader.rules.knowledge.symptoms.items()
        for place, question in enumerate(symptom.questions)
        if question.measure and question.text.startswith(asks)
    ]
    return found[0]


def meant_by(text: str, question: Question, reader: Reader) -> str | None:
    """The button that the triage takes a text for."""
    place = read_answer(reader.said(text), question, reader.rules.knowledge)
    return question.buttons[place].title if isinstance(place, int) else None


@pytest.mark.parametrize("name", CHANNELS)
async def test_a_count_is_the_same_answer_on_every_channel(
    name: str,
    reader: Reader,
    clinic: Clinic,
    safety: SafetySettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The web channel hands on what was written; so does each of the others."""
    asked: dict[str, tuple[str, Question]] = {}
    heard: dict[str, tuple[str, Any]] = {}
    sent: list[str] = []

    async def turn(message: UserMessage) -> None:
        patient = message.sender_id
        if patient in asked:
            heard[patient] = str(message.text), (message.metadata or {}).get(ANSWERS)
            return
        label, question = asked[patient] = question_that(str(message.text), reader)
        buttons = [{"title": one.title, "payload": one.title} for one in question.buttons]
        reply = {
            "text": question.text,
            "buttons": buttons,
            "metadata": {"kind": "question", "asks": label, "findings": [label.partition("/")[0]]},
        }
        await message.output_channel.send_response(patient, reply)

    async def send(message: Outgoing) -> None:
        sent.append(message.address)

    async def nothing(*_: object) -> None:
        return

    channel = CHANNELS[name](tmp_path, cast(Clock, FastClock()))
    monkeypatch.setattr(channel, "send", send)
    monkeypatch.setattr(channel, "run", nothing)
    monkeypatch.setattr(channel, "noticed", lambda _: None)
    async with running(channel, clinic, safety, turn, reader):
        for number, (asks, text, _) in enumerate(COUNTS):
            for words in (asks, text):
                who = f"p{number}"
                received = Received(f"{who} {words}", Kind.TEXT, who, who, words, f"{who}-{words}")
                channel.take([received])
                await channel.inbox.wait_until_empty()
    patients = [channel.services.ids.of(name, f"p{number}") for number in range(len(COUNTS))]
    means = [
        (asks, heard[patient][0], meant_by(heard[patient][0], asked[patient][1], reader))
        for patient, (asks, _, _) in zip(patients, COUNTS, strict=True)
    ]
    assert means == COUNTS
    assert {tapped for _, tapped in heard.values()} == {None}
