import ast
import re
from collections.abc import Iterator
from pathlib import Path

import chatward
from chatward.keyring import store
from chatward.keyring.algorithms import ALGORITHMS, PROTOCOLS
from chatward.keyring.families import FAMILIES, states
from chatward.keyring.inventory import bill_of_materials

PACKAGE = Path(chatward.__file__).parent
SQL = PACKAGE.parents[1] / "sql"
_MODULES = ("hashlib", "hmac", "cryptography.hazmat.primitives")
_SQL_WORDS = re.compile(
    r"\b(sha1|sha256|md5|encryption_key|encryption_config|temp_file_encryption|encrypt|decrypt)\b\s*[(=]?"
)
_NO_ALGORITHM = frozenset({"hashlib.algorithms_guaranteed", "hmac.compare_digest"})
_PACKAGES = ("ssl", "httpx", "paramiko", "shamir_mnemonic", "cryptography.x509")


def imported(tree: ast.AST) -> dict[str, str]:
    """Return the names that a module knows, and what each stands for."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def used(tree: ast.AST) -> Iterator[str]:
    """Yield ``module.name`` of every primitive that a module uses; of enumerations the member."""
    names = imported(tree)
    members = {"AEAD", "KDF", "KEM"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            whole = names.get(node.value.id, "")
            if whole in ("hashlib", "hmac") or whole.rpartition(".")[2] in members:
                yield f"{whole}.{node.attr}"
    for whole in names.values():
        if whole.startswith("cryptography.hazmat.primitives.") and whole.rpartition(".")[2] not in members:
            yield whole


def found_in_code() -> set[str]:
    symbols = {
        symbol
        for path in PACKAGE.rglob("*.py")
        for symbol in used(ast.parse(path.read_text()))
        if symbol.startswith(_MODULES) and symbol not in _NO_ALGORITHM
    }
    for path in (*SQL.rglob("*.sql"), *PACKAGE.rglob("*.py")):
        text = path.read_text()
        if path.name not in ("algorithms.py",):
            symbols |= {
                f"sql.{word}"
                for word in ("encryption_key", "encryption_config", "temp_file_encryption")
                if word in text
            }
            symbols |= {
                f"sql.{word}" for word in re.findall(r"(?<![.\w])(sha1|sha256|md5)\((?:string_agg|[a-z_]+[),])", text)
            }
    return symbols


def test_the_inventory_names_every_primitive_that_the_code_uses_and_no_other() -> None:
    listed = {symbol for each in ALGORITHMS for symbol in each.symbols}
    assert found_in_code() == listed


def test_what_scans_the_code_finds_a_primitive_that_is_not_listed() -> None:
    tree = ast.parse(
        "import hashlib\nfrom cryptography.hazmat.primitives.asymmetric import rsa\n"
        "from cryptography.hazmat.primitives.hpke import KEM\nhashlib.md5(b'')\nKEM.P256"
    )
    assert set(used(tree)) == {
        "hashlib.md5",
        "cryptography.hazmat.primitives.asymmetric.rsa",
        "cryptography.hazmat.primitives.hpke.KEM.P256",
    }


def test_packages_that_do_cryptography_for_us_are_listed() -> None:
    found = {
        package
        for path in PACKAGE.rglob("*.py")
        for whole in imported(ast.parse(path.read_text())).values()
        for package in _PACKAGES
        if whole == package or whole.startswith(package + ".")
    }
    assert found == {package for _, _, packages, _ in PROTOCOLS for package in packages}


def test_the_bill_of_materials_refers_only_to_what_is_in_it_and_holds_no_key(tmp_path: Path) -> None:
    keyring = store.create(tmp_path / "keys")
    keyring.create(["index", "ledger", "shard/2026-10/1"])
    bill = bill_of_materials(keyring, states(keyring), "1")
    references = [each["bom-ref"] for each in bill["components"]]
    assert len(set(references)) == len(references)
    material = [each["cryptoProperties"].get("relatedCryptoMaterialProperties") for each in bill["components"]]
    keys = [each for each in material if each]
    assert {each["algorithmRef"] for each in keys} <= set(references)
    assert len(keys) == 4
    assert all(keyring.key(name).hex() not in str(bill) for name in keyring.names())


def test_every_family_uses_an_algorithm_that_is_listed() -> None:
    assert {family.algorithm for family in FAMILIES} <= {each.name for each in ALGORITHMS}


def test_only_signatures_fall_to_a_quantum_computer() -> None:
    assert [each.name for each in ALGORITHMS if not each.quantum_level] == ["Ed25519"]
