"""Trains beside the running model, proves the result, and puts it in the place of the old one.

All of it happens in a folder of its own: until everything has passed nothing of the running
assistant has changed. The server notices the new files and takes them up (bot/run/live.py).
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.content.full_check import slips_of_all_content
from bot.run.claims import lock_state_folder
from bot.run.processes import StartError
from bot.run.products import (
    model_id,
    product_files,
    product_folders,
    stamp_of,
    training_is_needed,
)
from bot.settings.folders import put_folder
from bot.settings.paths import ENCODER_DIR, MODELS_DIR, ROOT
from bot.staff.training import Step, TrainingState

logger = logging.getLogger(__name__)

_CONVERSATIONS = ROOT / "tests" / "conversations"
_SWAP_SECONDS = 120.0
_LONGEST_STEP_SECONDS = 1800.0
# Patients come first: what trains gets the processor that they leave.
_NICE = ("nice", "-n", "10")
CHECKS, TRAINS, TALKS, GOES_LIVE = (
    "Check the content",
    "Train",
    "Run the recorded conversations",
    "Go live",
)


class FailedError(RuntimeError):
    """A step has failed; the message says what, for staff."""


class GoingLive:
    """One training at a time, in a thread."""

    def __init__(self, live_model: Callable[[], tuple[str, str | None] | None]) -> None:
        """``live_model``: the id of the model that the server uses, and why it does not use
        another; None where no server answers, which alone does not say that none runs."""
        self._live_model = live_model
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopping = False
        self._state = TrainingState()

    def state(self) -> TrainingState:
        return self._state

    def is_needed(self) -> bool:
        """Whether there are changes that only a training makes live."""
        return training_is_needed()

    def start(self, by: str) -> bool:
        """Starts, unless one is under way → whether it was started."""
        with self._lock:
            if self._state.is_running:
                return False
            steps = tuple(map(Step, (CHECKS, TRAINS, TALKS, GOES_LIVE)))
            self._state = TrainingState(steps, by=by, started=time.time(), is_running=True)
        threading.Thread(target=self._run, name="going-live", daemon=True).start()
        return True

    def stop(self) -> None:
        """Ends what is under way; the running model stays."""
        self._is_stopping = True
        process = self._process
        if process is not None and process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)

    def _run(self) -> None:
        work: Sequence[tuple[str, Callable[[], str]]] = (
            (CHECKS, self._check),
            (TRAINS, self._train),
            (TALKS, self._talk),
            (GOES_LIVE, self._go_live),
        )
        try:
            for name, do in work:
                self._state = self._state.begin(name)
                self._state = self._state.finish(name, do())
            self._state = self._state.end("The new model is live.", True)
        except FailedError as error:
            self._state = self._state.fail(str(error))
        except Exception as error:  # noqa: BLE001 - staff must see that it has ended
            logger.error("Training from the staff page failed: %s", type(error).__name__)
            self._state = self._state.fail(f"Something went wrong here: {type(error).__name__}.")
        finally:
            for folder in (_candidate(), _before()):
                shutil.rmtree(folder, ignore_errors=True)

    def _check(self) -> str:
        slips = slips_of_all_content()
        if slips:
            raise FailedError("The content has slips:\n" + "\n".join(slips))
        return "The content is in order."

    def _train(self) -> str:
        folder = _candidate()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _copy_what_is_used(folder)
        if ENCODER_DIR.exists():
            (folder / ENCODER_DIR.name).symlink_to(ENCODER_DIR.resolve())
        code, lines = self._command("-m", "bot", "train")
        if code != 0:
            raise FailedError("The training failed:\n" + "\n".join(lines[-10:]))
        return lines[-1] if lines else "Trained."

    def _talk(self) -> str:
        if not _CONVERSATIONS.is_dir() or importlib.util.find_spec("pytest") is None:
            raise FailedError(
                "The recorded conversations (tests/conversations) are not installed here, so "
                "nothing proves that the new model is safe."
            )
        file = str(_CONVERSATIONS / "test_conversations.py")
        code, lines = self._command("-m", "pytest", "-q", "-p", "no:cacheprovider", file)
        if code != 0:
            failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
            raise FailedError(
                "Recorded conversations go differently with the new model:\n"
                + "\n".join(failed[:10] or lines[-5:])
            )
        return "All recorded conversations go as they should."

    def _go_live(self) -> str:
        folder, before = _candidate(), _before()
        if self._is_stopping:
            raise FailedError("It was stopped.")
        is_running = self._live_model() is not None or _is_claimed()
        _put_aside(before)
        try:
            _put_in_place(folder)
            return self._wait_until_it_answers(is_running)
        except Exception:
            # Whatever failed: the files must be those that the assistant uses.
            _put_in_place(before)
            raise

    def _wait_until_it_answers(self, was_running: bool) -> str:
        """One that was running has to answer: the new model may be what ended or blocked it."""
        wanted, end, live = model_id(), time.monotonic() + _SWAP_SECONDS, None
        while time.monotonic() < end:
            live = self._live_model()
            if live is None:
                if not was_running and not _is_claimed():
                    return "The assistant is not running; it begins with the new model."
            elif live[0] == wanted:
                return "The assistant answers with the new model."
            elif live[1]:
                raise FailedError(f"The assistant cannot use the new model: {live[1]}")
            time.sleep(0.5)
        if live is None:
            raise FailedError(
                "The assistant does not answer the staff page, so nothing proves that it can use "
                "the new model. Its log may say why."
            )
        raise FailedError("The assistant did not take up the new model in time.")

    def _command(self, *arguments: str) -> tuple[int, list[str]]:
        """Runs python on the candidate → exit code and what it printed, line by line."""
        nice = _NICE if shutil.which(_NICE[0]) else ()
        lines: list[str] = []
        variables = {**os.environ, "BOT_MODELS": str(_candidate()), "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            [*nice, sys.executable, *arguments],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            self._process = process
            timer = threading.Timer(_LONGEST_STEP_SECONDS, self._kill)
            timer.start()
            assert process.stdout is not None
            for line in process.stdout:
                text = line.decode("utf-8", "replace").strip()
                if text:
                    lines.append(text)
                    self._state = self._state.report(text)
            timer.cancel()
        return process.returncode, lines

    def _kill(self) -> None:
        process: Any = self._process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _is_claimed() -> bool:
    """Whether a server uses the state folder, or nobody can tell."""
    try:
        os.close(lock_state_folder())
    except StartError:
        return True
    return False


def _candidate() -> Path:
    return MODELS_DIR / "candidate"


def _before() -> Path:
    return MODELS_DIR / "before"


def _put_aside(folder: Path) -> None:
    """A copy of what is used now."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    _copy_what_is_used(folder)


def _copy_what_is_used(folder: Path) -> None:
    for file in product_files():
        for part in (file, stamp_of(file)):
            if part.exists():
                shutil.copy2(part, folder)
    for needed in product_folders():
        if needed.exists():
            shutil.copytree(needed, folder / needed.name)


def _put_in_place(folder: Path) -> None:
    """Each file whole; the stamps last, so that nobody takes old and new together."""
    files = [file for file in product_files() if (folder / file.name).exists()]
    for file in files:
        stamp_of(file).unlink(missing_ok=True)
    for file in files:
        os.replace(folder / file.name, file)
    for needed in product_folders():
        if (folder / needed.name).exists():
            put_folder(folder / needed.name, needed)
    for file in files:
        stamp = stamp_of(file)
        if (folder / stamp.name).exists():
            os.replace(folder / stamp.name, stamp)
