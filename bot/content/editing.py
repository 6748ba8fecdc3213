"""Changes to the content that staff make in a browser, written into the YAML files.

Each change is checked as a whole before it is written, in a copy; the rest of the file keeps its
form; what somebody else has changed meanwhile is never overwritten.
"""

from __future__ import annotations

import datetime
import difflib
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from bot.content.checker import check_content
from bot.content.faq_files import Response, example_blocks, examples_of, read_answers, read_node
from bot.content.loaded import Folders
from bot.content.locking import locked
from bot.content.readability import wording_problems
from bot.content.registry import CHECKED_BY_RULES
from bot.content.signing import load_yaml, save_yaml, sign
from bot.content.texts import matching_key, visible
from bot.content.yaml_slips import Problem
from bot.settings.paths import DATA_DIR, DOMAIN_FILE

_LONGEST_EXAMPLE = 300
_MASK = re.compile(r"\[(?:e-mail|phone|name)\]|#")


class EditError(ValueError):
    """A change was not made; the message says why, in a sentence for staff."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class LostRaceError(EditError):
    """Somebody else has changed the same meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has changed this answer since you opened it. Nothing of yours was "
            "saved. Look at the answer as it is now, and make your change again."
        )


@dataclass(frozen=True)
class Change:
    """What was written: the file, and the lines that went and came, as a unified diff."""

    file: str
    diff: str


@dataclass(frozen=True)
class NewAnswer:
    """A changed variant of an answer. ``treatment``: whose it is, None for the general one;
    ``version``: see :func:`version_of`, as it was when the editor was opened."""

    topic: str
    treatment: str | None
    text: str
    sources: tuple[str, ...]
    version: str


class Editor:
    """Edits one folder of content."""

    def __init__(self, data: Path = DATA_DIR, domain: Path = DOMAIN_FILE) -> None:
        self._data = data
        self._domain = domain
        self._faq = data / "faq"

    def answers(self) -> list[Response]:
        return read_answers(self._faq)

    def variants(self, topic: str) -> list[Response]:
        """The answer to a topic, the general one first; empty where there is none."""
        return [answer for answer in self.answers() if answer.name == topic]

    def examples(self, topic: str) -> list[str]:
        """The example questions of a topic, in the order of its file."""
        files = sorted(self._faq.glob("*.yml"))
        found = (e for path in files for e in examples_of(path, read_node(path)))
        return [example.text for example in found if example.label == topic]

    def problems_of(self, answer: NewAnswer) -> list[str]:
        """What keeps a changed answer from being saved; empty where nothing does."""
        before = self._before(answer)
        found = wording_problems(answer.text, before)
        with self._draft() as draft:
            draft._write_answer(answer)
            return found + [_sentence(problem) for problem in draft._problems()]

    def difference(self, answer: NewAnswer) -> Change:
        """What saving a changed answer would change."""
        path = self._before(answer).place.path
        with self._draft() as draft:
            draft._write_answer(answer)
            return _difference(
                path, path.read_text("utf-8"), (draft._faq / path.name).read_text("utf-8")
            )

    def save(self, answer: NewAnswer, sign_by: str | None = None, settles: bool = False) -> Change:
        """Writes a changed answer; it is then signed by nobody, or by ``sign_by``.

        Raises:
            LostRaceError: where the answer is not as it was when the editor was opened.
            EditError: where the check finds something.
        """
        with locked(self._faq):
            self._refuse_lost_race(answer.topic, answer.version)
            problems = self.problems_of(answer)
            if problems:
                raise EditError(*problems)
            path = self._before(answer).place.path
            before = path.read_text("utf-8")
            self._write_answer(answer)
            if sign_by:
                sign([answer.topic], sign_by, datetime.date.today(), settles, self._faq)
            return _difference(path, before, path.read_text("utf-8"))

    def sign(self, topic: str, by: str, version: str, settles: bool) -> Change:
        """Signs a topic's answer as it was seen. Raises LostRaceError, EditError."""
        with locked(self._faq):
            self._refuse_lost_race(topic, version)
            problems = self._problems()
            if problems:
                raise EditError(*map(_sentence, problems))
            path = self.variants(topic)[0].place.path
            before = path.read_text("utf-8")
            sign([topic], by, datetime.date.today(), settles, self._faq)
            return _difference(path, before, path.read_text("utf-8"))

    def add_example(self, topic: str, text: str) -> Change:
        """Puts a question under a topic. Raises EditError where it cannot be an example."""
        text = visible(text).lstrip("-–•* ")
        with locked(self._faq):
            self._refuse_example(topic, text)
            with self._draft() as draft:
                draft._write_example(topic, text)
                problems = draft._problems()
            if problems:
                raise EditError(*map(_sentence, problems))
            path = self._file_with_examples(topic)
            before = path.read_text("utf-8")
            self._write_example(topic, text)
            return _difference(path, before, path.read_text("utf-8"))

    def _refuse_example(self, topic: str, text: str) -> None:
        if not text or len(text) > _LONGEST_EXAMPLE:
            raise EditError(f"An example has 1 to {_LONGEST_EXAMPLE} characters.")
        if _MASK.search(text):
            raise EditError(
                "Parts of this question were masked ([name], [phone], #). Write the question "
                "without them, as another patient might ask it."
            )
        if not self.variants(topic):
            raise EditError(f"There is no topic {topic}.")
        key = matching_key(text)
        for path in sorted(self._faq.glob("*.yml")):
            for example in examples_of(path, read_node(path)):
                if matching_key(example.text) == key:
                    raise EditError(f"It is already an example of {example.label}.")

    def _refuse_lost_race(self, topic: str, version: str) -> None:
        variants = self.variants(topic)
        if not variants:
            raise EditError(f"There is no topic {topic}.")
        if version_of(variants) != version:
            raise LostRaceError

    def _before(self, answer: NewAnswer) -> Response:
        for variant in self.variants(answer.topic):
            if variant.treatment_type == answer.treatment:
                return variant
        raise EditError(f"There is no such answer to {answer.topic}.")

    def _problems(self) -> list[Problem]:
        return check_content(self._data, self._domain)

    def _file_with_examples(self, topic: str) -> Path:
        for path in sorted(self._faq.glob("*.yml")):
            if any(label == topic for label, _ in example_blocks(read_node(path))):
                return path
        raise EditError(f"{topic} has no examples yet.")

    def _write_answer(self, answer: NewAnswer) -> None:
        def change(content: Any) -> None:
            for variant in content["responses"][f"utter_{answer.topic}"]:
                if _treatment_of(variant) != answer.treatment:
                    continue
                text = "\n".join(line.strip() for line in answer.text.strip().splitlines())
                variant["text"] = LiteralScalarString(text)
                if list(variant["metadata"]["sources"]) != list(answer.sources):
                    variant["metadata"]["sources"] = _flow_list(answer.sources)
                # Who signed it had another text before the eyes.
                for key in ("reviewed_by", "signed_text"):
                    variant["metadata"].pop(key, None)

        self._rewrite(self._faq / self._before(answer).place.path.name, change)

    def _write_example(self, topic: str, text: str) -> None:
        def change(content: Any) -> None:
            for item in content["nlu"]:
                if item.get("intent") == topic:
                    item["examples"] = LiteralScalarString(f"{item['examples']}- {text}\n")
                    return

        self._rewrite(self._file_with_examples(topic), change)

    @staticmethod
    def _rewrite(path: Path, change: Callable[[Any], None]) -> None:
        content = load_yaml(path)
        change(content)
        save_yaml(path, content)

    @contextmanager
    def _draft(self) -> Iterator[Editor]:
        """An editor of a copy, in which a change can be tried."""
        with tempfile.TemporaryDirectory() as folder:
            for part in CHECKED_BY_RULES:
                for source in part.paths(Folders(self._data)):
                    target = Path(folder, source.relative_to(self._data))
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(source, target)
            yield Editor(Path(folder), self._domain)


def version_of(variants: Sequence[Response]) -> str:
    """A short name of what a topic's answer says and who signed it: another one after any change
    of it, the same after a change of anything else."""
    content = [[one.text, one.treatment_type, dict(one.metadata)] for one in variants]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()[:20]


def _treatment_of(variant: Any) -> str | None:
    for condition in variant.get("condition") or ():
        if condition.get("name") == "treatment_type":
            return str(condition["value"])
    return None


def _flow_list(values: Sequence[str]) -> Any:
    quoted = (DoubleQuotedScalarString(value) if value.isdigit() else value for value in values)
    found = CommentedSeq(quoted)
    found.fa.set_flow_style()
    return found


def _sentence(problem: Problem) -> str:
    return f"{problem.place.path.name}, line {problem.place.line}: {problem.what}. {problem.help}"


def _difference(path: Path, before: str, after: str) -> Change:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), path.name, path.name, n=1, lineterm=""
    )
    return Change(path.name, "\n".join(lines))
