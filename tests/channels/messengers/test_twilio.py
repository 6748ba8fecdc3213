"""SMS and WhatsApp by Twilio, on the real server."""

from __future__ import annotations

import pytest

from tests.channels.messengers import provider_requests as p
from tests.channels.messengers.clinic_server import Clinic
from tests.channels.messengers.words import ONLY_TEXT

pytestmark = pytest.mark.slow


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


@pytest.mark.parametrize("provider", ["sms", "whatsapp", "facebook", "slack"])
@pytest.mark.parametrize(
    ("count", "says"),
    [("3", "Call your care team today"), ("5", "Call your care team now")],
)
def test_a_number_under_a_question_is_a_count(
    provider: str, count: str, says: str, clinic_server: Clinic
) -> None:
    """ "3" would be the third choice, "5 times or more", and "5" no choice at all."""
    person = clinic_server.person()
    for text in ("i keep vomiting", "no"):
        clinic_server.say(provider, person, text)
    asked = clinic_server.say(provider, person, "no")
    assert asked.startswith("How often in 24 hours?")
    assert ("\nC. 5 times or more\n" in asked) is (provider != "slack")
    assert clinic_server.say(provider, person, count).startswith(says)


def test_a_letter_is_a_choice(clinic_server: Clinic) -> None:
    person = clinic_server.person()
    for text in ("i keep vomiting", "A", "a."):
        asked = clinic_server.say("sms", person, text)
    assert asked.startswith("How often in 24 hours?")
    assert clinic_server.say("sms", person, "B").startswith("Call your care team today")


def test_a_place_sent_by_whatsapp(clinic_server: Clinic) -> None:
    person = clinic_server.person()
    form = p.whatsapp(person, "", Latitude="51.5", Longitude="-0.1")
    clinic_server.send(p.twilio_request(clinic_server.server.address, form))
    to = f"whatsapp:{person}"
    assert clinic_server.providers.wait(lambda: bool(clinic_server.providers.texts(to)))
    assert clinic_server.providers.texts(to) == [ONLY_TEXT]
