"""Which messengers are on: each is, when its environment variables are set. docs/channels.md.

Secrets stand in the environment alone, never in a file of the project.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from bot.settings.secrets import secret

# Telegram's own limits: https://core.telegram.org/bots/api#setwebhook
_TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_TELEGRAM_TOKEN = re.compile(r"[A-Za-z0-9:_-]+")


class MessengerSettingError(ValueError):
    """An environment variable is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True)
class TelegramSettings:
    """``url``: the webhook's public address; None: polling. ``api``: the Bot API's address."""

    token: str
    secret: str
    url: str | None
    api: str


@dataclass(frozen=True)
class TwilioSettings:
    """``url``: the webhook's address as it is entered at Twilio, which signs it."""

    account_sid: str
    auth_token: str
    url: str
    api: str


@dataclass(frozen=True)
class FacebookSettings:
    page_token: str
    app_secret: str
    verify_token: str
    api: str


@dataclass(frozen=True)
class SlackSettings:
    token: str
    signing_secret: str
    api: str


def telegram_settings(environment: Mapping[str, str] = os.environ) -> TelegramSettings | None:
    """Telegram's settings; None: it is off.

    Raises:
        MessengerSettingError: where a value cannot be right.
    """
    token = environment.get("BOT_TELEGRAM_TOKEN", "").strip()
    if not token:
        return None
    if not _TELEGRAM_TOKEN.fullmatch(token):
        raise MessengerSettingError(
            "BOT_TELEGRAM_TOKEN is not a token: it looks like 123456789:AbCd… and comes from "
            "@BotFather. See docs/channels.md."
        )
    given = environment.get("BOT_TELEGRAM_SECRET", "")
    if given and not _TELEGRAM_SECRET.fullmatch(given):
        raise MessengerSettingError(
            "BOT_TELEGRAM_SECRET may have 1 to 256 characters of A-Z, a-z, 0-9, _ and -. "
            "It may also be left out: then one is made."
        )
    return TelegramSettings(
        token=token,
        secret=given or secret("telegram_secret"),
        url=_webhook("BOT_TELEGRAM_URL", "telegram", environment),
        api=_address("BOT_TELEGRAM_API", "https://api.telegram.org", environment),
    )


def twilio_settings(environment: Mapping[str, str] = os.environ) -> TwilioSettings | None:
    """Twilio's settings; None: it is off. Raises MessengerSettingError."""
    names = ("BOT_TWILIO_ACCOUNT_SID", "BOT_TWILIO_AUTH_TOKEN", "BOT_TWILIO_URL")
    if not _all_or_none(names, environment):
        return None
    url = _webhook("BOT_TWILIO_URL", "twilio", environment)
    assert url is not None
    return TwilioSettings(
        account_sid=environment["BOT_TWILIO_ACCOUNT_SID"].strip(),
        auth_token=environment["BOT_TWILIO_AUTH_TOKEN"].strip(),
        url=url,
        api=_address("BOT_TWILIO_API", "https://api.twilio.com", environment),
    )


def facebook_settings(environment: Mapping[str, str] = os.environ) -> FacebookSettings | None:
    """Facebook Messenger's settings; None: it is off. Raises MessengerSettingError."""
    names = ("BOT_FACEBOOK_PAGE_TOKEN", "BOT_FACEBOOK_APP_SECRET", "BOT_FACEBOOK_VERIFY_TOKEN")
    if not _all_or_none(names, environment):
        return None
    page_token, app_secret, verify_token = (environment[name].strip() for name in names)
    api = _address("BOT_FACEBOOK_API", "https://graph.facebook.com/v21.0", environment)
    return FacebookSettings(page_token, app_secret, verify_token, api)


def slack_settings(environment: Mapping[str, str] = os.environ) -> SlackSettings | None:
    """Slack's settings; None: it is off. Raises MessengerSettingError."""
    names = ("BOT_SLACK_TOKEN", "BOT_SLACK_SIGNING_SECRET")
    if not _all_or_none(names, environment):
        return None
    token, signing_secret = (environment[name].strip() for name in names)
    api = _address("BOT_SLACK_API", "https://slack.com/api", environment)
    return SlackSettings(token, signing_secret, api)


def _all_or_none(names: tuple[str, ...], environment: Mapping[str, str]) -> bool:
    missing = [name for name in names if not environment.get(name, "").strip()]
    if missing and len(missing) < len(names):
        raise MessengerSettingError(
            f"{' and '.join(missing)} should be set, too. See docs/channels.md."
        )
    return not missing


def _address(name: str, default: str, environment: Mapping[str, str]) -> str:
    address = (environment.get(name) or default).strip().rstrip("/")
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        raise MessengerSettingError(f"{name} is not an address: write it like {default}")
    return address


def _webhook(name: str, channel: str, environment: Mapping[str, str]) -> str | None:
    """The webhook's address; where only the server is named, the path is added."""
    if not environment.get(name, "").strip():
        return None
    path = f"/webhooks/{channel}/webhook"
    parts = urlsplit(_address(name, f"https://assistant.clinic.example{path}", environment))
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") or path))
