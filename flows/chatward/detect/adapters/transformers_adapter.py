"""Token classifiers of Hugging Face's transformers."""

import pyarrow as pa

from chatward.detect.adapters.protocol import Entity, imported, missing_model, spans, texts_of
from chatward.detect.spans import Spans


class TransformersAdapter:
    """Takes the groups of a token classifier, from its folder or from what the Hugging Face cache already holds."""

    def __init__(self, model: str) -> None:
        library = imported("transformers", package="transformers", extra="transformers")
        imported("torch", package="torch", extra="transformers")
        try:
            tokenizer = library.AutoTokenizer.from_pretrained(model, local_files_only=True)
            network = library.AutoModelForTokenClassification.from_pretrained(model, local_files_only=True)
        except (OSError, ValueError) as error:
            hint = f"run `huggingface-cli download {model}` where there is a network, or give a folder"
            raise missing_model("transformers", model, hint=hint) from error
        self._classify = library.pipeline(
            "token-classification", model=network, tokenizer=tokenizer, aggregation_strategy="simple"
        )

    def detect(self, batch: pa.Array) -> Spans:
        """Return the groups' spans; see ``Adapter.detect``."""
        texts = texts_of(batch)
        found = (self._classify(text) if text else [] for text in texts)
        return spans(
            texts, ([Entity(one["start"], one["end"], one["entity_group"]) for one in results] for results in found)
        )
