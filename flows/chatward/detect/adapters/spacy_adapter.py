"""spaCy's named entities."""

import pyarrow as pa

from chatward.detect.adapters.protocol import Entity, imported, missing_model, spans, texts_of
from chatward.detect.spans import Spans


class SpacyAdapter:
    """Takes the entities of a spaCy pipeline: the name of an installed one, e.g. ``en_core_web_sm``, or its folder."""

    def __init__(self, model: str) -> None:
        spacy = imported("spacy", package="spacy", extra="spacy")
        try:
            self._pipeline = spacy.load(model)
        except OSError as error:
            hint = f"run `python -m spacy download {model}`, or give a folder"
            raise missing_model("spacy", model, hint=hint) from error

    def detect(self, batch: pa.Array) -> Spans:
        """Return the entities' spans; see ``Adapter.detect``."""
        texts = texts_of(batch)
        documents = self._pipeline.pipe(texts)
        return spans(
            texts,
            ([Entity(one.start_char, one.end_char, one.label_) for one in document.ents] for document in documents),
        )
