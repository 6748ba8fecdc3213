"""Faults 17, 24, 37 and 39: long conversations, huge messages, crowds."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable

import httpx
import pytest

from tests.faults.assistant import RED_FLAG, Patient, Server

# What is promised for a quiet machine is 1 s or less; these bounds hold where ten others work too.
RED_FLAG_SECONDS = 10.0


def seconds_of(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


def test_a_conversation_of_two_thousand_events(shared: Server) -> None:
    """Fault 17: a turn costs what the first cost, and memory stays flat."""
    patient = shared.patient()
    texts = ["what is car-t", "hello", "thank you", "what side effects can i get"]
    took, memory = [], []
    for number in range(360):
        took.append(seconds_of(lambda n=number: patient.say(texts[n % 4])))  # type: ignore[misc]
        if number in (100, 359):
            memory.append(shared.memory())
    patient.assert_red()
    shared.settle()
    query = "select count(*) from events group by sender_id order by 1 desc limit 1"
    ((events,),) = shared.rows("conversations", query)
    assert events > 2000
    assert len(patient.history()) == 361
    assert statistics.median(took[-60:]) < 3 * statistics.median(took[20:80])
    assert memory[1] - memory[0] < 60e6


@pytest.mark.parametrize("piece", ["1 ", "39.5 ", "a", "\u00e9"])
def test_huge_messages_of_one_keep_nobody_else_waiting(shared: Server, piece: str) -> None:
    """Fault 24."""
    text = piece * (60_000 // len(piece.encode()))
    sender, other = shared.patient(), shared.patient()
    done = threading.Event()

    def flood() -> None:
        for _ in range(10):
            assert sender.send(text).status_code in (200, 413)
        done.set()

    thread = threading.Thread(target=flood)
    thread.start()
    worst = 0.0
    while not done.is_set():
        worst = max(worst, seconds_of(lambda: httpx.get(f"{shared.address}/health/live")))
        other.assert_red()
    thread.join()
    assert worst < RED_FLAG_SECONDS


def test_a_crowd_does_not_delay_a_red_flag(shared: Server) -> None:
    """Fault 37: 50 requests at once, of 100 sessions of one client, for some seconds."""
    crowd = [shared.patient() for _ in range(100)]
    stop = threading.Event()

    def ask(patients: list[Patient]) -> None:
        while not stop.is_set():
            for patient in patients:
                assert patient.send("what side effects can i get").status_code in (200, 429)

    threads = [threading.Thread(target=ask, args=(crowd[n::50],)) for n in range(50)]
    for thread in threads:
        thread.start()
    try:
        took = [seconds_of(shared.patient().assert_red) for _ in range(12)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert max(took) < RED_FLAG_SECONDS
    shared.settle()


def test_two_hundred_conversations_at_once(shared: Server) -> None:
    """Fault 37: every tenth message is a red flag. All are answered and kept."""
    patients = [shared.patient() for _ in range(200)]
    shared.settle()
    before = shared.red_flags()
    took: list[float] = []

    def talk(number: int) -> None:
        if number % 10 == 0:
            took.append(seconds_of(lambda: patients[number].assert_red(RED_FLAG)))
        else:
            patients[number].say("what is car-t")

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(took) == 20
    assert max(took) < RED_FLAG_SECONDS
    shared.settle()
    assert shared.red_flags() == before + 20
