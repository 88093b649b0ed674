import json

import pytest

from chatward.identity.raw_names import RawNames

NAMES = ["Jörg Müller", "+4915112345601", "@anna_s", "Al", "user777", "anna@example.org"]


def found(raw: str | bytes) -> list[str]:
    places = RawNames(NAMES).found_in(raw if isinstance(raw, bytes) else raw.encode())
    return [NAMES[place] for place in sorted(places)]


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (json.dumps({"from": "Jörg Müller"}), "Jörg Müller"),
        ('{"from": "JÖRG  mÜLLER"}', "Jörg Müller"),
        ("Jo\u0308rg\u00a0Mu\u0308ller", "Jörg Müller"),
        ("J\u200börg Müller", "Jörg Müller"),
        ('{"from":"4915112345601"}', "+4915112345601"),
        ("01/02/24, 10:00 - +49 151 1234-5601: hello", "+4915112345601"),
        ("0049 (151) 12345601", "+4915112345601"),
        ("ask ANNA_S about it", "@anna_s"),
        ('{"from_id": "user777"}', "user777"),
        ("Anna@Example.org", "anna@example.org"),
    ],
)
def test_a_name_is_found_in_whatever_form_a_record_has_it(raw, named):
    assert found(raw) == [named]


@pytest.mark.parametrize("raw", ["Al also said so", "4915112345602", "Jörg said, Müller said", b"\xff\xfe\x00", ""])
def test_nobody_is_found_where_only_parts_of_his_names_are(raw):
    assert found(raw) == []


def test_a_broken_escape_is_no_reason_to_find_nothing():
    assert found(r'{"a": "\ud83d", "b": "\u12", "from_id": "user777"}') == ["user777"]
