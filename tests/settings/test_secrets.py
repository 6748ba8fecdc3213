"""bot/settings/secrets.py: made once, whole or not at all, readable by their owner only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.settings.secrets import secret, secrets_before


def test_the_secret_is_made_once_and_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOT_SESSION_SECRET", raising=False)
    file = tmp_path / "state" / "session_secret"
    made = secret("session_secret", file.parent)
    assert len(made) == 64
    assert secret("session_secret", file.parent) == made
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret("session_secret", tmp_path / "other") != made


def test_a_secret_cut_short_by_a_crash_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty secret would let anyone sign."""
    monkeypatch.delenv("BOT_SESSION_SECRET", raising=False)
    file = tmp_path / "session_secret"
    file.write_text("")
    assert len(secret("session_secret", tmp_path)) == 64
    assert secret("session_secret", tmp_path) == secret("session_secret", tmp_path)


def test_processes_that_start_at_once_share_one_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOT_SESSION_SECRET", raising=False)
    file = tmp_path / "session_secret"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: secret("session_secret", tmp_path), range(8)))
    assert secrets == {file.read_text()}
    assert list(tmp_path.iterdir()) == [file]


def test_the_secret_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SESSION_SECRET", "g" * 40)
    assert secret("session_secret", tmp_path) == "g" * 40
    assert not (tmp_path / "session_secret").exists()


def test_a_short_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SESSION_SECRET", "short")
    with pytest.raises(ValueError, match="at least 32 characters"):
        secret("session_secret", tmp_path)


def test_secrets_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_SESSION_SECRET_BEFORE", f"{'a' * 32} short")
    (tmp_path / "session_secret.before").write_text(f"{'b' * 64}\n\n{'c' * 32}")
    assert secrets_before("session_secret", tmp_path) == ["a" * 32, "b" * 64, "c" * 32]
    monkeypatch.delenv("BOT_SESSION_SECRET_BEFORE")
    assert secrets_before("session_secret", tmp_path / "other") == []
