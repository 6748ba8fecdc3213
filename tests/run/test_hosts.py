"""bot/run/hosts.py: the names under which the assistant may be asked."""

from __future__ import annotations

import pytest

from bot.run.hosts import served_hosts
from bot.run.processes import StartError


@pytest.mark.parametrize(
    ("of_clinic", "environment", "host", "is_allowed"),
    [
        ([], {}, "localhost", True),
        ([], {}, "127.0.0.1:5005", True),
        ([], {}, "[::1]:5005", True),
        ([], {}, "a.example", False),
        ([], {}, None, False),
        ([], {}, "", False),
        (["a.example"], {}, "a.example", True),
        (["a.example"], {}, "A.EXAMPLE", True),
        (["a.example"], {}, "a.example:8443", True),
        (["a.example"], {}, "b.a.example", False),
        (["a.example"], {}, "a.example.b", False),
        (["a.example"], {}, "a.example:x", False),
        (["a.example:8443"], {}, "a.example:8443", True),
        (["a.example:8443"], {}, "a.example", False),
        (["a.example:8443"], {}, "a.example:80", False),
        # The environment's list stands beside the clinic's.
        (["a.example"], {"BOT_HOSTS": "b.example, c.example"}, "b.example", True),
        (["a.example"], {"BOT_HOSTS": "b.example, c.example"}, "c.example", True),
        (["a.example"], {"BOT_HOSTS": "b.example, c.example"}, "a.example", True),
        (["a.example"], {"BOT_HOSTS": "b.example, c.example"}, "d.example", False),
        (["a.example"], {"BOT_HOSTS": "b.example"}, "localhost", True),
        ([], {"BOT_HOST": "192.168.1.7"}, "192.168.1.7:5005", True),
        ([], {"BOT_HOST": "fd00::7"}, "[fd00::7]:5005", True),
        ([], {"BOT_HOST": "0.0.0.0"}, "0.0.0.0", False),
        # What a messenger was given as the webhook's address.
        ([], {"BOT_TELEGRAM_URL": "https://t.example/webhooks/x"}, "t.example", True),
        ([], {"BOT_TELEGRAM_URL": "https://t.example/webhooks/x"}, "x.example", False),
        ([], {"BOT_TWILIO_URL": "https://sms.example:8443"}, "sms.example:8443", True),
    ],
)
def test_who_may_ask(
    of_clinic: list[str], environment: dict[str, str], host: str | None, is_allowed: bool
) -> None:
    assert served_hosts(of_clinic, environment).allows(host) is is_allowed


def test_the_staff_pages_own_hosts_stand_beside_those_of_the_environment() -> None:
    environment = {"BOT_HOSTS": "b.example", "BOT_STAFF_HOST": "192.168.1.7"}
    hosts = served_hosts(["a.example"], environment, "BOT_STAFF_HOST", also=["staff.example"])
    names = ("staff.example", "b.example", "192.168.1.7:5006", "c.example")
    assert [hosts.allows(name) for name in names] == [True, True, True, False]


@pytest.mark.parametrize("wrong", ["https://a.example", "a.example/x", "*", "a b", ".example"])
def test_what_is_no_host_is_refused_with_a_sentence(wrong: str) -> None:
    with pytest.raises(StartError, match="BOT_HOSTS"):
        served_hosts([], {"BOT_HOSTS": f"good.example,{wrong}"})
