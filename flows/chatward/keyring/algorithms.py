"""Every cryptographic algorithm that chatward uses, where, and how it stands against quantum computers.

A test reads the code and the SQL, and fails on a primitive that is not in this list, or is in it and nowhere else.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One algorithm with its parameters, in the terms of CycloneDX 1.6.

    Attributes:
        symbols: by what its use shows in code: ``module.name`` of what is imported or called.
        primitive: CycloneDX's word: ``ae``, ``mac``, ``hash``, ``signature``, ``kdf``, ``combiner``.
        functions: CycloneDX's words for what is done with it.
        classical_bits: security against today's computers.
        quantum_level: NIST's category, 1 to 5, or 0 where a quantum computer breaks it.
        use: what for, in words.
    """

    name: str
    symbols: tuple[str, ...]
    primitive: str
    functions: tuple[str, ...]
    parameters: str
    classical_bits: int
    quantum_level: int
    use: str
    mode: str | None = None


_AEAD = "cryptography.hazmat.primitives.ciphers.aead."
_ASYMMETRIC = "cryptography.hazmat.primitives.asymmetric."
_HPKE = "cryptography.hazmat.primitives.hpke."

ALGORITHMS = (
    Algorithm(
        "AES-256-GCM", (_AEAD + "AESGCM", "sql.encryption_key", "sql.encryption_config", "sql.temp_file_encryption"),
        "ae", ("encrypt", "decrypt"), "256", 256, 5,
        "keys under a root, what is sealed, large exports that wait; DuckDB's files, Parquet, spill", "gcm",
    ),
    Algorithm(
        "ChaCha20-Poly1305", (_AEAD + "ChaCha20Poly1305", _HPKE + "AEAD.CHACHA20_POLY1305"),
        "ae", ("encrypt", "decrypt"), "256", 256, 5, "keys under a root, by choice; the key of what is sealed",
    ),
    Algorithm(
        "HMAC-SHA-256", ("hmac.digest",), "mac", ("tag",), "256", 256, 5,
        "blind indexes, tokens (by its two hashes), check values of keys",
    ),
    Algorithm("BLAKE2b", ("hashlib.blake2b",), "mac", ("tag", "digest"), "128", 128, 2, "ids of records and files"),
    Algorithm(
        "SHA-256", ("hashlib.sha256", "hashlib.file_digest", "sql.sha256"), "hash", ("digest",), "256", 128, 2,
        "digests of files, plans and policies, the ledger's tree",
    ),
    Algorithm(
        "Argon2id", ("cryptography.hazmat.primitives.kdf.argon2.Argon2id",), "kdf", ("keyderive",),
        "64 MiB, 3 passes, 4 lanes", 256, 5, "keys from passphrases, as strong as these",
    ),
    Algorithm(
        "X-Wing", (_ASYMMETRIC + "mlkem.MLKEM768PrivateKey", _ASYMMETRIC + "mlkem.MLKEM768PublicKey",
                   _ASYMMETRIC + "x25519.X25519PrivateKey", _ASYMMETRIC + "x25519.X25519PublicKey",
                   _HPKE + "MLKEM768X25519PrivateKey", _HPKE + "MLKEM768X25519PublicKey",
                   _HPKE + "KEM.MLKEM768_X25519"),
        "combiner", ("encapsulate", "decapsulate"), "ML-KEM-768 and X25519", 128, 3, "sealing to a public key",
    ),
    Algorithm(
        "HKDF-SHA-256", (_HPKE + "KDF.HKDF_SHA256", _HPKE + "Suite"), "kdf", ("keyderive",), "256", 256, 5,
        "HPKE's key schedule (RFC 9180)",
    ),
    Algorithm(
        "SHAKE-256", ("hashlib.shake_256",), "hash", ("digest",), "256", 256, 5, "expands the seed of a private key",
    ),
    Algorithm(
        "Ed25519", (_ASYMMETRIC + "ed25519.Ed25519PrivateKey", _ASYMMETRIC + "ed25519.Ed25519PublicKey"),
        "signature", ("sign", "verify"), "Curve25519", 128, 0,
        "the ledger's checkpoints, sets' manifests, requests to re-identify",
    ),
)  # fmt: skip

PROTOCOLS = (
    (
        "TLS",
        "1.2 and later",
        ("ssl", "httpx", "cryptography.x509"),
        "pulls, Vault and KMS; hybrid where both ends have it",
    ),
    ("SSH", "2", ("paramiko",), "pulls by SFTP"),
    ("Shamir's secret sharing", "SLIP-39", ("shamir_mnemonic",), "shares of custodians; holds against any computer"),
)
"""(name, version, packages, use) of what other packages do for chatward."""
