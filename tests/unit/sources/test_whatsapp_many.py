"""Many chats read together are what they are one by one, whatever the others hold."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.errors import SourceFormatError
from chatward.sources import recognise
from chatward.sources.outcomes import Outcome
from chatward.sources.recognise import find_exports
from chatward.sources.records import Batch, Export, ReadSettings
from chatward.sources.trial import pack, put
from chatward.sources.whatsapp import headers as whatsapp_headers
from chatward.sources.whatsapp import reader as whatsapp
from chatward.sources.whatsapp.recognition import cut, shape_of
from chatward.sources.whatsapp.texts import join

GERMAN = "01.02.24, 08:59 - Bo: hallo\n02.02.24, 09:00 - Zoë: <Medien ausgeschlossen>\n"
AMERICAN = "[2/13/24, 8:59:01\u202fPM] Al: hi\r\n\u200e[2/14/24, 9:00:00\u202fPM] Al: \u200eimage omitted\r\n"
OPEN = "03/04/24, 10:00 - Bo: open\n"
ARABIC = "٢٥/٣/٢٠٢٤، ١٠:٠٢ م - سارة: مرحبا ١٢ - ٣\n"
NO_CHAT = "shopping list\nbread: two\n"
BERLIN = ReadSettings(ZoneInfo("Europe/Berlin"), own_accounts=frozenset({"Al", "team: north"}))
TIDY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def written(folder: Path, texts: Sequence[str | bytes]) -> list[Export]:
    exports = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        exports.append(Export(path, "whatsapp"))
    return exports


def alone(export: Export) -> Outcome:
    try:
        return list(whatsapp.read(export, BERLIN))
    except SourceFormatError as error:
        return error


def shown(outcome: Outcome) -> Any:
    """Return everything that batches hold; which values their dictionaries share does not matter."""
    if isinstance(outcome, Exception):
        return type(outcome), str(outcome)
    return [(batch.records, batch.messages.schema.metadata, *map(rows_of, tables_of(batch))) for batch in outcome]


def tables_of(batch: Batch) -> list[Any]:
    return [batch.messages, batch.events, batch.participants, batch.conversations, batch.rejects]


def rows_of(table: Any) -> list[dict[str, Any]]:
    return list(table.to_pylist())


HEADERS = st.sampled_from([
    "[01.02.24, 08:59:01] ", "[13/2/24, 8:59 PM] ", "01.02.24, 08:59 - ", "2/13/24, 10:02\u202fPM - ",
    "24/02/03 10:00 - ", "03/04/24, 10:00 - ", "27.10.24, 02:30 - ", "\u200f25\u200f/3\u200f/2024، 22:02 - ",
    "٢٥/٣/٢٠٢٤، ١٠:٠٢ م - ", "२५/०३/२४, १०:०२ pm - ", "[22:02:07, 31/3/24] ", "2567/3/25 下午10:02 - ",
    "31.02.24, 25:61 - ",
])  # fmt: skip
BODIES = st.sampled_from([
    "Bo: hi", "Bo:no space", "Al: \u200emissed voice call", "team: north: hi", "team: north: ho", "Bo left", "Al: null",
    "Zoë: <Media omitted>", "Zoë: a.jpg (file attached)\ncaption", "ERROR: disk", "Bo: POLL:\nwhich?", "", ": ",
    "\u200e", "Messages and calls are end-to-end encrypted.", "Bo: 27.10.24, 02:30 - pasted", "سارة: ١٢ - ٣",
])  # fmt: skip
LINES = st.tuples(HEADERS | st.just(""), BODIES | st.text(max_size=5), st.sampled_from(["\n", "\n", "\r\n", ""])).map(
    "".join
)
CHATS = st.tuples(
    st.lists(LINES, max_size=6).map(lambda lines: "".join(lines).encode("utf-8", "replace")),
    st.sampled_from([b"", b"", b"", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3"]),
    st.sampled_from([b"", b"", b"\xc3", b"\n", b"title\n"]),
).map(lambda parts: b"".join(parts[1:] + parts[:1]) if parts[1] else parts[2] + parts[0] + parts[2])


@TIDY
@given(texts=st.lists(CHATS | st.binary(max_size=30), max_size=6))
def test_chats_read_together_are_what_they_are_alone(tmp_path: Path, texts: list[bytes]) -> None:
    exports = written(tmp_path, texts)
    together = list(recognise.read_many(exports, BERLIN))
    assert [shown(outcome) for outcome in together] == [shown(alone(export)) for export in exports]


def test_shape_order_and_language_are_each_chat_s_own(tmp_path: Path) -> None:
    exports = written(tmp_path, [GERMAN, AMERICAN, OPEN, ARABIC])
    outcomes = [outcome for outcome in recognise.read_many(exports, BERLIN) if isinstance(outcome, list)]
    [german, american, open_, arabic] = [batch for [batch] in outcomes]
    orders = [each.messages.schema.metadata[b"date_order"] for each in (german, american, open_, arabic)]
    assert orders == [b"dmy assumed", b"mdy evident", b"dmy assumed", b"dmy evident"]
    assert german.messages["precision"].to_pylist() == ["minute", "minute"]
    assert american.messages["precision"].to_pylist() == ["second", "second"]
    assert arabic.messages["text"].to_pylist() == ["مرحبا ١٢ - ٣"]
    assert german.participants["display_name"].to_pylist() == ["Bo", "Zoë"]
    assert american.participants["role"].to_pylist() == ["staff"]


def test_what_is_no_chat_or_is_missing_fails_alone(tmp_path: Path) -> None:
    [good, none, last] = written(tmp_path, [GERMAN, NO_CHAT, OPEN])
    missing = Export(tmp_path / "missing.txt", "whatsapp")
    outcomes = list(recognise.read_many([good, none, missing, last], BERLIN))
    assert [type(outcome) for outcome in outcomes] == [list, SourceFormatError, SourceFormatError, list]
    assert [shown(outcomes[0]), shown(outcomes[3])] == [shown(alone(good)), shown(alone(last))]


def test_a_chat_that_is_not_utf_8_costs_the_others_nothing(tmp_path: Path) -> None:
    exports = written(tmp_path, [GERMAN, b"01.02.24, 08:59 - Bo: \xff\n", OPEN])
    rejected = [[batch.rejects.num_rows for batch in outcome] for outcome in recognise.read_many(exports, BERLIN)]
    assert rejected == [[0], [1], [0]]


def test_the_members_of_an_archive_stay_together_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "chats.zip"
    with ZipFile(path, "w") as archive:
        for name, text in (("a.txt", GERMAN), ("b.txt", NO_CHAT), ("c.txt", AMERICAN)):
            archive.writestr(name, text)
    export = Export(path, "whatsapp", ("a.txt", "b.txt", "c.txt"))
    [*_, outcome] = recognise.read_many([*written(tmp_path, [OPEN]), export], BERLIN)
    assert isinstance(outcome, list)
    assert [batch.conversations.num_rows for batch in outcome] == [1, 0, 1]
    assert shown(outcome) == shown(alone(export))


@pytest.mark.parametrize("limit", [1, 200, 10_000])
def test_how_much_is_read_in_one_pass_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    exports = written(tmp_path, [GERMAN, NO_CHAT, AMERICAN * 9, "", ARABIC, OPEN])
    expected = [shown(alone(export)) for export in exports]
    monkeypatch.setattr(whatsapp, "PASS_BYTES", limit)
    assert [shown(outcome) for outcome in recognise.read_many(exports, BERLIN)] == expected


def test_exports_of_several_platforms_keep_their_order(tmp_path: Path) -> None:
    exports = written(tmp_path, [GERMAN, "{}", OPEN])
    exports[1] = Export(exports[1].path, "telegram")
    outcomes = list(recognise.read_many(exports, BERLIN))
    assert [type(outcome) for outcome in outcomes] == [list, SourceFormatError, list]
    assert shown(outcomes[2]) == shown(alone(exports[2]))


@TIDY
@given(line=LINES)
def test_recognition_cuts_a_line_where_reading_does(line: str) -> None:
    first = line.partition("\n")[0]
    found = whatsapp_headers.find(join([first.encode("utf-8", "replace")]))
    skeleton, body = cut(first.encode("utf-8", "replace"))
    shape = shape_of(skeleton)
    assert found.shapes == ([] if shape is None else [shape])
    if shape is not None:
        assert first.encode("utf-8", "replace").endswith(body)
        assert len(body) == 1 + len(first.encode("utf-8", "replace")) - found.bodies[0]


def test_a_chat_has_its_title_however_deep_its_zip_or_folder_lies(tmp_path: Path) -> None:
    chat = b"[20.02.24, 08:59:01] Eve: hello\n[20.02.24, 08:59:02] Ann: hi\n"
    inner = pack(tmp_path / "in" / "WhatsApp Chat - Eve.zip", {"_chat.txt": chat}).read_bytes()
    pack(tmp_path / "all" / "all.zip", {"WhatsApp Chat - Eve.zip": inner})
    put(tmp_path / "all", {"WhatsApp Chat - Eve/_chat.txt": chat})
    pack(tmp_path / "all" / "phone.zip", {"WhatsApp Chat - Eve/_chat.txt": chat})
    found = [each for each in find_exports([tmp_path / "all"]) if isinstance(each, Export)]
    titles = {row["title"] for each in found for batch in whatsapp.read(each, ReadSettings()) for row in about(batch)}
    assert (len(found), titles) == (3, {"Eve"})


def about(batch: Batch) -> list[dict[str, Any]]:
    return list(batch.conversations.to_pylist())


def test_lines_may_end_as_those_of_old_macs_do(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_bytes(b"[20.02.24, 08:59:01] Eve: hello\r[20.02.24, 08:59:02] Ann: hi\r")
    [batch] = whatsapp.read(Export(path, "whatsapp"), ReadSettings())
    assert batch.messages["text"].to_pylist() == ["hello", "hi"]
