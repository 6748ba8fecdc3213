"""Measures one contender: trains it, loads it, starts it, talks with it."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import aiohttp

from bench.contenders import STOCK, Contender
from bench.doors import Door
from bench.extremes import LongConversation, crowd, long_conversation, longest_hold
from bench.load import Load, answers_one_by_one, hold, is_answered
from bench.messages import conversations, dev_messages, red_flag_messages
from bench.plan import (
    AT_ONCE,
    LOADING_SECONDS,
    REQUEST_SECONDS,
    START_SECONDS,
    TRAINING_SECONDS,
    Plan,
)
from bench.processes import BenchError, memory_by_process, running, seconds_to_end
from bench.quality import Quality, judge

Say = Callable[[str], None]
_BYTES_IN_MIB = 1024 * 1024
_FIRST_MESSAGE = "What is immunotherapy?"


@dataclass
class Measures:
    """All that is known of a contender: seconds, MiB, and by number of conversations at once."""

    training: float = 0.0
    model_size: float = 0.0
    importing: float = 0.0
    loading: float = 0.0
    first_answer: float = 0.0
    memory_after_start: dict[str, float] = field(default_factory=dict)
    memory_after_load: dict[str, float] = field(default_factory=dict)
    loads: dict[int, Load] = field(default_factory=dict)
    red_flags: dict[int, Load] = field(default_factory=dict)
    quality: Quality = field(default_factory=Quality)
    long: LongConversation = field(default_factory=LongConversation)
    crowd: Load = field(default_factory=Load)
    crowd_red_flags: Load = field(default_factory=Load)
    longest_hold: float = 0.0


def measure(contender: Contender, plan: Plan, say: Say) -> Measures:
    """The whole of a contender's part of a run. Raises BenchError where a step does not work."""
    measures = Measures()
    say("training ...")
    measures.training = seconds_to_end(
        contender.command(contender.train), contender.place, TRAINING_SECONDS
    )
    measures.model_size = contender.model.stat().st_size / _BYTES_IN_MIB
    say(f"trained in {measures.training:.0f} s; loading the model ...")
    measures.importing, measures.loading = _loading_seconds(contender, plan.loadings)
    say("starting ...")
    asyncio.run(_talk(contender, plan, measures, say))
    return measures


def _loading_seconds(contender: Contender, times: int) -> tuple[float, float]:
    """Medians of importing Rasa and of loading the model, each time in a fresh process."""
    target = contender.place.log.with_suffix(".loading.json")
    command = contender.command(["-m", "bench.load_model", str(contender.model), str(target)])
    timings = []
    for _ in range(times):
        seconds_to_end(command, contender.place, LOADING_SECONDS)
        timings.append(json.loads(target.read_text(encoding="utf-8")))
    return (
        statistics.median(timing["import"] for timing in timings),
        statistics.median(timing["load"] for timing in timings),
    )


async def _talk(contender: Contender, plan: Plan, measures: Measures, say: Say) -> None:
    started = time.monotonic()
    with running(contender.command(contender.serve), contender.place) as server:
        async with aiohttp.ClientSession(
            contender.address,
            timeout=aiohttp.ClientTimeout(REQUEST_SECONDS),
            # As many connections as conversations; httpx's pool takes 16 ms a message with 200.
            connector=aiohttp.TCPConnector(limit=0),
            json_serialize=partial(json.dumps, ensure_ascii=False),
        ) as client:
            door = contender.door(client)
            await _first_answer(door, contender, server)
            measures.first_answer = time.monotonic() - started
            measures.memory_after_start = memory_by_process(server)
            say(f"first answer after {measures.first_answer:.1f} s; talking ...")
            await _measure_answers(door, plan, measures, say)
            await _measure_extremes(client, door, contender, plan, measures, say)
            measures.memory_after_load = memory_by_process(server)
    say("ended.")


async def _measure_extremes(
    client: aiohttp.ClientSession,
    door: Door,
    contender: Contender,
    plan: Plan,
    measures: Measures,
    say: Say,
) -> None:
    is_stock = contender.name == STOCK
    turns = plan.long_turns_of_stock if is_stock else plan.long_turns
    say(f"a conversation of {turns} turns ...")
    measures.long = await long_conversation(door, turns)
    say(f"{plan.crowd} conversations at once ...")
    measures.crowd, measures.crowd_red_flags = await crowd(door, plan.crowd, plan.crowd_messages)
    if not is_stock:  # DIET takes 20 GB of memory for such a message
        measures.longest_hold = await longest_hold(client, door, contender.health)
    texts = [question.text for question in dev_messages()]
    say(f"{plan.memory_conversations} conversations for the memory ...")
    await hold(door, conversations(texts, plan.memory_conversations, plan.turns), max(AT_ONCE))


async def _first_answer(door: Door, contender: Contender, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while not await is_answered(door, _FIRST_MESSAGE):
        if server.poll() is not None or time.monotonic() > end:
            raise BenchError(f"{contender.name} gives no answer:\n{contender.place.end_of_log()}")


async def _measure_answers(door: Door, plan: Plan, measures: Measures, say: Say) -> None:
    questions = dev_messages()
    texts = [question.text for question in questions]
    urgent = [[text] for text in red_flag_messages() * plan.red_flag_rounds]
    await hold(door, [[text] for text in texts[-plan.warm_up :]], at_once=1)
    for at_once in AT_ONCE:
        talks = conversations(texts, plan.conversations, plan.turns)
        measures.loads[at_once] = await hold(door, talks, at_once)
        measures.red_flags[at_once] = await hold(door, urgent, at_once)
        say(f"{at_once} at once: {measures.loads[at_once].per_second:.1f} messages/s")
    judged = questions[: plan.judged]
    say(f"judging {len(judged)} answers ...")
    answers = await answers_one_by_one(door, [question.text for question in judged])
    measures.quality = judge(judged, answers)
