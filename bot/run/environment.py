"""The environment variables of the assistant, with their defaults, in one place.

``prepare`` is called first thing by every command: Rasa and TensorFlow read some of these when they
are imported.
"""

from __future__ import annotations

import logging
import os
import socket

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 5005
DEFAULT_ACTION_PORT = 5055
DEFAULT_STAFF_PORT = 5006


def host() -> str:
    return os.environ.get("BOT_HOST", DEFAULT_HOST)


def port() -> int:
    return _number("BOT_PORT", DEFAULT_PORT)


def action_port() -> int:
    return _number("BOT_ACTION_PORT", DEFAULT_ACTION_PORT)


def staff_host() -> str:
    return os.environ.get("BOT_STAFF_HOST", DEFAULT_HOST)


def staff_port() -> int:
    return _number("BOT_STAFF_PORT", DEFAULT_STAFF_PORT)


def _number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise SystemExit(f"{name} is {value!r}; it should be a port number from 1 to 65535.")
    return int(value)


def prepare() -> None:
    """Telemetry off, quiet libraries, defaults for what endpoints.yml names."""
    # These import nothing of Rasa, so that the settings below come first.
    from bot.run.unused_libraries import use_stand_ins  # noqa: PLC0415
    from bot.store.addresses import conversations_url, records_url  # noqa: PLC0415

    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    # One thread each: two requests at once would otherwise fight for the same cores.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("BOT_ACTION_URL", f"http://{DEFAULT_HOST}:{action_port()}/webhook")
    os.environ.setdefault("BOT_CONVERSATIONS_URL", conversations_url())
    os.environ.setdefault("BOT_RECORDS_URL", records_url())
    use_stand_ins()
    silence_warnings()


def silence_warnings() -> None:
    """No warnings of other people's packages in this process. Libraries switch their own on again,
    so they are taken at the exit."""
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.CRITICAL)


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as listener:
        listener.bind((DEFAULT_HOST, 0))
        return int(listener.getsockname()[1])


def is_busy(address: str, number: int) -> bool:
    """Whether something already listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, number))
        except OSError:
            return True
    return False
