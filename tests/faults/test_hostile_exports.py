"""Exports made to harm: each is set aside with a reason, as a whole or record by record, and costs no other."""

import json
import os
import stat
import zipfile
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from support.company import Company, telegram_message
from support.state import state

from chatward.cli.inspecting import inspect
from chatward.sources.archives import Limits, limited
from chatward.sources.recognise import find_exports
from chatward.sources.records import Export

CHAT = "13/01/2026, 14:30 - Ann: {}\n14/01/2026, 14:31 - Ben: {}\n"
HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
)


def packed(*members: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def special(kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("member")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    return info


def encrypted() -> bytes:
    data = bytearray(packed(("chat.txt", CHAT)))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def doubled() -> bytes:
    return packed(("a.txt", CHAT), ("b.txt", CHAT)).replace(b"b.txt", b"a.txt")


def nested(levels: int) -> bytes:
    data = packed(("chat.txt", CHAT.format(f"{levels} deep", "yes")))
    for _ in range(levels - 1):
        data = packed(("inner.zip", data))
    return data


def bomb_in_pieces() -> bytes:
    """Return an archive of archives, none of which unpacks to a hundred times its own size."""
    inner = packed(("a.txt", b"0" * 60_000))
    return packed(*((f"{number}.zip", packed((f"{number}.zip", inner * 40))) for number in range(40)))


ARCHIVES: dict[str, tuple[Callable[[], bytes], str]] = {
    "traversal": (lambda: packed(("../../evil.txt", CHAT)), "leads out"),
    "absolute": (lambda: packed(("/etc/evil.txt", CHAT)), "leads out"),
    "link": (lambda: packed((special(stat.S_IFLNK), "/etc/passwd")), "link or a device"),
    "device": (lambda: packed((special(stat.S_IFCHR), "")), "link or a device"),
    "doubled": (doubled, "two members of one name"),
    "nul": (lambda: packed(("a_b.txt", CHAT)).replace(b"a_b", b"a\0b"), "leads out"),
    "encrypted": (encrypted, "encrypted"),
    "bomb": (lambda: packed(("a.txt", b"0" * 20_000_000)), "times its size"),
    "deep": (lambda: nested(4), "over 3 deep"),
}


def messages(*written: str) -> str:
    joined = ", ".join(written)
    return f'{{"name": "A", "type": "personal_chat", "id": {crc32(joined.encode())}, "messages": [{joined}]}}'


def message(number: int, text: str, **fields: object) -> str:
    return json.dumps(telegram_message(number, "user1", "2026-09-01T10:00:00", text, **fields))


def row(number: int, text: str) -> str:
    return f"2-conversation-{number},,Ann,u,Bob,u,2026-08-01 10:00:0{number} UTC,,{text},INBOX\n"


SOUND = message(1, "sound"), message(9, "sound too")
RECORDS: dict[str, tuple[str, str | bytes, int, int]] = {
    # what lies where: messages and rejects
    "json depth": ("telegram", messages(SOUND[0], '{"text": ' + "[" * 99_999 + "]" * 99_999 + "}", SOUND[1]), 2, 1),
    "json open": ("telegram", messages(SOUND[0], '{"text": ' + "[" * 99_999), 1, 1),
    "not a number": ("telegram", messages(SOUND[0], message(2, "x").replace('"x"', "NaN"), SOUND[1]), 2, 1),
    "doubled keys": ("telegram", messages(SOUND[0], message(2, "x")[:-1] + ', "text": "y"}', SOUND[1]), 3, 0),
    "lone surrogates": ("telegram", messages(SOUND[0], message(2, "\ud800 x")), 2, 0),
    "huge ids": ("telegram", messages(message(10**30, "x"), message(10**30 + 1, "x")), 2, 0),
    "huge integer": ("telegram", messages(SOUND[0], message(2, "x").replace(": 2,", f": 1{'0' * 5000},")), 1, 1),
    "20 MB text": ("telegram", messages(SOUND[0], message(2, "x" * 20_000_000)), 2, 0),
    "latin-1": ("linkedin", (HEADER + row(1, "café") + row(2, "b")).encode("latin-1"), 2, 0),
    "nul": ("linkedin", HEADER + row(1, "a\0b") + row(2, "b"), 2, 0),
    "byte order mark": ("linkedin", ("\ufeff" + HEADER + row(1, "a") + row(2, "b")).encode("utf-16-le"), 2, 0),
    "open quote": ("linkedin", HEADER + row(1, '"open') + row(2, "b") + row(3, "c"), 2, 1),
    "6 MB field": ("linkedin", HEADER + row(1, f'"{"x" * 6_000_000}"') + row(2, "b"), 2, 0),
    "nul in a chat": ("whatsapp", CHAT.format("a\0b", "c"), 2, 0),
}


def laid_out(folder: Path) -> None:
    for name, (made, _) in ARCHIVES.items():
        (folder / "whatsapp").mkdir(parents=True, exist_ok=True)
        (folder / "whatsapp" / f"{name}.zip").write_bytes(made())
    (folder / "whatsapp" / "sound.zip").write_bytes(nested(3))
    for name, (platform, content, _, _) in RECORDS.items():
        path = folder / platform / name / "file"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_inspect_tells_of_each_what_is_wrong_and_reads_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laid_out(tmp_path)
    assert inspect([tmp_path], as_json=True) == 4
    looks = {Path(look["path"]): look for look in json.loads(capsys.readouterr().out)}
    for name, (_, reason) in ARCHIVES.items():
        look = looks[tmp_path / "whatsapp" / f"{name}.zip"]
        assert (look["platform"], reason in look["reason"]) == (None, True), (name, look)
    for name, (platform, _, wanted, rejects) in RECORDS.items():
        look = looks[tmp_path / platform / name / "file"]
        assert (look["platform"], look["messages"], look["rejects"]) == (platform, wanted, rejects), (name, look)
    assert looks[tmp_path / "whatsapp" / "sound.zip"]["messages"] == 2


def test_a_run_sets_aside_what_is_hostile_and_stores_the_rest(company: Company) -> None:
    def change(policy: dict[str, Any]) -> None:
        linkedin = deepcopy(policy["sources"]["telegram"])
        policy["sources"]["linkedin"] = linkedin | {"platform": "linkedin", "paths": ["exports/linkedin/**"]}

    company.write_policy(change)
    laid_out(company.root / "exports")
    failures = company.stage("collect").failures
    assert {Path(failure.location).stem for failure in failures} == ARCHIVES.keys()
    for failure in failures:
        assert ARCHIVES[Path(failure.location).stem][1] in failure.error.message
    with company.warehouse() as warehouse:
        counts = dict(
            warehouse.connection.execute(
                "select source, count(*) from gov.quarantine join gov.files using (file_id) group by all"
            ).fetchall()
        )
    wanted = {
        platform: sum(rejects for at, _, _, rejects in RECORDS.values() if at == platform)
        for platform in ("telegram", "linkedin")
    }
    assert counts == wanted
    texts = state(company).texts
    assert {"sound", "sound too", "3 deep", "a\0b", "café", "y", "c"} <= {text.replace("�", "é") for text in texts}
    assert max(map(len, texts)) == 20_000_000


def test_archives_within_each_other_are_bounded_together(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(bomb_in_pieces())
    with limited(Limits(ratio=2)):
        (found,) = find_exports([path])
    assert not isinstance(found, Export)
    assert "times its size" in found.text


@pytest.mark.parametrize("ratio", [100, 5_000])
def test_what_the_policy_lets_archives_unpack_to_holds_for_those_who_read_them(company: Company, ratio: int) -> None:
    company.write_policy(lambda policy: policy.update(limits={"archive_ratio": ratio}))
    company.write("exports/whatsapp/chat.zip", packed(("chat.txt", CHAT.format("a" * 1_000_000, "yes"))))
    company.run()
    assert sorted(map(len, state(company).texts)) == ([] if ratio == 100 else [3, 1_000_000])


@pytest.mark.parametrize(
    ("limits", "told"), [(Limits(folder_depth=3), "over 3 deep"), (Limits(folder_files=2), "over 2 files")]
)
def test_folders_are_bounded(tmp_path: Path, limits: Limits, told: str) -> None:
    deep = tmp_path / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    for name in ("a", "b", "c"):
        (deep / name).write_text(CHAT)
    with limited(limits):
        (found,) = find_exports([tmp_path])
    assert not isinstance(found, Export)
    assert told in found.text


def test_folders_deeper_than_functions_call_themselves_stop_no_run(company: Company) -> None:
    company.write("exports/whatsapp/chat.txt", CHAT.format("sound", "yes"))
    deep = company.root / "exports" / "whatsapp"
    for _ in range(1_100):
        deep /= "d"
        deep.mkdir()
    (failure,) = company.stage("collect").failures
    os.removedirs(deep)  # what clears up after tests calls itself
    assert "over 64 deep" in failure.error.message
    assert state(company).texts == ["sound", "yes"]


def test_a_document_that_was_sent_in_a_chat_is_no_export_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "chat.zip"
    path.write_bytes(packed(("_chat.txt", CHAT), ("DOC-20260101-WA0001.zip", nested(1)), ("other/b.zip", nested(1))))
    assert [each.members for each in find_exports([path]) if isinstance(each, Export)] == [
        ("_chat.txt",), ("other/b.zip/chat.txt",),
    ]  # fmt: skip
