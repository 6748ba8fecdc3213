"""docs/deploy.md: its nginx configuration, as it stands there, in front of a real server."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.run.environment import free_port
from bot.settings.paths import DOCS_DIR
from tests.faults.assistant import CALLS, RED_FLAG, Server, clinic_text, running, wait_until

NAME = "assistant.clinic.example"
SESSIONS = 12


def program(name: str) -> str:
    """Its path. Skips where it is missing, but never in CI."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            f"NGINX IS NOT TESTED: {name} is missing. apt-get install nginx openssl"
        )
    return found


@dataclass(frozen=True)
class Proxy:
    """nginx on free ports, in front of the server."""

    server: Server
    plain_port: int
    tls_port: int
    certificate: Path

    def client(self, name: str = NAME, **headers: str) -> httpx.Client:
        """A client that asks this machine under the name, as DNS would have it."""
        trust = ssl.create_default_context(cafile=str(self.certificate))
        transport = _Here(self, verify=trust)
        return httpx.Client(
            base_url=f"https://{name}", transport=transport, timeout=60, headers=headers
        )


class _Here(httpx.HTTPTransport):
    """Connects to the proxy whatever the name is."""

    def __init__(self, proxy: Proxy, verify: ssl.SSLContext) -> None:
        super().__init__(verify=verify)
        self._proxy = proxy

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        name = request.url.host
        port = self._proxy.tls_port if request.url.scheme == "https" else self._proxy.plain_port
        request.url = request.url.copy_with(host="127.0.0.1", port=port)
        request.extensions["sni_hostname"] = name
        return super().handle_request(request)


def configuration(folder: Path, server_port: int, plain_port: int, tls_port: int) -> str:
    """The block of docs/deploy.md, with this test's ports and paths in it."""
    (block,) = re.findall(r"```nginx\n(.*?)```", (DOCS_DIR / "deploy.md").read_text("utf-8"), re.S)
    for before, after in (
        ("listen 80", f"listen 127.0.0.1:{plain_port}"),
        ("listen 443", f"listen 127.0.0.1:{tls_port}"),
        ("127.0.0.1:5005", f"127.0.0.1:{server_port}"),
        ("/etc/ssl/assistant", str(folder)),
        ("/var/log/nginx", str(folder)),
    ):
        assert before in block
        block = block.replace(before, after)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\n{places}{block}\n}}\n"
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program("nginx")
    web = f"{{hosts: [{NAME}], proxies: 1, sessions_per_minute_of_address: {SESSIONS}}}"
    server = Server(tmp_path_factory.mktemp("behind_nginx"), clinic=clinic_text(web=web))
    with running(server, with_model=False):
        yield server


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    subprocess.run(
        [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    proxy = Proxy(server, free_port(), free_port(), folder / "fullchain.pem")
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, server.port, proxy.plain_port, proxy.tls_port), "utf-8")
    file.parent.chmod(0o755)  # nginx's workers are another user
    nginx = [program("nginx"), "-p", str(folder), "-c", str(file)]
    checked = subprocess.run([*nginx, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(nginx, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: listens(proxy.tls_port))
        yield proxy
    finally:
        process.terminate()
        process.wait(30)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_conversation_over_tls(proxy: Proxy) -> None:
    with proxy.client(Origin=f"https://{NAME}") as http:
        page = http.get("/webhooks/web/")
        assert page.status_code == 200
        assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
        assert not re.search(r"\d", page.headers.get("Server", ""))
        token = http.post("/webhooks/web/session").json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        answer = http.post(
            "/webhooks/web/message", json={"id": "m1", "text": RED_FLAG}, headers=headers
        )
        assert answer.json()["messages"][0]["urgency"] == "call_now"


def test_plain_http_is_sent_to_https(proxy: Proxy) -> None:
    with proxy.client() as http:
        answer = http.get(f"http://{NAME}/webhooks/web/")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        f"https://{NAME}/webhooks/web/",
    )


def test_another_name_is_not_answered(proxy: Proxy) -> None:
    with proxy.client("evil.example") as http, pytest.raises(httpx.TransportError):
        http.get("/webhooks/web/")
    with proxy.client() as http, pytest.raises(httpx.TransportError):
        http.get("http://evil.example/webhooks/web/")


def test_another_name_behind_the_right_certificate_is_refused(proxy: Proxy) -> None:
    """The TLS name is ours, the ``Host`` header is not."""
    with proxy.client() as http, pytest.raises(httpx.TransportError):
        http.get("/webhooks/web/", headers={"Host": "evil.example"})


@pytest.mark.parametrize("path", ["/health/ready", "/metrics", "/", "/status"])
def test_what_is_not_for_patients_stays_inside(proxy: Proxy, path: str) -> None:
    with proxy.client() as http:
        answer = http.get(path)
    assert (answer.status_code, answer.json()["call"]) == (404, CALLS)


def test_old_tls_is_refused(proxy: Proxy) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.load_verify_locations(str(proxy.certificate))
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection(("127.0.0.1", proxy.tls_port), timeout=30) as connection,
        pytest.raises(ssl.SSLError),
    ):
        old.wrap_socket(connection, server_hostname=NAME)


def test_a_body_of_two_megabytes_gets_the_numbers(proxy: Proxy) -> None:
    with proxy.client() as http:
        answer = http.post("/webhooks/web/message", content=b"x" * 2_000_000)
    assert (answer.status_code, answer.json()["call"]) == (413, CALLS)


def test_nobody_can_choose_an_address(proxy: Proxy) -> None:
    """The limit of sessions holds for one address, whatever it says it is."""
    with proxy.client() as http:
        codes = [
            http.post(
                "/webhooks/web/session", headers={"X-Forwarded-For": f"10.0.0.{n}"}
            ).status_code
            for n in range(3 * SESSIONS)
        ]
    assert codes.count(201) <= 2 * SESSIONS  # a minute may end meanwhile
    assert 429 in codes


def test_while_the_assistant_is_down_patients_get_the_numbers(proxy: Proxy) -> None:
    """The last test of the module: the server is gone afterwards."""
    proxy.server.kill()
    with proxy.client(Origin="https://www.clinic.example") as http:
        answer = http.post("/webhooks/web/session")
    assert (answer.status_code, answer.json()["call"]) == (502, CALLS)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
