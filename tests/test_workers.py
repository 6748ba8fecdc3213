"""tests/workers.py: which files one worker tests together."""

from __future__ import annotations

import re

import pytest

from bot.settings.paths import ROOT
from tests.workers import ON_SHARED_SERVER, scope_of


@pytest.mark.parametrize(
    ("file", "scope"),
    [
        ("tests/web/test_alarms.py", "tests/web"),
        ("tests/web/test_tools.py", "tests/web"),
        ("tests/faults/test_edge.py", "tests/faults/shared"),
        ("tests/faults/test_turns.py", "tests/faults/shared"),
        ("tests/faults/test_run.py", "tests/faults/test_run.py"),
        ("tests/staff/test_access.py", "tests/staff/test_access.py"),
        ("tests/channels/web/test_channel.py", "tests/channels/web/test_channel.py"),
    ],
)
def test_files_of_a_server_go_together(file: str, scope: str) -> None:
    assert scope_of(file) == scope


def test_whoever_uses_the_shared_server_of_the_faults_is_tested_by_one_worker() -> None:
    """Else every worker starts one of them."""
    asks = re.compile(
        r"^def (\w+\([^)]*\bshared: Server|test_\w+\([^)]*\bpatient: Patient)", re.MULTILINE
    )
    files = (ROOT / "tests" / "faults").glob("test_*.py")
    users = {file.name for file in files if asks.search(file.read_text(encoding="utf-8"))}
    assert users == ON_SHARED_SERVER
