"""Says in words what the schema expects where validation failed, and what was found instead."""

from collections.abc import Sequence

from pydantic_core import ErrorDetails

from chatward.policy.problems import Place, Problem, shown
from chatward.policy.schema import Schema, resolved, schema_at
from chatward.policy.vocabulary import closest, nearest

_KEY_STEP = "[key]"
"""By this last step pydantic says that a mapping's key is wrong, not its value."""

_KINDS = {
    "array": "a list like `[a, b]`",
    "object": "a mapping of keys to values",
    "integer": "a whole number",
    "number": "a number",
}


def explain(errors: Sequence[ErrorDetails]) -> list[Problem]:
    """Return the problems behind validation errors, one for each cause; their lines are left open."""
    places = [error["loc"] for error in errors]
    misspelt = {_meant(error["loc"]) for error in errors if error["type"] == "extra_forbidden"}
    # a list with a wrong entry is reported as too short as well, a misspelt key as missing as well
    return [
        _explain(error)
        for error in errors
        if not (error["type"] == "too_short" and _holds_another(error["loc"], places))
        and not (error["type"] == "missing" and error["loc"] in misspelt)
    ]


def _holds_another(place: Place, places: Sequence[Place]) -> bool:
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)


def _meant(place: Place) -> Place:
    """Return where a value would stand if its key were spelt right."""
    known = schema_at(place[:-1]).get("properties", ())
    return (*place[:-1], closest(str(place[-1]), known) or "")


def _explain(error: ErrorDetails) -> Problem:
    place, found = error["loc"], error["input"]
    if error["type"] == "missing":
        return Problem(place[:-1], f"the key `{place[-1]}` is missing", _example(schema_at(place)))
    if error["type"] == "extra_forbidden":
        return _unknown_key(place)
    if place and place[-1] == _KEY_STEP:
        return _wrong_name(place[:-1])
    schema, context = schema_at(place), error.get("ctx", {})
    if error["type"] == "policy_value":
        seen = "something else" if context["is_secret"] else shown(found)
        return Problem(place, f"expected {context['expected']}, found {seen}", context["hint"] or None)
    return Problem(place, f"expected {expectation(schema)}, found {shown(found)}", _remedy(found, schema))


def expectation(schema: Schema) -> str:
    """Return in words what a value of ``schema`` is, like "a whole number of at least 1" or "one of `a`, `b`"."""
    if "enum" in schema:
        return f"one of {_listed(schema['enum'])}"
    if schema.get("format") == "date":
        return "a date like `2026-01-31`"
    kind = _KINDS.get(schema.get("type", ""))
    if kind:
        return kind + _bounds(schema)
    example = next(iter(schema.get("examples", ())), None)
    return f"text like `{example}`" if example else "text that is not blank"


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    if schema.get("minItems"):
        return " with at least one entry"
    return f" of at least {low:g}" if low is not None else ""


def _remedy(found: object, schema: Schema) -> str | None:
    if "enum" in schema:
        return nearest(str(found), schema["enum"])
    if schema.get("type") == "string" and isinstance(found, bool | int | float):
        return "put it in quotes"
    if schema.get("type") in ("integer", "number") and isinstance(found, str) and found.isdigit():
        return "remove the quotes"
    if schema.get("type") == "array" and isinstance(found, str):
        return "put it in brackets"
    return None


def _example(schema: Schema) -> str | None:
    examples = [str(example) for example in schema.get("examples", ())]
    return f"for example {_listed(examples)}" if examples else None


def _unknown_key(place: Place) -> Problem:
    known = list(schema_at(place[:-1]).get("properties", ()))
    hint = nearest(str(place[-1]), known) or f"known keys are {_listed(known)}"
    return Problem(place, f"{shown(place[-1])} is not a key of this section", hint)


def _wrong_name(place: Place) -> Problem:
    name = str(place[-1])
    choices = resolved(schema_at(place[:-1]).get("propertyNames", {})).get("enum")
    if choices:
        return Problem(place, f"{shown(name)} is none of {_listed(choices)}", nearest(name, choices))
    return Problem(place, f"expected a name, found {shown(name)}", "small letters, then also digits, `_` and `-`")


def _listed(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
