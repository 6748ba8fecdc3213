"""Messengers: each is on when its environment variables are set."""

from __future__ import annotations

from bot.channels.messengers.channel import MessengerChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.settings.messengers import telegram_settings


def messengers() -> list[MessengerChannel]:
    """The channels that are on. Raises MessengerSettingError."""
    channels: list[MessengerChannel] = []
    if telegram := telegram_settings():
        channels.append(TelegramChannel(telegram))
    return channels
