"""From a policy file to a policy, or to everything that is wrong with it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from chatward.errors import ConfigError, PolicyError
from chatward.policy.advice import advise
from chatward.policy.checks import find_problems
from chatward.policy.document import Document, parse
from chatward.policy.explaining import explain
from chatward.policy.model import Policy
from chatward.policy.problems import Problem


@dataclass(frozen=True, slots=True)
class Examination:
    """What a policy file turned out to be.

    Attributes:
        path: the file, as errors name it.
        document: its parsed text, which knows the line of each place.
        policy: the policy; None where there is a problem.
        problems: everything that is wrong, in the order of the file's lines.
    """

    path: Path
    document: Document
    policy: Policy | None
    problems: tuple[Problem, ...]

    def require(self) -> Policy:
        """Return the policy.

        Raises:
            PolicyError: it is not valid; the message has a line for each problem.
        """
        if self.policy is None:
            raise _error(self.path, self.problems)
        return self.policy

    def refused_for(self, problems: Iterable[Problem]) -> "Examination":
        """Return the same, not valid for further problems; unchanged where there are none."""
        found = _located([*self.problems, *problems], self.document)
        return replace(self, policy=None, problems=found) if found else self

    def warnings(self, on: date) -> tuple[Problem, ...]:
        """Return what is valid but doubtful on the day ``on``, each with its line; nothing for an invalid policy."""
        found = advise(self.policy, on) if self.policy else ()
        return _located(found, self.document)


def load(path: Path) -> Policy:
    """Return the policy in the file at ``path``, read once and checked whole.

    Raises:
        ConfigError: the file is missing or cannot be read.
        PolicyError: the policy is not valid; the message has a line for each problem, with its line in the file.
    """
    return examine(path).require()


def examine(path: Path) -> Examination:
    """Return all that can be said of the policy file at ``path``; a policy that is not valid is no exception.

    Raises:
        ConfigError: the file is missing or cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        hint = "draft one with `chatward init EXPORTS`"
        raise ConfigError(f"there is no policy file {path}", hint=hint) from None
    except OSError as error:
        raise ConfigError(f"the policy file {path} cannot be read: {error.strerror}") from None
    return _examined(path, parse(data))


def _examined(path: Path, document: Document) -> Examination:
    if document.content is None:
        return Examination(path, document, None, document.problems)
    policy, found = _checked(document.content)
    unread = {problem.place for problem in document.problems}
    problems = _located([*document.problems, *(each for each in found if each.place not in unread)], document)
    return Examination(path, document, None if problems else policy, problems)


def _located(problems: Iterable[Problem], document: Document) -> tuple[Problem, ...]:
    """Return the problems with their lines, in the order of these."""
    located = [replace(each, line=each.line or document.line_of(each.place)) for each in problems]
    return tuple(sorted(located, key=lambda problem: problem.line or 0))


def _checked(content: object) -> tuple[Policy | None, list[Problem]]:
    if not isinstance(content, dict):
        return None, [Problem((), "expected a mapping of keys to values", "draft a policy with `chatward init`")]
    try:
        policy = Policy.of(content)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        sound = set(Policy.model_fields) - {str(each["loc"][0]) for each in errors}
        return None, [*explain(errors), *find_problems(_sound_part(content, sound), sound)]
    return policy, find_problems(policy)


def _sound_part(content: dict[str, object], sound: set[str]) -> Policy:
    """Return a policy of the sections in ``sound`` alone, so that one wrong section does not hide another."""
    sections: dict[str, Any] = {}
    for name, field in Policy.model_fields.items():
        if name in sound and name in content:
            section: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
            sections[name] = section.validate_json(json.dumps(content[name]))
        elif field.is_required():
            sections[name] = {}
    return Policy.model_construct(**sections)


def _error(path: Path, problems: tuple[Problem, ...]) -> PolicyError:
    if len(problems) == 1:
        return PolicyError(f"{path}:{problems[0].line}: {problems[0]}", hint=problems[0].hint)
    lines = [f"{path}:{each.line}: {each}" + (f"; {each.hint}" if each.hint else "") for each in problems]
    count = f"{path} is not valid: {len(problems)} problems"
    return PolicyError("\n".join([count, *lines]), hint="`chatward policy schema` lists every key")
