"""bot/settings/messengers.py: which messengers are on, and what is said about a wrong variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from bot.settings.messengers import (
    MessengerSettingError,
    facebook_settings,
    slack_settings,
    telegram_settings,
    twilio_settings,
)

TELEGRAM = {"BOT_TELEGRAM_TOKEN": "1:a", "BOT_TELEGRAM_SECRET": "s"}
TWILIO = {
    "BOT_TWILIO_ACCOUNT_SID": "AC1",
    "BOT_TWILIO_AUTH_TOKEN": "t",
    "BOT_TWILIO_URL": "https://clinic.example",
}
FACEBOOK = {
    "BOT_FACEBOOK_PAGE_TOKEN": "p",
    "BOT_FACEBOOK_APP_SECRET": "a",
    "BOT_FACEBOOK_VERIFY_TOKEN": "v",
}
SLACK = {"BOT_SLACK_TOKEN": "xoxb", "BOT_SLACK_SIGNING_SECRET": "s"}
Read = Callable[[Mapping[str, str]], object]
ALL: list[tuple[Read, Mapping[str, str]]] = [
    (telegram_settings, TELEGRAM),
    (twilio_settings, TWILIO),
    (facebook_settings, FACEBOOK),
    (slack_settings, SLACK),
]


@pytest.mark.parametrize(("read", "variables"), ALL)
def test_a_messenger_is_on_when_its_variables_are_set(
    read: Read, variables: Mapping[str, str]
) -> None:
    assert read({}) is None
    assert read(dict.fromkeys(variables, "")) is None
    assert read(variables) is not None


@pytest.mark.parametrize(("read", "variables"), ALL[1:])
def test_a_missing_variable_is_named(read: Read, variables: Mapping[str, str]) -> None:
    for missing in variables:
        with pytest.raises(MessengerSettingError, match=missing):
            read({name: value for name, value in variables.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TELEGRAM_TOKEN", "1:a/../b"),
        ("BOT_TELEGRAM_TOKEN", "a b"),
        ("BOT_TELEGRAM_SECRET", "with space"),
        ("BOT_TELEGRAM_SECRET", "é"),
        ("BOT_TELEGRAM_SECRET", "s" * 257),
        ("BOT_TELEGRAM_URL", "clinic.example/hook"),
        ("BOT_TELEGRAM_API", "ftp://clinic.example"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(MessengerSettingError, match=name):
        telegram_settings({**TELEGRAM, name: value})


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("", None),
        ("https://clinic.example", "https://clinic.example/webhooks/telegram/webhook"),
        ("https://clinic.example/", "https://clinic.example/webhooks/telegram/webhook"),
        ("https://clinic.example/a/b", "https://clinic.example/a/b"),
    ],
)
def test_the_webhooks_address(given: str, used: str | None) -> None:
    settings = telegram_settings({**TELEGRAM, "BOT_TELEGRAM_URL": given})
    assert settings is not None
    assert settings.url == used
    assert settings.api == "https://api.telegram.org"
