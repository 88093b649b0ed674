"""What must hold within a `pull` section, and between it and its source."""

from collections.abc import Iterator

from chatward.policy.location import LISTED
from chatward.policy.problems import Place, Problem
from chatward.policy.pull import Api, Pull
from chatward.policy.sections import Source

_ENDPOINTS = ("s3", "gs")


def find_pull_problems(name: str, source: Source) -> Iterator[Problem]:
    """Yield what is wrong with how a source is pulled; nothing where it is not."""
    if source.pull is None:
        return
    place: Place = ("sources", name, "pull")
    if folder_of(source) is None:
        message = "a source that is pulled needs a folder of its own as its first path"
        yield Problem(("sources", name, "paths", 0), message, f"for example `exports/{name}/**`")
    if (source.pull.location is None) == (source.pull.api is None):
        yield Problem(place, "expected either `location` or `api`", "name one of them")
        return
    yield from _location(place, source.pull) if source.pull.location else _api(place, source, source.pull)


def folder_of(source: Source) -> str | None:
    """Return the folder below the workspace that a source is pulled into, None where its first path names none."""
    folder = source.paths[0].removesuffix("/**")
    is_plain = folder != source.paths[0] and not any(mark in folder for mark in "*?[")
    return folder if is_plain else None


def _location(place: Place, pull: Pull) -> Iterator[Problem]:
    where = pull.place
    assert where is not None
    if where.is_pattern and where.scheme not in LISTED:
        message = f"a server by {where.scheme} does not tell what it holds, so no pattern can be used"
        yield Problem((*place, "location"), message, "name one file, or use s3, gs or sftp")
    if not where.path or where.path.endswith("/"):
        yield Problem((*place, "location"), "expected a file, or a pattern of files", "for example end it by `**`")
    if where.scheme == "sftp" and not (pull.account and pull.secret):
        hint = "name `account`, and as `secret` `env:` for a password or `file:` for a private key"
        yield Problem(place, "nobody signs in at this server", hint)
    if where.scheme == "s3" and (pull.account is None) != (pull.secret is None):
        yield Problem(place, "an access key has an id and a secret", "name `account` and `secret`, or neither")
    if where.scheme == "gs" and pull.secret and not pull.secret.startswith("file:"):
        yield Problem((*place, "secret"), "a service account has a file of keys", "name it as `file:PATH`")
    yield from _useless(place, pull, {
        "endpoint": where.scheme in _ENDPOINTS,
        "account": where.scheme in ("https", "s3", "sftp"),
        "secret": where.scheme != "file",
        "certificate_authority": where.scheme in ("https", "s3", "gs"),
        "pin": where.scheme in ("https", "sftp"),
    })  # fmt: skip
    if where.scheme == "https" and pull.account and not pull.secret:
        yield Problem((*place, "account"), "the account has no `secret`", "name where its password is found")


def _api(place: Place, source: Source, pull: Pull) -> Iterator[Problem]:
    if source.platform != pull.api:
        message = f"the answers of {pull.api} are not what platform `{source.platform}` reads"
        yield Problem((*place, "api"), message, f"set `platform: {pull.api}`")
    if pull.secret is None:
        yield Problem(place, "an API asks for a token", "name where it is found by `secret`")
    if pull.api is Api.ZENDESK and pull.endpoint is None:
        yield Problem(
            place, "every account of Zendesk has an address", "for example `endpoint: https://acme.zendesk.com`"
        )
    yield from _useless(place, pull, {"account": pull.api is Api.ZENDESK})


def _useless(place: Place, pull: Pull, fitting: dict[str, bool]) -> Iterator[Problem]:
    for key, fits in fitting.items():
        if getattr(pull, key) is not None and not fits:
            yield Problem((*place, key), "this is not used for such a place", "remove the key")
