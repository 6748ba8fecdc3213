"""Facebook Messenger on the real server."""

from __future__ import annotations

import pytest

from tests.channels.messengers import provider_requests as p
from tests.channels.messengers import providers
from tests.channels.messengers.clinic_server import IMAGE, Clinic
from tests.channels.messengers.words import CARE_TEAM, EMERGENCY, HELP, ONLY_TEXT, START

pytestmark = pytest.mark.slow

RED = "I can't breathe"
UNSURE = "is it normal to see double"


def test_facebook_taps(clinic_server: Clinic) -> None:
    person = clinic_server.person()
    clinic_server.say("facebook", person, UNSURE)
    message = clinic_server.providers.sent[-1].body
    yes = next(reply for reply in message["quick_replies"] if reply["title"] == "Yes")
    tap = p.page_message(person, text="Yes", quick_reply={"payload": yes["payload"]})
    clinic_server.send(p.facebook_request(clinic_server.server.address, tap))
    assert clinic_server.providers.wait(lambda: len(clinic_server.providers.texts(person)) == 2)
    assert clinic_server.providers.texts(person)[1].startswith(CARE_TEAM)


def test_facebook_reads_all_messages_of_a_request_in_order(clinic_server: Clinic) -> None:
    person = clinic_server.person()
    events = [
        p.page_message(person, text="/help"),
        p.page_event(person, delivery={"mids": ["m_1"], "watermark": 1}),
        p.page_event(person, read={"watermark": 1}),
        p.page_message(person, text="hello", is_echo=True, app_id=1),
        p.page_event(person, reaction={"reaction": "love", "action": "react", "mid": "m_1"}),
        p.page_event(person, postback={"mid": "m_7", "title": "Get started", "payload": "/start"}),
        p.page_message(person, attachments=[{**IMAGE, "payload": {"sticker_id": 369239263222822}}]),
    ]
    clinic_server.send(p.facebook_request(clinic_server.server.address, *events))
    clinic_server.settle()
    first, second, third = clinic_server.providers.texts(person)
    assert (first, third) == (HELP, ONLY_TEXT)
    assert second.startswith(START)
    typing = {"recipient": {"id": person}, "sender_action": "typing_on"}
    assert ("facebook", typing) in clinic_server.providers.others


def test_facebook_changes_are_judged(clinic_server: Clinic) -> None:
    person = clinic_server.person()
    first = p.page_message(person, text="/stop")
    mid = first["message"]["mid"]
    changes = [
        p.page_event(person, message_edit={"mid": mid, "text": "all well", "num_edit": 1}),
        p.page_event(person, message_edit={"mid": mid, "text": RED, "num_edit": 2}),
    ]
    clinic_server.send(p.facebook_request(clinic_server.server.address, first, *changes))
    clinic_server.settle()
    _, urgent = clinic_server.providers.texts(person)
    assert urgent.startswith(EMERGENCY)


@pytest.mark.parametrize(
    ("token", "status", "body"), [(providers.VERIFY_TOKEN, 200, "1158201444"), ("wrong", 403, None)]
)
def test_facebook_verification(
    token: str, status: int, body: str | None, clinic_server: Clinic
) -> None:
    answer = clinic_server.client.get(
        f"{clinic_server.server.address}/webhooks/facebook/webhook",
        params={"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"},
    )
    assert answer.status_code == status
    assert body is None or answer.text == body
