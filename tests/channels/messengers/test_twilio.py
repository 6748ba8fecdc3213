"""SMS and WhatsApp by Twilio, on the real server."""

from __future__ import annotations

import pytest

from tests.channels.messengers import provider_requests as p
from tests.channels.messengers.clinic_server import Clinic
from tests.channels.messengers.words import ONLY_TEXT

pytestmark = pytest.mark.slow

RED = "I can't breathe"
UNSURE = "is it normal to see double"


def test_sms_that_twilio_itself_answers(clinic_server: Clinic) -> None:
    person = clinic_server.person()
    delivered = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": person}
    forms = [p.sms(person, "STOP", OptOutType="STOP"), delivered]
    for form in forms:
        answer = clinic_server.send(p.twilio_request(clinic_server.server.address, form))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/xml")
        assert answer.text.endswith("<Response></Response>")
    clinic_server.settle()
    assert clinic_server.providers.texts(person) == []


def test_a_place_sent_by_whatsapp(clinic_server: Clinic) -> None:
    person = clinic_server.person()
    form = p.whatsapp(person, "", Latitude="51.5", Longitude="-0.1")
    clinic_server.send(p.twilio_request(clinic_server.server.address, form))
    to = f"whatsapp:{person}"
    assert clinic_server.providers.wait(lambda: bool(clinic_server.providers.texts(to)))
    assert clinic_server.providers.texts(to) == [ONLY_TEXT]
