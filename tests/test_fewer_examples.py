"""tests/fewer_examples.py: what is left of a file of bot/data."""

from __future__ import annotations

from tests.fewer_examples import with_fewer_examples

FILE = """\
nlu:
  - intent: skin/onset
    examples: |
      - When does a rash appear?
      - one
      - When will it come?
      - two
      - three
  - intent: skin/causes
    examples: |
      - four
      - five
rules:
  - rule: rash
    steps:
      - intent: skin
      - action: skin
responses:
  utter_skin/onset:
    - text: |-
        Soon.
      metadata:
        title: "When will it come?"
"""


def test_titles_and_what_is_no_example_stay() -> None:
    gone = ("one", "two", "five")
    lines = [line for line in FILE.splitlines() if line.strip(" -") not in gone]
    assert with_fewer_examples(FILE, 4).splitlines() == lines
    assert with_fewer_examples(FILE, 1) == FILE
