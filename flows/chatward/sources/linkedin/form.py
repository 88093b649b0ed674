"""How LinkedIn's messages are told: by their first columns, whatever others follow and however they are quoted."""

import re

from chatward.sources.forms import Form, Look

# until 2017 without the conversation; what only LinkedIn has is then a folder or a direction
_HEADER = re.compile(
    r"""\s*+"?(?:CONVERSATION\ ID"?([,;\t])"?(?:CONVERSATION\ TITLE"?\1"?)?FROM"?\1[^\r\n]*(?<=["\s,;])CONTENT\b
    |FROM"?([,;\t])"?TO"?\2"?DATE"?\2"?SUBJECT"?\2"?CONTENT"?\2"?(?:DIRECTION|FOLDER)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_MESSAGES = re.compile(r"(?:guide_|coach_|learning_?(?:coach|role_?play)_?)?(?:messages|inbox)\.csv", re.IGNORECASE)
# what else LinkedIn puts into a download
_BELONGINGS = re.compile(
    r"""(?:Ad_Targeting|Ads\ Clicked|Causes\ You\ Care\ About|Certifications|Comments|Company\ Follows|Connections
    |Contacts|Courses|Education|Email\ Addresses|Endorsement_(?:Given|Received)_Info|Events|Hashtag_Follows|Honors
    |ImportedContacts|Inferences_about_you|Instant_?Reposts|Invitations|Languages|LAN\ Ads\ Engagement|Learning
    |Logins|Organizations|Patents|PhoneNumbers|Positions|Private_identity_asset|Profile(?:\ Summary)?|Projects
    |Publications|Reactions|Receipts(?:_v2)?|Recommendations_(?:Given|Received)|Registration|Rich_Media
    |SavedJobAlerts|SearchQueries|Security\ Challenges|Services\ Marketplace|Shares|Skills|TestScores|Volunteering
    |Votes|Whatsapp\ Phone\ Numbers|Job\ [\w\ ]+|Saved\ Jobs)(?:_\d+)?\.csv|(?:Jobs|Articles|Verifications)/""",
    re.IGNORECASE | re.VERBOSE,
)


def root(name: str) -> str | None:
    """Return the folder of a download, in which the messages and the chats with bots lie side by side."""
    folder, _, file = name.rpartition("/")
    return folder if _MESSAGES.fullmatch(file) else None


def _matches(look: Look) -> bool:
    return look.opener in (b"C", b"c", b"F", b"f", b'"') and _HEADER.match(look.text, 0, 1000) is not None


FORMS = (Form("linkedin", _matches, root, belongings=_BELONGINGS),)
