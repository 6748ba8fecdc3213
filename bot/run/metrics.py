"""``/metrics`` for Prometheus: what channels count, and how much waits where. No text, no ids."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Gauge, generate_latest
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.services import Services

QUEUES = Gauge("bot_queue_length", "What waits, by queue", ["queue"])
REFUSED = Gauge("bot_refused_entries", "Entries that a database refused since the start", ["store"])


def metrics_pages(services: Services) -> Blueprint:
    """The page; lengths of queues are read when it is asked for."""
    pages = Blueprint("metrics")

    @pages.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:  # noqa: ARG001
        for queue, length in services.queue_lengths().items():
            QUEUES.labels(queue).set(length)
        if services.archive is not None:
            for store, count in services.archive.refused().items():
                REFUSED.labels(store).set(count)
        return response.raw(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)

    return pages
