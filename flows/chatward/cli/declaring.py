"""What a command is told of exports that do not explain themselves: a source of a policy, named on the command line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from chatward.errors import UsageError

if TYPE_CHECKING:
    from chatward.sources.recognise import Unrecognised
    from chatward.sources.records import Export, ReadSettings

    Finder = Callable[[Iterable[Path]], Iterator[Export | Unrecognised]]


def declared(mapping: str | None, settings: "ReadSettings") -> tuple["Finder", "ReadSettings"]:
    """Return what finds the exports, and the settings to read them with; those given count more than the policy's.

    Args:
        mapping: ``POLICY:SOURCE``, a policy file and the name of a source in it; None for exports told by content.
        settings: what the other options say.

    Raises:
        UsageError: there is no such source.
        PolicyError: the policy is not valid.
    """
    from chatward.sources.recognise import find_exports

    if mapping is None:
        return find_exports, settings
    from chatward.intake.declared import read_settings
    from chatward.intake.finding import finder
    from chatward.policy.loading import load

    path, _, name = mapping.rpartition(":")
    if not path:
        raise UsageError("the mapping names no policy", hint="write it as `--mapping policy.yaml:SOURCE`")
    source = load(Path(path)).sources.get(name)
    if source is None:
        raise UsageError(f"the policy has no source `{name}`", hint="name one of its `sources`")
    told = read_settings(source)
    zone, date_order = settings.zone or told.zone, settings.date_order or told.date_order
    return finder(source.platform), replace(told, zone=zone, date_order=date_order)
