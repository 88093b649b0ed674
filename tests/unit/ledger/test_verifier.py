"""The stand-alone verifier, run as an auditor runs it: a process of its own, in a folder without chatward."""

import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chatward.ledger import bundles, log, verifier
from chatward.ledger.log import Signer
from chatward.ledger.notes import parse_key

VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "merkle"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="the published vectors are not here")
SIGNER = Signer("chatward/test", bytes(range(32)))


class Auditor:
    """A folder with the verifier in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(verifier.__file__, folder / "verify.py")

    def __call__(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "verify.py", *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def auditor(tmp_path: Path) -> Auditor:
    (tmp_path / "auditor").mkdir()
    return Auditor(tmp_path / "auditor")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    folder = tmp_path / "ledger"
    evidence = {"kind": "run", "evidence_sha256": "a4d451ec8b5f0c4d4a4a0a2f5d4b5c9ac7a2b5f6de0a6a6cbe7b8cd5c7b3f6e1"}
    log.append(folder, [log.leaf({"kind": "disposal", "messages": 3}), log.leaf(evidence)], SIGNER)
    return folder


def report(auditor: Auditor, ledger: Path) -> Path:
    """Lay a report's proofs beside the verifier."""
    content = b'{"format": "chatward-evidence/1"}'
    run = {"kind": "run", "evidence_sha256": verifier.sha256(content).hex()}
    log.append(ledger, [log.leaf(run), log.leaf({"kind": "release", "rows": 3})], SIGNER)
    files = bundles.proven(ledger, {"receipts/000000000000": 0, "releases/000000000003": 3, "run": 2}, SIGNER.public)
    for name, data in {**files, "evidence.json": content}.items():
        (auditor.folder / name).parent.mkdir(exist_ok=True)
        (auditor.folder / name).write_bytes(data)
    return auditor.folder


def test_a_report_is_verified_as_a_whole(auditor: Auditor, ledger: Path) -> None:
    report(auditor, ledger)
    done = auditor("report")
    assert (done.returncode, done.stderr) == (0, "")
    assert "verified run.tlog-proof: record 2 of 4" in done.stdout
    assert "verified evidence.json" in done.stdout
    assert "verified 000000000000.tlog-proof: record 0 of 4" in done.stdout
    assert "verified 000000000003.tlog-proof: record 3 of 4" in done.stdout
    assert auditor("report", "--log", SIGNER.public).returncode == 0


def test_evidence_that_was_changed_is_refused(auditor: Auditor, ledger: Path) -> None:
    (report(auditor, ledger) / "evidence.json").write_bytes(b"{}")
    done = auditor("report")
    assert (done.returncode, "evidence.json is not what was logged" in done.stderr) == (7, True)


@pytest.mark.parametrize("place", ["receipts/000000000000.json", "releases/000000000003.json"])
def test_a_record_that_was_changed_is_refused(auditor: Auditor, ledger: Path, place: str) -> None:
    path = report(auditor, ledger) / place
    path.write_bytes(path.read_bytes().replace(b"3", b"4"))
    assert auditor("report").returncode == 7


def test_another_log_than_the_one_that_was_noted_is_refused(auditor: Auditor, ledger: Path) -> None:
    report(auditor, ledger)
    done = auditor("report", "--log", Signer(SIGNER.origin, bytes(32)).public)
    assert (done.returncode, "did not sign" in done.stderr) == (7, True)


def test_every_changed_byte_of_a_receipt_and_of_its_proof_is_refused(ledger: Path) -> None:
    files = bundles.proven(ledger, {"receipt": 0}, SIGNER.public)
    key = str(SIGNER.public)
    content, proof = files["receipt.json"], files["receipt.tlog-proof"]
    assert verifier.check_proof(content, proof.decode(), key, []) == "record 0 of 2"
    for place in range(len(content)):
        with pytest.raises(verifier.Refused):
            verifier.check_proof(flipped(content, place), proof.decode(), key, [])
    for place in range(len(proof)):
        with pytest.raises((verifier.Refused, ValueError)):
            verifier.check_proof(content, flipped(proof, place).decode(), key, [])


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_an_auditor_follows_the_log_and_signs_that_it_only_grew(auditor: Auditor, ledger: Path, tmp_path: Path) -> None:
    vkey = auditor("keygen", "key", "auditor.example/w1").stdout.strip()
    assert (auditor.folder / "key").stat().st_mode & 0o777 == 0o600
    witness = ("witness", "request", "--log", SIGNER.public, "--key", "key", "--state", "seen.json")
    for old, more in ((0, 0), (2, 300), (302, 0)):
        log.append(ledger, [log.leaf({"n": number}) for number in range(more)], SIGNER)
        (auditor.folder / "request").write_text(log.request(ledger, old, SIGNER.public), encoding="utf-8")
        done = auditor(*witness)
        assert (done.returncode, done.stderr) == (0, "")
        assert log.take_cosignatures(ledger, done.stdout, SIGNER.public, [parse_key(vkey)]) == [parse_key(vkey)]
    files = bundles.proven(ledger, {"receipt": 0}, SIGNER.public)
    for name, data in files.items():
        (auditor.folder / name).write_bytes(data)
    assert auditor("proof", "receipt.tlog-proof", "--log", SIGNER.public, "--witness", vkey).returncode == 0
    (auditor.folder / "request").write_text(log.request(ledger, 2, SIGNER.public), encoding="utf-8")
    assert "saw 302 records last" in auditor(*witness).stderr
    other = tmp_path / "other"
    log.append(other, [log.leaf({"other": number}) for number in range(400)], SIGNER)
    (auditor.folder / "request").write_text(log.request(other, 302, SIGNER.public), encoding="utf-8")
    done = auditor(*witness)
    assert (done.returncode, "did not only grow" in done.stderr) == (7, True)


def test_a_key_is_never_written_over(auditor: Auditor) -> None:
    assert auditor("keygen", "key", "auditor.example").returncode == 0
    assert auditor("keygen", "key", "auditor.example").returncode == 7


def test_a_witness_that_must_have_signed_and_did_not_is_missed(auditor: Auditor, ledger: Path) -> None:
    report(auditor, ledger)
    vkey = auditor("keygen", "key", "auditor.example/w1").stdout.strip()
    done = auditor("report", "--witness", vkey)
    assert (done.returncode, "auditor.example/w1 did not sign" in done.stderr) == (7, True)


@needs_vectors
@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_published_proofs_are_judged_as_published(kind: str) -> None:
    def decoded(text: str) -> bytes:
        return base64.b64decode(text)

    judged = 0
    for path in sorted((VECTORS / kind).rglob("*.json")):
        case = json.loads(path.read_bytes())
        proof = [decoded(each) for each in case["proof"] or ()]
        try:
            if kind == "inclusion":
                leaf = decoded(case["leafHash"])
                is_right = len(leaf) == 32 and decoded(case["root"]) == verifier.included_root(
                    leaf, case["leafIdx"], case["treeSize"], proof
                )
            else:
                old, size, roots = case["size1"], case["size2"], (decoded(case["root1"]), decoded(case["root2"]))
                is_right = 0 < old <= size and verifier.grown_roots(old, size, proof, roots[0]) == roots
        except verifier.Refused:
            is_right = False
        assert is_right != case["wantErr"], path.name
        judged += 1
    assert judged == 98


def test_the_verifier_imports_nothing_of_chatward() -> None:
    assert "chatward." not in Path(verifier.__file__).read_text(encoding="utf-8")
