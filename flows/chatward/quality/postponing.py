"""Keeps a module that others import, and nobody uses, from being run."""

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec


def postpone(package: str, name: str) -> None:
    """Have a module of a package run only when something in it is asked for, as importlib's documentation shows it.

    Nothing happens where it was imported already.
    """
    whole = f"{package}.{name}"
    spec = None if whole in sys.modules else find_spec(whole)
    if spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[whole] = module
    spec.loader.exec_module(module)
    setattr(sys.modules[package], name, module)  # found here, it is not looked into
