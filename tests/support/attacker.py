"""An attacker who kept every file that ever lay on the disk, and gets at the keyring and its root as they are then."""

import base64
import hashlib
import io
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from ahocorasick_rs import BytesAhoCorasick

from chatward.errors import Error
from chatward.keyring import store as keyring_store
from chatward.keyring.entries import FILE_NAME
from chatward.keyring.passphrases import Passphrase
from chatward.keyring.sealing import unseal
from chatward.sets.parquet import add_key, scan
from chatward.warehouse.connection import attach, connect
from support.company import Company

_MEMORY_BYTES = 256 * 2**20
_WRITTEN = ("warehouse", "sets", "ledger", "reports", "requests/packages")


@dataclass
class Attacker:
    """Copies of all that chatward wrote, one of each content, and what was tried on them.

    Attributes:
        place: where the copies lie; what is tried on them happens in ``place/work``.
        copies: how often everything was copied.
        tried: pairs of a file and a key that did not open it.
        rows: that were read in all.
    """

    place: Path
    copies: int = 0
    tried: set[tuple[Path, bytes]] = field(default_factory=set)
    rows: int = 0
    _known: dict[bytes, Path] = field(default_factory=dict)

    @property
    def files(self) -> list[Path]:
        """Every file, however often it lay there."""
        return list(self._known.values())

    def copy(self, company: Company) -> None:
        """Keep every file as it is: all but inputs and root, the keyring and Prefect's home too.

        A database is another one with what its log beside it has not told it yet.
        """
        homes = [company.root / name for name in _WRITTEN] + [company.folder / "home"]
        for home in homes:
            for path in sorted(path for path in home.rglob("*") if path.is_file() and not path.is_symlink()):
                self._keep(path, company.folder)
        for path in sorted(company.keyring.glob("*")):
            if path.is_file() and not path.name.startswith("root-"):
                self._keep(path, company.folder)
        self.copies += 1

    def _keep(self, path: Path, base: Path) -> None:
        log = path.with_name(path.name + ".wal")
        parts = [each.read_bytes() for each in (path, log) if each.is_file()]
        digest = hashlib.sha256(repr([path.name, *(hashlib.sha256(part).digest() for part in parts)]).encode()).digest()
        if digest not in self._known:
            kept = self.place / "kept" / str(self.copies) / path.relative_to(base)
            kept.parent.mkdir(parents=True, exist_ok=True)
            for target, part in zip((kept, kept.with_name(log.name)), parts, strict=False):
                target.write_bytes(part)
            self._known[digest] = kept

    def reads(self, company: Company, words: Sequence[str]) -> Counter[str]:
        """Return how often one of the words is read, by kind of file and table: with no key, or any that remains.

        A key remains that is in the keyring, or in an old copy of it that opens with what its root has now.
        """
        automaton = BytesAhoCorasick([form for word in words for form in _forms(word)])
        keys = sorted(self._remaining(company))
        found = Counter[str]()
        work = self.place / "work"
        connection = connect(work, self.place, memory_bytes=_MEMORY_BYTES, threads=1)
        for key in keys:
            add_key(connection, _name(key), key)
        try:
            for path in self.files:
                for part, content in self._contents(connection, path, keys):
                    if places := len(automaton.find_matches_as_indexes(content)):
                        found[f"{_kind(path)}{part}"] += places
        finally:
            connection.close()
        return found

    def _remaining(self, company: Company) -> set[bytes]:
        """Return every key that remains, the root's own among them."""
        keyring = keyring_store.load(company.keyring)
        roots = [path.read_bytes() for path in company.keyring.glob("root-*.key")]
        keys = {keyring.key(name) for name in keyring.names()} | {root[:32] for root in roots}
        for path in self.files:
            if path.name == FILE_NAME:
                keys |= set(self._opened_keyring(path, roots))
        return keys

    def _opened_keyring(self, path: Path, roots: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the keys of an old keyring's file, as far as a root that remains opens it in the old one's place."""
        for root in roots:
            if (path, root) in self.tried:
                continue
            folder = self.place / "work" / "keyring"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700, parents=True)
            shutil.copy(path, folder / FILE_NAME)
            (folder / FILE_NAME).chmod(0o600)
            epoch = keyring_store.read_header(folder).epoch
            with os.fdopen(os.open(folder / f"root-{epoch}.key", os.O_WRONLY | os.O_CREAT, 0o600), "wb") as handle:
                handle.write(root)
            try:
                keyring = keyring_store.load(folder)
            except Error:
                self.tried.add((path, root))
            else:
                yield from (keyring.key(name) for name in keyring.names())

    def _contents(
        self, connection: duckdb.DuckDBPyConnection, path: Path, keys: Sequence[bytes]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield what is in a file, in the open and under whatever key opens it, its name included, and which part."""
        content = path.read_bytes()
        yield "", path.relative_to(self.place).as_posix().encode() + b"\n" + content
        if zipfile.is_zipfile(io.BytesIO(content)):
            yield from _members(content)
        if path.suffix == ".parquet":
            yield from self._rows(connection, scan(path, None), "")
        for key in keys:
            if (path, key) not in self.tried:
                is_opened = False
                for opened in self._opened(connection, path, key):
                    is_opened = True
                    yield opened
                if not is_opened:
                    self.tried.add((path, key))

    def _opened(self, connection: duckdb.DuckDBPyConnection, path: Path, key: bytes) -> Iterator[tuple[str, bytes]]:
        if path.suffix == ".duckdb":
            yield from self._tables(connection, path, key)
        elif path.suffix == ".parquet":
            yield from self._rows(connection, scan(path, _name(key)), "")
        elif path.suffix == ".sealed":
            text = base64.b32encode(key[:20]).decode().lower()
            phrase = Passphrase("-".join(text[place : place + 5] for place in range(0, len(text), 5)))
            try:
                yield from _members(unseal(path.read_bytes(), phrase))
            except Error:
                return

    def _tables(self, connection: duckdb.DuckDBPyConnection, path: Path, key: bytes) -> Iterator[tuple[str, bytes]]:
        try:
            attach(connection, path, "copied", key=key, read_only=True)
        except Error:
            return
        tables = connection.execute("select table_name from duckdb_tables() where database_name = 'copied'").fetchall()
        yield "", b""
        for (table,) in tables:
            yield from self._rows(connection, f"copied.{table}", f".{table}")
        connection.execute("detach copied")

    def _rows(self, connection: duckdb.DuckDBPyConnection, source: str, part: str) -> Iterator[tuple[str, bytes]]:
        """Yield all rows; nothing where they cannot be read."""
        try:
            rows = connection.execute(f"select t::varchar from {source} as t").fetchall()
        except duckdb.Error:
            return
        self.rows += len(rows)
        yield part, "\n".join(row for (row,) in rows).encode()


def _forms(word: str) -> list[bytes]:
    """Return a word as files may write it; none is so short that it stands among random bytes by chance."""
    plain = word.encode()
    forms = [plain, word.encode("utf-16-le"), plain.hex().encode(), plain[::-1], *_coded(plain)]
    assert min(map(len, forms)) >= 7, "choose a longer word"
    return forms


def _coded(plain: bytes) -> Iterator[bytes]:
    """Yield what is the same in Base64 whatever stands before and after it, of each of the three places it may have."""
    for shift in range(3):
        first, end = -(-8 * shift // 6), 8 * (shift + len(plain)) // 6
        yield base64.b64encode(b"x" * shift + plain)[first:end]


def _name(key: bytes) -> str:
    return f"k{hashlib.sha256(key).hexdigest()[:16]}"


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield "", name.encode() + b"\n" + archive.read(name)


def _kind(path: Path) -> str:
    """Return what a file is, as the parts of its place say: ``warehouse/shards``, ``sets``, ``keyring.json``."""
    parts = path.parts[path.parts.index("kept") + 2 :]
    if parts[0] != "workspace":
        return parts[0]
    if parts[1] == "warehouse":
        return "warehouse/gov" if parts[2].startswith("gov.") else f"warehouse/{parts[2]}"
    return parts[1]
