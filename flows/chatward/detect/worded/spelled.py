"""E-mail addresses whose signs are spelled out: "jane (at) example dot com", in several languages."""

import re
from collections.abc import Iterator

from chatward.detect.mentions import Mention

_AT_WORDS = "at ät arroba arobase chiocciola kukac małpa zavináč собака apenstaartje snabel-a"
TAG, MAIL = "dot", "mail"
WORDS = {
    MAIL: "mail: e-mail: email: mail_is email_is e-mail_is mail_ist mail_est correo_es mail_address email_id",
    TAG: "dot =punkt =punto =ponto =point punt =kropka =tečka =точка pont =nokta =piste",
}
_AT = "|".join(_AT_WORDS.split())
_DOT = WORDS[TAG].replace("=", "").replace(" ", "|")
SIGN = rf"[\[(<{{]\s?(?i:{_AT}|@)\s?[\])>}}]|\s@\s\S|\S@\s"
"""RE2 pattern that finds something in every text with such an address in which no word for a dot stands."""

_SURE_AT = rf"\s?[\[(<{{]\s?(?:{_AT}|@)\s?[\])>}}]\s?"
_SURE_DOT = rf"\s?[\[(<{{]\s?(?:{_DOT}|\.)\s?[\])>}}]\s?|\s(?:{_DOT})\s"
# Of countries those whose codes are no words that follow a dot by chance.
_COUNTRIES = "ar|au|br|ca|ch|cl|cn|cz|de|dk|es|fi|fr|gr|hu|ie|jp|kr|mx|nl|nz|pl|pt|ro|ru|se|sk|tr|tw|ua|uk|za"
_TOP = f"com|net|org|edu|gov|info|biz|io|co|app|dev|ai|eu|example|test|{_COUNTRIES}"
_LOCAL = rf"[\w+-]{{1,40}}(?:(?:\.|{_SURE_DOT})[\w+-]{{1,40}}){{0,3}}"
_LABEL = r"[a-z0-9][a-z0-9-]{0,40}"
_WITH_AT = rf"{_LOCAL}{_SURE_AT}{_LABEL}(?:(?:\.|{_SURE_DOT}){_LABEL}){{0,3}}(?:\.|{_SURE_DOT})(?:{_TOP}|[a-z]{{2}})"
_WITH_DOT = rf"{_LOCAL}(?:\s(?:{_AT})\s|\s?@\s?)(?:{_LABEL}(?:\.|{_SURE_DOT})){{0,3}}{_LABEL}(?:{_SURE_DOT})(?:{_TOP})"
_WITH_GAPS = rf"{_LOCAL}(?:\s@\s?|\s?@\s){_LABEL}(?:(?:\.|\s\.\s){_LABEL}){{0,3}}(?:\.|\s\.\s)(?:{_TOP})"
_FOREIGN_AT = "arroba|arobase|chiocciola|kukac|małpa|zavináč|собака|apenstaartje|snabel-a"
_WITH_FOREIGN_AT = (
    rf"{_LOCAL}\s(?:{_FOREIGN_AT})\s(?:{_LABEL}(?:\.|{_SURE_DOT})){{1,4}}(?:{_TOP}|it|no|be|me|us|at|in|is)"
)
_ADDRESS = re.compile(rf"(?<![\w.])(?:{_WITH_AT}|{_WITH_FOREIGN_AT}|{_WITH_DOT}|{_WITH_GAPS})(?![\w-])", re.IGNORECASE)
_AFTER_MAIL = re.compile(
    r"(?:e-?mail|mail|courriel|correo|почта|メール|邮箱)(?:\s(?:address|adresse|id|adresi))?(?:\s?[:=]|\s(?:is|ist|est|es|é|è|to)|'s)\s{0,2}"
    rf"([\w.+-]{{1,40}}\sat\s(?:{_LABEL}\.){{1,3}}[a-z]{{2,10}})(?![\w-])",
    re.IGNORECASE,
)
"""Where an e-mail address is announced, "at" alone is its sign."""
_NOBODY = re.compile(r"(?:me|us|him|her|them|it|you|one|someone|support|sales)\sat\s", re.IGNORECASE)
_MAY_BE = re.compile(SIGN.replace("(?i:", "(?:"), re.IGNORECASE)


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where such addresses stand, in characters."""
    if any(mention.tag == TAG for mention in mentions) or _MAY_BE.search(text):
        for match in _ADDRESS.finditer(text):
            yield match.span()
    if any(mention.tag == MAIL for mention in mentions):
        for match in _AFTER_MAIL.finditer(text):
            if _NOBODY.match(match[1]) is None:
                yield match.span(1)
