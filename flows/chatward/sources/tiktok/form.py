"""How TikTok's downloads are told: by the keys of their conversations, or by the lists that no other platform has."""

import re

from chatward.sources.forms import Form, Look

_CHAT = re.compile(rb'"(?:Group )?Chat History with (?:[^"\\]|\\.)*"\s*:\s*\[')
_NO_CHAT = re.compile(rb'"Direct Messages?"\s*:\s*\{.{0,200}?"ChatHistory"\s*:\s*\{\s*\}', re.DOTALL)
# a download holds everything about an account, and messages may come far behind its beginning
_LISTS = re.compile(
    rb'"(ChatHistory|ProfileMap|Fa(?:vorite(?:Effects|Hashtag|Sound|Video)List|nsList)|ItemFavoriteList|ItemLikeList'
    rb"|BlockList|LoginHistoryList|ShareHistoryList|SearchList|VideoList|CommentsList|AdInterestCategories"
    rb'|SendGiftsHistoryList|TikTokLiveHistory)"\s*:'
)
_ENOUGH_LISTS = 2
_TEXT = re.compile(rb"\s*>>> (?:Group )?Chat History with \S")
_TREE = re.compile(r"(?:(.*)/)?Direct Messages?/[^/]+\.txt", re.IGNORECASE)
_BELONGINGS = re.compile(
    r"(?:Activity|Ads and Data|App Settings|Comments?|Direct Messages?|Likes and Favorites|Location Reviews?|Posts?"
    r"|Profile(?: and Settings)?|TikTok (?:Live|Shop|Shopping)|Videos?|Your Activity)/[^/]+\.txt",
    re.IGNORECASE,
)


def root(name: str) -> str | None:
    """Return the folder of a download as text, which has a folder a topic; one as JSON is a single file."""
    tree = _TREE.fullmatch(name)
    return (tree[1] or "") if tree else None


def _matches_json(look: Look) -> bool:
    if look.opener != b"{":
        return False
    if _CHAT.search(look.head) or _NO_CHAT.search(look.head):
        return True
    return len({*_LISTS.findall(look.head)}) >= _ENOUGH_LISTS


def _matches_text(look: Look) -> bool:
    return look.opener == b">" and _TEXT.match(look.head) is not None


FORMS = (
    Form("tiktok", _matches_json),
    Form("tiktok", _matches_text, root, belongings=_BELONGINGS),
)
