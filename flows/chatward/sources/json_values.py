"""Values of JSON texts: parsed whatever is odd about them, written again, and what stands for one that is not sound."""

import re
from dataclasses import dataclass
from typing import Any

import orjson

from chatward.sources.json_extent import SCALAR, STRING

# in the groups a surrogate that has no partner, and the digits of an escape that JSON lacks and Telegram Desktop writes
# for control characters; pairs and other escapes only to be passed by
_ODD_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\x(?P<byte>[0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
_WORDS = re.compile(rb"(%s)|%s" % (STRING.pattern, SCALAR.pattern), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Broken:
    """Stands in the place of a value that could not be read.

    Attributes:
        raw: its bytes as they are.
        reason: ``"json"``, ``"truncated"`` where the input ends within it, or ``"drift"`` for a sound value that holds
            something that the reader does not know and the policy wants set aside.
    """

    raw: bytes
    reason: str


def parse(text: bytes) -> Any:
    """Return the value of a whole JSON text, ``Broken`` if there is none.

    Lone surrogates and bytes that are no UTF-8 become U+FFFD, ``\\x1F`` the character that it means. Of doubled keys
    the last one counts; ``NaN`` is no JSON.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    repaired = _ODD_ESCAPE.sub(_as_json, text)
    try:
        return orjson.loads(repaired.decode("utf-8", errors="replace"))
    except orjson.JSONDecodeError:
        return Broken(text, "json")


def _as_json(escape: re.Match[bytes]) -> bytes:
    if byte := escape["byte"]:
        return b"\\u00" + byte
    return b"\\ufffd" if escape["lone"] else escape[0]


def written(value: Any) -> bytes:
    """Return a parsed value as JSON; of an object without what is nested deeper than any platform nests.

    Deeper text can be read than written: 1,024 and 254 brackets.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    except orjson.JSONEncodeError:
        fields = value.items() if isinstance(value, dict) else ()
        return orjson.dumps({name: each for name, each in fields if not isinstance(each, (dict, list))})


def is_well_set(raw: bytes) -> bool:
    """Tell whether a broken value is sound but for its strings, numbers and words: ``{"a": NaN}``."""
    return not isinstance(parse(_WORDS.sub(lambda match: b'""' if match[1] else b"0", raw)), Broken)
