"""tests/workers.py: which files one worker tests together."""

from __future__ import annotations

import pytest

from tests.workers import scope_of


@pytest.mark.parametrize(
    ("file", "scope"),
    [
        ("tests/web/test_alarms.py", "tests/web/a-e"),
        ("tests/web/test_embedding.py", "tests/web/a-e"),
        ("tests/web/test_failures.py", "tests/web/f-z"),
        ("tests/web/test_tools.py", "tests/web/f-z"),
        ("tests/staff/test_access.py", "tests/staff/test_access.py"),
        ("tests/channels/web/test_channel.py", "tests/channels/web/test_channel.py"),
    ],
)
def test_files_of_the_widget_go_together(file: str, scope: str) -> None:
    assert scope_of(file) == scope
