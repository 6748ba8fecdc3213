"""What a result was measured on: machine, versions, commit, date."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.settings.paths import ROOT

_PACKAGES = ("rasa", "rasa-sdk", "tensorflow", "spacy", "onnxruntime", "scikit-learn", "sanic")
_BYTES_IN_GIB = 1024**3


def description() -> list[tuple[str, str]]:
    """Pairs of name and value for the head of the results."""
    return [
        ("Date", datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")),
        ("Commit", _commit()),
        ("Processor", f"{_processor()}, {os.cpu_count()} cores for this machine"),
        ("Memory", f"{_memory_gib():.0f} GiB"),
        ("System", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("Busy before (load average of 1 min)", f"{os.getloadavg()[0]:.2f}"),
        ("Python", platform.python_version()),
        ("Packages", ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)),
    ]


def _git(*arguments: str) -> str:
    asked = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def _commit() -> str:
    changed = " with uncommitted changes" if _git("status", "--porcelain") else ""
    return (_git("rev-parse", "--short", "HEAD") or "unknown") + changed


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _BYTES_IN_GIB


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"
