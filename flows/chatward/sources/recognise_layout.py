"""Which files belong to one export: workspaces and downloads of accounts are trees, all else comes in one file."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from chatward.sources.files import Container
from chatward.sources.forms import Form
from chatward.sources.recognise_content import HEAD_BYTES, Content

_PLATFORMS: Mapping[Content | Form | None, str] = {
    Content.TELEGRAM: "telegram",
    Content.WHATSAPP: "whatsapp",
    Content.WHATSAPP_CLOUD_API: "whatsapp_cloud_api",
    Content.SLACK_DAY: "slack",
}
_META = (Content.META_THREAD, Content.META_SECURE_THREAD, Content.META_PAGE)
_NO_EXPORT = (Content.UNKNOWN, Content.SLACK_LIST, Content.EMPTY_LIST)
_SLACK_LISTS = ("users.json", "channels.json", "groups.json", "dms.json", "mpims.json", "integration_logs.json")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_META_PART = re.compile(r"message(?:_\d+)?")
_SECURE_PART = re.compile(r".+_\d+")
_META_SECTIONS = ("inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover")
_META_ACTIVITY = re.compile(r"your_\w*activity\w*")
# where an export keeps what belongs to it, below its root
_META_FOLDERS = re.compile(
    r"(?:messages|your_\w+|ads_information|apps_and_websites\w*|connections|files|logged_information|personal_information"
    r"|preferences|security_and_login_information|media|start_here\.html)(?:/|$)",
    re.IGNORECASE,
)
# names that other deliveries have, too: an export in such a folder is one, and only what is none is passed by
_META_USUAL_FOLDERS = re.compile(
    r"(?:about_you|ads_\w+|comments|contacts|events|facebook_\w+|followers_and_following|following_and_followers|friends\w*"
    r"|groups|information_about_you|instagram_\w+|interactions|likes\w*|location|login\w*|marketplace|notifications"
    r"|other_\w+|pages|payment\w*|photos_and_videos|polls|portal|posts|profile\w*|saved\w*|search\w*|settings"
    r"|short_videos|stories)(?:/|\.json$)|index\.html$",
    re.IGNORECASE,
)
_TELEGRAM_FOLDERS = re.compile(
    r"(?:photos|files|video_files|voice_messages|round_video_messages|stickers|chats|profile_pictures|stories|contacts"
    r"|css|js|images)/"
)
_ANYTHING = re.compile("")
_Belongings = dict[str, list[re.Pattern[str]]]
_INSTAGRAM = re.compile(r"your_instagram_\w+|instagram|instagram[-_].+")
_FACEBOOK = re.compile(r"your_\w*facebook\w*|facebook|facebook[-_].+|messenger")
_INSTAGRAM_WORDS = re.compile(
    rb'://(?:www\.)?instagram\.com/|"content":\s*"(?:Liked a message|Reacted )|"Instagram User"'
    rb"|>Liked a message<|>Instagram User<|Instagram-Logo|<title>Instagram"
)
_MOST_HEADS = 50
_DIGITS = re.compile(r"(\d+)")


@dataclass(slots=True)
class Group:
    """Files of one export.

    Attributes:
        root: folder of a tree, ``""`` for the container's own; of a single file its name.
        is_tree: whether ``root`` is a folder and ``members`` lie below it.
        members: names within the container, in reading order.
    """

    platform: str
    root: str
    is_tree: bool
    members: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """What a container holds: exports, files that are none, and archives."""

    groups: list[Group]
    unknown: list[str]
    archives: list[str]


def arrange(container: Container, place: Sequence[str], contents: Mapping[str, Content | Form]) -> Layout:
    """Return which files of a container belong together.

    Args:
        container: asked again where the path does not tell Instagram from Messenger.
        place: names of the folders, and of the archive, that the container lies in, the outermost first.
        contents: what each file is; the single name ``""`` is a plain file.
    """
    if (only := contents.get("")) in _PLATFORMS:
        return Layout([Group(_PLATFORMS[only], "", is_tree=False, members=[""])], [], [])  # a file that stands alone
    slack, meta = _slack_groups(contents), _meta_groups(container, place, contents)
    of_forms = _beside_lists(slack, _form_groups(contents))
    trees = [*slack, *meta, *of_forms]
    taken = {name for group in trees for name in group.members}
    singles = [
        Group(_PLATFORMS[content], name, is_tree=False, members=[name])
        for name, content in contents.items()
        if isinstance(content, Content) and content in _PLATFORMS and name not in taken
    ]
    belongings: _Belongings = {}
    for group in meta:
        if group.is_tree:
            belongings.setdefault(group.root, []).append(_META_FOLDERS)
    for name in (name for group in of_forms for name in group.members):
        form = contents[name]
        if isinstance(form, Form) and form.belongings:
            root = form.root(name) if form.root else _folder(name)
            belongings.setdefault(root or "", []).append(form.belongings)
    for single in singles:
        if single.platform == "telegram":
            belongings.setdefault(_folder(single.root), []).append(_TELEGRAM_FOLDERS)
    # a file that people sent in a chat may itself be another chat's export
    singles = [single for single in singles if not _belongs(single.root, belongings)]
    taken.update(single.root for single in singles)
    for group in (*slack, *(group for group in meta if group.is_tree)):
        pattern = _ANYTHING if group.platform == "slack" else _META_USUAL_FOLDERS
        belongings.setdefault(group.root, []).append(pattern)
    left = [name for name in contents if name not in taken and not _belongs(name, belongings)]
    return Layout(
        groups=[*trees, *singles],
        unknown=[name for name in left if contents[name] in _NO_EXPORT or isinstance(contents[name], Form)],
        archives=[name for name in left if contents[name] is Content.ARCHIVE],
    )


def _slack_groups(contents: Mapping[str, Content | Form]) -> list[Group]:
    """Return the workspaces: their lists first, then a file a day and conversation; some of either may be missing."""
    lists = [name for name in contents if _base(name) in _SLACK_LISTS]
    groups = {
        _folder(name): Group("slack", _folder(name), is_tree=True)
        for name in lists
        if contents[name] is Content.SLACK_LIST
    }
    for name in sorted(contents, key=_natural):
        is_day = _DAY.fullmatch(PurePosixPath(name).stem) is not None
        root = next((folder for folder in _ancestors(name) if folder in groups), None)
        if contents[name] is Content.SLACK_DAY and (is_day or root is not None):
            root = _folder(_folder(name)) if root is None else root
            groups.setdefault(root, Group("slack", root, is_tree=True)).members.append(name)
        elif contents[name] is Content.EMPTY_LIST and is_day and root is not None:
            groups[root].members.append(name)
    for root, group in groups.items():
        group.members[:0] = [name for name in lists if _folder(name) == root]
    return list(groups.values())


def _form_groups(contents: Mapping[str, Content | Form]) -> list[Group]:
    """Return the exports of all other platforms; companions come first, and alone they are no export."""
    groups: dict[tuple[str, str], Group] = {}
    readable: set[tuple[str, str]] = set()
    forms = [(name, form) for name, form in contents.items() if isinstance(form, Form)]
    for name, form in sorted(forms, key=lambda each: (not each[1].is_companion, _natural(each[0]))):
        root = form.root(name) if form.root and name else None
        key = form.platform, name if root is None else root
        groups.setdefault(key, Group(form.platform, key[1], is_tree=root is not None)).members.append(name)
        if not form.is_companion:
            readable.add(key)
    return [groups[key] for key in groups if key in readable]


def _beside_lists(slack: Sequence[Group], groups: Iterable[Group]) -> list[Group]:
    """Return the groups without those of Slack's conversations that lie beside a workspace's lists: they join it."""
    workspaces = {group.root: group for group in slack}
    left = []
    for group in groups:
        if group.platform == "slack" and group.is_tree and (workspace := workspaces.get(group.root)):
            workspace.members += group.members
        else:
            left.append(group)
    return left


def _meta_groups(container: Container, place: Sequence[str], contents: Mapping[str, Content | Form]) -> list[Group]:
    """Return the downloads of Messenger and Instagram, each with all its threads."""
    groups: dict[tuple[str, str | None], Group] = {}
    threads = {name: found for name, found in contents.items() if isinstance(found, Content) and found in _META}
    for name in sorted(threads, key=_natural):
        root = _root_or_file(name, threads[name])
        told = _told_by_path([*place, *_folder(name).split("/")])
        group = groups.setdefault((root, told), Group(told or "", root, is_tree=root != name))
        group.members.append(name)
    for group in groups.values():
        group.members = _once(group.members, threads)
        group.platform = group.platform or _told_by_words(container, group.members)
    return list(groups.values())


def _once(members: list[str], threads: Mapping[str, Content]) -> list[str]:
    """Return the members without the pages of threads that are there as JSON, too, which says more."""
    told = {_folder(name) for name in members if threads[name] is Content.META_THREAD}
    return [name for name in members if threads[name] is not Content.META_PAGE or _folder(name) not in told]


def _meta_root(name: str, content: Content) -> str | None:
    """Return the folder that a download was unpacked to, by the place of one file; None for a file on its own."""
    *folders, file = name.split("/")
    for depth, folder in enumerate(folders):
        if folder.casefold() == "messages":
            is_below_activity = depth > 0 and _META_ACTIVITY.fullmatch(folders[depth - 1].casefold())
            return "/".join(folders[: depth - 1 if is_below_activity else depth])
    stem = PurePosixPath(file).stem.casefold()
    if content is Content.META_SECURE_THREAD and _SECURE_PART.fullmatch(stem):
        return "/".join(folders)
    if content is not Content.META_SECURE_THREAD and _META_PART.fullmatch(stem):
        is_in_section = len(folders) > 1 and folders[-2].casefold() in _META_SECTIONS
        return "/".join(folders[: -2 if is_in_section else -1])
    return None


def _told_by_path(folders: Sequence[str]) -> str | None:
    """Return what the folders above the messages tell, the nearest first; below it folders bear people's names."""
    names = [folder.casefold() for folder in folders]
    if "messages" in names:
        names = names[: names.index("messages")]
    for name in reversed(names):
        if _INSTAGRAM.fullmatch(name):
            return "instagram"
        if _FACEBOOK.fullmatch(name):
            return "messenger"
    return None


def _told_by_words(container: Container, members: Sequence[str]) -> str:
    heads = (container.head(member, HEAD_BYTES) for member in members[:_MOST_HEADS])
    return "instagram" if any(_INSTAGRAM_WORDS.search(head) for head in heads) else "messenger"


def _root_or_file(name: str, content: Content) -> str:
    root = _meta_root(name, content)
    return name if root is None else root


def _belongs(name: str, belongings: _Belongings) -> bool:
    """Return whether a file lies in one of the folders where an export keeps what it came with."""
    return any(
        pattern.match(name[len(root) + 1 if root else 0 :])
        for root in _ancestors(name)
        for pattern in belongings.get(root, ())
    )


def _ancestors(name: str) -> Iterator[str]:
    while "/" in name:
        name = _folder(name)
        yield name
    yield ""


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """Return a sort key by which part 10 comes after part 2."""
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in _DIGITS.split(name)]
