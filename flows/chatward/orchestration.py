"""How chatward's functions become Prefect flows and tasks: nothing persisted, nothing personal told.

Prefect keeps parameters of flows, texts of exceptions and lines of tracebacks in its database. So flows take paths and
instants, and an exception that is not ours is replaced by one that names its class alone.
"""

import errno
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, get_args

from prefect import Flow, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from chatward import clock
from chatward.errors import ConfigError, Error
from chatward.mishaps import told

P = ParamSpec("P")
R = TypeVar("R")

_READERS: Mapping[type, Callable[[str], Any]] = {Path: Path, datetime: clock.parse_instant}
"""What makes of a text what a parameter of a type is to be."""


def stage(name: str, *, threads: int = 4) -> Callable[[Callable[P, R]], Flow[P, R]]:
    """Return a decorator that makes a function a Prefect flow.

    A deployment has its parameters as JSON, so paths and instants may come as texts.
    """

    def decorate(function: Callable[P, R]) -> Flow[P, R]:
        runner: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=threads)
        stated = scrubbed(_typed(function))
        return flow(name=name, persist_result=False, validate_parameters=False, task_runner=runner)(stated)

    return decorate


def _typed(function: Callable[P, R]) -> Callable[P, R]:
    signature = inspect.signature(function)
    readers = {
        name: read
        for name, parameter in signature.parameters.items()
        for kind, read in _READERS.items()
        if kind in (parameter.annotation, *get_args(parameter.annotation))
    }

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = signature.bind(*args, **kwargs)
        for name, read in readers.items():
            if isinstance(told := bound.arguments.get(name), str):
                bound.arguments[name] = read(told)
        return function(*bound.args, **bound.kwargs)

    return call


class _Call:
    """The arguments of one call, where Prefect does not look: it would walk through every table and key in them."""

    def __init__(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.args = args
        self.kwargs = kwargs


class Step(Generic[P, R]):
    """A function as a Prefect task, called at once or submitted to the flow's threads; ``fn`` is it without Prefect."""

    def __init__(self, function: Callable[P, R], name: str, run_name: str | None) -> None:
        self.fn = scrubbed(function)

        def run(call: _Call) -> R:
            return self.fn(*call.args, **call.kwargs)

        self._task = task(
            name=name, task_run_name=run_name, persist_result=False, cache_policy=NO_CACHE, retries=2,
            retry_delay_seconds=2, retry_condition_fn=_may_heal,
        )(run)  # fmt: skip

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it now and return what it returns."""
        return self._task(_Call(args, kwargs))

    def submit(self, *args: P.args, **kwargs: P.kwargs) -> PrefectFuture[R]:
        """Have one of the flow's threads run it."""
        return self._task.submit(_Call(args, kwargs))


def step(name: str, *, run_name: str | None = None) -> Callable[[Callable[P, R]], Step[P, R]]:
    """Return a decorator that makes a function a Prefect task, tried again only after what may heal.

    Args:
        name: of the task.
        run_name: of each run, a format string that may use ``call.args``: ``"store month {call.args[1].month}"``.
    """
    return lambda function: Step(function, name, run_name)


class _PassingError(ConfigError):
    """A fault of the machine that may be gone in a moment: an interrupted call, a busy file."""


def _may_heal(_task: object, _run: object, state: Any) -> bool:
    try:
        state.result()
    except _PassingError:
        return True
    except Exception:  # noqa: BLE001 - bad data does not get better
        return False
    return False


def scrubbed(function: Callable[P, R]) -> Callable[P, R]:
    """Return ``function`` with every exception but ours replaced by one without values."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Error:
            raise
        except Exception as error:  # noqa: BLE001 - every other one may quote a message
            if os.environ.get("CHATWARD_DEBUG") == "1":
                traceback.print_exc(file=sys.stderr)
            raise without_values(error, function.__name__) from None

    return call


def without_values(error: Exception, where: str) -> Error:
    """Return an error of ours that says what happened, and nothing of the data it happened to."""
    if isinstance(error, OSError) and error.errno in (errno.EINTR, errno.EAGAIN, errno.EBUSY, errno.ETXTBSY):
        return _PassingError(f"{where}: {os.strerror(error.errno)}", hint="run again")
    return told(error, where) or Error(
        f"{where} failed with {type(error).__name__}",
        hint="this is a fault of chatward; CHATWARD_DEBUG=1 prints its traceback, which may quote data",
    )
