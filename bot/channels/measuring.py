"""What is counted while patients are served: kinds, times, failures. No text, no ids."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Measures the block, also where it fails."""
    started = time.perf_counter()
    try:
        yield
    finally:
        LATENCY.labels(part).observe(time.perf_counter() - started)
