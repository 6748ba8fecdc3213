"""bot/run/shell.py: a number stands for a button, everything else for itself.

That Ctrl-D ends it is tested with the real command in tests/faults/test_privacy.py.
"""

from __future__ import annotations

import os
import pty
import signal
import sys
import time

import pytest

from bot.run.shell import _chosen
from bot.settings.paths import ROOT

BUTTONS = [{"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"}]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("1", "yes"),
        ("2", "no"),
        ("0", "0"),
        ("3", "3"),
        ("what is car-t", "what is car-t"),
        ("39.5", "39.5"),
        ("no", "no"),
        ("", ""),
    ],
)
def test_what_is_sent_under_buttons(text: str, sent: str) -> None:
    assert _chosen(text, BUTTONS) == sent


def test_without_buttons_a_number_is_a_number() -> None:
    assert _chosen("1", []) == "1"


def test_ctrl_c_at_the_prompt_ends_it_at_once() -> None:
    """In a terminal of its own, where the line that is waited for never comes."""
    program = (
        "import asyncio, bot.run.shell as shell\n"
        "async def talk(model, say):\n"
        "    say('Ready.')\n"
        "    await shell._line('You: ')\n"
        "shell._talk = talk\n"
        "shell.shell(None, lambda text: print(text, flush=True))\n"
    )
    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests in the background ignore it
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-c", program])
    said = b""
    while b"You: " not in said:
        said += os.read(terminal, 1000)
    os.write(terminal, b"\x03")
    give_up = time.monotonic() + 10
    ended, status = os.waitpid(process, os.WNOHANG)
    while not ended and time.monotonic() < give_up:
        time.sleep(0.05)
        ended, status = os.waitpid(process, os.WNOHANG)
    if not ended:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    said += os.read(terminal, 1000)
    os.close(terminal)
    assert ended, "it waits for Enter"
    assert os.waitstatus_to_exitcode(status) == 0
    assert said.index(b"Ready.") < said.index(b"You: ") < said.index(b"Stopped.")
    assert b"Traceback" not in said
