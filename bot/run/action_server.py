"""The action server: ``python -m bot actions``. Listens on this machine only unless BOT_ACTION_HOST
says otherwise."""

from __future__ import annotations

import logging
import os

from bot.run import environment
from bot.run.logs import private_logging, quiet_logging


def serve_actions() -> None:
    """Serves until the process is ended."""
    quiet_logging()
    private_logging()
    from rasa_sdk.endpoint import create_app  # noqa: PLC0415
    from rasa_sdk.executor import ActionExecutor  # noqa: PLC0415

    from bot.actions.notifier import Notifier  # noqa: PLC0415
    from bot.settings.clinic import clinic  # noqa: PLC0415

    # Its "Registered function" lines, and Sanic's warning that it runs as it should, tell nothing.
    logging.getLogger("sanic.error").setLevel(logging.ERROR)
    logging.getLogger(ActionExecutor.__module__).setLevel(logging.WARNING)
    host = os.environ.get("BOT_ACTION_HOST", environment.DEFAULT_HOST)
    if clinic().notify.methods():
        Notifier(clinic()).start()
    create_app("bot.actions", cors_origins=None).run(
        host, environment.action_port(), access_log=False, motd=False
    )
