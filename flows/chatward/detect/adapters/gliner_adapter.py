"""GLiNER's entities, asked for by name."""

import pyarrow as pa

from chatward.detect.adapters.protocol import Entity, imported, missing_model, spans, texts_of
from chatward.detect.spans import Spans

_LABELS = ("person", "email address", "phone number", "credit card")


class GlinerAdapter:
    """Takes what a GLiNER model finds, from its folder or from what the Hugging Face cache already holds."""

    def __init__(self, model: str) -> None:
        gliner = imported("gliner", package="gliner", extra="gliner")
        try:
            self._model = gliner.GLiNER.from_pretrained(model, local_files_only=True)
        except (OSError, ValueError) as error:
            hint = f"run `huggingface-cli download {model}` where there is a network, or give a folder"
            raise missing_model("gliner", model, hint=hint) from error

    def detect(self, batch: pa.Array) -> Spans:
        """Return the entities' spans; see ``Adapter.detect``."""
        texts = texts_of(batch)
        found = self._model.inference(texts, list(_LABELS))
        return spans(
            texts,
            (
                [Entity(one["start"], one["end"], one["label"].replace(" ", "_")) for one in results]
                for results in found
            ),
        )
