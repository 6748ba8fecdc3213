"""docs/safety.md states every threshold and combination as the files have it."""

from __future__ import annotations

import pytest

from bot.settings.paths import ROOT
from tests.safety.threshold_table import combinations, rows

PAGE = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("row", [*rows(), *combinations()])
def test_the_page_has_it(row: str) -> None:
    assert row in PAGE, "see python -m tests.safety.threshold_table"
