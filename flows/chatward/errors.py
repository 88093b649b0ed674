"""Every error a user can meet: one class a cause, each with its exit code.

A message says what is wrong and where, the hint what to do about it. Neither ever holds a personal
value: both may end up in a log, in Prefect's database or on a screen that is shared.
"""

from typing import ClassVar


class Error(Exception):
    """Base of chatward's own errors; ``exit_code`` is what the command line ends with."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the hint when an error crosses a process boundary."""
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(kind: type[Error], message: str, hint: str | None) -> Error:
    return kind(message, hint=hint)


class UsageError(Error):
    """The command line itself is wrong."""

    exit_code = 2


class ConfigError(Error):
    """Settings, workspace or machine are not fit to run: no workspace, no disk left, no crypto module."""

    exit_code = 3


class SourceFormatError(Error):
    """An input file is not what it should be, is damaged, or changed while it was read."""

    exit_code = 4


class TransferError(Error):
    """An export could not be pulled: refused, cut off, changed on the way, or its server is not whom it should be."""

    exit_code = 4


class PolicyError(Error):
    """The policy file is not valid, or forbids what was asked."""

    exit_code = 5


class CheckError(Error):
    """An error-level check failed; nothing was published."""

    exit_code = 6


class IntegrityError(Error):
    """A key is missing or wrong, or a stored file is not what was written."""

    exit_code = 7
