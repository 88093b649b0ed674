"""Presidio's analyser, with all of its default recognisers and a spaCy model for names."""

from pathlib import Path

import pyarrow as pa

from chatward.detect.adapters.protocol import Entity, imported, missing_model, spans, texts_of
from chatward.detect.spans import Spans

_LANGUAGE_CHARS = 2


class PresidioAdapter:
    """Takes what presidio-analyzer finds; ``model`` is a spaCy pipeline whose name starts with its language.

    A folder's language is English's, since its name need not tell one.
    """

    def __init__(self, model: str) -> None:
        analyser = imported("presidio_analyzer", package="presidio-analyzer", extra="presidio")
        providers = imported("presidio_analyzer.nlp_engine", package="presidio-analyzer", extra="presidio")
        util = imported("spacy.util", package="spacy", extra="presidio")
        is_folder = Path(model).is_dir()
        if not is_folder and not util.is_package(model):  # Presidio would download it
            raise missing_model("presidio-analyzer", model, hint=f"run `python -m spacy download {model}`")
        self._language = "en" if is_folder else model[:_LANGUAGE_CHARS]
        models = [{"lang_code": self._language, "model_name": model}]
        configuration = {"nlp_engine_name": "spacy", "models": models}
        engine = providers.NlpEngineProvider(nlp_configuration=configuration).create_engine()
        self._analyser = analyser.AnalyzerEngine(nlp_engine=engine, supported_languages=[self._language])

    def detect(self, batch: pa.Array) -> Spans:
        """Return the results' spans; see ``Adapter.detect``."""
        texts = texts_of(batch)
        found = (self._analyser.analyze(text=text, language=self._language) for text in texts)
        return spans(texts, ([Entity(one.start, one.end, one.entity_type) for one in results] for results in found))
