"""/stop ends the questions that are open, too."""

from __future__ import annotations

from pathlib import Path

from rasa.core.channels.channel import UserMessage

from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from tests.channels.messengers.harness import Pigeon, running
from tests.channels.messengers.words import STOPPED


async def turn(message: UserMessage) -> None:
    is_report = message.text == "my stool is loose"
    buttons = [{"title": "No", "payload": "No"}, {"title": "Yes", "payload": "Yes"}]
    metadata = {"kind": "question", "findings": ["diarrhea"], "asks": "diarrhea/0"}
    reply = {
        "text": "Does it hurt?" if is_report else f"You said: {message.text}",
        "buttons": buttons if is_report else [],
        "metadata": metadata if is_report else {"kind": "advice"},
    }
    await message.output_channel.send_response(message.sender_id, reply)


async def test_stop_ends_an_open_question(
    clinic: Clinic, safety: SafetySettings, tmp_path: Path
) -> None:
    async with running(Pigeon(tmp_path), clinic, safety, turn) as pigeon:
        assert await pigeon.deliver("/stop") == [STOPPED]
        await pigeon.deliver("my stool is loose")
        assert await pigeon.deliver("/stop") == ["You said: stop"]
        assert await pigeon.deliver("/stop") == [STOPPED]
