"""What every process of chatward does for itself: no core dumps, little memory and time, and no life after the run."""

import contextlib
import ctypes
import os
import pwd
import resource
import sys
import threading
import time
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def leave_no_core() -> None:
    """Forbid core dumps: memory holds keys and messages."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def compute_in_one_thread() -> None:
    """Have processes started from here compute matrices in one thread, as this one if it has not loaded numpy yet.

    There is a process for each core: further threads of OpenBLAS would only wait for each other, and burn time at it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def give_back_memory() -> None:
    """Have the allocator return what is free to the system, where it can (glibc): it would keep the most ever used."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def take_memory_from_the_system() -> None:
    """Have Arrow in processes started from here use the system's allocator, which gives back what is free when asked.

    Arrow's own keeps what one piece of work took, beside what Python's pieces of the same work take.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


class _WithoutPandas(MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("this process does without pandas", name=fullname)


_without_pandas = _WithoutPandas()


def forgo_pandas() -> None:
    """Keep pandas out of this process, until ``allow_pandas``: only Great Expectations needs it.

    DuckDB imports it with the first parameter of a query, and Arrow with the first list that becomes a column, where
    they find it: half a second and 60 MB in each process.
    """
    if _without_pandas not in sys.meta_path:
        sys.meta_path.insert(0, _without_pandas)


def allow_pandas() -> None:
    """Let pandas be imported again; nothing that was done without it is done over."""
    if _without_pandas in sys.meta_path:
        sys.meta_path.remove(_without_pandas)


def frugally(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what some work returns, and give back the memory that it no longer needs: the next may be long to come."""
    try:
        return work(*args, **kwargs)
    finally:
        give_back_memory()


def end_with_parent() -> None:
    """End this process soon after its parent, however that ended: a worker that is left behind holds keys."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def user() -> str:
    """Return the name of the account that this process runs under, whatever the environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
