"""Real patients' sentences (PsyTAR, Zolnoori et al. 2019, CC BY 4.0), labelled for this project.

The sentences are not part of the project; the labels name each by its SHA-256. Sample "random" is a
random draw, "enriched" was drawn among sentences that name something serious. They are reviews of
psychiatric medicines; labelled as if a patient on treatment had typed just this sentence to the
clinic: urgent where a serious effect of the present medicine is told and not said to be over.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import cast

from bot.safety.detector.lines import Label, Line
from bot.settings.paths import ROOT

LABELS_FILE = Path(__file__).parent / "real" / "psytar_labels.tsv"
SENTENCES_FILE = Path(
    os.environ.get("PSYTAR_SENTENCES", ROOT.parent / "shared" / "eval" / "psytar_sentences.tsv")
)


def digest_of(sentence: str) -> str:
    """How the labels name a sentence."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:12]


def read_real_sentences(sample: str) -> list[Line]:
    """The labelled sentences of a sample; none where the sentences are not on this machine."""
    if not SENTENCES_FILE.exists():
        return []
    rows = SENTENCES_FILE.read_text(encoding="utf-8").splitlines()
    texts = {digest_of(text): text for text in (row.split("\t")[0] for row in rows)}
    labels = [row.split("\t") for row in LABELS_FILE.read_text(encoding="utf-8").splitlines()]
    return [
        Line(cast("Label", label), kind, texts[digest], sample)
        for digest, drawn, label, kind in labels
        if drawn == sample and digest in texts
    ]
