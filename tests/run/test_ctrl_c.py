"""`python -m bot run` ended as in a terminal, where Ctrl-C reaches every process at once."""

from __future__ import annotations

import os
import signal

from tests.servers import running_servers


def test_it_ends_without_complaints() -> None:
    with running_servers() as servers:
        os.killpg(servers.process.pid, signal.SIGINT)
        servers.process.wait(60)
        said = servers.output.read_text(encoding="utf-8")
    assert said.rstrip().endswith("Stopped.")
    assert "ERROR" not in said
    assert "Traceback" not in said
