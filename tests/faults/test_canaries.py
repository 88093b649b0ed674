"""I9: planted values of the sample turn up nowhere but in the inputs, in no form in which they might be written."""

import base64
import json
import re
import urllib.parse
from pathlib import Path

import pytest
from support import demo

SAMPLE = demo.ROOT / "data" / "sample"
INPUTS = {"exports", "consent", "registers", "holds", "requests", "truth"}
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")


def forms(canary: str) -> dict[str, bytes]:
    """Return a value as files write it; of base64 the part that does not depend on what stands before it."""
    plain = canary.encode()
    found = {
        "as it is": plain, "utf-16": canary.encode("utf-16-le"), "url": urllib.parse.quote(canary, safe="").encode(),
        "url with plus": urllib.parse.quote_plus(canary, safe="").encode(), "json": json.dumps(canary)[1:-1].encode(),
        "hex": plain.hex().encode(), "reversed": plain[::-1],
    }  # fmt: skip
    for shift in range(3):
        encoded = base64.b64encode(b"x" * shift + plain)
        found[f"base64 at {shift}"] = encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4]
    return found


def decoded(content: bytes) -> bytes:
    """Return what the base64 blobs in ``content`` hold."""
    parts = []
    for blob in set(_BASE64.findall(content)):
        text = blob.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        parts.append(base64.b64decode(text[: len(text) // 4 * 4]))
    return b"\n".join(parts)


@pytest.fixture(scope="module")
def lived(common: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes]:
    """Workspace, home, and what was printed by a daily run on the sample and a look at what it did."""
    own = demo.lived(common).copied(tmp_path_factory.mktemp("canaries") / "demo")
    printed = own.printed + own.complaints
    for arguments in (["status"], ["sets", "list"]):
        done = own.chatward(*arguments)
        assert done.returncode == 0, done.stderr
        printed += done.stdout + done.stderr
    return own.workspace, own.home, printed.encode()


def canaries() -> list[str]:
    return [line for line in (SAMPLE / "truth" / "canaries.txt").read_text(encoding="utf-8").splitlines() if line]


def found_in(content: bytes) -> list[str]:
    both = content + b"\n" + decoded(content)
    lower = both.lower()
    return [
        f"{number}: {form}"
        for number, canary in enumerate(canaries())
        for form, written in forms(canary).items()
        if len(written) >= 6 and (written in both or (form == "as it is" and written.lower() in lower))
    ]


def test_the_search_finds_every_canary_in_every_form() -> None:
    for canary in canaries():
        for form, written in forms(canary).items():
            assert len(written) < 6 or any(hit.endswith(form) for hit in found_in(b"before " + written + b" after"))
        assert found_in(b"blob:" + base64.b64encode(b"pickled " + canary.encode() + b" end ............")), "in base64"


def test_the_inputs_hold_most_of_them_in_the_open() -> None:
    content = b"".join(
        path.read_bytes() for path in SAMPLE.rglob("*") if path.is_file() and path.name != "canaries.txt"
    )
    assert len({hit.partition(":")[0] for hit in found_in(content)}) > len(canaries()) / 2, "the others are in archives"


def test_no_canary_is_in_what_chatward_wrote(lived: tuple[Path, Path, bytes]) -> None:
    root, _, _ = lived
    written = [path for path in root.rglob("*") if path.is_file() and path.relative_to(root).parts[0] not in INPUTS]
    assert {"warehouse", "sets", "ledger", "reports"} <= {path.relative_to(root).parts[0] for path in written}
    hits = {path.relative_to(root): found_in(path.read_bytes()) for path in written}
    assert {path: found for path, found in hits.items() if found} == {}
    assert found_in("\n".join(path.relative_to(root).as_posix() for path in written).encode()) == []


def test_no_canary_is_in_prefects_database_or_log(lived: tuple[Path, Path, bytes]) -> None:
    _, home, _ = lived
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name.startswith("prefect.db") for path in files)
    assert {path.name: found for path in files if (found := found_in(path.read_bytes()))} == {}


def test_no_canary_is_printed(lived: tuple[Path, Path, bytes]) -> None:
    assert found_in(lived[2]) == []
