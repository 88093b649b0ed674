"""Decides which identifiers belong to one data subject."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chatward.identity.index import ID_BYTES


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

    for group in groups:
        first, *others = group
        top = find(first)
        for other in others:
            parent[find(other)] = top
    members: dict[bytes, list[bytes]] = {}
    for index in parent:
        members.setdefault(find(index), []).append(index)
    return _settle(_joined(members.values(), known), known)


def _joined(groups: Iterable[list[bytes]], known: Mapping[bytes, bytes]) -> list[list[bytes]]:
    """Join groups that share a known subject."""
    by_subject: dict[bytes, list[bytes]] = {}
    joined: list[list[bytes]] = []
    for group in groups:
        target = next((by_subject[known[i]] for i in group if known.get(i) in by_subject), None)
        if target is None:
            joined.append(target := [])
        target.extend(group)
        for index in group:
            if index in known:
                by_subject[known[index]] = target
    return joined


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
