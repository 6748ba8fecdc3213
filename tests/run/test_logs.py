"""bot/run/logs.py: no record of any package holds the words of a patient."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.settings.paths import ROOT

CANARY = "xylocanary"
# Each logs the canary as a library, or as our own code, might do by mistake.
PROGRAM = """
import asyncio, logging, sys, threading
from bot.run.logs import private_logging, quiet_logging
quiet_logging()
private_logging()
words = "xylocanary"

def fail():
    raise RuntimeError(words)

def failed(log):
    try:
        fail()
    except RuntimeError:
        log()

{statement}
"""
STATEMENTS = {
    "message": "logging.getLogger('rasa.core.processor').error('cannot handle ' + words)",
    "arguments": "logging.getLogger('sanic.error').error('%s', words)",
    "exception": "failed(lambda: logging.getLogger('rasa_sdk').exception('failed'))",
    "root": "logging.warning(words)",
    "ours": "failed(lambda: logging.getLogger('bot.channels').exception('A turn failed'))",
    "structlog": "import structlog; structlog.get_logger().error('event', text=words)",
    "thread": "thread = threading.Thread(target=fail); thread.start(); thread.join()",
    "unraisable": "class A:\n    __del__ = lambda self: fail()\nA()",
    "task": (
        "async def main():\n    asyncio.create_task(asyncio.to_thread(fail))\n"
        "    await asyncio.sleep(0.2)\nasyncio.run(main())\nimport gc; gc.collect()"
    ),
    "later_handler": (
        "logging.getLogger('late').addHandler(logging.StreamHandler(sys.stdout))\n"
        "logging.getLogger('late').error(words)"
    ),
}


def run(statement: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("{statement}", statement)], cwd=ROOT,
        env={**os.environ, **variables}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.parametrize("kind", STATEMENTS)
def test_words_are_withheld_and_the_place_is_told(kind: str) -> None:
    said = run(STATEMENTS[kind])
    assert CANARY not in said
    if kind in ("exception", "ours", "thread", "unraisable", "task"):
        assert "RuntimeError" in said
    elif kind != "structlog":
        assert "withheld" in said


def test_our_own_messages_are_kept() -> None:
    statement = "logging.getLogger('bot.store').error('The database %s is locked', 'records')"
    assert "The database records is locked" in run(statement)


def test_engineers_may_see_all() -> None:
    assert CANARY in run(STATEMENTS["message"], BOT_LOG_LIBRARIES="1")
