"""The names under which the assistant may be asked, in the ``Host`` header.

Without this any website could point a name of its own at the assistant (DNS rebinding) and read
what a patient's browser may read there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from bot.run.processes import StartError
from bot.settings.hosts import is_host

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# Addresses that stand for all addresses of the machine.
EVERYWHERE = ("0.0.0.0", "::")
_WEBHOOKS = ("BOT_TELEGRAM_URL", "BOT_TWILIO_URL")
_PORT = re.compile(r":\d{1,5}$")


class Hosts:
    """The allowed names. A name without a port allows every port."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = frozenset(name.lower() for name in (*_LOOPBACK, *allowed))

    @property
    def are_loopback_alone(self) -> bool:
        return self._allowed == frozenset(_LOOPBACK)

    def allows(self, host: str | None) -> bool:
        """``host``: the header as it came; None where there is none."""
        name = (host or "").lower()
        return name in self._allowed or _PORT.sub("", name) in self._allowed


def served_hosts(
    of_clinic: Sequence[str],
    environment: Mapping[str, str] = os.environ,
    own_address: str = "BOT_HOST",
    also: Sequence[str] = (),
) -> Hosts:
    """Loopback; ``of_clinic``, the hosts of clinic.yml; those of BOT_HOSTS, with commas between;
    ``also``; the address in the variable ``own_address``; and the hosts of the webhooks
    that messengers were given.

    Raises:
        StartError: where BOT_HOSTS has something that is no host.
    """
    given = [name.strip().lower() for name in environment.get("BOT_HOSTS", "").split(",")]
    named = [name for name in given if name]
    for name in named:
        if not is_host(name):
            raise StartError(
                f'BOT_HOSTS: "{name}" is not a host: write it like assistant.clinic.example, '
                "without https, with commas between several."
            )
    own = environment.get(own_address, "")
    webhooks = (urlsplit(environment.get(name, "")).netloc for name in _WEBHOOKS)
    return Hosts(
        [
            *of_clinic,
            *named,
            *also,
            *([] if own in ("", *EVERYWHERE) else [f"[{own}]" if ":" in own else own]),
            *filter(None, webhooks),
        ]
    )
