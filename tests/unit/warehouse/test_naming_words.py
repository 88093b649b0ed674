import pyarrow as pa
import pytest

from chatward.identity.index import blind_index
from chatward.rights.erased import KnownInClear
from chatward.rights.naming import Naming
from chatward.warehouse.erasure.erased_people import ANY_TIME
from chatward.warehouse.erasure.naming_words import without_names

KEY, ANNA = b"k" * 32, b"a" * 16
NAMING = Naming(
    KnownInClear({ANNA: ["Anna Smith"]}, KEY, {blind_index(KEY, "telegram_id", "7770001")}, ["7770001"]),
    ["telegram_id"],
)


@pytest.mark.parametrize(
    ("detail", "left"),
    [
        ('{"id":7770001,"by":{"name":"Anna Smith","is":true}}', '{"id":"▇","by":{"name":"▇","is":true}}'),
        ('{"ids":["x",7770001,1.5,null]}', '{"ids":["x","▇",1.5,null]}'),
        ('{"id": 7770002}', '{"id": 7770002}'),
        ("by Anna Smith, 7770001", "by ▇, ▇"),
        (None, None),
    ],
)
def test_a_detail_stays_the_object_that_it_was(detail: str | None, left: str | None) -> None:
    table = pa.table({"detail": pa.array([detail], pa.string())})
    without, places = without_names(NAMING, table, "events", "detail", {0: (ANY_TIME, [ANNA])})
    assert without["detail"].to_pylist() == [left]
    assert places.tolist() == ([] if left == detail else [0])
