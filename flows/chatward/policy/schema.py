"""JSON Schema of the policy file, for editors and for anyone who checks a policy without chatward."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from chatward.policy.model import Policy
from chatward.policy.problems import Place

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = Mapping[str, Any]


@cache
def json_schema() -> dict[str, Any]:
    """Return the schema, in draft 2020-12, of the policy file's keys; references between them are not part of it."""
    schema = {"$schema": DIALECT, **Policy.model_json_schema(), "title": "chatward policy"}
    _close(schema)
    return schema


def _close(schema: object) -> None:
    """Refuse names that match no pattern, which JSON Schema would let pass."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema["additionalProperties"] = False
        for inner in schema.values():
            _close(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _close(inner)


def schema_at(place: Place) -> Schema:
    """Return the schema of the value at ``place``; empty where the policy has no such place."""
    schema: Schema = json_schema()
    for step in place:
        schema = resolved(_step(schema, step))
    return schema


def _step(schema: Schema, step: str | int) -> Schema:
    named: Schema = schema.get("properties", {})
    any_name: Schema = schema.get("patternProperties", {"": schema.get("additionalProperties", {})})
    found = schema.get("items") if isinstance(step, int) else named.get(step) or next(iter(any_name.values()))
    return found if isinstance(found, dict) else {}


def resolved(schema: Schema) -> Schema:
    """Return ``schema`` with its reference followed, and of an optional value what it is when it is there."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    if len(choices) == 1:
        schema = {**schema, **choices[0]}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return {**json_schema()["$defs"][name], **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema
