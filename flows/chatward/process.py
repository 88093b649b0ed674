"""What every process of chatward does for itself: no core dumps, and no life after the run."""

import contextlib
import ctypes
import os
import pwd
import resource
import threading
import time


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
