"""Faults 14, 25 and 30: raw sockets, slow clients, floods."""

from __future__ import annotations

import resource
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest

from tests.faults.assistant import CALLS, Server, clinic_text, running, wait_until
from tests.faults.raw import HEAD, exchange, status_of

BAD_HEADS = [
    f"{HEAD}Content-Length: -5\r\n\r\n",
    f"{HEAD}Content-Length: abc\r\n\r\n",
    f"{HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
    f"{HEAD}content-length:\t-1\r\n\r\n",
    f"{HEAD}Content-Length: +5\r\n\r\nhello",
    f"{HEAD}Content-Length: 99999999999999999999\r\n\r\n",
    f"{HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    f"{HEAD}Transfer-Encoding: gzip\r\n\r\n",
    f"{HEAD}Transfer-Encoding: chunked\r\n\r\n-5\r\n",
    f"{HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    f"{HEAD}Expect: something\r\nContent-Length: 5\r\n\r\n",
    f"{HEAD}no colon\r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    "\r\n\r\n",
    "GET /" + "x" * 20_000 + " HTTP/1.1\r\n\r\n",
    f"{HEAD}X: {'y' * 50_000}\r\n\r\n",
    "GET /\xe9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "G\xcbT / HTTP/1.1\r\nHost: localhost\r\n\r\n",
]


@pytest.mark.parametrize("request_", BAD_HEADS, ids=range(len(BAD_HEADS)))
def test_ill_formed_requests(shared: Server, request_: str) -> None:
    """Fault 30: refused, or closed without a word, and nobody else waits."""
    status = status_of(exchange(shared, request_.encode("latin-1")))
    assert status is None or 400 <= status < 500
    assert shared.get("/health/live") == 200


@pytest.mark.parametrize("token", [b"\xff\xfe", b"Bearer \xe9", b"x" * 5000])
def test_headers_that_are_no_ascii(shared: Server, token: bytes) -> None:
    request = b"GET /webhooks/web/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + token
    assert status_of(exchange(shared, request + b"\r\nOrigin: \xff\r\n\r\n")) in (400, 401, 403)


def test_a_large_body_is_refused_before_it_is_read(shared: Server) -> None:
    """Fault 30: 50 MB without a token."""
    with socket.create_connection(("127.0.0.1", shared.port), timeout=60) as connection:
        connection.sendall(f"{HEAD}Content-Length: 50000000\r\n\r\n".encode())
        sent = 0
        try:
            while sent < 50_000_000:
                sent += connection.send(b"x" * 65536)
        except OSError:
            pass  # it was closed
    assert sent < 20_000_000
    assert shared.get("/health/live") == 200


def test_the_clinics_hosts_are_served(strict: Server) -> None:
    for host, status in (
        ("assistant.clinic.example", 200),
        ("assistant.clinic.example:443", 200),
        ("localhost", 200),
        ("clinic.example", 400),
        ("x.assistant.clinic.example", 400),
    ):
        answer = httpx.get(f"{strict.address}/health/live", headers={"Host": host}, timeout=60)
        assert answer.status_code == status, host


def test_errors_are_json_with_the_numbers_and_say_nothing_else(shared: Server) -> None:
    for method, path in (("GET", "/nothing"), ("PUT", "/webhooks/web/message"), ("GET", "/%")):
        answer = httpx.request(method, shared.address + path, timeout=60)
        assert 400 <= answer.status_code < 500
        assert answer.json()["call"] == CALLS
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "server" not in answer.headers
        assert "Sanic" not in answer.text


def test_security_headers(shared: Server) -> None:
    page = httpx.get(f"{shared.address}/webhooks/web/", timeout=60)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    for path in ("/health/live", "/webhooks/web/messages"):
        headers = httpx.get(shared.address + path, timeout=60).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_clients_that_trickle_are_closed(shared: Server) -> None:
    """Fault 30: a byte now and then keeps no connection open, in the head or in the body."""
    begins = ("GET /health/live HTTP/1.1\r\n", f"{HEAD}Content-Length: 1000\r\n\r\n")
    with ThreadPoolExecutor() as pool:
        for answer in pool.map(lambda begin: trickle(shared, begin.encode()), begins):
            assert status_of(answer) in (None, 408)


def trickle(server: Server, begin: bytes) -> bytes:
    """What is answered to a request that never ends, until the connection is closed."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(begin)
        connection.settimeout(0.5)
        answer, end = b"", time.monotonic() + 60
        while time.monotonic() < end:
            try:
                connection.sendall(b"x")
                more = connection.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                return answer
            answer += more
            if not more:
                return answer
    pytest.fail("it is still open")


def test_clients_that_never_read_an_answer(shared: Server) -> None:
    """They ask again and again and take nothing: others are served, memory stays bounded."""
    before = shared.memory()
    request = b"GET /webhooks/web/widget.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200
    deaf = []
    for _ in range(50):
        connection = socket.create_connection(("127.0.0.1", shared.port), timeout=60)
        connection.setblocking(False)
        with suppress(OSError):
            connection.send(request)
        deaf.append(connection)
    try:
        shared.patient().assert_red()
        assert shared.memory() - before < 200e6
    finally:
        for connection in deaf:
            connection.close()


@pytest.fixture
def many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 10_000), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("many_files")
def test_two_thousand_clients_that_trickle(shared: Server) -> None:
    """Faults 30 and 39: connections of one address are limited, file handles are kept free. Another
    address, behind no limit yet, is served at once."""
    connections = []
    for _ in range(2000):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(("127.0.0.1", shared.port))
        connections.append(connection)
    for connection in connections:
        try:
            connection.send(b"GET /health/live HTTP/1.1\r\n")
        except OSError:
            continue
    try:
        transport = httpx.HTTPTransport(local_address="127.0.0.2")
        with httpx.Client(transport=transport, timeout=60, base_url=shared.address) as other:
            token = other.post("/webhooks/web/session").json()["token"]
            red = other.post(
                "/webhooks/web/message",
                json={"id": "m1", "text": "i have a temperature of 39.5"},
                headers={"Authorization": f"Bearer {token}"},
            )
            assert red.json()["messages"][0]["urgency"] == "call_now"
    finally:
        for connection in connections:
            connection.close()
    wait_until(lambda: shared.get("/health/live") == 200)


# --- floods, on a server with low limits ----------------------------------------------------------

FEW_FILES = 400


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    limits = (
        "{messages_per_minute: 10, messages_per_minute_of_address: 60, "
        "sessions_per_minute_of_address: 30, hosts: [assistant.clinic.example]}"
    )
    server = Server(
        tmp_path_factory.mktemp("strict"),
        clinic=clinic_text(web=limits),
        before=["prlimit", f"--nofile={FEW_FILES}"],
    )
    with running(server, with_model=False) as started:
        yield started


def test_file_handles_run_out(strict: Server) -> None:
    """Fault 39: some are kept from connections, for databases, journals and the next patient."""
    patient = strict.patient()
    connections = []
    for _ in range(2 * FEW_FILES):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(("127.0.0.1", strict.port))
        connections.append(connection)
    try:
        patient.assert_red()
    finally:
        for connection in connections:
            connection.close()
    wait_until(lambda: strict.get("/health/live") == 200)
    strict.settle()
    assert strict.red_flags() == 1


def test_floods_are_refused_and_cost_little(strict: Server) -> None:
    """Fault 25: sessions, messages, and a loop of making and deleting."""
    patient = strict.patient()
    codes = [patient.send(f"hello {number}").status_code for number in range(15)]
    assert codes.count(429) >= 4
    statuses = []

    def many_sessions() -> None:
        with httpx.Client(base_url=f"{strict.address}/webhooks/web", timeout=60) as http:
            for _ in range(200):
                answer = http.post("/session")
                statuses.append(answer.status_code)
                if answer.status_code == 201:
                    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
                    http.delete("/session", headers=headers)

    threads = [threading.Thread(target=many_sessions) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(201) <= 2 * 30  # a minute may end meanwhile
    assert statuses.count(201) + statuses.count(429) == 1000
    refused = httpx.post(f"{strict.address}/webhooks/web/session", timeout=60)
    assert refused.status_code in (201, 429)
    assert sum(path.stat().st_size for path in strict.state.rglob("*") if path.is_file()) < 20e6
