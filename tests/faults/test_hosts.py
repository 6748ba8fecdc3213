"""Fault 14: names under which nobody should reach the assistant."""

from __future__ import annotations

import httpx
import pytest

from tests.faults.assistant import CALLS, Server
from tests.faults.raw import exchange, status_of

FOREIGN_HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "evil.example:5005",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "xlocalhost",
    "10.0.0.7",
    "",
    "a b",
    "[::2]",
    "localhost:99999999",
]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/health/live", "/webhooks/web/", "/nothing"])
def test_a_foreign_host_is_refused_with_the_numbers(shared: Server, host: str, path: str) -> None:
    """A website that points a name of its own at the assistant (DNS rebinding) reads nothing."""
    answer = httpx.get(shared.address + path, headers={"Host": host}, timeout=60)
    assert (answer.status_code, answer.json()["call"]) == (400, CALLS)
    assert answer.json()["error"]["code"] == "unknown_host"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:1234", "[::1]:5005"])
def test_our_own_hosts_are_served(shared: Server, host: str) -> None:
    headers = {"Host": host}
    assert httpx.get(f"{shared.address}/health/live", headers=headers).status_code == 200


@pytest.mark.parametrize("hosts", ["", "Host: localhost\r\nHost: evil.example\r\n"])
def test_no_host_and_two_hosts_are_refused(shared: Server, hosts: str) -> None:
    request = f"GET /health/live HTTP/1.1\r\n{hosts}\r\n".encode()
    assert status_of(exchange(shared, request)) == 400
