"""Pull: brings exports and answers of APIs from where they live into the sources' folders, with evidence of how."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from chatward.errors import ConfigError, TransferError
from chatward.opening import Run, opened, reach
from chatward.orchestration import stage, step
from chatward.policy.model import Policy
from chatward.policy.pull_checks import folder_of
from chatward.policy.sections import Source
from chatward.pulling.answers import Progress
from chatward.pulling.apis import open_api, pages_of
from chatward.pulling.batches import Batch
from chatward.pulling.patience import Patience
from chatward.pulling.places import open_place
from chatward.pulling.transfers import Brought, Errand, bring
from chatward.warehouse.records.pulled import (
    Unpulled,
    batch_pages,
    cursors,
    forget_batch,
    land_batch,
    open_batch,
    pulled_versions,
    store_brought,
    store_page,
    store_pull_failures,
)

PATIENCE = Patience()
_TOGETHER = 32
_TOGETHER_BYTES = 64 << 20
"""Objects, or bytes of them, that are noted in one transaction: a run that is cut off pulls so much again at most."""


@dataclass(slots=True)
class Pulled:
    """What a pull did. ``failures`` are places and objects that could not be pulled; the others were all the same."""

    objects: int = 0
    received_bytes: int = 0
    failures: list[Unpulled] = field(default_factory=list)

    def take(self, source: str, brought: Brought) -> None:
        """Count an object in."""
        if brought.error is not None:
            self.failures.append(Unpulled(source, brought.error, brought.object.name))
        elif brought.transfer is not None:
            self.objects += 1
            self.received_bytes += brought.transfer.received_bytes


@stage("pull")
def pull(workspace: Path, as_of: datetime | None = None) -> Pulled:
    """Pull every source that the policy says where to pull from; one that fails costs no other.

    Args:
        workspace: any folder inside the workspace.
        as_of: the instant that counts as now; None for the present.
    """
    with opened(workspace, as_of) as run:
        result = Pulled()
        run.leave(result)
        for source in run.moment.policy.sources.values():
            if source.pull is not None:
                try:
                    pull_source(run, source, result)
                except (TransferError, ConfigError) as error:
                    result.failures.append(Unpulled(source.name, error))
        with run.warehouse.transaction() as connection:
            store_pull_failures(connection, result.failures, run.moment, run.keyring.key("dedupe"))
        return result


@step("pull source", run_name="pull {call.args[1].name}")
def pull_source(run: Run, source: Source, result: Pulled) -> None:
    """Pull what is new of one source."""
    (_pull_place if source.pull and source.pull.place else _pull_api)(run, source, result)


def _pull_place(run: Run, source: Source, result: Pulled) -> None:
    """Pull the objects of a place that are new or changed."""
    assert source.pull is not None
    assert source.pull.place is not None
    key = run.keyring.key("dedupe")
    errand = Errand(
        source=source.name, folder=_folder(run, source), location=source.pull.place,
        known=pulled_versions(run.warehouse.connection, source.name, key), limits=run.moment.policy.limits,
        patience=PATIENCE,
    )  # fmt: skip
    remote = open_place(source.pull, run.workspace.root)
    try:
        for brought in _together(bring(remote, errand)):
            reach("objects-landed")
            with run.warehouse.transaction() as connection:
                store_brought(connection, source.name, brought, run.moment, key)
            for each in brought:
                result.take(source.name, each)
    finally:
        remote.close()


def _together(brought: Iterator[Brought]) -> Iterator[list[Brought]]:
    some: list[Brought] = []
    for each in brought:
        some.append(each)
        received = sum(one.transfer.received_bytes for one in some if one.transfer)
        if len(some) >= _TOGETHER or received >= _TOGETHER_BYTES:
            yield some
            some = []
    if some:
        yield some


def _pull_api(run: Run, source: Source, result: Pulled) -> None:
    """Pull what is new from an API, page by page, each with its cursors, and deliver it when it is whole."""
    assert source.pull is not None
    assert source.pull.api is not None
    connection = run.warehouse.connection
    batch = _begun(run, source) or Batch(_folder(run, source), f"{source.pull.api}-{run.moment.run_id}")
    batch.sweep_others()
    progress = Progress(
        since=_since(run.moment.policy, source, run.moment.now),
        landed=cursors(connection, source.name),
        begun=cursors(connection, source.name, batch.name),
    )
    api = open_api(source.pull, run.workspace.root, PATIENCE)
    try:
        for page in pages_of(source.pull.api, api, progress):
            transfer = batch.write(page, source.name)
            reach("page-written")
            with run.warehouse.transaction():
                store_page(connection, source.name, batch.name, page, transfer, run.moment)
            reach("page-noted")
            result.received_bytes += transfer.received_bytes if transfer else 0
    finally:
        api.close()
    result.objects += _deliver(run, source, batch)


def _begun(run: Run, source: Source) -> Batch | None:
    """Return the batch that a run which was cut off left, if it can go on; one that is whole is delivered first."""
    connection = run.warehouse.connection
    name = open_batch(connection, source.name)
    if name is None:
        return None
    batch = Batch(_folder(run, source), name)
    if not batch.is_delivered:
        pages = batch_pages(connection, source.name, name)
        if batch.holds({page: digest for page, (digest, _) in pages.items()}):
            return batch
    batch.discard()
    with run.warehouse.transaction():
        (land_batch if batch.is_delivered else forget_batch)(connection, source.name, name)
    return None


def _deliver(run: Run, source: Source, batch: Batch) -> int:
    """Deliver a batch that is whole and return how many pages it has; lists of people alone are no delivery."""
    connection = run.warehouse.connection
    pages = batch_pages(connection, source.name, batch.name)
    is_something = not all(is_companion for _, is_companion in pages.values())
    if is_something:
        batch.deliver()
        reach("batch-delivered")
    else:
        batch.discard()
    with run.warehouse.transaction():
        land_batch(connection, source.name, batch.name)
    return len(pages) if is_something else 0


def _folder(run: Run, source: Source) -> Path:
    folder = folder_of(source)
    assert folder is not None
    return run.workspace.root / folder


def _since(policy: Policy, source: Source, now: datetime) -> datetime:
    """Return from when on a message might be kept: what is older would be refused, so it is not asked for."""
    longest = max(rule.period for purpose in source.purposes for rule in policy.rules_for(purpose))
    return longest.before(now).astimezone(UTC)
