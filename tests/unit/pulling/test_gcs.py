"""Objects of Google Cloud Storage: its JSON API, generations, and a service account."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from support.servers import Answer, Asked, Authority, Fault, HttpsStub, answer

from chatward.errors import ConfigError

from .conftest import BODIES, IN_STORES, TWINS, check_hostile, landed, versions


class _Bucket:
    """Google's JSON API of one bucket, two objects a page, and the token of a service account."""

    def __init__(self) -> None:
        self.objects = {f"chats/{name}": body for name, body in BODIES.items()}
        self.generation = "1"

    def __call__(self, asked: Asked) -> Answer | None:
        if asked.path == "/token":
            return answer({"access_token": "t0", "expires_in": 3600, "token_type": "Bearer"})
        if asked.headers.get("authorization") != "Bearer t0":
            return answer({}, 401)
        if asked.path == "/storage/v1/b/exports/o":
            return self._listed(asked)
        return None if asked.query.get("ifGenerationMatch") == self.generation else (412, {}, b"")

    def _listed(self, asked: Asked) -> Answer:
        names = sorted(name for name in self.objects if name.startswith(asked.query["prefix"]))
        start = int(asked.query.get("pageToken", 0))
        items = [
            {"name": name, "generation": self.generation, "size": str(len(self.objects[name]))}
            for name in names[start : start + 2]
        ]
        more = {"nextPageToken": str(start + 2)} if start + 2 < len(names) else {}
        return answer({"items": items, **more})


@pytest.fixture
def google(
    stub: HttpsStub, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[_Bucket, dict[str, str]]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    bucket = _Bucket()
    stub.routes.append(bucket)
    from urllib.parse import quote

    stub.files = {f"/storage/v1/b/exports/o/{quote(name, safe='')}": body for name, body in bucket.objects.items()}
    key = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    account = {
        "type": "service_account", "client_email": "exports@acme.example", "token_uri": f"{stub.url}/token",
        "private_key": key, "private_key_id": "1", "project_id": "acme",
    }  # fmt: skip
    (tmp_path / "google.json").write_text(json.dumps(account))
    (tmp_path / "google.json").chmod(0o600)
    return bucket, {
        "location": "gs://exports/chats/**/*.jsonl", "endpoint": stub.url, "secret": "file:google.json",
        "certificate_authority": str(authority.path),
    }  # fmt: skip


def test_the_objects_of_a_google_bucket_come_once(
    google: tuple[_Bucket, dict[str, str]], stub: HttpsStub, pulling: Any, tmp_path: Path
) -> None:
    brought = pulling(**google[1])
    assert landed(tmp_path) == {name: body for name, body in BODIES.items() if name.endswith("jsonl")}
    stub.asked.clear()
    assert pulling(versions(brought), **google[1]) == []
    assert not any("alt" in each.query for each in stub.asked)


def test_a_google_object_of_another_generation_is_not_taken(
    google: tuple[_Bucket, dict[str, str]], stub: HttpsStub, pulling: Any, tmp_path: Path
) -> None:
    def change() -> None:
        google[0].generation = "2"

    stub.faults = [Fault(), Fault(), Fault(then=change)]  # the token, then two pages
    brought = pulling(**google[1])
    assert all("changed since it was listed" in each.error.message for each in brought)
    assert landed(tmp_path) == {}


def test_a_google_key_that_others_can_read_is_refused(
    google: tuple[_Bucket, dict[str, str]], pulling: Any, tmp_path: Path
) -> None:
    (tmp_path / "google.json").chmod(0o644)
    with pytest.raises(ConfigError, match="can be read by others"):
        pulling(**google[1])


def test_hostile_names_cost_no_other(
    google: tuple[_Bucket, dict[str, str]], stub: HttpsStub, pulling: Any, tmp_path: Path
) -> None:
    from urllib.parse import quote

    for name, body in (TWINS | dict.fromkeys(IN_STORES, b"x")).items():
        google[0].objects[f"chats/{name}"] = body
        stub.files[f"/storage/v1/b/exports/o/{quote(f'chats/{name}', safe='')}"] = body
    check_hostile(pulling(**google[1]), IN_STORES, tmp_path)
