"""bot/channels/sessions.py: no one speaks in another patient's name."""

from __future__ import annotations

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jwt
import pytest

from bot.channels.web.sessions import InvalidSessionError, Sessions, session_secret

SECRET = "s" * 32


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(SECRET, hours=1)


def token(secret: str = SECRET, algorithm: str = "HS256", **claims: object) -> str:
    return jwt.encode(claims, secret, algorithm=algorithm)


def unsigned(**claims: object) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


IN_AN_HOUR = int(time.time()) + 3600


def test_a_session_is_one_conversation(sessions: Sessions) -> None:
    header = f"Bearer {sessions.issue().token}"
    assert sessions.conversation(header) == sessions.conversation(header)
    assert sessions.conversation(header).startswith("web-")


def test_sessions_are_different_conversations(sessions: Sessions) -> None:
    conversations = {sessions.conversation(f"Bearer {sessions.issue().token}") for _ in range(50)}
    assert len(conversations) == 50
    assert min(map(len, conversations)) >= len("web-") + 22, "128 random bits"


def test_scheme_may_be_in_any_case_and_spaced(sessions: Sessions) -> None:
    issued = sessions.issue().token
    assert sessions.conversation(f"bearer  {issued} ") == sessions.conversation(f"Bearer {issued}")


def test_a_session_ends_when_it_says(sessions: Sessions) -> None:
    issued = sessions.issue()
    claims = jwt.decode(issued.token, SECRET, algorithms=["HS256"])
    assert claims["exp"] == issued.expires
    assert 0 < issued.expires - time.time() <= 3600


def test_a_server_restarted_with_the_same_secret_knows_it(sessions: Sessions) -> None:
    header = f"Bearer {sessions.issue().token}"
    assert Sessions(SECRET, hours=1).conversation(header) == sessions.conversation(header)


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
)
def test_what_is_no_session(sessions: Sessions, header: str | None) -> None:
    with pytest.raises(InvalidSessionError):
        sessions.conversation(header)


def test_the_secret_is_made_once_and_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOT_SESSION_SECRET", raising=False)
    file = tmp_path / "state" / "session_secret"
    secret = session_secret(file)
    assert len(secret) == 64
    assert session_secret(file) == secret
    assert file.stat().st_mode & 0o777 == 0o600
    assert session_secret(tmp_path / "other") != secret


def test_a_secret_cut_short_by_a_crash_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty secret would let anyone sign."""
    monkeypatch.delenv("BOT_SESSION_SECRET", raising=False)
    file = tmp_path / "session_secret"
    file.write_text("")
    assert len(session_secret(file)) == 64
    assert session_secret(file) == session_secret(file)


def test_processes_that_start_at_once_share_one_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOT_SESSION_SECRET", raising=False)
    file = tmp_path / "session_secret"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: session_secret(file), range(8)))
    assert secrets == {file.read_text()}
    assert list(tmp_path.iterdir()) == [file]


def test_the_secret_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SESSION_SECRET", "g" * 40)
    assert session_secret(tmp_path / "session_secret") == "g" * 40
    assert not (tmp_path / "session_secret").exists()


def test_a_short_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SESSION_SECRET", "short")
    with pytest.raises(ValueError, match="at least 32 characters"):
        session_secret(tmp_path / "session_secret")
