"""One-time codes, PINs and codes of doors, told by the words for them and by what is said around.

A code stands behind its word, at once or some words later, or before it. The more a word may mean, the more must be
said: "otp" is enough by itself, "my code" with what follows, "code" only with what it is for or who sent it.
"""

import re
from collections.abc import Callable, Iterator

from chatward.detect.formed.topics import is_named_otherwise
from chatward.detect.mentions import Mention

CODE, OWN_CODE, ANY_CODE = "code", "own_code", "any_code"
WORDS = {
    CODE: """
        backup_code recovery_code otp one-time one_time verification_code security_code auth_code login_code
        confirmation_code 2fa tan
        mtan pin =пин pin-code pincode cvv cvc cvv2 passcode bestätigungscode sicherheitscode einmalcode
        código_de_verificación código_de_seguridad code_de_vérification code_de_sécurité codice_di_verifica
        código_de_verificação verificatiecode kod_weryfikacyjny код_подтверждения пин-код пинкод doğrulama_kodu
        验证码 驗證碼 認証コード 인증번호 รหัส_otp mã_otp mã_xác_nhận
        رمز_التحقق رمز_التفعيل كود_التفعيل كود_التحقق رمز_الدخول קוד_אימות doğrulama_kodunuz onay_kodu
        kod_sms codice_otp code_otp código_otp smscode sms_code sms-code smskod smskode code_sms código_sms codice_sms
        kinnituskood staðfestingarkóði
        код_из_смс код_из_sms смс-код смс_код код_із_смс код_от_смс vahvistuskoodi bekreftelseskode engangskode
        engångskod verifieringskod bekräftelsekod ověřovací_kód overovací_kód cod_de_verificare κωδικός_επιβεβαίωσης
        کد_تایید کد_تأیید کد_ورود kode_otp kode_verifikasi pinkod pinkode einmalpasswort tac =blik kod_blik 確認コード
        =nip 暗証番号 ओटीपी
        =puk puk_code puk-code lockbox key_safe keybox key_box schlüsselbox
        短信码 校验码
    """,
    OWN_CODE: """
        your_code my_code the_code login_code access_code entry_code door_code gate_code ihr_code dein_code mein_code
        türcode zugangscode votre_code ton_code mon_code code_d'accès tu_código su_código mi_código código_de_acceso
        seu_código meu_código teu_código código_de_acesso tuo_codice suo_codice mio_codice codice_di_accesso je_code
        uw_code
        jouw_code mijn_code toegangscode twój_kod mój_kod kod_dostępu ваш_код твой_код мой_код код_доступа ваш_пароль
        din_kod min_kod din_kode min_kode kodunuz kodun 您的代码 동의_코드 der_code den_code le_code el_código il_codice
        o_código de_code koden
    """,
    ANY_CODE: """
        digicode portkod dörrkod dørkode ovikoodi deurcode poortcode kapukód haustürcode torcode kapı_kodu
        =code =código =codigo =codice =kod =kód =koden =kode =koodi =код =kodu =kodas =kods =cod =κωδικός =الرمز =رمز
        =codul =kodum =kodi الكود =كود کد_پیامک =קוד =הקוד =कोड รหัส コード 코드 代码
    """,
}

IS = (
    r"(?:['’]s(?=\s)|\s{0,3}(?:(?<!\w)(?:is|was|ist|lautet|war|es|c['’]est|est|é|è|era|jest|это|to|the|my|new|code|number|nummer|sms|kod|код|below|here"
    r"|है|sind|are|wynosi|je|este|on|är|er|là|adalah|ialah|hai|yra|είναι|ay|ni|var|ir|nya|من|هو|هي|הוא|היא)(?!\w)|:=?|=>?|->|-|–|：|は|是|为|은|는|คือ|ຄື|គឺ)){1,4}"
)
"""What joins a word and the value of which it speaks."""
OF = "de|del|dela|da|do|di|du|des|van|von|vom|zum|für|pour|para|per|voor|för|til|till"
"""What joins the word and that of which it is, but not in English."""
ARTICLE = r"(?:(?:la|le|el|il|o|a|das|der|dem)\s)?"

_GROUPED = r"[0-9]{3}[ -][0-9]{3}|[0-9]{4}-[0-9]{4}|[0-9]{2}[ ][0-9]{2}[ ][0-9]{2}"
_NO_MORE = r"(?![0-9A-Za-z]|[.-][0-9A-Za-z]|,[0-9]{3})"
"""Behind a code stand no further letters, and no decimals or thousands."""
_CODE_VALUE = rf"{_GROUPED}|(?:[A-Z]-)?[0-9]{{3,8}}|[0-9A-Z]{{6,8}}"
_CODE_BEHIND = re.compile(
    rf"[\"']?(?:{IS})?\s{{0,3}}[\"'(]?({_CODE_VALUE})(?![0-9A-Za-z]|[.-][0-9A-Za-z]|,[0-9]{{3}}(?![0-9]))",
    re.IGNORECASE,
)
_OWN_CODE_BEHIND = re.compile(
    rf"[\"']?(?:(?:\s[\w']{{1,12}}){{0,4}}?{IS}|\s)\s{{0,2}}[\"'(]?({_GROUPED}|(?:[A-Z]-)?[0-9]{{4,8}}){_NO_MORE}",
    re.IGNORECASE,
)
_SENT = (
    r"sen[dt]|got|g[ei]t|receiv|text|came|enter|typ|us(?:e|ing)|bekomm|geschick|erhalt|kam|kommen|eingeb|reçu|recu|envoy|arriv|lleg|envi"
    r"|recib|mand|cheg|receb|inviat|ricev|kreeg|krijg|gekreg|gestuurd|prisz|przysz|dosta|wysł|приш|присл|получ|отправ|gel|gönder"
    r"|gate|door|lock|alarm|entrance|garage|building|وصل|جاء|استلم|أرسل|رسل|आया|मिला|dikirim|masuk|kirim|mila|aaya|bhej|přiš|dosta|jött|kapt|primi|fick|fått|fik|tuli|sain"
)
"""Stems of what people do with a code."""
_SENT_BEHIND = re.compile(
    rf"(?:\s[\w']{{1,16}}){{0,5}}?\s(?:{_SENT})\w{{0,8}}(?:\s[\w']{{1,8}}){{0,3}}?\s([0-9]{{4,6}}){_NO_MORE}",
    re.IGNORECASE,
)
"""The value behind "the code you sent me"."""
_CODE_SAID_LATER = re.compile(
    rf"(?:\s[\w',]{{1,12}}){{1,6}}?\s(?<!\srs\s)(?<!\sinr\s)([0-9]{{6}}){_NO_MORE}"
    rf"|\s(?:{OF})\s{ARTICLE}\w{{2,16}}\s([0-9]{{4,6}}){_NO_MORE}",
    re.IGNORECASE,
)
"""The value behind words that speak of nothing else: "otp bata deta hu 252470", "pin de la tarjeta 7731"."""
_ANY_CODE_BEFORE = re.compile(
    r"(?:^|[.,!?:;\n]\s{0,3}|(?<!\w)(?:the|this|that|a|w|with|my|your|use|got|enter|der|den|ein|le|un|ce|el|il|o|um|meu|de|to|ten|вот|мне|этот|пришел|"
    r"пришёл|прийшов|gelen|reçu|recibido|recebido|ricevuto|przyszedł|otrzymany|přišel|prišiel|jött|stigao|"
    r"ось|det|tento)\s)$|(?:届いた|届きました|受信した|받은|온|收到的?)\s?$",
    re.IGNORECASE,
)
"""What stands before "code" where it is no error's, article's or voucher's."""
_ANY_CODE_BEHIND = re.compile(
    rf"(?:\s(?:z|från|fra|from|via|par|por|per|из|із|від|от|aus)\s\w{{2,8}})?(?:{IS}|\s)\s{{0,2}}"
    rf"([0-9]{{6}}|[0-9]{{3}}[ -][0-9]{{3}}){_NO_MORE}",
    re.IGNORECASE,
)
_ANY_CODE_AHEAD = re.compile(
    r"(?<![0-9A-Za-z.,$€£-])((?:[A-Z]-)?[0-9]{6}|[0-9]{3}[ -][0-9]{3})\s{1,2}(?:is|ist|es|est|é|è|to|jest|—|-)\s{0,2}"
    r"(?:your|my|dein|mein|ihr|votre|ton|mon|tu|su|mi|tuo|mio|suo|seu|meu|mijn|ваш|твой|мой|twój|mój)(?:\s\w{1,20}){0,2}\s?$",
    re.IGNORECASE,
)
_VERIFYING = re.compile(
    r"verif|veryf|weryf|conf[ei]rm|konfirm|bekr[äe]ft|best[äa]tig|potvr|подтвер|підтвер|потвърд|потврд|ellenőrz|megerős"
    r"|doğrula|onay|vahvist|kinnit|patvirt|apstipr|staðfest|אימות|تحقق|تأكيد|تایید|تأیید|xác (?:nhận|thực)|auth?ent"
    r"|kontroln|ověř|overov|preverj|aktyw|aktiva|sigurnosn|bezpečnost|biztonsági|güvenlik|turva|drošīb|saugos|безопас"
    r"|безпек|сигурност|ασφάλε|επιβεβ|επαλήθ|सत्यापन|যাচাই|ยืนยัน",
    re.IGNORECASE,
)
"""Words beside "code" that say what it is for, by what their inflections share."""
_OF_A_DOOR = re.compile(
    r"door|\bgate|entrance|\block|garage|buzzer|digicode|haust|tür|\btorc?|eingang|klingel|\bporte\b|portail|immeuble|puerta|portal"
    r"|portón|portão|prédio|portone|cancello|\bdeur|voordeur|poort|\bbram[ayę]|drzwi|domofon|klatk|vchod|dveř|kapu|ajtó|kapı"
    r"|дв[её]р|домоф|под[ъь]езд|калитк|ворот|під.?їзд|πόρτα|είσοδ|interfon|ușă|כניסה|דלת|الباب|مدخل|dörr|dør|portkod|ovikood",
    re.IGNORECASE,
)
"""Words beside "code" that say which door it opens."""
_OPENING_BEHIND = re.compile(
    rf"((?:\s\w{{1,20}}){{0,3}}?)(?:{IS}|\s)\s{{0,2}}([0-9]{{4,8}}|(?=[A-Z]{{0,5}}[0-9])(?=[0-9]{{0,5}}[A-Z])[0-9A-Z]{{4,6}}){_NO_MORE}(\s\w{{4,12}})?",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"(?:err\w*|fehler|erreur|hiba|virhe|fel|ошиб\w*|грешк\w*|chyb\w*|hata|status|promo\w*|discount|coupon|voucher|gift|referral|rabatt"
    r"|zip|post\w*|area|country|item|product|produkt\w*|article|artikel\w*|order|booking|tracking|colou?r|dress|bar|qr|source|fault|student"
    r"|customer|kunden|sort|bank|swift|tax|style|model|batch|invite|club|member\w*|class|course|group|flight|shop|store)[\s-]?$",
    re.IGNORECASE,
)
"""What stands right before "code" where it is no secret."""
_OF_SOMETHING_ELSE_BEHIND = re.compile(
    r"\s(?:postal\w*|post\w*|promo\w*|fiscal\w*|articol\w*|article|prod\w*|error\w*|fehler\w*|pocztow\w*|(?:de\s|di\s|do\s|des\s)"
    r"(?:desc\w+|sconto|réduc\w+|produ\w+|prod\w+|error|erreur|errore|commande|pedido|rastreo|rastreio|area|área|barras|barre|barra|postal))",
    re.IGNORECASE,
)
"""What stands right behind "code" where it is none: "código postal"."""
_OF_A_SERVICE = re.compile(
    r"(?:^|\W)(?:your|my|dein|ihr|mein|votre|tu|su|seu|tuo|suo|ваш|twój|je|uw)\s\w{2,16}\s$", re.IGNORECASE
)
"""What stands before "code" where a service sends its own: "Your Uber code"."""
_HANDED_OVER = re.compile(
    r"(?:^|\W)(?:вот|voici|ecco|hier|here(?:'s|\sis)?|aquí|aqui|toma|oto)(?:\s\w{1,4})?\s$", re.IGNORECASE
)
_VERIFIED_BEHIND = re.compile(
    rf"((?:\s\w{{1,20}}){{0,3}}?)(?:{IS}|\s)\s{{0,2}}({_GROUPED}|[0-9]{{4,8}}){_NO_MORE}", re.IGNORECASE
)
_INDIAN_POSTCODE = re.compile(
    r"[ -]?code[\s:.-]{0,3}(?:is|of(?:\s\w+){1,4}?\s(?:is)?)?[\s:]{0,2}[1-9][0-9]{2}\s?[0-9]{3}(?![0-9])"
)
"""Behind "PIN code" six digits are India's post code."""
_CODE_AHEAD = re.compile(
    r"(?<![0-9A-Za-z.,$€£])((?:[A-Z]-)?[0-9]{4,8}|[0-9]{3}[ -][0-9]{3})\s{1,2}"
    r"(?:is|ist|es|est|é|è|to|jest|—|-|は|是|为|是您的)\s{0,2}(?:your|the|my|dein|ihr|der|die|das|su|tu|votre|le|il|o|seu|ваш|您的)?"
    r"(?:\s\w{1,20}){0,2}\s?$",
    re.IGNORECASE,
)

Place = tuple[int, int]


def find(text: str, mentions: list[Mention]) -> Iterator[Place]:
    """Yield where codes stand that words speak of, in characters; of each word the first way that tells one counts."""
    for mention in mentions:
        if mention.tag in _WAYS and not _is_of_something_else(text, mention):
            places = (tell(text, mention) for tell in _WAYS[mention.tag])
            yield from [place for place in places if place][:1]


def _is_of_something_else(text: str, mention: Mention) -> bool:
    if mention.tag == CODE:
        is_pin = text[mention.start : mention.end].lower() in ("pin-code", "pincode", "pin")
        return is_pin and _INDIAN_POSTCODE.match(text, mention.start + len("pin"), mention.end + 32) is not None
    if _OF_SOMETHING_ELSE_BEHIND.match(text, mention.end):
        return True
    return mention.tag == ANY_CODE and _OF_SOMETHING_ELSE.search(_before(text, mention, 24)) is not None


def _before(text: str, mention: Mention, width: int) -> str:
    return text[max(0, mention.start - width) : mention.start]


def _behind(text: str, mention: Mention, pattern: re.Pattern[str], width: int = 64) -> Place | None:
    """Return where a pattern finds a code right behind the word: it is the last group that matched."""
    match = pattern.match(text, mention.end, mention.end + width)
    return match.span(match.lastindex or 0) if match else None


def _unnamed(text: str, mention: Mention, place: Place | None) -> Place | None:
    return None if place is None or is_named_otherwise(text[mention.end : place[0]]) else place


def _at_once(text: str, mention: Mention) -> Place | None:
    place = _behind(text, mention, _CODE_BEHIND)
    return place if place and any(character.isdigit() for character in text[slice(*place)]) else None


def _own(text: str, mention: Mention) -> Place | None:
    return _behind(text, mention, _OWN_CODE_BEHIND)


def _said_later(text: str, mention: Mention) -> Place | None:
    return _unnamed(text, mention, _behind(text, mention, _CODE_SAID_LATER))


def sent(text: str, mention: Mention) -> Place | None:
    """Return where a code stands of which is said behind its word that somebody sent, got or typed it."""
    return _unnamed(text, mention, _behind(text, mention, _SENT_BEHIND, 96))


def _with_article(text: str, mention: Mention) -> Place | None:
    is_one = _ANY_CODE_BEFORE.search(_before(text, mention, 16))
    return _behind(text, mention, _ANY_CODE_BEHIND) if is_one else None


def _with_its_use(text: str, mention: Mention) -> Place | None:
    before, code = _before(text, mention, 24), _VERIFIED_BEHIND.match(text, mention.end, mention.end + 128)
    if code is None:
        return None
    is_handed_over = not code[1] and (_OF_A_SERVICE.search(before) or _HANDED_OVER.search(before))
    return code.span(2) if is_handed_over or _VERIFYING.search(code[1] or before) else None


def _of_a_door(text: str, mention: Mention) -> Place | None:
    code = _OPENING_BEHIND.match(text, mention.end, mention.end + 96)
    if code is None:
        return None
    said = f"{_before(text, mention, 24)}{text[mention.start : mention.end]}{code[1]}{code[3] or ''}"
    return code.span(2) if _OF_A_DOOR.search(said) else None


def _ahead(text: str, mention: Mention, pattern: re.Pattern[str]) -> Place | None:
    low = max(0, mention.start - 64)
    match = pattern.search(text[low : mention.start])
    return (low + match.start(1), low + match.end(1)) if match else None


_WAYS: dict[str, tuple[Callable[[str, Mention], Place | None], ...]] = {
    CODE: (_at_once, _own, _said_later, lambda text, mention: _ahead(text, mention, _CODE_AHEAD)),
    OWN_CODE: (sent, _own),
    ANY_CODE: (
        _with_article,
        sent,
        _with_its_use,
        _of_a_door,
        lambda text, mention: _ahead(text, mention, _ANY_CODE_AHEAD),
    ),
}
