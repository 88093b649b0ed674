"""Damages: by chance, and again in the same way."""

import random

from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.mutations import mutate

LINES = b'{"id": 1, "text": "a"}\n{"id": 2, "text": null}\n'


@given(st.binary(max_size=80), st.integers())
def test_the_same_chance_gives_the_same_damage_to_any_file(data, seed):
    assert mutate(data, random.Random(seed)) == mutate(data, random.Random(seed))


def test_nearly_every_damage_leaves_another_file_and_few_leave_the_same_one():
    damaged = [mutate(LINES, random.Random(seed)) for seed in range(400)]
    assert sum(each == LINES for each in damaged) < 20
    assert len(set(damaged)) > 250


def test_values_of_json_change_their_type_and_the_text_stays_json_around_them():
    damaged = {mutate(LINES, random.Random(seed)) for seed in range(2000)}
    assert b'{"id": null, "text": "a"}\n{"id": 2, "text": null}\n' in damaged
    assert b'{"id": 1, "text": []}\n{"id": 2, "text": null}\n' in damaged
