"""What the connections of a process share."""

import shutil
from pathlib import Path

import duckdb
import pytest

from chatward.errors import ConfigError
from chatward.warehouse import connection as connections


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (original,) = connections._modules()
    copy = tmp_path / original.name
    shutil.copy(original, copy)
    monkeypatch.setattr(connections, "_modules", lambda: [copy])
    monkeypatch.setattr(connections, "_checked_modules", set())
    return copy


def _may_load_unsigned(connection: duckdb.DuckDBPyConnection) -> bool:
    query = "select value::boolean from duckdb_settings() where name = 'allow_unsigned_extensions'"
    ((allowed,),) = connection.execute(query).fetchall()
    return bool(allowed)


def test_the_signature_of_the_cryptographic_module_is_checked_once_in_a_process(module: Path, tmp_path: Path) -> None:
    opened = [connections.connect(tmp_path / "warehouse", memory_bytes=2**27) for _ in range(3)]
    assert [_may_load_unsigned(connection) for connection in opened] == [False, True, True]


def test_a_module_that_was_changed_since_is_checked_again_and_refused(module: Path, tmp_path: Path) -> None:
    connections.connect(tmp_path / "warehouse", memory_bytes=2**27)
    changed = bytearray(module.read_bytes())
    changed[len(changed) // 2] ^= 1
    module.unlink()  # never into the file that this process runs
    module.write_bytes(changed)
    with pytest.raises(ConfigError, match="cryptographic module"):
        connections.connect(tmp_path / "warehouse", memory_bytes=2**27)


def test_a_connection_loads_nothing_more_though_one_that_trusts_the_module_need_not_check_it(
    module: Path, tmp_path: Path
) -> None:
    trusting = [connections.connect(tmp_path / "warehouse", memory_bytes=2**27) for _ in range(2)][1]
    another = shutil.copy(module, module.with_name("another.duckdb_extension"))
    with pytest.raises(duckdb.PermissionException):
        trusting.execute(f"load '{another}'")
