"""Respond: plans an answer for each request whose identity is verified, and gives exactly that."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from pathlib import Path

from chatward.collect import Collected, take_news
from chatward.errors import Error, UsageError
from chatward.opening import Run, open_sets, opened, reach
from chatward.orchestration import stage, step
from chatward.report.access.archive import to_zip
from chatward.report.access.asking import Asking, read_asking
from chatward.report.access.gathering import gather
from chatward.rights import plan as plans
from chatward.rights.kinds import Right
from chatward.rights.plan import Action, ResponsePlan
from chatward.rights.states import Act, State
from chatward.warehouse.erasure.erasing import Erasure, begin_erasure, finish_erasures
from chatward.warehouse.people.registers import registered_identifiers
from chatward.warehouse.requests.packages import dispose_of_packages, note_package, seal_package, withdraw_packages
from chatward.warehouse.requests.rectifying import rectify
from chatward.warehouse.requests.request_acts import Deed, add_act, close, requested_identifiers
from chatward.warehouse.requests.responding import Response, plan_responses, unknown_named
from chatward.warehouse.requests.restricting import lift_of, restrict
from chatward.warehouse.store import write_beside


@dataclass(slots=True)
class Responded:
    """What answering did.

    Attributes:
        path: where the plan lies.
        answered: requests by what was done for them.
        failed: codes of those for which something went wrong, by reference: they are tried again by the next run.
        packages_disposed: packages that expired, or whose person was erased.
        packages_renewed: packages that were made again, without the words of somebody who was erased.
    """

    plan: ResponsePlan
    path: Path
    is_applied: bool = False
    answered: dict[Action, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    packages_disposed: int = 0
    packages_renewed: int = 0

    @property
    def answers(self) -> int:
        """Requests that were answered; those that wait for a decision were not."""
        return sum(count for action, count in self.answered.items() if action is not Action.REVIEW)


@stage("respond")
def respond(
    workspace: Path, as_of: datetime | None = None, apply: Path | None = None, *, plan_only: bool = True
) -> Responded:
    """Print a plan; or apply the plan given; or, in the daily run, make one and apply it at once.

    Args:
        workspace: any folder inside the workspace.
        as_of: the instant that counts as now; None for the present.
        apply: a plan made before; it is refused if requests, data or policy changed since.
        plan_only: False to apply the plan that this very call makes.

    Raises:
        UsageError: the plan given is none, or something changed since it was made.
    """
    with opened(workspace, as_of) as run:
        if run.found(Collected) is None:
            take_news(run)
        made, responses = make_plan(run)
        if apply is None:
            path = run.workspace.reports / "plans" / f"{made.plan_id}.answers.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_beside(path, plans.dump(made))
        else:
            path, given = apply, plans.load(apply)
            if (given.policy_version, given.responses) != (made.policy_version, made.responses):
                raise UsageError(
                    "requests, data or the policy changed since the plan was made",
                    hint="make a new plan with `chatward respond`",
                )
        result = Responded(made, path)
        if apply is not None or not plan_only:
            carry_out(run, responses, result)
        run.leave(result)
        return result


@step("plan answers")
def make_plan(run: Run) -> tuple[ResponsePlan, list[Response]]:
    """Return what would be done for which request."""
    return plan_responses(run.warehouse, run.moment)


@step("answer requests")
def carry_out(run: Run, responses: Sequence[Response], result: Responded) -> None:
    """Do for each request what is planned. One that fails costs no other, and is tried again by the next run."""
    result.packages_disposed = dispose_of_packages(run.warehouse, run.workspace.packages, run.moment)
    erasures = [each for each in responses if each.planned.action is Action.ERASE]
    gone = {person for each in erasures for person in each.meant.subject_ids}
    # a copy for somebody who goes comes first; others' must not show what goes
    later = {
        each.request.reference
        for each in responses
        if erasures and each.planned.action is Action.PACKAGE and gone.isdisjoint(each.meant.subject_ids)
    }
    _answer(run, [each for each in responses if each.request.reference not in later], result)
    if _erase(run, erasures, result) or later:
        again = plan_responses(run.warehouse, run.moment)[1]
        _answer(run, [each for each in again if _is_renewed(each) or each.request.reference in later], result)
    run.warehouse.settle_rewrite()
    result.is_applied = True


def _tried(run: Run, response: Response, act: Callable[[Run, Response], None], result: Responded) -> bool:
    """Do something for a request and return whether it went well; what went wrong is told by its class alone."""
    try:
        act(run, response)
    except Exception as error:  # noqa: BLE001 - one request must not keep others waiting, and a text may quote data
        code = type(error).__name__
        result.failed[response.request.reference] = error.message if isinstance(error, Error) else code
        with run.warehouse.transaction() as connection:
            add_act(connection, run.moment, response.request.request_id, Act.FAILED, Deed(code=code))
        return False
    return True


def _answer(run: Run, responses: Sequence[Response], result: Responded) -> None:
    """Do what is planned for each request but erasures, which are done together."""
    acts = {**_ACTS, Action.PACKAGE: _Packages(run, responses).make}
    for response in responses:
        action = response.planned.action
        if action in acts and _tried(run, response, acts[action], result):
            if _is_renewed(response):
                result.packages_renewed += 1
            else:
                result.answered[action] = result.answered.get(action, 0) + 1
            reach("request-answered")


def _is_renewed(response: Response) -> bool:
    """Return whether a request was answered before, and its package is to be made again."""
    return response.request.standing.closed_at is not None


class _Packages:
    """The packages of a run: what they are made of is read once, for all of them, when the first one is made."""

    def __init__(self, run: Run, responses: Sequence[Response]) -> None:
        self._run = run
        self._responses = [each for each in responses if each.planned.action is Action.PACKAGE]

    @cached_property
    def _asking(self) -> Asking:
        run = self._run
        people = {each.request.reference: each.meant.subject_ids for each in self._responses}
        told = [each.request.reference for each in self._responses if each.request.right is Right.ACCESS]
        with closing(open_sets(run.workspace, run.settings)) as catalogue:
            return read_asking(run.warehouse, run.moment.policy, catalogue, people, told)

    def make(self, run: Run, response: Response) -> None:
        """Gather all that is stored of a person, seal it, and end the request."""
        dossier = gather(run.warehouse, run.moment, response.request, self._asking)
        reach("package-gathered")
        package = seal_package(run.warehouse, run.workspace.packages, response.request, to_zip(dossier))
        reach("package-sealed")
        with run.warehouse.transaction() as connection:
            note_package(connection, run.moment, response.request, response.meant.subject_ids, package)


def _rectify(run: Run, response: Response) -> None:
    rectify(run.warehouse, run.moment, response.request, response.meant.subject_ids[0])


def _restrict(run: Run, response: Response) -> None:
    with run.warehouse.transaction() as connection:
        restrict(connection, run.moment, response.request, response.meant.subject_ids)


def _review(run: Run, response: Response) -> None:
    with run.warehouse.transaction() as connection:
        add_act(connection, run.moment, response.request.request_id, Act.DOUBTED, Deed(code=response.planned.code))


def _duplicate(run: Run, response: Response) -> None:
    with run.warehouse.transaction() as connection:
        deed = Deed(code=response.planned.code)
        close(connection, run.moment, response.request.request_id, Act.DUPLICATE, deed)


def _nothing_held(run: Run, response: Response) -> None:
    with run.warehouse.transaction() as connection:
        close(connection, run.moment, response.request.request_id, Act.DONE, Deed(code="nothing_held"))


_ACTS: dict[Action, Callable[[Run, Response], None]] = {
    Action.RECTIFY: _rectify,
    Action.RESTRICT: _restrict,
    Action.REVIEW: _review,
    Action.DUPLICATE: _duplicate,
    Action.NOTHING_HELD: _nothing_held,
}


def _erase(run: Run, responses: Sequence[Response], result: Responded) -> int:
    """Put all that is asked to be erased beyond use at once, then take it out of every store in one pass.

    Returns how many packages of others must be made again.

    That it is begun is noted first: once it is, the identifiers lead to nobody any more, and a run that was cut off
    must not take that for nothing held.
    """
    people = [person for each in responses for person in each.meant.subject_ids if each.request.scope == "subject"]
    with run.warehouse.transaction() as connection:
        lift_of(connection, run.moment, people)
        for response in responses:
            if response.request.standing.state is State.VERIFIED:
                add_act(connection, run.moment, response.request.request_id, Act.BEGUN)
        responses = unknown_named(connection, run.moment, responses)
    reach("erasure-noted")
    erasures = [each for response in responses for each in _erasures(response)]
    written = chain(registered_identifiers(run.workspace), requested_identifiers(run.warehouse.connection))
    begin_erasure(run.warehouse, run.moment, erasures, written)
    reach("erasure-begun")
    result.packages_disposed += dispose_of_packages(run.warehouse, run.workspace.packages, run.moment, people)
    withdrawn = withdraw_packages(run.warehouse, run.workspace.packages, run.moment)
    if responses:
        finish_erasures(run.warehouse, run.moment)
        reach("erasure-finished")
        for response in responses:
            if _tried(run, response, _note_erased, result):
                result.answered[Action.ERASE] = result.answered.get(Action.ERASE, 0) + 1
        dispose_of_packages(run.warehouse, run.workspace.packages, run.moment)
    return withdrawn


def _erasures(response: Response) -> list[Erasure]:
    """Return one erasure a target, by names that are the same in every run."""
    scope, reference = response.request.scope, response.request.reference
    return [Erasure(f"{reference}.{number}", scope, target) for number, target in enumerate(response.targets, start=1)]


def _note_erased(run: Run, response: Response) -> None:
    """Note how far the erasures of a request are: by store what went, and whether a hold keeps something."""
    request_id = response.request.request_id
    with run.warehouse.transaction() as connection:
        rows = connection.execute(
            """select bool_and(finished_at_utc is not null) from gov.erasures
            where starts_with(request_id, $reference || '.')""",
            {"reference": response.request.reference},
        ).fetchall()
        if rows[0][0] is False:
            if not response.request.standing.is_held:
                add_act(connection, run.moment, request_id, Act.HELD, Deed(code="legal_hold"))
            return
        for store, records in connection.execute(
            """select store, sum(records)::bigint from gov.erasure_counts
            where starts_with(request_id, $reference || '.') group by store order by store""",
            {"reference": response.request.reference},
        ).fetchall():
            deed = Deed(store=store, records=records, fields=_FIELDS.get(store, ()))
            add_act(connection, run.moment, request_id, Act.STORE_DONE, deed)
        close(connection, run.moment, request_id, Act.DONE)
        run.warehouse.owe_rewrite(run.moment.now_utc)


_FIELDS = {
    "messages": ("all",),
    "events": ("all",),
    "mentions": ("text",),
    "identifiers": ("identifier", "display_name", "identity_index"),
    "quarantine": ("raw",),
    "requests": ("identity_index",),
}
"""What of a store's records an erasure takes away."""
