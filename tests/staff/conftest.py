"""A staff page on a copy of the content, without a model behind it; and a real browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.run import environment
from bot.run.processes import Part, answers, wait_until
from bot.settings.paths import ROOT
from tests.browser import launched
from tests.staff.client import Nurse
from tests.staff.stand_in import StandIn

_START_SECONDS = 60
NewStandIn = Callable[..., StandIn]


@pytest.fixture(scope="package")
def new_stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewStandIn]:
    """Starts staff pages, each a process with data of its own. Options are those of the section
    ``staff`` of clinic.yml."""
    with ExitStack() as stack:

        def start(**staff: Any) -> StandIn:
            folder: Path = tmp_path_factory.mktemp("staff")
            stand_in = StandIn(folder, environment.free_port(), staff)
            stand_in.prepare()
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.staff.stand_in", str(folder)],
                cwd=ROOT,
                env=stand_in.variables(),
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            page = f"{stand_in.address}/health/live"
            wait_until(lambda: answers(page), [Part("staff page", process)], _START_SECONDS)
            return stand_in

        yield start


@pytest.fixture(scope="package")
def staff_page(new_stand_in: NewStandIn) -> StandIn:
    return new_stand_in()


@pytest.fixture
def nurse(staff_page: StandIn) -> Iterator[Nurse]:
    """Somebody who has logged in."""
    with Nurse(staff_page.address) as client:
        client.log_in()
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole folder: Playwright keeps an event loop that asynchronous tests of another
    file would stumble over."""
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser
