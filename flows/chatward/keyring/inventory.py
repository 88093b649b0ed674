"""The cryptographic inventory: a bill of materials like CycloneDX 1.6 has it, from the code's list and the keyring."""

from collections.abc import Iterable
from typing import Any

from chatward.keyring.algorithms import ALGORITHMS, PROTOCOLS, Algorithm
from chatward.keyring.families import FamilyState
from chatward.keyring.roots.base import Root
from chatward.keyring.store import Keyring

_BITS = 256


def bill_of_materials(keyring: Keyring | None, states: Iterable[FamilyState], version: str) -> dict[str, Any]:
    """Return the inventory; no value of any key is in it.

    Args:
        keyring: None before the first run, when there are algorithms and no keys yet.
        states: of the keyring's families.
        version: chatward's.
    """
    components = [_algorithm(each) for each in ALGORITHMS]
    components += [_protocol(*each) for each in PROTOCOLS]
    components += [_keys(each) for each in states]
    if keyring:
        components.append(_root(keyring))
    application = {"type": "application", "name": "chatward", "version": version}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": application},
        "components": components,
    }


def _reference(name: str) -> str:
    return "crypto/" + name.lower().replace(" ", "-")


def _algorithm(each: Algorithm) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "primitive": each.primitive,
        "parameterSetIdentifier": each.parameters,
        "cryptoFunctions": list(each.functions),
        "classicalSecurityLevel": each.classical_bits,
        "nistQuantumSecurityLevel": each.quantum_level,
    }
    if each.mode:
        properties["mode"] = each.mode
    status = "ready" if each.quantum_level else "not ready: signatures can be forged once such a computer exists"
    return _component(
        each.name, each.use, {"assetType": "algorithm", "algorithmProperties": properties}, {"post-quantum": status}
    )


def _protocol(name: str, version: str, packages: tuple[str, ...], use: str) -> dict[str, Any]:
    properties = {"assetType": "protocol", "protocolProperties": {"type": "other", "version": version}}
    return _component(name, use, properties, {"packages": ", ".join(packages)})


def _keys(state: FamilyState) -> dict[str, Any]:
    material: dict[str, Any] = {"type": "secret-key", "state": "active", "size": _BITS}
    if state.family.algorithm == "Ed25519":
        material["type"] = "private-key"
    material["algorithmRef"] = _reference(state.family.algorithm)
    if state.oldest_at:
        material["creationDate"] = state.oldest_at.isoformat()
    properties = {"assetType": "related-crypto-material", "relatedCryptoMaterialProperties": material}
    details = {"keys": str(state.keys), "rotation": state.family.rotation}
    return _component(f"keys: {state.family.name}", state.family.use, properties, details)


def _root(keyring: Keyring) -> dict[str, Any]:
    root: Root = keyring.root
    material = {
        "type": "secret-key",
        "state": "active",
        "size": _BITS,
        "algorithmRef": _reference(keyring.header.algorithm.title),
    }
    properties = {"assetType": "related-crypto-material", "relatedCryptoMaterialProperties": material}
    details = {"root": root.describe(), "epoch": str(keyring.epoch), "destruction": root.promise}
    return _component("keys: root", "wraps all other keys", properties, details)


def _component(name: str, use: str, properties: dict[str, Any], details: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "cryptographic-asset",
        "bom-ref": _reference(name),
        "name": name,
        "description": use,
        "cryptoProperties": properties,
        "properties": [{"name": f"chatward:{key}", "value": value} for key, value in details.items()],
    }
