"""Quiet logs: warnings and errors only, and no words of patients in any of them.

Rasa, rasa_sdk and Sanic put messages, trackers and request bodies into their warnings and errors.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from rasa.utils.log_utils import configure_structlog

_LIBRARIES = ("rasa", "sanic", "sanic.access", "sanic.root", "apscheduler", "tensorflow")
# Warns at every start that it runs as it should.
_NOISY_LOGGER = "sanic.error"
# Engineers may see what libraries log on a machine without patients.
SHOW_ALL = "BOT_LOG_LIBRARIES"
_OURS = "bot"
_Factory = Callable[..., logging.LogRecord]


def quiet_logging() -> None:
    """Warnings and errors to standard error, deprecation noise of libraries nowhere."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(_NOISY_LOGGER).setLevel(logging.ERROR)
    configure_structlog(logging.WARNING)


def private_logging() -> None:
    """For processes that serve patients: of other packages' records only the place and the type of
    the error are left, and of our own no error's message. It holds for every handler."""
    if os.environ.get(SHOW_ALL):
        return
    make = logging.getLogRecordFactory()
    logging.setLogRecordFactory(lambda *args, **more: private_record(make, *args, **more))
    threading.excepthook = _log_thread
    sys.unraisablehook = _log_unraisable


def private_record(make: _Factory, *args: Any, **more: Any) -> logging.LogRecord:
    """A record without what may hold a patient's words."""
    record = make(*args, **more)
    error = record.exc_info[0] if record.exc_info else None
    place = _place_of(record.exc_info[2]) if record.exc_info else ""
    if not _is_ours(record.name):
        record.msg, record.args = f"{record.filename}:{record.lineno} (message withheld)", ()
    if error is not None:
        record.msg, record.args = f"{record.getMessage()} [{error.__name__}{place}]", ()
    record.exc_info, record.exc_text, record.stack_info = None, None, None
    return record


def _is_ours(name: str) -> bool:
    return name == _OURS or name.startswith(f"{_OURS}.")


def _place_of(traceback: TracebackType | None) -> str:
    """Where an error was raised: file and line, no content."""
    if traceback is None:
        return ""
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    return f" at {os.path.basename(traceback.tb_frame.f_code.co_filename)}:{traceback.tb_lineno}"


def _log_thread(failed: threading.ExceptHookArgs) -> None:
    name = failed.thread.name if failed.thread else "?"
    place = _place_of(failed.exc_traceback)
    logging.getLogger(__name__).error("Thread %s: %s%s", name, failed.exc_type.__name__, place)


def _log_unraisable(failed: Any) -> None:
    place = _place_of(failed.exc_traceback)
    logging.getLogger(__name__).error("Ignored: %s%s", failed.exc_type.__name__, place)
