"""Messages that an export has twice."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.records import MESSAGES
from chatward.sources.repeats import Repeats

Row = tuple[str, str | None]
ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.none() | st.sampled_from(["1", "2", "3"])), max_size=30)


def table(rows: list[Row]) -> pa.Table:
    places = list(range(len(rows)))
    columns = {
        "conversation_key": [key for key, _ in rows], "platform_message_id": [id_ for _, id_ in rows], "record": places,
    }  # fmt: skip
    given = {name: pa.array(values, MESSAGES.field(name).type) for name, values in columns.items()}
    nulls = {field.name: pa.nulls(len(rows), field.type) for field in MESSAGES if field.name not in given}
    return pa.table(given | nulls).select(MESSAGES.names).cast(MESSAGES)


@given(ROWS, st.integers(0, 30))
def test_of_each_conversation_and_id_the_first_is_left_and_of_what_has_no_id_everything(rows: list[Row], cut: int):
    wanted = [row for place, row in enumerate(rows) if row[1] is None or row not in rows[:place]]
    repeats = Repeats()
    left = [repeats.left_out(table(part)) for part in (rows[:cut], rows[cut:])]
    found = [(row["conversation_key"], row["platform_message_id"]) for each in left for row in each.to_pylist()]
    assert found == wanted
