"""Words that Meta writes in a member's name in place of something else: of a reaction, of what was sent without any."""

import re

# In the language of the account: English, German, French, Spanish, Portuguese, Italian, Dutch. Other languages' notices
# stay messages. Each alternative begins with words of its own, so a chat line is told apart at its first letters.
REACTION = re.compile(
    r"""(?=[acghlrv])(?:
    liked\ a\ message | reacted\ (?:with\ )?(\S{1,30})\ to\ your\ message
    | gefällt\ eine\ nachricht | hat\ (?:mit\ )?(\S{1,30})\ auf\ deine\ nachricht\ reagiert
    | hat\ auf\ deine\ nachricht\ (?:mit\ )?(\S{1,30})\ reagiert | reagierte\ mit\ (\S{1,30})\ auf\ deine\ nachricht
    | a\ aimé\ un\ message | a\ réagi\ (?:avec\ |par\ )?(\S{1,30})\ à\ (?:votre|ton)\ message
    | (?:le\ )?gustó\ un\ mensaje | (?:ha\ )?reaccion(?:ó|ado)\ (?:con\ )?(\S{1,30})\ a\ tu\ mensaje
    | curtiu\ uma\ mensagem | reagiu\ (?:com\ )?(\S{1,30})\ [àa]\ (?:sua|tua)\ mensagem
    | ha\ messo\ ["“]?mi\ piace["”]?\ a\ un\ messaggio
    | ha\ (?:reagito(?:\ con)?|aggiunto\ la\ reazione)\ (\S{1,30})\ al\ tuo\ messaggio
    | vindt\ een\ bericht\ leuk | heeft\ (?:met\ )?(\S{1,30})\ op\ je\ bericht\ gereageerd
    )[.\s]*""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that only report a reaction; one of the groups is the emoji, no group a heart."""
ATTACHED = (
    " sent an attachment.",
    " hat einen Anhang gesendet.",
    " hast einen Anhang gesendet.",
    " a envoyé une pièce jointe.",
    " avez envoyé une pièce jointe.",
    " envió un archivo adjunto.",
    "Enviaste un archivo adjunto.",
    " enviou um anexo.",
    " ha inviato un allegato.",
    "Hai inviato un allegato.",
    " heeft een bijlage verzonden.",
    " hebt een bijlage verzonden.",
)
"""How words end that stand in for something sent without any."""


def stand_in(words: str) -> bool:
    """Return whether Meta itself may have written these words."""
    return words.endswith(ATTACHED) or REACTION.fullmatch(words) is not None
