"""spaCy's model from the folder of the trained models, wherever that lies."""

from __future__ import annotations

from functools import lru_cache

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils import spacy_utils

from bot.settings.paths import SPACY_DIR

_TYPES = DefaultV1Recipe.ComponentType


# The recipe knows components by the names of their classes, and Rasa's tokenizer and extractor ask
# for the model of "SpacyNLP".
@DefaultV1Recipe.register(
    [_TYPES.MODEL_LOADER, _TYPES.MESSAGE_FEATURIZER], is_trainable=False, model_from="SpacyNLP"
)
class SpacyNLP(spacy_utils.SpacyNLP):
    """Rasa's own, which would name the folder in config.yml, and keep that name in the trained
    model: one that was trained beside the live one would then use the live one's folder. It would
    also ask spaCy's commands for the version; training makes the folder anew with each version."""

    @staticmethod
    def load_model(spacy_model_name: str) -> spacy_utils.SpacyModel:  # noqa: ARG004
        return _loaded((SPACY_DIR / "meta.json").stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _loaded(_made_at: int) -> spacy_utils.SpacyModel:
    """Once for tokenizer and extractor; anew after a training."""
    return spacy_utils.SpacyModel(model=spacy.load(SPACY_DIR), model_name=str(SPACY_DIR))
