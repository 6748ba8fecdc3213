"""bot/channels/web/sessions.py: no one speaks in another patient's name."""

from __future__ import annotations

import base64
import hmac
import json
import time

import jwt
import pytest

from bot.channels.web.sessions import InvalidSessionError, Sessions

SECRET = "s" * 32


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(SECRET, hours=1)


def token(secret: str = SECRET, algorithm: str = "HS256", **claims: object) -> str:
    return jwt.encode(claims, secret, algorithm=algorithm)


def unsigned(**claims: object) -> str:
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def signed(header: dict[str, object], claims: dict[str, object], secret: str) -> str:
    content = f"{part(header)}.{part(claims)}"
    signature = hmac.digest(secret.encode(), content.encode(), "sha256")
    return f"{content}.{encoded(signature)}"


def part(value: object) -> str:
    return encoded(json.dumps(value).encode())


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


IN_AN_HOUR = int(time.time()) + 3600


def test_a_session_is_one_conversation(sessions: Sessions) -> None:
    header = f"Bearer {sessions.issue().token}"
    assert sessions.sender(header) == sessions.sender(header)


def test_sessions_are_different_conversations(sessions: Sessions) -> None:
    senders = {sessions.sender(f"Bearer {sessions.issue().token}") for _ in range(50)}
    assert len(senders) == 50
    assert min(map(len, senders)) >= 22, "128 random bits"


def test_scheme_may_be_in_any_case_and_spaced(sessions: Sessions) -> None:
    issued = sessions.issue().token
    assert sessions.sender(f"bearer  {issued} ") == sessions.sender(f"Bearer {issued}")


def test_a_session_ends_when_it_says(sessions: Sessions) -> None:
    issued = sessions.issue()
    claims = jwt.decode(issued.token, SECRET, algorithms=["HS256"])
    assert claims["exp"] == issued.expires
    assert 0 < issued.expires - time.time() <= 3600


def test_a_server_restarted_with_the_same_secret_knows_it(sessions: Sessions) -> None:
    header = f"Bearer {sessions.issue().token}"
    assert Sessions(SECRET, hours=1).sender(header) == sessions.sender(header)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic abc",
        "Bearer abc",
        "Bearer a.b.c",
        token(sid="x", exp=IN_AN_HOUR),
        f"Token {token(sid='x', exp=IN_AN_HOUR)}",
        f"Bearer {token(secret='o' * 32, sid='x', exp=IN_AN_HOUR)}",
        f"Bearer {token(sid='x', exp=1)}",
        f"Bearer {token(sid='x')}",
        f"Bearer {token(exp=IN_AN_HOUR)}",
        f"Bearer {token(sid='x', exp='soon')}",
        f"Bearer {token(sid='x', exp=IN_AN_HOUR, algorithm='HS512')}",
        f"Bearer {unsigned(sid='x', exp=IN_AN_HOUR)}",
        f"Bearer {token(sid='x', exp=IN_AN_HOUR)[:-2]}",
        f"Bearer {token(sid='x', exp=IN_AN_HOUR)} extra",
        "Bearer \u00e9\u4e2d",
    ],
    # The tokens hold the time: as names they would differ between the processes that run tests.
    ids=map(str, range(19)),
)
def test_what_is_no_session(sessions: Sessions, header: str | None) -> None:
    with pytest.raises(InvalidSessionError):
        sessions.sender(header)


def test_a_new_secret_ends_no_session() -> None:
    before, other = Sessions("b" * 32, hours=1), Sessions("o" * 32, hours=1)
    header = f"Bearer {before.issue().token}"
    now = Sessions(SECRET, hours=1, before=["b" * 32])
    assert now.sender(header) == before.sender(header)
    assert now.sender(f"Bearer {now.issue().token}")
    with pytest.raises(InvalidSessionError):
        now.sender(f"Bearer {other.issue().token}")


def test_a_token_without_a_key_is_of_the_current_secret(sessions: Sessions) -> None:
    assert sessions.sender(f"Bearer {token(sid='abc', exp=IN_AN_HOUR)}") == "abc"


@pytest.mark.parametrize("kid", ["", "../../etc/passwd", 7, None, ["a"], {"a": 1}])
@pytest.mark.parametrize("secret", [SECRET, "x" * 32])
def test_a_strange_key_is_no_error(sessions: Sessions, kid: object, secret: str) -> None:
    """At most it is a session of the current secret. PyJWT itself makes no such token."""
    strange = signed({"alg": "HS256", "kid": kid}, {"sid": "abc", "exp": IN_AN_HOUR}, secret)
    if secret == SECRET and isinstance(kid, str):
        assert sessions.sender(f"Bearer {strange}") == "abc"
        return
    with pytest.raises(InvalidSessionError):
        sessions.sender(f"Bearer {strange}")
