"""Reads Instagram's "download your information" export as JSON: Messenger's, with notices written as messages."""

import re
from collections.abc import Iterator

from chatward.sources.instagram import former
from chatward.sources.meta.dyi import Dialect, read_threads
from chatward.sources.records import Batch, Export, ReadSettings

# In the language of the account: English, German, French, Spanish, Portuguese, Italian, Dutch. Other languages' notices
# stay messages. Each alternative begins with words of its own, so a chat line is told apart at its first letters.
_REACTION = re.compile(
    r"""(?=[acghlrv])(?:
    liked\ a\ message | reacted\ (?:with\ )?(\S{1,30})\ to\ your\ message
    | gefällt\ eine\ nachricht | hat\ (?:mit\ )?(\S{1,30})\ auf\ deine\ nachricht\ reagiert
    | a\ aimé\ un\ message | a\ réagi\ (?:avec\ |par\ )?(\S{1,30})\ à\ (?:votre|ton)\ message
    | (?:le\ )?gustó\ un\ mensaje | (?:ha\ )?reaccion(?:ó|ado)\ (?:con\ )?(\S{1,30})\ a\ tu\ mensaje
    | curtiu\ uma\ mensagem | reagiu\ (?:com\ )?(\S{1,30})\ [àa]\ (?:sua|tua)\ mensagem
    | ha\ messo\ ["“]?mi\ piace["”]?\ a\ un\ messaggio
    | ha\ (?:reagito(?:\ con)?|aggiunto\ la\ reazione)\ (\S{1,30})\ al\ tuo\ messaggio
    | vindt\ een\ bericht\ leuk | heeft\ (?:met\ )?(\S{1,30})\ op\ je\ bericht\ gereageerd
    )[.\s]*""",
    re.IGNORECASE | re.VERBOSE,
)
_ATTACHED = (
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
_DIALECT = Dialect("instagram", _REACTION, _ATTACHED)


def read(export: Export, settings: ReadSettings) -> Iterator[Batch]:
    """Yield the export's messages and events in file order; see ``meta.dyi`` for what is rejected and left out."""
    return former.read(export, settings) if former.is_former(export) else read_threads(export, settings, _DIALECT)
