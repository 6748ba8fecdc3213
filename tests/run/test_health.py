"""bot/run/health.py: where an action server's health page is."""

from __future__ import annotations

import pytest

from bot.run.health import health_url


@pytest.mark.parametrize(
    ("action_url", "page"),
    [
        ("http://127.0.0.1:5055/webhook", "http://127.0.0.1:5055/health"),
        ("http://webhooks.internal/webhook", "http://webhooks.internal/health"),
        ("https://webhook:8443/webhook", "https://webhook:8443/health"),
        ("http://actions/inside/webhook", "http://actions/inside/health"),
        ("http://actions/webhook?key=1#a", "http://actions/health"),
    ],
)
def test_only_the_path_is_changed(action_url: str, page: str) -> None:
    assert health_url(action_url) == page
