"""bot/actions over a real action server: what Rasa calls after the patient has been answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from rasa_sdk.executor import ActionExecutor

from bot.actions.record_red_flag import escalation_of_turn
from bot.run import environment
from bot.run.processes import action_server_answers, start_action_server, wait_until
from bot.settings.clinic import read_yaml
from bot.settings.paths import DOMAIN_FILE
from bot.store.red_flags import red_flags_of
from bot.store.unanswered import unanswered_of


@pytest.fixture(scope="module")
def records_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('actions') / 'records.db'}"


@pytest.fixture(scope="module")
def action_server(records_address: str) -> Iterator[str]:
    """The address of a real action server with records of its own."""
    port = environment.free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BOT_RECORDS_URL", records_address)
        server = start_action_server(port)
    try:
        wait_until(lambda: action_server_answers(port), [server], 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()


@pytest.fixture
def _records(records_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_RECORDS_URL", records_address)


def user(text: str, intent: str, **parse: Any) -> dict[str, Any]:
    data = {"text": text, "intent": {"name": intent}, **parse}
    return {"event": "user", "text": text, "input_channel": "web", "parse_data": data}


def red_flag(intent: str | None, *findings: str) -> dict[str, Any]:
    return {"intent": intent, "findings": list(findings)}


def call(server: str, action: str, conversation: str, *events: dict[str, Any]) -> httpx.Response:
    """Calls an action the way Rasa does."""
    tracker = {
        "sender_id": conversation,
        "slots": {},
        "latest_message": events[-1]["parse_data"] if events else {},
        "latest_input_channel": "web",
        "events": list(events),
        "paused": False,
        "active_loop": {},
        "latest_action_name": None,
        "followup_action": None,
    }
    body = {"next_action": action, "sender_id": conversation, "tracker": tracker, "domain": {}}
    return httpx.post(f"{server}/webhook", json=body, timeout=30)


FEVER = user("39 degrees", "red_flag_call_now", red_flag=red_flag("red_flag_call_now", "fever"))
MAYBE = user("warm", "red_flag_check", red_flag=red_flag("red_flag_check", "fever"))
MAYBE_WORSE = user(
    "not sure i want to go on",
    "red_flag_check",
    red_flag={**red_flag("red_flag_check", "self_harm"), "confirmed_intent": "red_flag_crisis"},
)
YES = user("yes", "affirm", red_flag=red_flag(None))
COLLAPSE = user("fell", "red_flag_emergency", red_flag=red_flag("red_flag_emergency", "collapse"))


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize(
    ("conversation", "events", "tier", "findings"),
    [
        ("urgent", [FEVER], "call_now", ["fever"]),
        ("emergency", [FEVER, COLLAPSE], "emergency", ["collapse"]),
        ("asked", [MAYBE], "check", ["fever"]),
        ("confirmed", [MAYBE, YES], "call_now", ["fever"]),
        ("confirmed-worse", [MAYBE_WORSE, YES], "emergency", ["self_harm"]),
    ],
)
def test_a_red_flag_is_recorded(
    action_server: str,
    conversation: str,
    events: list[dict[str, Any]],
    tier: str,
    findings: list[str],
) -> None:
    answer = call(action_server, "action_record_red_flag", conversation, *events)
    assert answer.status_code == 200
    assert answer.json() == {"events": [], "responses": []}, "it says nothing and changes nothing"
    (event,) = red_flags_of(conversation)
    assert (event.tier, event.findings, event.channel) == (tier, findings, "web")


@pytest.mark.usefixtures("_records")
def test_nothing_is_recorded_without_a_red_flag(action_server: str) -> None:
    assert call(action_server, "action_record_red_flag", "none", YES).status_code == 200
    assert red_flags_of("none") == []


@pytest.mark.usefixtures("_records")
def test_an_unanswered_question_is_recorded_masked(action_server: str) -> None:
    question = user("call me: 555-0100", "offer_topics", topics=["crs/risks", "crs/causes"])
    assert call(action_server, "action_record_unanswered", "asked", question).status_code == 200
    (kept,) = unanswered_of("asked")
    assert kept.text == "call me: [phone]"
    assert kept.offered == ["crs/risks", "crs/causes"]


def test_an_action_that_is_not_there_is_an_error(action_server: str) -> None:
    assert call(action_server, "action_delete_everything", "x", YES).status_code == 404


def test_the_server_has_all_actions_of_the_domain() -> None:
    executor = ActionExecutor()
    executor.register_package("bot.actions")
    domain = read_yaml(DOMAIN_FILE)
    assert isinstance(domain, dict)
    assert set(executor.actions) == {
        name for name in domain["actions"] if name.startswith("action_")
    }


@pytest.mark.parametrize(
    ("events", "findings"),
    [
        ([], []),
        ([YES], []),
        ([user("hi", "greet")], []),
        ([FEVER, YES], ["fever"]),
        ([FEVER, COLLAPSE, YES], ["collapse"]),
        ([{"event": "bot", "text": "hm"}, {"event": "user", "parse_data": None}], []),
    ],
)
def test_escalation_of_turn(events: list[dict[str, Any]], findings: list[str]) -> None:
    assert list(escalation_of_turn(events).findings) == findings
