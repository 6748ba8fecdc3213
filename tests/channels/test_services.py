"""bot/channels/services.py: whoever erases a conversation, every channel forgets it."""

from __future__ import annotations

from bot.channels.conversation_ids import ConversationIds
from bot.channels.services import Services
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from tests.channels.door import SECRET


def test_erasing_reaches_what_channels_keep(clinic: Clinic, safety: SafetySettings) -> None:
    services, forgotten = Services(clinic, safety, ConversationIds(SECRET)), list[str]()
    services.on_erase += [forgotten.append, lambda one: forgotten.append(one.upper())]
    services.erase("telegram-1")
    assert forgotten == ["telegram-1", "TELEGRAM-1"]
