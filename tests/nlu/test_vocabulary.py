"""bot/nlu/vocabulary.py: drugs, treatments and symptoms in a message."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from bot.content.vocabulary import VocabularyError, read_names, read_patterns
from bot.nlu import spacy_model
from bot.nlu.spacy_model import SpacyNLP
from bot.nlu.vocabulary import build_spacy_pipeline
from bot.settings.paths import ROOT


@pytest.fixture(scope="module")
def nlp(tmp_path_factory: pytest.TempPathFactory) -> Language:
    folder = tmp_path_factory.mktemp("spacy") / "pipeline"
    build_spacy_pipeline(folder)
    return spacy.load(folder)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("I get pembrolizumab", [("drug", "pembrolizumab")]),
        # brand names, in any case
        ("KEYTRUDA on monday", [("drug", "pembrolizumab")]),
        ("opdivo and yervoy", [("drug", "nivolumab"), ("drug", "ipilimumab")]),
        # misspellings that patients write
        ("is keytruder safe", [("drug", "pembrolizumab")]),
        ("tecentrik?", [("drug", "atezolizumab")]),
        # several words; the longest name wins
        ("relatlimab and nivolumab", [("drug", "relatlimab and nivolumab")]),
        ("car t cells", [("treatment", "CAR T-cell therapy")]),
        ("what is CAR-T", [("treatment", "CAR T-cell therapy")]),
        ("a checkpoint inhibitor", [("treatment", "checkpoint inhibitor")]),
        ("steroids for my rash", [("treatment", "corticosteroid"), ("symptom", "rash")]),
        ("short of breath and itchy", [("symptom", "breathlessness"), ("symptom", "itching")]),
        ("cytokine storm", [("symptom", "cytokine release syndrome")]),
        # words that only hold such a word inside must not match
        ("the chemotaxis of cells", []),
        ("irrational temperament", []),
        ("I tipped the driver in Nivonia", []),
        ("a rasher of bacon", []),
        ("my carpet", []),
        ("", []),
    ],
)
def test_entities(nlp: Language, text: str, entities: list[tuple[str, str]]) -> None:
    assert [(entity.label_, entity.ent_id_) for entity in nlp(text).ents] == entities


def write_vocabulary(folder: Path, drug: str) -> Path:
    (folder / "treatment.yml").write_text("chemo: [chemotherapy]\n", encoding="utf-8")
    (folder / "symptom.yml").write_text("rash: []\n", encoding="utf-8")
    (folder / "drug.yml").write_text(drug, encoding="utf-8")
    return folder


def test_patterns_hold_name_and_other_words(tmp_path: Path) -> None:
    patterns = read_patterns(write_vocabulary(tmp_path, "abcmab: [Abra]\n"))
    assert {"label": "drug", "pattern": "abcmab", "id": "abcmab"} in patterns
    assert {"label": "drug", "pattern": "Abra", "id": "abcmab"} in patterns
    assert len(patterns) == 5


def test_drugs_may_stand_under_their_kind_of_treatment(tmp_path: Path) -> None:
    folder = write_vocabulary(tmp_path, "car_t:\n  abc-cel: [Abra]\nxyzmab: []\n")
    drugs = [pattern for pattern in read_patterns(folder) if pattern["label"] == "drug"]
    assert drugs == [
        {"label": "drug", "pattern": "abc-cel", "id": "abc-cel"},
        {"label": "drug", "pattern": "Abra", "id": "abc-cel"},
        {"label": "drug", "pattern": "xyzmab", "id": "xyzmab"},
    ]
    names = {one.name: (one.words, one.kind) for one in read_names(folder / "drug.yml")}
    assert names == {"abc-cel": (("Abra",), "car_t"), "xyzmab": ((), None)}


@pytest.mark.parametrize(
    ("drug", "reason"),
    [
        ("- a\n- b\n", "1: the file should be lines of “name: value”"),
        ("abcmab: Abra\n", "1: “abcmab” should be a list"),
        ("abcmab: [true]\n", "1: an entry of “abcmab” should be a text"),
        ("abcmab:\n", "1: “abcmab” should be a list"),
        ("antibody:\n  abcmab: Abra\n", "2: “abcmab” should be a list"),
        ("antibody:\n  car_t: {abcmab: []}\n", "2: “car_t” stands under a kind of treatment"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, drug: str, reason: str) -> None:
    with pytest.raises(VocabularyError, match=rf"drug\.yml, line {reason}"):
        read_patterns(write_vocabulary(tmp_path, drug))


def test_building_again_replaces_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    folder.mkdir()
    build_spacy_pipeline(tmp_path / "spacy", write_vocabulary(folder, "abcmab: []\n"))
    build_spacy_pipeline(tmp_path / "spacy", write_vocabulary(folder, "xyzmab: []\n"))
    nlp = spacy.load(tmp_path / "spacy")
    assert [entity.ent_id_ for entity in nlp("abcmab or xyzmab").ents] == ["xyzmab"]


def test_the_folder_is_that_of_the_trained_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a model's description names: it may have been trained beside the live one."""
    folder = tmp_path / "words"
    folder.mkdir()
    build_spacy_pipeline(tmp_path / "spacy", write_vocabulary(folder, "xyzmab: []\n"))
    monkeypatch.setattr(spacy_model, "SPACY_DIR", tmp_path / "spacy")
    nlp = SpacyNLP.load_model("bot/models/spacy").model
    assert [entity.ent_id_ for entity in nlp("pembrolizumab or xyzmab").ents] == ["xyzmab"]


def test_a_training_beside_the_live_models_writes_into_its_own_folder(tmp_path: Path) -> None:
    code = "from bot.nlu.vocabulary import build_spacy_pipeline; build_spacy_pipeline()"
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "BOT_MODELS": str(tmp_path / "candidate")},
        check=True,
    )
    assert {path.name for path in (tmp_path / "candidate").iterdir()} == {"spacy"}
    assert (tmp_path / "candidate" / "spacy" / "meta.json").exists()
