from hypothesis import given
from hypothesis import strategies as st

from chatward.identity.resolving import resolve

A, B, C, D, E = (letter * 16 for letter in (b"a", b"b", b"c", b"d", b"e"))
ONE, TWO, THREE = (number * 16 for number in (b"1", b"2", b"3"))
INDEXES = st.sampled_from([A, B, C, D, E])
GROUPS = st.lists(st.lists(INDEXES, min_size=1, max_size=3), max_size=6)
KNOWN = st.dictionaries(INDEXES, st.sampled_from([ONE, TWO, THREE]), max_size=5)


def test_an_unknown_identifier_gets_a_new_subject() -> None:
    resolution = resolve([[A]], {})
    assert len(resolution.added[A]) == 16
    assert (resolution.merged, resolution.subjects) == ({}, resolution.added)


def test_a_known_identifier_keeps_its_subject() -> None:
    resolution = resolve([[A]], {A: ONE})
    assert (resolution.added, resolution.merged, resolution.subjects) == ({}, {}, {A: ONE})


def test_an_unknown_identifier_of_a_known_person_is_added_to_him() -> None:
    assert resolve([[B, A]], {A: ONE}).added == {B: ONE}


def test_two_known_subjects_named_together_become_one() -> None:
    resolution = resolve([[A, B]], {A: TWO, B: ONE})
    assert resolution.merged == {TWO: ONE}
    assert resolution.subjects == {A: ONE, B: ONE}


def test_subjects_that_are_joined_through_other_identifiers_are_joined_for_all() -> None:
    """Two persons are met by themselves before a third pair of identifiers tells that they are one."""
    resolution = resolve([[A], [B], [C, D]], {A: ONE, B: TWO, C: ONE, D: TWO})
    assert set(resolution.subjects.values()) == {ONE}


def test_two_strangers_are_two_persons() -> None:
    subjects = resolve([[A], [B]], {}).subjects
    assert subjects[A] != subjects[B]


def parts(groups: list[list[bytes]], known: dict[bytes, bytes]) -> list[set[bytes]]:
    """Return who must be one person, by joining until nothing changes: slow and plain."""
    named = {index for group in groups for index in group}
    links = [set(group) for group in groups]
    links += [{other for other in named if known.get(other) == known[index]} for index in named & known.keys()]
    found: list[set[bytes]] = []
    for link in links:
        touched = [part for part in found if part & link]
        found = [part for part in found if not part & link] + [link.union(*touched)]
    return found


@given(groups=GROUPS, known=KNOWN)
def test_persons_are_the_parts_that_evidence_and_knowledge_join(
    groups: list[list[bytes]], known: dict[bytes, bytes]
) -> None:
    resolution = resolve(groups, known)
    wanted = parts(groups, known)
    found: dict[bytes, set[bytes]] = {}
    for index, subject in resolution.subjects.items():
        found.setdefault(subject, set()).add(index)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, wanted))
    for part in wanted:
        subjects = {known[index] for index in part if index in known}
        if subjects:
            assert {resolution.subjects[index] for index in part} == {min(subjects)}
        for subject in subjects - {min(subjects, default=b"")}:
            assert resolution.merged[subject] == min(subjects)
    assert set(resolution.added) == {index for group in groups for index in group} - known.keys()


@given(groups=GROUPS, known=KNOWN, chance=st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(groups, known, chance) -> None:
    shuffled = [chance.sample(group, len(group)) for group in chance.sample(groups, len(groups))]
    first, second = resolve(groups, known), resolve(shuffled, known)
    assert first.merged == second.merged
    old = set(known.values())
    assert {i: s for i, s in first.subjects.items() if s in old} == {
        i: s for i, s in second.subjects.items() if s in old
    }
