"""A folder exchanged for another one."""

from __future__ import annotations

import shutil
from pathlib import Path


def put_folder(new: Path, target: Path) -> None:
    """Puts a folder in the place of another one, or where none was; each is whole at any time."""
    old = target.with_name(f"{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
