"""Writes the stock Rasa project: the content of ours, without our components, actions and code.

What stock has instead of our red-flag layer is an ordinary intent ``red_flag``. It gets a rule for
its fallback, and one story per topic group, since TED learns nothing from rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from bench.doors import RED_FLAG
from bench.red_flag_lines import red_flag_lines
from bench.stock_config import stock_config
from bot.content.response_book import ResponseBook
from bot.settings.clinic import load_clinic, read_yaml
from bot.settings.paths import CONVERSATION_DIR, DOMAIN_FILE, FAQ_DIR, ROOT

Content = dict[str, Any]
_LEAST_EXAMPLES = 3
_VERSION = {"version": "3.1"}
_RED_FLAG_RESPONSE = "utter_call_care_team"
_REFUSAL = "utter_out_of_scope"


def _content(file: Path) -> Content:
    content = read_yaml(file)
    if not isinstance(content, dict):
        raise ValueError(f"{file}: should hold keys such as `nlu:` and `responses:`.")
    return {str(key): value for key, value in content.items()}


def _training_files() -> list[Content]:
    files = [*sorted(FAQ_DIR.glob("*.yml")), *sorted(CONVERSATION_DIR.glob("*.yml"))]
    return [_content(file) for file in files]


def _texts() -> dict[str, str]:
    """All responses by name, with the clinic's example words filled in."""
    responses = dict(_content(DOMAIN_FILE)["responses"])
    for file in _training_files():
        responses.update(file.get("responses") or {})
    book = ResponseBook(responses, load_clinic(ROOT / "clinic.yml"))
    messages = {name: book.message(name, understood="a warning sign") for name in responses}
    return {name: message["text"] for name, message in messages.items() if message}


def names_by_text() -> dict[str, str]:
    """The text of a fixed response or of an answer → its name without ``utter_``."""
    return {text: name.removeprefix("utter_") for name, text in _texts().items()}


def stock_names_by_text() -> dict[str, str]:
    """The same for stock, where the urgent text means that its red-flag intent was seen."""
    return {**names_by_text(), _texts()[_RED_FLAG_RESPONSE]: RED_FLAG}


def write_stock_project(folder: Path, epochs: int, every: int) -> None:
    """Writes config, domain, data and credentials of stock Rasa into ``folder``.

    ``every``: only every so-many-th example of an intent is taken, but at least three.
    """
    files = _training_files()
    examples = {
        entry["intent"]: _thinned(entry["examples"].splitlines(), every)
        for file in files
        for entry in file.get("nlu") or []
    }
    examples[RED_FLAG] = _thinned([f"- {line}" for line in red_flag_lines()], every)
    intents = list(dict.fromkeys(name.partition("/")[0] for name in examples))
    groups = list(dict.fromkeys(name.partition("/")[0] for name in examples if "/" in name))
    rules = _rules([rule for file in files for rule in file.get("rules") or []], intents)
    texts = _texts()
    answers = {f"utter_{name}": texts[f"utter_{name}"] for name in examples if "/" in name}
    fixed = {name: texts[name] for name in dict.fromkeys(rules.values()) if name in texts}

    nlu = [{"intent": name, "examples": "\n".join(lines)} for name, lines in examples.items()]
    _write(folder / "config.yml", stock_config(groups, epochs))
    _write(folder / "credentials.yml", {"rest": None})
    _write(folder / "endpoints.yml", {})
    _write(folder / "domain.yml", _domain(intents, groups, fixed))
    _write(folder / "data" / "nlu.yml", {**_VERSION, "nlu": nlu, "responses": _said(answers)})
    _write(folder / "data" / "rules.yml", {**_VERSION, "rules": list(_as_rules(rules))})
    _write(folder / "data" / "stories.yml", {**_VERSION, "stories": _stories(groups, rules)})


def _thinned(lines: Iterable[str], every: int) -> list[str]:
    kept = [line for line in lines if line.strip()]
    thinned = kept[::every]
    return thinned if len(thinned) >= _LEAST_EXAMPLES else kept[:_LEAST_EXAMPLES]


def _rules(ours: Iterable[Content], intents: Iterable[str]) -> dict[str, str]:
    """Intent → response. Left out: custom actions, rules for intents that only our components
    predict, and what follows our question "Is this happening now?"."""
    known = set(intents)
    rules = {"nlu_fallback": _REFUSAL, RED_FLAG: _RED_FLAG_RESPONSE}
    for rule in ours:
        steps: list[Mapping[str, str]] = rule["steps"]
        intent = steps[0].get("intent")
        said = [step.get("action", "") for step in steps[1:]]
        if intent in known and not _needs_a_slot_set(rule):
            rules[intent] = next(action for action in said if action.startswith("utter_"))
    return rules


def _needs_a_slot_set(rule: Content) -> bool:
    conditions: list[Any] = rule.get("condition") or []
    slots = [slot for one in conditions for slot in one.get("slot_was_set", [])]
    return any(bool(value) for slot in slots for value in slot.values())


def _as_rules(rules: Mapping[str, str]) -> Iterator[Content]:
    for intent, action in rules.items():
        yield {"rule": intent, "steps": [{"intent": intent}, {"action": action}]}


def _stories(groups: Iterable[str], rules: Mapping[str, str]) -> list[Content]:
    """One for each topic group: hello, a question, thanks, goodbye."""
    return [
        {
            "story": f"a conversation about {group}",
            "steps": [
                step
                for intent in ("greet", group, "thanks", "goodbye")
                for step in ({"intent": intent}, {"action": rules[intent]})
            ],
        }
        for group in groups
    ]


def _domain(intents: Iterable[str], groups: Iterable[str], responses: Mapping[str, str]) -> Content:
    return {
        **_VERSION,
        "intents": list(intents),
        "actions": [f"utter_{group}" for group in groups],
        "responses": _said(responses),
        "session_config": _content(DOMAIN_FILE)["session_config"],
    }


def _said(texts: Mapping[str, str]) -> Content:
    return {name: [{"text": text}] for name, text in texts.items()}


def _write(file: Path, content: Content) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
    file.write_text(text, encoding="utf-8")
