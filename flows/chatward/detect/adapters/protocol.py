"""What all adapters share: their one method, their packages' loading, and characters counted in bytes."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from chatward.detect.kinds import Kind
from chatward.detect.spans import Spans, without_overlaps
from chatward.errors import ConfigError

_KINDS = {
    "person": Kind.PERSON,
    "per": Kind.PERSON,
    "email_address": Kind.EMAIL,
    "email": Kind.EMAIL,
    "phone_number": Kind.PHONE,
    "credit_card": Kind.CREDIT_CARD,
    "iban_code": Kind.IBAN,
    "ip_address": Kind.IP,
    "mac_address": Kind.MAC,
    "url": Kind.URL,
}


class Entity(NamedTuple):
    """What a model found in a text: first character, the one after the last, and the model's own label."""

    start: int
    end: int
    label: str


class Adapter(Protocol):
    """Finds personal data in texts by somebody else's model."""

    def detect(self, batch: pa.Array) -> Spans:
        """Return the spans, in bytes, of a string array; a null has none; labels without a ``Kind`` are left out."""
        ...


def imported(module: str, *, package: str, extra: str) -> Any:
    """Return a module of a package that chatward does not need otherwise.

    Raises:
        ConfigError: the package is not installed, or lacks one of its own.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise ConfigError(
            f"package {package} is not installed or not complete", hint=f"pip install 'chatward[{extra}]'"
        ) from error


def missing_model(package: str, model: str, *, hint: str) -> ConfigError:
    """Return the error for a model that is not on this machine."""
    return ConfigError(f"{package} finds no model {model!r} on this machine", hint=hint)


def texts_of(batch: pa.Array) -> list[str]:
    """Return a string array's texts; the empty text for a null."""
    return [text or "" for text in batch.to_pylist()]


def spans(texts: list[str], entities: Iterable[Iterable[Entity]]) -> Spans:
    """Return as spans what was found in each text, the longest of what overlaps."""
    rows = []
    for row, (text, found) in enumerate(zip(texts, entities, strict=True)):
        for start, end, label in found:
            kind = _KINDS.get(label.lower())
            if kind is not None and start < end:
                first = len(text[:start].encode())
                rows.append((row, first, first + len(text[start:end].encode()), int(kind)))
    return without_overlaps(Spans.of(rows))
