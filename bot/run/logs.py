"""Quiet logs: warnings and errors only. Below that, Rasa logs what patients write."""

from __future__ import annotations

import logging

from rasa.utils.log_utils import configure_structlog

_LOUD = ("rasa", "sanic", "sanic.access", "sanic.root", "apscheduler", "tensorflow")
# Warns at every start that it runs as it should.
_WARNING_OF_NOTHING = "sanic.error"


def quiet_logging() -> None:
    """Warnings and errors to standard error, deprecation noise of libraries nowhere."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(_WARNING_OF_NOTHING).setLevel(logging.ERROR)
    configure_structlog(logging.WARNING)
