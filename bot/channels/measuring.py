"""What is counted while patients are served: kinds, times, failures. No text, no ids."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import Counter, Histogram

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)

TURNS = Counter("bot_turns", "Messages answered, by the most serious kind of reply", ["kind"])
FAILURES = Counter("bot_failures", "Failures that a patient did not see, by part", ["part"])
LATENCY = Histogram(
    "bot_latency_seconds",
    "Seconds by part: judge, turn, and the whole from message to first words",
    ["part"],
    buckets=_SECONDS,
)


@dataclass(frozen=True)
class Measures:
    """What one guard counts. ``of_patients``: only what patients write is counted; what staff try
    out goes the same way, and would be taken for patients' messages."""

    of_patients: bool = True

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Measures the block, also where it fails."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._took(part, time.perf_counter() - started)

    def count_turn(self, kind: str, seconds: float) -> None:
        """A message was answered, so long after it came."""
        self._took("answer", seconds)
        if self.of_patients:
            TURNS.labels(kind).inc()

    def count_failure(self, part: str) -> None:
        if self.of_patients:
            FAILURES.labels(part).inc()

    def _took(self, part: str, seconds: float) -> None:
        if self.of_patients:
            LATENCY.labels(part).observe(seconds)


OF_PATIENTS = Measures()
