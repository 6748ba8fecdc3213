"""A turn that fails behind a messenger: the patient gets words, and nobody else gets theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.channels.messengers.channel import MessengerChannel
from bot.channels.messengers.facebook.channel import FacebookChannel, read_events
from bot.channels.messengers.message import Received
from bot.channels.messengers.slack.channel import SlackChannel
from bot.channels.messengers.slack.events import read_event
from bot.channels.messengers.twilio.channel import TwilioChannel, read_form
from bot.safety import SafetySettings
from bot.settings.clinic import Clinic
from bot.settings.messengers import facebook_settings, slack_settings, twilio_settings
from tests.channels.messengers import provider_requests as p
from tests.channels.messengers.harness import failing, running
from tests.channels.messengers.providers import Providers, running_providers
from tests.channels.messengers.words import APOLOGY, EMERGENCY

RED = "I can't breathe"
Make = Callable[[Providers, Path], MessengerChannel]
Read = Callable[[str], Received | None]


@pytest.fixture
def providers() -> Iterator[Providers]:
    with running_providers() as providers:
        yield providers


def twilio(providers: Providers, folder: Path) -> MessengerChannel:
    settings = twilio_settings(providers.variables())
    assert settings is not None
    return TwilioChannel(settings, folder)


def facebook(providers: Providers, folder: Path) -> MessengerChannel:
    settings = facebook_settings(providers.variables())
    assert settings is not None
    return FacebookChannel(settings, folder)


def slack(providers: Providers, folder: Path) -> MessengerChannel:
    settings = slack_settings(providers.variables())
    assert settings is not None
    return SlackChannel(settings, folder)


def facebook_message(text: str) -> Received:
    (received,) = read_events({"object": "page", "entry": [{"messaging": [
        p.page_message("77", text=text)]}]})  # fmt: skip
    return received


def test_one_event_that_cannot_be_read_does_not_hold_up_the_others() -> None:
    nameless = {"sender": {"user_ref": "x"}, "message": {"mid": "m1", "text": "hi"}}
    events = [nameless, p.page_message("77", text="hello"), {"sender": 5, "message": None}]
    (received,) = read_events({"object": "page", "entry": [{"messaging": events}]})
    assert (received.sender, received.text) == ("77", "hello")


CHANNELS = [
    pytest.param(twilio, lambda text: read_form(p.sms("+15550107", text)), id="twilio"),
    pytest.param(facebook, facebook_message, id="facebook"),
    pytest.param(slack, lambda text: read_event(p.slack_event("U7", text=text)), id="slack"),
]


@pytest.mark.parametrize(("make", "read"), CHANNELS)
async def test_a_failing_turn(
    make: Make,
    read: Read,
    providers: Providers,
    tmp_path: Path,
    clinic: Clinic,
    safety: SafetySettings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with running(make(providers, tmp_path), clinic, safety, failing) as channel:
        for text in ("heliotrope", RED):
            received = read(text)
            assert received is not None
            channel.take([received])
        await channel.inbox.wait_until_empty()
        await channel.outbox.wait_until_empty()
    texts = sorted(message.text for message in providers.sent)
    assert texts[1] == APOLOGY
    assert texts[0].startswith(EMERGENCY)
    assert "heliotrope" not in caplog.text
    assert "canary" not in caplog.text
