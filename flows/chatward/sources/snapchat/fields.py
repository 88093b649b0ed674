"""Names that Snapchat writes in its histories."""

import re

FIELDS = frozenset(
    {
        "From", "To", "Media Type", "Created", "Created(microseconds)", "Content", "Text", "Conversation Title",
        "IsSender", "IsSaved", "Media IDs",
    }
)  # fmt: skip
DATA_KEYS = re.compile(r"[\w.-]+|(?:Received|Sent) (?:(?:Saved|Unsaved) )?(?:Chat|Snap) History")
"""Lists of records are named by a conversation's id or a friend's name."""
