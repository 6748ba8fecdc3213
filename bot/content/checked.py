"""Topics that were found in order before, so that a start need not check them once more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from bot.content import checker, faq_files, follow_up_files, yaml_slips
from bot.content.checker import check_content
from bot.content.loaded import Folders
from bot.content.passed import Passed
from bot.content.registry import CHECKED_BY_RULES
from bot.content.yaml_slips import Problem
from bot.settings.paths import DATA_DIR, DOMAIN_FILE, MODELS_DIR

_CHECKS = (checker, faq_files, follow_up_files, yaml_slips)
_KNOWN = MODELS_DIR / "topics.checked"


def problems_of_content(
    data: Path = DATA_DIR, domain: Path = DOMAIN_FILE, known: Path = _KNOWN
) -> list[Problem]:
    """The same as ``check_content``, which is run only where the files, or what checks them, are
    others than those that were in order before. ``known``: where that is kept."""
    passed, digest = Passed(known), _digest(data, domain)
    if digest in passed:
        return []
    problems = check_content(data, domain)
    if not problems:
        passed.add(digest)
    return problems


def _digest(data: Path, domain: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(data, domain):
        content = path.read_bytes()
        digest.update(f"{path.name}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(data: Path, domain: Path) -> Iterator[Path]:
    for part in CHECKED_BY_RULES:
        yield from part.paths(Folders(data))
    if domain.exists():
        yield domain
    yield from (Path(str(module.__file__)) for module in _CHECKS)
