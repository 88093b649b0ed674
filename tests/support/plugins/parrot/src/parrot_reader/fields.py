"""The fields that exports of the parrot app are known to have."""

FIELDS = frozenset({"cage", "squawks", "id", "bird", "at", "words"})
