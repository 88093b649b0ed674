"""How a file of the parrot app is told from all others. It is asked about every file, so it imports nothing heavy."""

from chatward.sources.forms import Form, Look


def _is_cage(look: Look) -> bool:
    return look.opener == b"{" and {"cage", "squawks"} <= look.first_object.keys()


FORMS = (Form("parrot", _is_cage),)
