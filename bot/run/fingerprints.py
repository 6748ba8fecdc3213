"""What of a content file a model is made from, and what is only said and needs no training."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.content.faq_files import compose, construct
from bot.settings.paths import DOMAIN_FILE, FAQ_DIR


def what_is_learned(path: Path) -> bytes:
    """The content of a file without what is only said: a changed answer trains nothing."""
    if path == DOMAIN_FILE or path.parent == FAQ_DIR:
        return without_what_is_said(path.read_bytes(), is_faq=path.parent == FAQ_DIR)
    return path.read_bytes()


@lru_cache(maxsize=64)
def without_what_is_said(content: bytes, is_faq: bool) -> bytes:
    """The content of a file of the FAQ or of domain.yml, reduced to what is learned from it.

    Of an answer of the FAQ its name and conditions stay: which topics there are, and which variant
    is for whom. Of a fixed response everything but its words stays: buttons, and the metadata that
    code and rules rely on. A file that cannot be read counts as it is.
    """
    try:
        read = construct(compose(content.decode("utf-8")))
        responses = read.pop("responses", None) or {}
        kept = {name: [_kept(one, is_faq) for one in found] for name, found in responses.items()}
        return json.dumps([read, kept], sort_keys=True, default=str).encode()
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError):
        return content


def _kept(variant: dict[str, Any], is_faq: bool) -> dict[str, Any]:
    if is_faq:
        return {key: value for key, value in variant.items() if key == "condition"}
    return {key: value for key, value in variant.items() if key != "text"}
