"""Replaces the keys that sign: the ledger's, whose successor the former key names, and that of the sets' manifests."""

from chatward.acts import append_records
from chatward.ledger.log import Signer
from chatward.ledger.pinning import Pin, pin
from chatward.ledger.succession import hand_over, successor_record
from chatward.opening import reach, signer_of
from chatward.sets import releases
from chatward.sets.catalogue import describe
from chatward.warehouse.moment import Moment
from chatward.warehouse.rotating import Rebuilt
from chatward.warehouse.store import Warehouse
from chatward.workspace import Workspace

LEDGER, NEXT_LEDGER = "ledger", "ledger/next"
MANIFEST, NEXT_MANIFEST = "manifest", "manifest/next"


def rotate_ledger(warehouse: Warehouse, place: Workspace, moment: Moment) -> Rebuilt:
    """Give the ledger another key, which the former one signs for; what was signed before stays valid.

    Cut off, it is gone on with by the next rotation: until then either key opens the ledger.
    """
    keyring = warehouse.keyring
    keyring.create([NEXT_LEDGER])
    former = signer_of(place, keyring)
    successor = Signer(former.origin, keyring.key(NEXT_LEDGER))
    record = successor_record(former.public, successor.public, moment.now.isoformat())
    head = append_records(place, warehouse, [record]).head
    hand_over(place.ledger, head.records - 1, former, successor)
    reach("ledger-handed-over")
    keyring.promote({NEXT_LEDGER: LEDGER})
    with warehouse.transaction() as connection:
        pin(connection, Pin(head, successor.public))
    return Rebuilt(1, 1)


def rotate_manifests(warehouse: Warehouse, place: Workspace, moment: Moment) -> Rebuilt:
    """Sign the manifest of every current release by another key; the ledger has them before any reader does.

    Cut off, it is gone on with by the next rotation: until then a manifest may be signed by either key.
    """
    keyring = warehouse.keyring
    keyring.create([NEXT_MANIFEST])
    former, successor = keyring.key(MANIFEST), keyring.key(NEXT_MANIFEST)
    names = [name for name in moment.policy.sets if describe(place.sets, name)]
    signed = {name: releases.sign_anew(place.sets, name, former, successor) for name in names}
    append_records(
        place,
        warehouse,
        [releases.manifest_record(*each, policy_sha256=moment.policy.digest) for each in signed.values()],
    )
    for name, (_, content) in signed.items():
        releases.replace_manifest(place.sets, name, content)
        reach("manifest-replaced")
    keyring.promote({NEXT_MANIFEST: MANIFEST})
    return Rebuilt(1, len(signed))
