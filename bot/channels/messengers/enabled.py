"""Messengers: each is on when its environment variables are set."""

from __future__ import annotations

from bot.channels.messengers.channel import MessengerChannel
from bot.channels.messengers.facebook.channel import FacebookChannel
from bot.channels.messengers.slack.channel import SlackChannel
from bot.channels.messengers.twilio.channel import TwilioChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.settings.messengers import (
    facebook_settings,
    slack_settings,
    telegram_settings,
    twilio_settings,
)


def messengers() -> list[MessengerChannel]:
    """The channels that are on. Raises MessengerSettingError."""
    channels: list[MessengerChannel] = []
    if telegram := telegram_settings():
        channels.append(TelegramChannel(telegram))
    if twilio := twilio_settings():
        channels.append(TwilioChannel(twilio))
    if facebook := facebook_settings():
        channels.append(FacebookChannel(facebook))
    if slack := slack_settings():
        channels.append(SlackChannel(slack))
    return channels
