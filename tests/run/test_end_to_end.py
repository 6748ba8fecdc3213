"""The whole assistant as `make run` starts it, over HTTP, from session to records."""

from __future__ import annotations

import datetime
import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.content.sources import date_in_words
from tests.conftest import EXAMPLE_CLINIC
from tests.data.content import answers
from tests.servers import Servers, running_servers

CALLS = {"care_team": "555-0100", "emergency": "911"}
CANARY = "xylocanary"
RED_FLAG = f"{CANARY} i am at 39.4 °C"


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with running_servers(EXAMPLE_CLINIC.read_text(encoding="utf-8")) as running:
        yield running


class Patient:
    """One session at the web door."""

    def __init__(self, servers: Servers) -> None:
        self.http = httpx.Client(base_url=f"{servers.address}/webhooks/web", timeout=60)
        token = self.http.post("/session").json()["token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def send(self, message_id: str, text: str) -> httpx.Response:
        return self.http.post("/message", json={"id": message_id, "text": text})

    def said(self, message_id: str, text: str) -> list[dict[str, Any]]:
        """The replies to a message."""
        answer = self.send(message_id, text)
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def history(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.http.get("/messages").json()["messages"]
        return messages


@pytest.fixture
def patient(servers: Servers) -> Iterator[Patient]:
    someone = Patient(servers)
    yield someone
    someone.http.close()


def rows(servers: Servers, database: str, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(servers.state / database) as connection:
        return connection.execute(query).fetchall()


def within_seconds(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Waits until something is so: what is written behind an answer does not delay it."""
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def test_a_question_is_answered(patient: Patient) -> None:
    (reply,) = patient.said("m1", "what is car-t")
    answer = answers()["types/car_t"]
    assert reply["text"] == answer.text
    assert reply["kind"] == "answer"
    assert reply["topics"] == ["types/car_t"]
    assert reply["urgency"] is None
    # Questions that lead on: each is a topic's own, so that it can be sent as it stands.
    asked = {topic.metadata["title"] for topic in answers().values()}
    assert {button["payload"] for button in reply["buttons"]} < asked
    assert reply["source"].startswith("Source: ")
    reviewed = datetime.date.fromisoformat(answer.metadata["reviewed"])
    assert date_in_words(reviewed) in reply["source"]


def test_a_red_flag_is_told_to_call_and_recorded_without_its_words(
    servers: Servers, patient: Patient
) -> None:
    before = len(rows(servers, "records.db", "select id from red_flag_events"))
    (reply,) = patient.said("m1", RED_FLAG)
    assert reply["text"].startswith("Call your care team now: 555-0100.")
    assert "39.4 °C" in reply["text"]
    assert (reply["kind"], reply["urgency"]) == ("red_flag", "call_now")
    assert reply["calls"] == ["555-0100", "911"]
    query = "select channel, tier, findings, conversation from red_flag_events order by id"
    assert within_seconds(10, lambda: len(rows(servers, "records.db", query)) == before + 1)
    channel, tier, findings, conversation = rows(servers, "records.db", query)[-1]
    assert (channel, tier, json.loads(findings)) == ("web", "call_now", ["fever"])
    assert conversation.startswith("web-")
    with sqlite3.connect(servers.state / "records.db") as connection:
        assert CANARY not in "\n".join(connection.iterdump())


def test_a_red_flag_as_the_caption_of_a_picture(patient: Patient) -> None:
    answer = patient.http.post("/message", json={"id": "m1", "caption": RED_FLAG})
    (reply,) = answer.json()["messages"]
    assert (reply["kind"], reply["urgency"]) == ("red_flag", "call_now")


def test_the_same_id_again_is_processed_once(servers: Servers, patient: Patient) -> None:
    query = "select count(*) from events where type_name = 'user' and data like '%only-once%'"
    first = patient.send("m1", "what is car-t only-once")
    again = patient.send("m1", "what is car-t only-once")
    assert again.json() == first.json()
    assert within_seconds(10, lambda: rows(servers, "conversations.db", query) == [(1,)])


def test_the_history_is_the_conversation_so_far(patient: Patient) -> None:
    answer = patient.said("m1", "what is car-t")
    alarm = patient.said("m2", "i am at 39.4 °C")
    history = patient.history()
    assert [message["from"] for message in history] == ["bot", "user", "bot", "user", "bot"]
    times = [message.pop("at") for message in history[1:]]
    assert times == sorted(times)
    assert abs(datetime.datetime.fromisoformat(times[0].rstrip("Z")).timestamp() - _utc()) < 3600
    assert history[1] == {"from": "user", "id": "m1", "text": "what is car-t"}
    assert history[2] == {"from": "bot", **answer[0]}
    assert history[4] == {"from": "bot", **alarm[0]}


def _utc() -> float:
    """Now, counted as the times of the history are: in UTC without a zone."""
    return datetime.datetime.utcnow().timestamp()


def test_an_offer_is_chosen_by_its_button(patient: Patient) -> None:
    (offer,) = patient.said("m1", "cells")
    assert offer["kind"] == "offer"
    assert len(offer["buttons"]) == len(offer["topics"]) + 1
    (reply,) = patient.said("m2", offer["buttons"][0]["payload"])
    assert reply["topics"] == offer["topics"][:1]


def test_a_deleted_conversation_is_gone(servers: Servers, patient: Patient) -> None:
    patient.said("m1", f"delete-me-{CANARY}")
    assert patient.http.delete("/session").status_code == 204
    gone = patient.http.get("/messages")
    assert (gone.status_code, gone.json()["call"]) == (401, CALLS)
    for database in ("records.db", "conversations.db"):
        with sqlite3.connect(servers.state / database) as connection:
            assert f"delete-me-{CANARY}" not in "\n".join(connection.iterdump())


def test_patients_do_not_see_each_other(servers: Servers, patient: Patient) -> None:
    patient.said("m1", "what is car-t")
    other = Patient(servers)
    assert [message["from"] for message in other.history()] == ["bot"]
    other.http.close()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"id": 1, "text": "x"}', b'{"id": "m", "text": "a\\u0000b"}']
)
def test_an_ill_formed_message_is_refused_with_the_numbers(patient: Patient, body: bytes) -> None:
    refused = patient.http.post("/message", content=body)
    assert refused.status_code == 400
    assert refused.json()["call"] == CALLS
    assert refused.json()["error"].keys() == {"code", "message"}


def test_a_message_without_a_session_is_refused(servers: Servers) -> None:
    body = {"id": "m1", "text": "hello", "sender": "default"}
    refused = httpx.post(f"{servers.address}/webhooks/web/message", json=body, timeout=60)
    assert (refused.status_code, refused.json()["call"]) == (401, CALLS)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/version"),
        ("GET", "/status"),
        ("GET", "/domain"),
        ("GET", "/conversations/default/tracker"),
        ("POST", "/conversations/default/messages"),
        ("POST", "/conversations/default/trigger_intent"),
        ("POST", "/conversations/default/tracker/events"),
        ("POST", "/model/parse"),
        ("POST", "/model/train"),
        ("PUT", "/model"),
        ("DELETE", "/model"),
        ("POST", "/webhooks/rest/webhook"),
        ("POST", "/webhooks/callback/webhook"),
    ],
)
def test_rasas_own_routes_are_not_served(servers: Servers, method: str, path: str) -> None:
    answer = httpx.request(method, servers.address + path, timeout=60)
    assert answer.status_code == 404


def test_health(servers: Servers) -> None:
    live = httpx.get(f"{servers.address}/health/live", timeout=60)
    assert (live.status_code, live.json()) == (200, {"live": True})
    ready = httpx.get(f"{servers.address}/health/ready", timeout=60)
    assert ready.status_code == 200
    parts = ("ready", "model", "detector", "spacy", "action_server", "stores")
    details = {"conversations": True, "records": True, "journal": True}
    body = ready.json()
    waiting = body["details"].pop("waiting")
    assert body == {**dict.fromkeys(parts, True), "details": details}
    assert isinstance(waiting, int)


def test_telemetry_is_off(servers: Servers) -> None:
    """In every process that was started, whatever the user's own settings are."""
    group = [pid for pid in _pids() if _is_in(servers, pid)]
    assert len(group) >= 2, "the action server and the assistant"
    for pid in group:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        assert b"RASA_TELEMETRY_ENABLED=false" in variables


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _is_in(servers: Servers, pid: int) -> bool:
    """Whether a process was started by ours (its state folder is in its environment)."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
    return str(servers.state).encode() in environment and pid != servers.process.pid


def test_words_of_patients_are_in_no_log(servers: Servers, patient: Patient) -> None:
    for number, text in enumerate(
        [CANARY, RED_FLAG, f"/{CANARY}", f"{CANARY}\ud83d\ude42", CANARY * 200, f"{{{CANARY}"]
    ):
        patient.send(f"m{number}", text.encode("utf-16", "surrogatepass").decode("utf-16"))
    patient.http.post("/message", content=f'{{"id": "{CANARY}", "text": '.encode())
    assert CANARY not in servers.output.read_text(encoding="utf-8", errors="replace")


def test_the_action_server_hangs_and_then_dies(servers: Servers, patient: Patient) -> None:
    """The patient notices nothing; the dead part is started again and `run` goes on."""
    (actions,) = [pid for pid in _pids() if _is_in(servers, pid) and _runs_actions(pid)]
    os.kill(actions, signal.SIGSTOP)
    (alarm,) = patient.said("m1", "i am at 39.4 °C")
    assert alarm["urgency"] == "call_now"
    (reply,) = patient.said("m2", "what is car-t")
    assert reply["topics"] == ["types/car_t"]
    os.kill(actions, signal.SIGKILL)
    page = f"{servers.address}/health/ready"

    def is_back() -> bool:
        new = [pid for pid in _pids() if _is_in(servers, pid) and _runs_actions(pid)]
        return new not in ([], [actions]) and httpx.get(page, timeout=60).status_code == 200

    assert within_seconds(120, is_back)
    assert servers.process.poll() is None
    (reply,) = patient.said("m3", "what is car-t")
    assert reply["topics"] == ["types/car_t"]
    said = servers.output.read_text(encoding="utf-8", errors="replace")
    assert "The action server has ended (exit code -9). It is started again" in said


def _runs_actions(pid: int) -> bool:
    return b"bot\0actions" in Path(f"/proc/{pid}/cmdline").read_bytes()
