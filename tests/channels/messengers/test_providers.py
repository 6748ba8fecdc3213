"""Twilio, Facebook Messenger and Slack on the real server, in each provider's own wire format; and
Telegram beside them, polling."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from tests.channels.messengers import provider_requests as p
from tests.channels.messengers import providers
from tests.channels.messengers.clinic_server import Clinic
from tests.channels.messengers.words import (
    CARE_TEAM,
    DELETED,
    EMERGENCY,
    HELP,
    NOTE,
    ONLY_TEXT,
    START,
    answer_begins,
    question,
)
from tests.channels.telegram import updates as u

pytestmark = pytest.mark.slow

RED = "I can't breathe"
UNSURE = "is it normal to see double"


@pytest.mark.parametrize("provider", ["sms", "whatsapp", "facebook", "slack"])
class TestEachProvider:
    def test_a_question_is_answered(self, provider: str, clinic_server: Clinic) -> None:
        text = clinic_server.say(provider, clinic_server.person(), question())
        assert text.startswith(answer_begins())

    def test_a_red_flag_is_answered_at_once(self, provider: str, clinic_server: Clinic) -> None:
        assert clinic_server.say(provider, clinic_server.person(), RED).startswith(EMERGENCY)

    def test_a_picture_alone(self, provider: str, clinic_server: Clinic) -> None:
        assert clinic_server.say(provider, clinic_server.person(), "", media=True) == ONLY_TEXT

    def test_a_question_with_a_picture(self, provider: str, clinic_server: Clinic) -> None:
        text = clinic_server.say(provider, clinic_server.person(), question(), media=True)
        assert text.startswith(answer_begins())
        assert NOTE in text

    def test_a_red_flag_with_a_picture(self, provider: str, clinic_server: Clinic) -> None:
        text = clinic_server.say(provider, clinic_server.person(), RED, media=True)
        assert text.startswith(EMERGENCY)
        assert NOTE not in text

    def test_a_forged_signature_is_refused(self, provider: str, clinic_server: Clinic) -> None:
        person = clinic_server.person()
        request = clinic_server.request(provider, person, question())
        for name in ("X-Twilio-Signature", "X-Hub-Signature-256", "X-Slack-Signature"):
            if name in request.headers:
                request.headers[name] = request.headers[name][:-3] + "abc"
        assert clinic_server.send(request).status_code == 403
        for name in ("X-Twilio-Signature", "X-Hub-Signature-256", "X-Slack-Signature"):
            request.headers.pop(name, None)
        assert clinic_server.send(request).status_code == 403
        clinic_server.settle()
        assert clinic_server.providers.texts(clinic_server.address_of(provider, person)) == []

    def test_what_the_provider_repeats_is_answered_once(
        self, provider: str, clinic_server: Clinic
    ) -> None:
        person = clinic_server.person()
        request = clinic_server.request(provider, person, question())
        for number in range(3):
            if provider == "slack" and number:
                request.headers["X-Slack-Retry-Num"] = str(number)
                request.headers["X-Slack-Retry-Reason"] = "http_timeout"
            assert clinic_server.send(request).status_code == 200
        clinic_server.settle()
        (text,) = clinic_server.providers.texts(clinic_server.address_of(provider, person))
        assert text.startswith(answer_begins())

    def test_delete_and_help(self, provider: str, clinic_server: Clinic) -> None:
        person = clinic_server.person()
        assert clinic_server.say(provider, person, "/help") == HELP
        assert clinic_server.say(provider, person, "Delete my messages") == DELETED
        assert clinic_server.say(provider, person, question()).startswith(answer_begins())

    def test_what_the_provider_cannot_take_now_is_sent_again(
        self, provider: str, clinic_server: Clinic
    ) -> None:
        clinic_server.settle()
        clinic_server.providers.script.extend(
            [
                providers.Answer(503, {}),
                providers.Answer(429, {"code": 20429}, {"Retry-After": "1"}),
            ]
        )
        text = clinic_server.say(provider, clinic_server.person(), question())
        assert text.startswith(answer_begins())


@pytest.mark.parametrize("provider", ["sms", "whatsapp", "facebook"])
def test_choices_can_be_answered_by_number(provider: str, clinic_server: Clinic) -> None:
    person = clinic_server.person()
    text = clinic_server.say(provider, person, UNSURE)
    if provider != "facebook":
        assert "\n1. Yes\n2. No" in text
        assert clinic_server.say(provider, person, "1").startswith(CARE_TEAM)
    start = clinic_server.say(provider, person, "/start")
    assert start.startswith(START)
    suggestions = re.findall(r"^\d\. (.+)$", start, re.MULTILINE)
    assert len(suggestions) == 3 or not suggestions  # what this clinic suggests, if anything


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"object": "user"}', b'{"object": "page", "entry": [7]}']
)
def test_signed_rubbish_is_refused(body: bytes, clinic_server: Clinic) -> None:
    content = json.loads(body) if body.startswith(b'{"') else None
    address = clinic_server.server.address
    requests = [p.slack_request(address, [] if content is None else content)]
    facebook = p.facebook_request(address)
    signed = httpx.Request("POST", facebook.url, content=body, headers={
        "X-Hub-Signature-256": p.facebook_signature(body)})  # fmt: skip
    requests += [signed, p.twilio_request(address, {"Body": "hello"})]
    for request in requests:
        assert 400 <= clinic_server.send(request).status_code < 500


def test_telegram_polls_beside_them(clinic_server: Clinic) -> None:
    chat = 5_900_001
    clinic_server.telegram.private_chats.add(chat)
    clinic_server.telegram.queue(u.text(chat, question()), u.text(chat, RED))
    texts = clinic_server.telegram.texts
    assert clinic_server.telegram.wait(lambda: len(texts(chat)) == 2)
    assert {text.partition("\n")[0].startswith(EMERGENCY) for text in texts(chat)} == {True, False}


def test_nothing_was_refused_or_logged(clinic_server: Clinic) -> None:
    assert clinic_server.providers.refusals == []
    assert clinic_server.telegram.refusals == []
    for words in (
        RED,
        question(),
        UNSURE,
        "+1555010",
        providers.PAGE_TOKEN,
        providers.SLACK_TOKEN,
        providers.AUTH_TOKEN,
    ):
        assert words not in clinic_server.server.output
