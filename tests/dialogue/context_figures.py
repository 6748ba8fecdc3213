"""How many turns of the development conversations are right.

Run: ``python -m tests.dialogue.context_figures``.

A turn of dev/context.jsonl names the replies that a nurse would accept: a kind, or a kind with one
of its topics (``answer:skin/onset``).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CONVERSATIONS = Path(__file__).parent / "dev" / "context.jsonl"


def is_right(result: Mapping[str, Any], accepted: Sequence[str]) -> bool:
    """Whether one turn brought something that is accepted: its kind, and a topic where named."""
    for one in accepted:
        kind, _, topic = one.partition(":")
        if result["kind"] == kind and (not topic or topic in result["topics"]):
            return True
    return False


def ask(conversations: str) -> list[dict[str, Any]]:
    """The conversations held with the trained model, each with its ``results``."""
    command = [sys.executable, "-m", "bot", "ask", "--dialogs"]
    done = subprocess.run(command, input=conversations, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    """Prints each turn that is not right, and how many are."""
    right = total = 0
    for dialog in ask(CONVERSATIONS.read_text(encoding="utf-8")):
        for turn, result in zip(dialog["turns"], dialog["results"], strict=True):
            total += 1
            if is_right(result, turn["accept"]):
                right += 1
                continue
            got = f"{result['kind']} {' '.join(result['topics'])}"
            print(f"{dialog['id']:<5} {turn['user']!r}: {got} instead of {turn['accept']}")
    print(f"{right} of {total} turns right ({right / total:.1%})")


if __name__ == "__main__":
    main()
