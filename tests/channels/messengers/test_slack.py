"""Slack on the real server."""

from __future__ import annotations

import pytest

from tests.channels.messengers import provider_requests as p
from tests.channels.messengers.clinic_server import Clinic
from tests.channels.messengers.words import CARE_TEAM, EMERGENCY, NOT_IN_GROUPS

pytestmark = pytest.mark.slow

RED = "I can't breathe"
UNSURE = "is it normal to see double"


def test_slack_verification(clinic_server: Clinic) -> None:
    content = {"type": "url_verification", "token": "old", "challenge": "3eZbrw1aB"}
    answer = clinic_server.send(p.slack_request(clinic_server.server.address, content))
    assert answer.json() == {"challenge": "3eZbrw1aB"}


def test_slack_refuses_what_is_recorded_and_played_again(clinic_server: Clinic) -> None:
    event = p.slack_event("U77", text="hello")
    request = p.slack_request(clinic_server.server.address, event, age=600)
    assert clinic_server.send(request).status_code == 403


def test_slack_events_that_are_nobodys_words(clinic_server: Clinic) -> None:
    events = [
        p.slack_event("U78", text=RED, bot_id="B1", subtype="bot_message"),
        p.slack_event("U78", text=RED, bot_id="B1"),
        p.slack_event("U78", subtype="message_deleted", deleted_ts="1.2"),
        p.slack_event("U78", subtype="message_changed", message={"user": "U78", "text": RED,
                      "ts": "1.2"}, previous_message={"user": "U78", "text": RED, "ts": "1.2"}),
        {**p.slack_event("U78"), "event": {"type": "app_home_opened", "user": "U78"}},
        {"type": "app_rate_limited", "team_id": "T1"},
    ]  # fmt: skip
    for event in events:
        request = p.slack_request(clinic_server.server.address, event)
        assert clinic_server.send(request).status_code == 200
    clinic_server.settle()
    assert clinic_server.providers.texts("DU78") == []


def test_slack_changes_are_judged(clinic_server: Clinic) -> None:
    before = {"user": "U79", "text": "/stop", "ts": "1795000000.990000"}
    first = p.slack_event("U79", text="/stop", ts=before["ts"])
    change = p.slack_event(
        "U79",
        subtype="message_changed",
        message={**before, "text": "I can&amp;#39;t breathe, I am coughing up blood"},
        previous_message=before,
    )
    for event in (first, change):
        clinic_server.send(p.slack_request(clinic_server.server.address, event))
    clinic_server.settle()
    _, urgent = clinic_server.providers.texts("DU79")
    assert urgent.startswith(EMERGENCY)


def test_slack_taps(clinic_server: Clinic) -> None:
    clinic_server.say("slack", "U80", UNSURE)
    sent = clinic_server.providers.sent[-1].body
    (yes,) = [e for e in sent["blocks"][1]["elements"] if e["text"]["text"] == "Yes"]
    action = {
        "type": "block_actions",
        "user": {"id": "U80", "team_id": "T1"},
        "team": {"id": "T1"},
        "channel": {"id": "DU80", "name": "directmessage"},
        "container": {"type": "message", "message_ts": "1795000000.000001"},
        "message": {"ts": "1795000000.000001", "text": sent["text"]},
        "actions": [{**yes, "action_id": "a", "block_id": "b", "action_ts": "1795000001.0001"}],
    }
    request = p.slack_request(clinic_server.server.address, action, as_form=True)
    assert clinic_server.send(request).status_code == 200
    assert clinic_server.send(request).status_code == 200
    clinic_server.settle()
    _, urgent = clinic_server.providers.texts("DU80")
    assert urgent.startswith(CARE_TEAM)
    updates = [body for provider, body in clinic_server.providers.others if provider == "slack"]
    assert any(body["ts"] == "1795000000.000001" for body in updates)


def test_slack_channels_get_one_sentence(clinic_server: Clinic) -> None:
    for event in (
        p.slack_event("U81", channel="C1", channel_type="channel", text=RED),
        p.slack_event("U81", channel="C1", type="app_mention", text="<@U0> hello"),
    ):
        clinic_server.send(p.slack_request(clinic_server.server.address, event))
    clinic_server.settle()
    assert clinic_server.providers.texts("C1") == [NOT_IN_GROUPS]
