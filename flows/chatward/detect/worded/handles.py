"""Names of accounts that stand without ``@`` behind the name of their service: "my insta is jane.doe_22"."""

import re
from collections.abc import Iterator

from chatward.detect.mentions import UNSPACED, Mention

TAG, PAYMENT = "account", "payment_address"
WORDS = {
    TAG: """
        instagram insta ig snapchat =snap sc telegram tg twitter tiktok skype discord twitch steam kik threads reddit
        psn gamertag xbox_live epic_games battletag mastodon bluesky username user_name usernames login_name screen_name
        nickname nick handle benutzername nutzername pseudo nom_d'utilisateur identifiant nombre_de_usuario usuario
        nome_de_usuário usuário utilizador nome_utente gebruikersnaam inlognaam
        paypay_id użytkownika nazwa_użytkownika kullanıcı_adı
        kullanıcı_adım användarnamn brukernavn brugernavn käyttäjätunnus никнейм ник юзернейм инста телеграм
        телеграмм дискорд скайп اسم_المستخدم انستا انستقرام سناب تليجرام 微信号 微信號 抖音号 用户名 ユーザー名
        アカウント名 아이디 인스타 wechat_id line_id wechat user: login: usr: =login =inlog =user =benutzer =логин
        账号 帐号 账户 帐户 utente: =utente user_id userid login_id 微信 抖音 小红书 카톡 카카오톡
    """,
    PAYMENT: "upi upi_id vpa gpay phonepe paytm bhim cashapp cash_app cashtag =alias",
}
_PAYMENT_BEHIND = re.compile(
    r"[^@$\n]{0,24}?(?<![\w.@-])([\w.-]{2,40}@[a-z]{2,16}|\$[a-z][\w-]{2,20})(?![\w@-]|\.\w)"
    r"|(?:\s(?:de\smp|de\scbu|cbu|mp|es|:))?\s?:?\s([a-z0-9-]{2,12}(?:\.[a-z0-9-]{2,12}){1,3})(?![\w@.-])",
    re.IGNORECASE,
)
"""Addresses of payments, no e-mails: India's "ravi.k88@okicici", "$kayla-b22", Argentina's "luna.mate.rio"."""
_REDDIT = re.compile(r"(?<![\w/])u/[\w-]{3,20}(?![\w/])")
_SAID = (
    r"(?:[\s\"'(]{0,2}(?:is|ist|lautet|es|c'est|est|è|é|jest|to|name|nick|id|handle|account|konto|acc|user|username|profil|profile|адрес"
    r"|ник|имя|это|:=?|=|->|-|–|は|是|은|는|isim|adı|adım|hesabım)){0,4}[\s\"'(:]{0,3}"
)
_ACCOUNT = re.compile(
    rf"{_SAID}(@?(?:live:)?[A-Za-z0-9][A-Za-z0-9_.-]{{1,30}}[A-Za-z0-9_](?:#[0-9]{{4}})?)(?![0-9A-Za-z_\u00c0-\u0dff@]|\.[A-Za-z]|/)",
    re.IGNORECASE,
)
_FORM = re.compile(r"[^\W\d]*[A-Za-z].*[0-9_.#:].*|[0-9].*[A-Za-z_].*", re.DOTALL)
"""No word of prose: letters, and a digit, an underscore or a full stop within."""
_NO_ACCOUNT = re.compile(
    r"[0-9]+(?:am|pm|h|min|st|nd|rd|th|x|k|gb|mb|days?)|.*\.(?:com|net|org|io|de|me|app|exe|apk|jpg|png|pdf|html?)|(?-i:[a-z]+\.[A-Z][a-z]+)"
    r"|(?:v|ios|android|windows)?[0-9.]+",
    re.IGNORECASE,
)
_DOES_IT = frozenset(("login", "inlog", "user", "benutzer"))
"""Words for what people do there, too: "login page2" is none of an account."""
_TOKEN = re.compile(r"\[[A-Z_]+:[a-z2-7]+\]")
"""What stands in a set's text for something that was found: a word with a colon, and no account behind it."""


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where such accounts stand, in characters."""
    if any(mention.tag == TAG and text[mention.start : mention.end].lower() == "reddit" for mention in mentions):
        yield from ((match.start() + len("u/"), match.end()) for match in _REDDIT.finditer(text))
    for mention in mentions:
        if mention.tag == PAYMENT and (address := _PAYMENT_BEHIND.match(text, mention.end, mention.end + 80)):
            yield address.span(address.lastindex or 0)
        if mention.tag != TAG or _TOKEN.match(text, max(mention.start - 1, 0)):
            continue
        match = _ACCOUNT.match(text, mention.end, mention.end + 80)
        if (
            match is not None
            and (match.start(1) > mention.end or text[mention.end - 1] >= UNSPACED)
            and _FORM.fullmatch(match[1])
            and (text[mention.start : mention.end].lower() not in _DOES_IT or "_" in match[1])
            and not _NO_ACCOUNT.fullmatch(match[1])
        ):
            yield match.span(1)
