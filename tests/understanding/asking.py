"""Runs the development set through ``python -m bot ask``: the whole way that a message takes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

from bot.settings.paths import ROOT
from tests.understanding.development_set import Case
from tests.understanding.figures import Outcome


def ask_all(cases: Sequence[Case]) -> list[Outcome]:
    """Asks every message, each a conversation of its own. Takes about 20 ms a message."""
    lines = "\n".join(case.message for case in cases) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask"],
        input=lines.encode(),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
    )
    results = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert len(results) == len(cases), f"{len(cases)} asked, {len(results)} answered"
    return [Outcome(case, result) for case, result in zip(cases, results, strict=True)]
