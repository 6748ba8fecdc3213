"""Trying a message out on the running model: how it is judged, and what a patient would get.

It goes the way of a patient's message, in a conversation of its own, and nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import copy
import time
import uuid
from collections.abc import Iterator
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.nlu.constants import INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY

from bot.channels.guard import Guard
from bot.channels.incoming import plain_text
from bot.channels.measuring import Measures
from bot.channels.replies import Reply, kind_of_turn
from bot.channels.services import Services
from bot.dialogue.judging import judge
from bot.dialogue.triaged import REPORTED, TriagedAssessment
from bot.run.agent import ClinicAgent
from bot.safety import Assessment
from bot.safety.finding import DETECTOR, Finding
from bot.store.conversations import ConversationStore

CHANNEL = "trial"
_FINDERS = {DETECTOR: "detector", REPORTED: "triage"}


class Trials:
    """Tries messages out on what the server uses at that moment."""

    def __init__(self, agent: ClinicAgent, services: Services) -> None:
        self._agent = agent
        self._services = services
        self._made_for: object = None
        self._guard: Guard | None = None
        self._processor: Any = None

    async def trial(self, text: str) -> dict[str, Any]:
        """What came of a message, as plain values for JSON. Raises RuntimeError where no model is
        there yet."""
        guard = await self._guard_of_now()
        started = time.monotonic()
        replies = await guard.answer(text, f"trial-{uuid.uuid4().hex}", CHANNEL)
        milliseconds = round((time.monotonic() - started) * 1000)
        text = plain_text(text)
        safety, reader = self._services.safety, self._services.reader
        assessment = await asyncio.to_thread(judge, text, safety, reader)
        parse = await self._processor.parse_message(UserMessage(text))
        return {
            "text": text,
            "kind": kind_of_turn(replies),
            "milliseconds": milliseconds,
            "judgement": _judgement(assessment, text),
            "topics": list(_topics(parse)),
            "replies": [_reply(reply) for reply in replies],
        }

    async def _guard_of_now(self) -> Guard:
        """A guard without a keeper, over a copy of the processor that stores nothing."""
        now = (self._agent.processor, self._services.safety)
        if self._agent.processor is None:
            raise RuntimeError("no model is loaded yet")
        if self._guard is None or self._made_for != now:
            if self._guard is not None:
                await self._guard.close(0)
            self._processor = copy.copy(self._agent.processor)
            self._processor.tracker_store = ConversationStore(self._agent.domain, None)
            self._guard = Guard(
                self._processor.handle_message,
                self._services.clinic,
                self._services.safety,
                reader=self._services.reader,
                measures=Measures(of_patients=False),
            )
            self._made_for = now
        return self._guard


def _judgement(assessment: Assessment, text: str) -> dict[str, Any]:
    report = assessment.report if isinstance(assessment, TriagedAssessment) else None
    return {
        "outcome": assessment.outcome,
        "tier": assessment.tier,
        "crisis": assessment.crisis,
        "language": assessment.language,
        "suspicion": round(assessment.suspicion, 3),
        "decided_by": assessment.decided_by,
        "findings": [_finding(finding, text) for finding in assessment.findings],
        "reports": [] if report is None else list(report.symptoms),
        "asks_about_it": isinstance(assessment, TriagedAssessment) and assessment.takes_over,
    }


def _finding(finding: Finding, text: str) -> dict[str, Any]:
    start, end = finding.span
    return {
        "symptom": finding.symptom,
        "tier": finding.tier,
        "start": start,
        "end": end,
        "words": text[start:end],
        "counts": finding.counts,
        "reason": finding.reason,
        "found_by": _FINDERS.get(finding.reason, "rule"),
        "is_sure": finding.is_sure,
    }


def _topics(parse: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in parse.get(INTENT_RANKING_KEY) or []:
        yield {"topic": row[INTENT_NAME_KEY], "share": row[PREDICTED_CONFIDENCE_KEY]}


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.text,
        "buttons": [button["title"] for button in reply.buttons],
        "kind": reply.kind,
        "urgency": reply.urgency,
        # Channels that do not show it themselves have it in the text.
        "source": None if reply.source and reply.source in reply.text else reply.source,
        "topics": list(reply.topics),
    }
