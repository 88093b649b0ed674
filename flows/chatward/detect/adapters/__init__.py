"""Models of others, for those who have them: Presidio, spaCy, GLiNER and transformers behind one ``detect``."""

from collections.abc import Callable

from chatward.detect.adapters.gliner_adapter import GlinerAdapter
from chatward.detect.adapters.presidio_adapter import PresidioAdapter
from chatward.detect.adapters.protocol import Adapter
from chatward.detect.adapters.spacy_adapter import SpacyAdapter
from chatward.detect.adapters.transformers_adapter import TransformersAdapter
from chatward.errors import ConfigError

__all__ = ["Adapter", "load"]

_ADAPTERS: dict[str, Callable[[str], Adapter]] = {
    "presidio": PresidioAdapter,
    "spacy": SpacyAdapter,
    "gliner": GlinerAdapter,
    "transformers": TransformersAdapter,
}


def load(name: str, model: str) -> Adapter:
    """Return what detects by a model that lies on this machine; nothing is ever downloaded.

    Args:
        name: ``"presidio"``, ``"spacy"``, ``"gliner"`` or ``"transformers"``.
        model: name of an installed model, or the folder that holds it.

    Raises:
        ConfigError: there is no such adapter, its package is not installed, or the model is not on this machine.
    """
    if name not in _ADAPTERS:
        raise ConfigError(f"there is no detection adapter {name!r}", hint=f"take one of {', '.join(_ADAPTERS)}")
    return _ADAPTERS[name](model)
