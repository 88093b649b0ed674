"""Decides which identifiers belong to one data subject."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chatward.identity.index import ID_BYTES

_SUBJECT = b"subject "
"""Tells a subject from an index, which is as long, while groups are joined."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a batch of evidence changes.

    Attributes:
        added: index → subject id, for indexes that were unknown.
        merged: subject id → canonical subject id, for known subjects that turn out to be one person.
        subjects: index → canonical subject id, for every index of the batch.
    """

    added: dict[bytes, bytes]
    merged: dict[bytes, bytes]
    subjects: dict[bytes, bytes]


def resolve(groups: Iterable[Iterable[bytes]], known: Mapping[bytes, bytes]) -> Resolution:
    """Return the subjects of groups of indexes; the indexes of one group belong to one person.

    The outcome does not depend on the order of groups: the least known subject id is the canonical one.

    Args:
        groups: blind indexes that the same evidence names together; groups may overlap.
        known: index → canonical subject id, for indexes met before.
    """
    parent: dict[bytes, bytes] = {}

    def find(item: bytes) -> bytes:
        parent.setdefault(item, item)
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    indexes: dict[bytes, None] = {}
    for group in groups:
        first, *others = group
        indexes.update(dict.fromkeys((first, *others)))
        for other in others:
            parent[find(other)] = find(first)
    for index in indexes:
        if index in known:  # whatever belongs to one known subject belongs together, too
            parent[find(_SUBJECT + known[index])] = find(index)
    members: dict[bytes, list[bytes]] = {}
    for index in indexes:
        members.setdefault(find(index), []).append(index)
    return _settle(members.values(), known)


def _settle(groups: Iterable[list[bytes]], known: Mapping[bytes, bytes]) -> Resolution:
    resolution = Resolution({}, {}, {})
    for group in groups:
        found = sorted({known[index] for index in group if index in known})
        canonical = found[0] if found else os.urandom(ID_BYTES)
        resolution.merged.update((subject, canonical) for subject in found[1:])
        for index in group:
            resolution.subjects[index] = canonical
            if index not in known:
                resolution.added[index] = canonical
    return resolution
