"""What Messenger and Instagram write into a thread in a member's name: since 2023 nothing but the words tells it.

In the language of the account: English, and the commonest ones of German, French, Spanish and Portuguese. Other notices
stay messages. A notice begins with the name of whoever acted, or with "you" where that was the account's owner; anybody
else who writes "You turned off …" means somebody.
"""

import re

_SELF = ("You ", "Du ", "Vous ", "Tú ", "Você ")
_KINDS = (
    ("group_created", r"created the group\."),
    (
        "title_changed",
        r"named the group .+|removed the group name\.|ha(?:t|st) die Gruppe .+ genannt\.|a nommé le groupe .+",
    ),
    (
        "member_joined",
        r"added .+ to the group\.|joined the group(?: (?:via|using|through|with) .+)?\."
        r"|ha(?:t|st) .+ zur Gruppe hinzugefügt\.|a ajouté .+ au groupe\."
        r"|agregó a .+ al grupo\.|adicionou .+ ao grupo\.",
    ),
    (
        "member_left",
        r"left the group\.|removed .+ from the group\.|ha(?:t|st) die Gruppe verlassen\.|a quitté le groupe\."
        r"|(?:salió d|abandonó )el grupo\.|saiu do grupo\.",
    ),
    ("pinned", r"(?:un)?pinned a message\."),
    ("call", r"(?:started|joined|ended) (?:a|the) (?:(?:video|audio) )?(?:call|chat)\.?|started sharing video\."),
    (
        "notice",
        r"changed the (?:group photo|(?:chat )?theme\b.*|group description)\.?"
        r"|(?:set|cleared) (?:the|your|his own|her own|their own) nickname\b.*"
        r"|set the (?:quick reaction|emoji) to .+"
        r"|turned (?:on|off) (?:member approval|disappearing messages|vanish mode|message requests?)\b.*"
        r"|made .+ a(?:n| group) admin\."
        r"|created (?:a|the) poll: .+|(?:voted for|changed (?:(?:his|her|their|your) )?vote to) .+ in the poll: .+",
    ),
)  # fmt: skip
_NOTICE = re.compile(" (?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS) + ")", re.DOTALL)

_OF_NOBODY = re.compile(
    r"You are now connected on Messenger\.?|Say hi to your new Facebook friend, .{1,80}\."
    r"|You can now (?:message and )?call each other and see info\w* (?:like|such as) Active Status and when .{1,40}\."
    r"|(?:The|Your) (?:video |audio )?(?:chat|call) ended\.|Ihr seid jetzt auf Messenger miteinander verbunden\."
)
"""What is said to both sides and by neither, whoever's name stands beside it."""


def group_notice(words: str, sender: str, *, may_own: bool) -> str | None:
    """Return the event that words report which stand in a member's name, None for what a member said.

    Args:
        words: of the message, repaired.
        sender: name of the member, as the words show it.
        may_own: whether the export may be this member's own, so that "you" is who acted.
    """
    if _OF_NOBODY.fullmatch(words):
        return "notice"
    if words.startswith(sender):
        start = len(sender)
    elif may_own and words.startswith(_SELF):
        start = words.index(" ")
    else:
        return None
    found = _NOTICE.fullmatch(words, start)
    return found.lastgroup if found else None
