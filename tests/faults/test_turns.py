"""Faults 1, 6, 7, 10, 11, 13, 14 and 39: what happens inside a turn, and what patients may send."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import jwt
import pytest

from tests.faults.assistant import (
    APOLOGY,
    CALLS,
    CANARY,
    QUESTION,
    RED_FLAG,
    Patient,
    Server,
    wait_until,
)
from tests.faults.broken_server import HANGS, POLICY_RAISES, RAISES, WORDING_RAISES


@pytest.mark.parametrize("words", [RAISES, HANGS, POLICY_RAISES, WORDING_RAISES])
def test_a_part_of_a_turn_fails(shared: Server, patient: Patient, words: str) -> None:
    """Faults 7 and 13: understanding, deciding or wording raises or hangs. An apology with the
    phone; the text is kept, also where nothing understood it."""
    text = f"tell me about {words} {CANARY}"
    (reply,) = patient.say(text)
    assert APOLOGY in reply["text"]
    assert CALLS["care_team"] in reply["text"]
    alarm = f"{RED_FLAG} {words}"
    patient.assert_red(alarm)
    # Both turns end behind the answers; the conversation goes on.
    for said in (text, alarm):
        wait_until(lambda said=said: shared.tracked_texts().count(said) == 1)  # type: ignore[misc]
    patient.assert_answered()
    assert patient.history() == [text, alarm, QUESTION]


def test_a_patient_is_answered_while_the_understanding_of_others_hangs(shared: Server) -> None:
    """Fault 39: more messages hang than there are threads."""
    others = [shared.patient() for _ in range(8)]
    hanging = [threading.Thread(target=one.send, args=("please qhangq",)) for one in others]
    for thread in hanging:
        thread.start()
    time.sleep(1)
    patient = shared.patient()
    started = time.monotonic()
    patient.assert_red()
    took = time.monotonic() - started
    assert all(thread.is_alive() for thread in hanging), f"they hang, and it took {took:.1f} s"
    for thread in hanging:
        thread.join()
    # They were given up, and hang on for some seconds: the next test needs a thread.
    wait_until(lambda: APOLOGY not in shared.patient().say(QUESTION)[0]["text"])


@pytest.mark.parametrize(
    "text",
    [f"/{RED_FLAG}", f" // /{RED_FLAG}", f"/restart {RED_FLAG}", f"/stop\n{RED_FLAG}"],
)
def test_a_red_flag_behind_a_command(patient: Patient, text: str) -> None:
    """Fault 10: no patient can send commands."""
    patient.assert_red(text)


@pytest.mark.parametrize("command", ["/restart", "/back", "/session_start", "/faq", "/stop"])
def test_a_red_flag_after_a_command(patient: Patient, command: str) -> None:
    """Fault 10: nothing pauses or ends a conversation."""
    patient.say("fever")
    patient.say(command)
    patient.assert_red()
    patient.assert_answered()


def test_a_red_flag_inside_the_questions_about_a_symptom(shared: Server, patient: Patient) -> None:
    """Fault 10: no form and no open question swallows one."""
    assert patient.say("my skin is itchy")[0]["kind"] == "question"
    shared.settle()  # earlier patients' red flags are counted
    before = shared.red_flags()
    patient.assert_red()
    patient.assert_red("i cannot breathe")
    wait_until(lambda: shared.red_flags() == before + 2)


@pytest.mark.parametrize(
    ("text", "is_red"),
    [
        (RED_FLAG + " and" * 12_000, True),
        ("and " * 12_000 + RED_FLAG, True),
        ("and " * 14_000, False),
        ("1 " * 30_000, False),
        ("a" * 60_000, False),
        ("\N{THERMOMETER}" * 900, False),
        ("\N{ARABIC LETTER ALEF}" * 900, False),
        ("\u200b\u200d\ufeff" * 300, False),
        (f"\u202e{RED_FLAG}\u202c", True),
        (f"\u200b{RED_FLAG}\u200b", True),
        ("(" * 900, False),
        ("!" * 5000, False),
        ("39.5 " * 190, None),
        # What makes a careless regular expression run for ever.
        ("a" * 500 + "!" * 400, False),
        ("(" * 400 + "a" * 100 + ")" * 400, False),
        ("1." * 450, False),
        ("no " * 300, False),
        ("3" * 900, False),
    ],
    ids=range(18),
)
def test_huge_and_strange_texts(patient: Patient, text: str, is_red: bool | None) -> None:
    """Fault 11: a red flag near the start or the end is seen; everything gets an answer."""
    (reply, *_) = patient.say(text)
    if is_red is not None:
        assert bool(reply["urgency"]) is is_red, reply["text"]


def test_huge_messages_leave_the_memory_as_it_was(shared: Server) -> None:
    """Fault 11."""
    patient = shared.patient()
    patient.say("and " * 14_000)
    before = shared.memory()
    for _ in range(10):
        assert patient.send("x" * 1_000_000).status_code == 413
        patient.say("5 " * 30_000)
        patient.say("word " * 5_000)
    assert shared.memory() - before < 200e6


def test_a_text_that_is_too_long_is_refused_with_the_numbers(patient: Patient) -> None:
    """Fault 11: 1 MB is more than any route takes."""
    refused = patient.send("x" * 1_000_000)
    assert (refused.status_code, refused.json()["call"]) == (413, CALLS)
    assert patient.http.get("/messages").status_code == 200


HOSTILE_BODIES = [
    b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b'{"id": 1, "text": "x"}', b'{"id": "m"}',
    b'{"id": {"a": 1}, "text": "x"}', b'{"id": "m", "text": null}', b'{"id": "m", "text": 7}',
    b'{"id": "m", "text": ["x"]}', b'{"id": "m", "text": "a\\u0000b"}',
    b'{"id": "m", "text": "a\\ud800b"}', b'{"id": "a\\u0000", "text": "x"}',
    b'{"id": "' + b"x" * 300 + b'", "text": "x"}', b'{"id": "m", "text": ""}',
    b'{"id": "m", "text": "  "}', b"[" * 5000, b'{"a":' * 5000,
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE_BODIES, ids=range(len(HOSTILE_BODIES)))
def test_hostile_bodies(shared: Server, patient: Patient, body: bytes) -> None:
    """Fault 6."""
    refused = patient.http.post("/message", content=body)
    assert refused.status_code == 400
    assert refused.json()["call"] == CALLS
    assert shared.get("/health/live") == 200


HOSTILE_TOKENS = [
    "", "Bearer", "Bearer x.y.z", "Basic abc", "Bearer \xe9\xff", "Bearer " + "x" * 5000,
    "Bearer " + jwt.encode({"sid": "guessed", "exp": 4e9}, "s" * 32),
    "Bearer " + jwt.encode({"sid": "guessed", "exp": 4e9}, "", algorithm="none"),
    "Bearer " + jwt.encode({"sid": "x", "exp": 1}, "s" * 32, headers={"kid": "../../etc/passwd"}),
]  # fmt: skip


@pytest.mark.parametrize("token", HOSTILE_TOKENS, ids=range(len(HOSTILE_TOKENS)))
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_forged_sessions(shared: Server, token: str, method: str) -> None:
    """Fault 14."""
    path = {"GET": "messages", "POST": "message", "DELETE": "session"}[method]
    refused = httpx.request(
        method,
        f"{shared.address}/webhooks/web/{path}",
        headers=[(b"Authorization", token.encode("latin-1"))],
        content=json.dumps({"id": "m1", "text": RED_FLAG, "sender": "default"}),
        timeout=60,
    )
    assert refused.status_code == 401
    assert refused.json()["call"] == CALLS


@pytest.mark.parametrize(
    ("origin", "more"),
    [
        ("https://evil.example", {}),
        ("null", {}),
        ("https://127.0.0.1.evil.example", {}),
        ("http://127.0.0.1:1", {}),
        ("https://evil.example", {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_foreign_website(patient: Patient, origin: str, more: dict[str, str]) -> None:
    """Fault 14."""
    headers = {"Origin": origin, **more}
    assert patient.http.post("/session", headers=headers).status_code == 403
    assert patient.http.get("/messages", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/version", "/status", "/domain", "/conversations/default/tracker", "/model/parse",
     "/webhooks/rest/webhook", "/webhooks/web/../../status", "/%2e%2e/etc/passwd"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_rasas_own_routes(shared: Server, path: str, method: str) -> None:
    """Fault 14."""
    answer = httpx.request(method, shared.address + path, timeout=60)
    assert answer.status_code in (404, 405)
    assert answer.json()["call"] == CALLS
    assert "sanic" not in str(answer.headers).lower()


def test_two_messages_of_one_patient_at_once(shared: Server) -> None:
    """Fault 9: both are answered, each is kept once, there is one session."""
    patients = [shared.patient() for _ in range(100)]
    marks = [f"pair{number}{side}" for number in range(len(patients)) for side in "ab"]

    def say(index: int) -> None:
        patients[index // 2].assert_answered(f"hello {marks[index]}")

    with ThreadPoolExecutor(20) as pool:
        assert len(list(pool.map(say, range(len(marks))))) == len(marks)
    shared.settle()
    wanted = sorted(f"hello {mark}" for mark in marks)
    for texts in (shared.tracked_texts(), shared.stored_texts()):
        assert sorted(text for text in texts if text.startswith("hello pair")) == wanted
    query = (
        "select count(*) from events where type_name = 'session_started' and sender_id in "
        "(select sender_id from events where data like '%hello pair%') group by sender_id"
    )
    assert shared.rows("conversations", query) == [(1,)] * len(patients)


def test_no_second_process_serves_the_same_conversations(shared: Server) -> None:
    """Fault 9: SANIC_WORKERS=2, which would give each process conversations of its own."""
    assert shared.variables["SANIC_WORKERS"] == "2"
    assert shared.processes() == 1
