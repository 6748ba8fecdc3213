"""The check of what staff write: answers, examples and sources, in seconds and without training.

Each rule is a function from the whole content to problems; ``check_content`` runs them all.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.content.answer_rules import answer_slips, date_slip
from bot.content.faq_files import (
    Example,
    Place,
    Response,
    construct,
    example_blocks,
    examples_of,
    pairs,
    read_node,
    responses_of,
    value_of,
)
from bot.content.follow_up_files import FOLLOW_UPS_FILE, problems_of_follow_ups
from bot.content.texts import matching_key
from bot.content.yaml_slips import Problem, slips
from bot.settings.paths import DATA_DIR, DOMAIN_FILE

FEWEST_EXAMPLES = 20
MOST_TITLE_BYTES = 64  # Telegram's limit for what a button sends
_SOURCE_KEYS = {"body", "title", "url", "reviewed"}


@dataclass(frozen=True)
class Content:
    """All that is checked. ``keys``: what each example is matched by; ``blocks``: where each block
    of examples begins, with its lines."""

    examples: list[Example]
    keys: list[str]
    answers: list[Response]
    blocks: list[tuple[str, Path, yaml.ScalarNode]]
    sources: Mapping[str, Place]
    source_entries: list[tuple[str, yaml.Node, Place]]
    groups: frozenset[str]
    treatments: tuple[str, ...]


def check_content(data: Path = DATA_DIR, domain: Path = DOMAIN_FILE) -> list[Problem]:
    """All problems of the content in ``data``, in the order of files and lines.

    A file that YAML cannot read is reported alone: its rules would only add noise.
    """
    faq = sorted((data / "faq").glob("*.yml"))
    talk = sorted((data / "conversation").glob("*.yml"))
    sources = data / "sources.yml"
    others = [*(data / "vocabulary").glob("*.yml"), domain]
    unreadable = [p for path in [*faq, *talk, sources, *others] for p in slips(path)]
    if unreadable:
        return unreadable
    content = _read(faq, talk, sources, domain)
    found = [problem for rule in RULES for problem in rule(content)]
    follow_ups = data / "context" / "examples" / FOLLOW_UPS_FILE.name
    if follow_ups.exists():
        found += problems_of_follow_ups(follow_ups, {answer.name for answer in content.answers})
    return sorted(set(found), key=lambda p: (str(p.place.path), p.place.line, p.what))


def _read(faq: list[Path], talk: list[Path], sources: Path, domain: Path) -> Content:
    nodes = {path: read_node(path) for path in [*faq, *talk]}
    entries = [
        (key, entry, Place(sources, entry.start_mark.line + 1))
        for key, entry in pairs(read_node(sources))
    ]
    declared = construct(read_node(domain))
    examples = [e for path, node in nodes.items() for e in examples_of(path, node)]
    return Content(
        examples=examples,
        keys=[matching_key(example.text) for example in examples],
        answers=[r for path in faq for r in responses_of(path, nodes[path])],
        blocks=[(label, p, b) for p, node in nodes.items() for label, b in example_blocks(node)],
        sources={key: place for key, _, place in entries},
        source_entries=entries,
        groups=frozenset(
            name
            for intent in declared["intents"]
            for name in ([intent] if isinstance(intent, str) else intent)
        ),
        treatments=tuple(declared["slots"]["treatment_type"]["values"]),
    )


def _example_lines(content: Content) -> Iterator[Problem]:
    for label, path, block in content.blocks:
        for number, line in enumerate(str(block.value).splitlines()):
            if line.strip() and not line.startswith("- "):
                yield Problem(
                    Place(path, block.start_mark.line + 2 + number),
                    f"a line among the examples of {label} does not begin with `- `",
                    "Each example stands on one line of its own: - how long does it take",
                )


def _examples_in_two_topics(content: Content) -> Iterator[Problem]:
    first: dict[str, Example] = {}
    for example, key in zip(content.examples, content.keys, strict=True):
        other = first.setdefault(key or example.text, example)
        if other.label != example.label:
            yield Problem(
                example.place,
                f"{example.text!r} is an example of {example.label} and of {other.label} "
                f"({other.place})",
                "Keep it where it is answered best, and delete the other.",
            )


def _topics_are_whole(content: Content) -> Iterator[Problem]:
    counts = Counter(e.label for e in content.examples if "/" in e.label)
    general = {answer.name: answer for answer in content.answers if answer.is_general}
    first = {e.label: e.place for e in reversed(content.examples)}
    for topic, count in counts.items():
        if topic not in general:
            yield Problem(
                first[topic],
                f"{topic} has examples but no answer",
                f"Write one under responses: utter_{topic}, or correct the topic's name.",
            )
        elif count < FEWEST_EXAMPLES:
            yield Problem(
                first[topic],
                f"{topic} has {count} examples",
                f"Write at least {FEWEST_EXAMPLES}, as different people would ask.",
            )
    for topic, answer in general.items():
        group = topic.split("/")[0]
        if "/" not in topic or group not in content.groups:
            yield Problem(
                answer.place,
                f"{topic} belongs to no group of topics",
                "Name it <group>/<topic> with a group of domain.yml, such as managing/… .",
            )
        elif topic not in counts:
            yield Problem(
                answer.place,
                f"{topic} has an answer but no examples",
                f"Write some under nlu: intent: {topic}, or correct the topic's name.",
            )


def _answers(content: Content) -> Iterator[Problem]:
    today = datetime.date.today()
    for answer in content.answers:
        for line, what, help_text in answer_slips(answer, content.sources, today):
            place = Place(answer.place.path, line or answer.place.line)
            yield Problem(place, f"{answer.name}: {what}", help_text)


def _variants(content: Content) -> Iterator[Problem]:
    seen: dict[str, set[str | None]] = defaultdict(set)
    for answer in content.answers:
        kind, earlier = answer.treatment_type, seen[answer.name]
        if answer.other_conditions or kind not in {None, *content.treatments}:
            yield Problem(
                answer.place,
                f"{answer.name}: the condition is not understood",
                "Write: type: slot, name: treatment_type, value: one of "
                f"{', '.join(content.treatments)}.",
            )
        elif kind in earlier:
            what = "a second general answer" if kind is None else f"a second one for {kind}"
            yield Problem(answer.place, f"{answer.name}: {what}", "Join the two.")
        elif kind is not None and None not in earlier:
            yield Problem(
                answer.place,
                f"{answer.name}: the general answer does not come first",
                "Put the variant without a condition on top.",
            )
        earlier.add(kind)


def _titles(content: Content) -> Iterator[Problem]:
    labels = dict(zip(content.keys, (one.label for one in content.examples), strict=True))
    for answer in content.answers:
        if not answer.is_general:
            continue
        title = str(answer.metadata.get("title") or "")
        if not title.endswith("?") or len(title.encode()) > MOST_TITLE_BYTES:
            yield Problem(
                answer.place,
                f"{answer.name}: the title {title!r} is no short question",
                f"It stands on a button: at most {MOST_TITLE_BYTES} letters, with a ? at the end.",
            )
        elif labels.get(matching_key(title)) != answer.name:
            yield Problem(
                answer.place,
                f"{answer.name}: the title {title!r} is not among the topic's examples",
                "Add it there word for word: a pressed button sends it.",
            )


def _sources(content: Content) -> Iterator[Problem]:
    for key, entry, place in content.source_entries:
        keys = {name for name, _ in pairs(entry)}
        url = value_of(entry, "url")
        reviewed = value_of(entry, "reviewed")
        if "title" not in keys or keys - _SOURCE_KEYS:
            yield Problem(
                place, f"the source {key} is not whole", "It has a title; and body, url, reviewed."
            )
        if url is not None and not str(url.value).startswith("https://"):
            yield Problem(place, f"{key}: {url.value} is no address", "It begins with https://.")
        slip = reviewed is not None and date_slip(reviewed.value, datetime.date.today())
        if reviewed is not None and slip:
            yield Problem(place, f"{key}: {reviewed.value} {slip}", 'Write: "2025-12-30".')


RULES: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    _example_lines,
    _examples_in_two_topics,
    _topics_are_whole,
    _answers,
    _variants,
    _titles,
    _sources,
)
