"""Where exports are pulled from: what is refused, with its line and what to do."""

import pytest

from chatward.policy.location import LocationError, parse
from chatward.policy.pull_checks import folder_of


@pytest.fixture
def pulled(changed):
    """Returns the valid policy with a source that is pulled as the section says."""

    def write(section: str, platform: str = "telegram", paths: str = "exports/telegram/**") -> str:
        new = f'    platform: {platform}\n    paths: ["{paths}"]\n    pull: {{{section}}}\n'
        return changed('    platform: telegram\n    paths: ["exports/telegram/**"]\n', new)

    return write


@pytest.mark.parametrize(
    ("section", "platform"),
    [
        ("location: s3://exports/chats/**/*.zip", "telegram"),
        ("location: s3://exports/*, endpoint: https://store.example:9000, account: key, secret: env:KEY", "telegram"),
        ("location: gs://exports/*, secret: file:keys/google.json", "telegram"),
        (
            "location: https://host.example/a.zip, account: me, secret: env:WORD, certificate_authority: ca.pem",
            "telegram",
        ),
        (
            "location: sftp://host.example:2222/out/*.zip, account: me, secret: file:id, pin: SHA256:" + "A" * 43,
            "telegram",
        ),
        ("location: /mnt/share/*.zip", "telegram"),
        ("location: 'zip://**/*.json::sftp://host.example/all.zip', account: me, secret: env:WORD", "telegram"),
        ("api: slack, secret: env:TOKEN", "slack"),
        ("api: zendesk, secret: env:TOKEN, account: me, endpoint: https://acme.zendesk.com", "zendesk"),
        ("api: intercom, secret: file:token, endpoint: https://api.eu.intercom.io", "intercom"),
    ],
)
def test_places_and_apis_that_are_pulled_from(section: str, platform: str, examined, pulled):
    source = examined(pulled(section, platform)).require().sources["chats"]
    assert source.pull is not None
    assert folder_of(source) == "exports/telegram"


@pytest.mark.parametrize(
    ("section", "where", "message", "hint"),
    [
        ("location: http://host.example/a.zip", "location", "reached with encryption", "use https://"),
        ("location: HTTP://host.example/a.zip", "location", "reached with encryption", "use https://"),
        ("location: ftp://host.example/a.zip", "location", "reached with encryption", "use sftp://"),
        ("location: 'zip://*.json::http://host.example/a.zip'", "location", "reached with encryption", "use https://"),
        ("location: https://me:word@host.example/a.zip", "location", "without credentials in it", "`secret`"),
        ("location: 'https://host.example/a.zip?token=1'", "location", "without credentials in it", "`secret`"),
        ("location: 's3://exports/../other/*'", "location", "a path without `..`", ""),
        ("location: exports/other", "location", "expected a location like", ""),
        ("location: gopher://host.example/a", "location", "expected a location like", ""),
        ("location: 'https://host.example:port/a'", "location", "expected a location like", "port"),
        ("location: 'gz://a::s3://exports/*'", "location", "expected a location like", "only `zip://`"),
        ("location: 'https://host.example/*.zip'", "location", "no pattern can be used", "name one file"),
        ("location: s3://exports/", "location", "a pattern of files", "`**`"),
        ("location: /mnt/share/", "location", "a pattern of files", "`**`"),
        ("location: /mnt/a.zip, secret: env:A", "secret", "not used for such a place", "remove"),
        ("location: 's3://exports/*', pin: SHA256:" + "A" * 43, "pin", "not used for such a place", "remove"),
        ("location: 's3://exports/*', account: key", "", "has an id and a secret", "or neither"),
        ("location: 'gs://exports/*', secret: env:KEY", "secret", "has a file of keys", "file:PATH"),
        ("location: sftp://host.example/a, account: me", "", "nobody signs in", "`secret`"),
        ("location: https://host.example/a, account: me", "account", "has no `secret`", "password"),
        ("location: https://host.example/a, secret: hunter2", "secret", "where the secret is found", "holds no secret"),
        ("location: https://host.example/a, secret: 'env:'", "secret", "where the secret is found", "holds no secret"),
        ("location: https://host.example/a, pin: abc", "pin", "a fingerprint like", "ssh-keyscan"),
        ("api: slack, secret: env:TOKEN", "api", "not what platform `telegram` reads", "platform: slack"),
        ("api: telegram, secret: env:TOKEN", "api", "expected one of `slack`", ""),
        ("api: slack", "", "asks for a token", "`secret`"),
        ("api: zendesk, secret: env:TOKEN", "", "has an address", "endpoint"),
        ("api: slack, secret: env:TOKEN, account: me", "account", "not used for such a place", "remove"),
        ("api: slack, secret: env:A, endpoint: http://slack.example", "endpoint", "with encryption", "use https://"),
        ("api: slack, secret: env:TOKEN, location: /mnt/a", "", "either `location` or `api`", "name one"),
        ("secret: env:TOKEN", "", "either `location` or `api`", "name one"),
        ("location: /mnt/a, secrets: env:TOKEN", "secrets", "is not a key", "`secret`"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_remedy(section, where, message, hint, examined, pulled):
    problems = examined(pulled(section)).problems
    place = "sources.chats.pull" + (f".{where}" if where else "")
    found = next(problem for problem in problems if problem.where == place and message in problem.message)
    assert hint in (found.hint or "")
    assert found.line
    assert "hunter2" not in f"{found.message} {found.hint}"


def test_a_source_that_is_pulled_needs_a_folder_of_its_own(examined, pulled):
    (problem,) = examined(pulled("location: /mnt/a", paths="exports/*.zip")).problems
    assert (problem.where, problem.hint) == ("sources.chats.paths[0]", "for example `exports/chats/**`")


@pytest.mark.parametrize(
    ("location", "folder", "wanted", "unwanted"),
    [
        (
            "s3://b/a/*.zip",
            "a/",
            ["a/x.zip", "a/x.zip.sha256", "a/SHA256SUMS"],
            ["a/b/x.zip", "x.zip", "a/x.txt.sha256"],
        ),
        ("s3://b/a/**/*.zip", "a/", ["a/x.zip", "a/b/c/x.zip"], ["a/b/x.txt"]),
        ("s3://b/**", "", ["x", "a/b/c"], []),
        ("s3://b/day-?.csv", "", ["day-1.csv"], ["day-10.csv", "day-/.csv"]),
        ("sftp://h/a b/%5B1%5D.zip", "a b/", ["a b/[1].zip"], ["a b/1.zip"]),
        ("/mnt/a/x.zip", "mnt/a/", ["mnt/a/x.zip"], ["mnt/a/y.zip"]),
    ],
)
def test_patterns_take_what_they_name(location, folder, wanted, unwanted):
    found = parse(location)
    assert found.folder == folder
    assert [path for path in wanted if not found.matches(path)] == []
    assert [path for path in unwanted if found.matches(path)] == []


@pytest.mark.parametrize(
    "text", ["", " ", "https://", "s3:///x", "https://h/\x00", "zip://::s3://b/*", "\\\\host\\share"]
)
def test_what_is_no_location_is_told(text):
    with pytest.raises(LocationError):
        parse(text)
