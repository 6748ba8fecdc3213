"""Files of arrays that training makes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def save_arrays(out_file: Path, arrays: Mapping[str, Any]) -> None:
    """Keeps arrays by name; the file appears whole or not at all.

    Not compressed: numbers hardly shrink, and each start would wait for them half a second.
    """
    out_file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_file.parent) as folder:
        draft = Path(folder, "draft.npz")
        np.savez(draft, **arrays)
        os.replace(draft, out_file)
