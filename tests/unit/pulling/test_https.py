"""Files by HTTPS: what cuts, changes, lies and redirects on the way, and who is believed."""

import os
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from ssl import TLSVersion
from typing import Any

import pytest
from support.servers import Authority, Fault, HttpsStub

from chatward.errors import TransferError
from chatward.pulling.objects import CutError

from .conftest import Puller

CONTENT = os.urandom(300_000)
NAME = "export.zip"


@pytest.fixture
def served(stub: HttpsStub) -> HttpsStub:
    stub.files[f"/{NAME}"] = CONTENT
    return stub


def landed(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "exports").rglob("*") if path.is_file()]


def test_a_file_comes_whole_with_the_evidence_of_how_it_came(
    served: HttpsStub, pulled: Puller, authority: Authority, tmp_path: Path
) -> None:
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert (tmp_path / "exports" / NAME).read_bytes() == CONTENT
    assert brought.error is None
    transfer = brought.transfer
    assert transfer is not None
    assert (transfer.sha256, transfer.size_bytes) == (sha256(CONTENT).hexdigest(), len(CONTENT))
    peer = transfer.peer
    assert (peer.scheme, peer.protocol) == ("https", "TLSv1.3")
    assert peer.cipher
    assert peer.fingerprint
    assert "trustme" in (peer.subject or "")
    assert peer.expires_at
    assert peer.expires_at > datetime.now(UTC)


def test_what_is_known_is_not_asked_for_again(served: HttpsStub, pulled: Puller) -> None:
    (brought,) = pulled(f"{served.url}/{NAME}")
    served.asked.clear()
    assert pulled(f"{served.url}/{NAME}", {NAME: brought.object.version}) == []
    assert served.got() == []


def test_a_file_that_grew_comes_again(served: HttpsStub, pulled: Puller, tmp_path: Path) -> None:
    (brought,) = pulled(f"{served.url}/{NAME}")
    served.files[f"/{NAME}"] = CONTENT + b"more"
    assert len(pulled(f"{served.url}/{NAME}", {NAME: brought.object.version})) == 1
    assert (tmp_path / "exports" / NAME).read_bytes() == CONTENT + b"more"


def test_a_server_that_takes_no_head_is_asked_otherwise(served: HttpsStub, pulled: Puller) -> None:
    served.routes.append(lambda asked: (405, {}, b"") if asked.method == "HEAD" else None)
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.error is None
    assert pulled(f"{served.url}/{NAME}", {NAME: brought.object.version}) == []


def test_a_cut_download_goes_on_where_it_ended(served: HttpsStub, pulled: Puller, tmp_path: Path) -> None:
    served.faults = [Fault(cut_at=100_000), Fault(cut_at=50_000), Fault(cut_at=0), Fault()]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert (tmp_path / "exports" / NAME).read_bytes() == CONTENT
    assert brought.transfer is not None
    assert (brought.transfer.attempts, brought.transfer.received_bytes) == (4, len(CONTENT))
    assert [each.headers.get("range") for each in served.got()] == [
        None, "bytes=100000-", "bytes=150000-", "bytes=150000-",
    ]  # fmt: skip


def test_the_next_run_goes_on_where_the_last_one_gave_up(served: HttpsStub, pulled: Puller, tmp_path: Path) -> None:
    served.faults = [Fault(cut_at=100_000), *[Fault(cut_at=0)] * 3]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert isinstance(brought.error, CutError)
    assert not (tmp_path / "exports" / NAME).exists()
    served.asked.clear()
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.transfer is not None
    assert brought.transfer.received_bytes == 200_000
    assert (tmp_path / "exports" / NAME).read_bytes() == CONTENT
    assert [path.name for path in landed(tmp_path)] == [NAME]


@pytest.mark.parametrize("tag", ['W/"weak"', None])
def test_without_a_version_to_ask_for_a_cut_download_begins_anew(
    tag: str | None, served: HttpsStub, pulled: Puller, tmp_path: Path
) -> None:
    served.headers = {"ETag": tag} if tag else {"ETag": ""}
    served.faults = [Fault(cut_at=100_000), Fault()]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.error is None
    assert (tmp_path / "exports" / NAME).read_bytes() == CONTENT
    assert all("range" not in each.headers for each in served.got())


def test_a_file_that_changes_between_two_parts_is_never_mixed(
    served: HttpsStub, pulled: Puller, tmp_path: Path
) -> None:
    other = os.urandom(len(CONTENT))
    served.faults = [Fault(cut_at=100_000, then=lambda: served.files.update({f"/{NAME}": other})), Fault()]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.error is not None
    assert "changed since it was listed" in brought.error.message
    assert landed(tmp_path) == []
    pulled(f"{served.url}/{NAME}")
    assert (tmp_path / "exports" / NAME).read_bytes() == other


def test_a_server_that_ignores_ranges_sends_all_of_it_anew(served: HttpsStub, pulled: Puller, tmp_path: Path) -> None:
    def whole(asked: object) -> tuple[int, dict[str, str], bytes]:
        return 200, {"ETag": '"1"'}, CONTENT

    served.routes.append(whole)
    served.faults = [Fault(cut_at=100_000), Fault()]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.error is None
    assert (tmp_path / "exports" / NAME).read_bytes() == CONTENT


@pytest.mark.parametrize("declared", [len(CONTENT) + 1, len(CONTENT) - 1])
def test_a_wrong_length_is_never_taken_for_the_whole(
    declared: int, served: HttpsStub, pulled: Puller, tmp_path: Path
) -> None:
    served.faults = [Fault(declared=declared)] * 9
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert isinstance(brought.error, TransferError)
    assert not (tmp_path / "exports" / NAME).exists()


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(
    status: int, served: HttpsStub, pulled: Puller, waits: list[float]
) -> None:
    served.faults = [Fault(status=status, headers={"Retry-After": "7"}), Fault()]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.error is None
    assert waits == [7.0]


def test_a_server_that_asks_for_an_hour_is_left_to_the_next_run(
    served: HttpsStub, pulled: Puller, waits: list[float]
) -> None:
    served.faults = [Fault(status=429, headers={"Retry-After": "3600"})]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert isinstance(brought.error, CutError)
    assert waits == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_does_not_heal_is_not_tried_again(
    status: int, served: HttpsStub, pulled: Puller, waits: list[float]
) -> None:
    served.faults = [Fault(status=status)]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.error is not None
    assert f"answers {status}" in brought.error.message
    assert (len(served.got()), waits) == (1, [])


@pytest.mark.parametrize("to", ["http://127.0.0.1/x", "https://elsewhere.example/x", "https://169.254.169.254/", "/x"])
def test_nobody_is_followed_elsewhere(to: str, served: HttpsStub, pulled: Puller) -> None:
    served.faults = [Fault(status=302, headers={"Location": to})]
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.error is not None
    assert "sends elsewhere" in brought.error.message
    assert len(served.got()) == 1


def test_an_object_over_the_limit_leaves_nothing(served: HttpsStub, pulled: Puller, tmp_path: Path) -> None:
    (brought,) = pulled(f"{served.url}/{NAME}", pull_bytes=100_000)
    assert brought.error is not None
    assert "over 100000 bytes" in brought.error.message
    assert landed(tmp_path) == []


def test_the_limit_holds_where_no_length_is_told(stub: HttpsStub, pulled: Puller, tmp_path: Path) -> None:
    stub.routes.append(lambda _: (200, {"Content-Length": "", "Connection": "close"}, CONTENT))
    (brought,) = pulled(f"{stub.url}/{NAME}", pull_bytes=100_000)
    assert brought.error is not None
    assert landed(tmp_path) == []


def test_packed_answers_are_refused(served: HttpsStub, pulled: Puller) -> None:
    served.headers = {"Content-Encoding": "gzip"}
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.error is not None
    assert "packs what it sends" in brought.error.message


@pytest.mark.parametrize(("payload", "manifest"), [(CONTENT, "equal"), (b"other", "different")])
def test_the_digest_that_the_server_names_is_compared(
    payload: bytes, manifest: str, served: HttpsStub, pulled: Puller, tmp_path: Path
) -> None:
    served.headers = {"Repr-Digest": f"sha-256=:{b64encode(sha256(payload).digest()).decode()}:"}
    (brought,) = pulled(f"{served.url}/{NAME}")
    assert brought.transfer is not None
    assert brought.transfer.manifest == manifest
    assert (tmp_path / "exports" / NAME).exists() == (manifest == "equal")


# whom is believed


def _at(context: object, pulled: Puller, **more: str) -> str:
    server = HttpsStub(context)  # type: ignore[arg-type]
    server.files[f"/{NAME}"] = CONTENT
    try:
        with pytest.raises(TransferError) as told:
            pulled(f"{server.url}/{NAME}", **more)
        assert not isinstance(told.value, CutError)
        assert server.asked == []
        return told.value.message
    finally:
        server.close()


def test_an_expired_certificate_is_refused(authority: Authority, pulled: Puller) -> None:
    context = authority.context(expires_at=datetime.now(UTC) - timedelta(days=1))
    assert "expired" in _at(context, pulled)


def test_a_certificate_for_another_name_is_refused(authority: Authority, pulled: Puller) -> None:
    assert "is not valid for" in _at(authority.context("other.example"), pulled)


def test_an_unknown_authority_is_refused(pulled: Puller, tmp_path: Path) -> None:
    assert "certificate is not accepted" in _at(Authority.found(tmp_path).context(), pulled)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tls_before_1_2_is_refused(authority: Authority, pulled: Puller) -> None:
    context = authority.context()
    context.minimum_version = context.maximum_version = TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    assert "no secure connection" in _at(context, pulled)


def test_a_pinned_server_is_sent_nothing_before_it_shows_its_certificate(authority: Authority, pulled: Puller) -> None:
    assert "pinned; nothing was sent" in _at(authority.context(), pulled, pin="0" * 64)


def test_the_pinned_certificate_is_believed(served: HttpsStub, pulled: Puller) -> None:
    (first,) = pulled(f"{served.url}/{NAME}")
    assert first.transfer is not None
    (again,) = pulled(f"{served.url}/{NAME}", pin=first.transfer.peer.fingerprint)
    assert again.error is None


def listed(stub: HttpsStub, files: dict[str, bytes], *more: str) -> None:
    stub.files |= {f"/exports/{name}": content for name, content in files.items()}
    lines = [f"{sha256(content).hexdigest()}  {name}" for name, content in files.items()]
    stub.files["/exports/SHA256SUMS"] = "\n".join([*lines, *more]).encode()


def test_a_list_of_digests_brings_the_files_that_it_names(
    stub: HttpsStub, pulling: Any, authority: Authority, tmp_path: Path
) -> None:
    listed(stub, {"a.jsonl": b"one\n", "deeper/b.jsonl": b"two\n"})
    section = {"location": f"{stub.url}/exports/SHA256SUMS", "certificate_authority": str(authority.path)}
    brought = pulling(**section)
    assert [(each.object.name, each.transfer.manifest) for each in brought] == [
        ("a.jsonl", "equal"),
        ("deeper/b.jsonl", "equal"),
    ]
    assert (tmp_path / "exports/deeper/b.jsonl").read_bytes() == b"two\n"
    assert pulling({each.object.name: each.object.version for each in brought}, **section) == []
    listed(stub, {"a.jsonl": b"one\n", "deeper/b.jsonl": b"three\n"})
    (changed,) = pulling({each.object.name: each.object.version for each in brought}, **section)
    assert changed.object.name == "deeper/b.jsonl"


def test_what_a_list_names_besides_files_costs_none_of_them(
    stub: HttpsStub, pulling: Any, authority: Authority, tmp_path: Path
) -> None:
    hostile = ["../up.txt", "/etc/passwd", ".hidden", "x" * 300, "a\x1bb", "https://elsewhere.example/x", "missing.txt"]
    listed(stub, {"Chat.txt": b"one", "chat.txt": b"two"}, *(f"{'0' * 64}  {name}" for name in hostile), "nonsense")
    brought = pulling(location=f"{stub.url}/exports/SHA256SUMS", certificate_authority=str(authority.path))
    assert [each.object.name for each in brought if each.error is None] == ["Chat.txt", "chat.txt"]
    assert len([each for each in brought if each.error]) == len(hostile)
    assert sorted(path.name for path in landed(tmp_path)) == ["Chat.txt", "chat.txt"]
    assert not [each.path for each in stub.asked if "up.txt" in each.path or "passwd" in each.path]
