"""Credentials: keys of known forms, and what stands behind words like password, PIN and one-time code."""

import re
from collections.abc import Iterator

from chatward.detect.formed.topics import is_named_otherwise
from chatward.detect.mentions import UNSPACED, Mention

SECRET, KEY, CODE, OWN_CODE, ANY_CODE = "secret", "key", "code", "own_code", "any_code"
WORDS = {
    SECRET: """
        password passwd pwd passphrase passwort kennwort zugangsdaten contraseña contrasena clave senha
        palavra-passe parola mot_de_passe mdp wachtwoord hasło haslo heslo lösenord adgangskode salasana şifre
        sifre пароль κωδικός كلمة_المرور כلمة סיסמה पासवर्ड รหัสผ่าน mật_khẩu kata_sandi 密码 密碼 パスワード
        비밀번호 api_key apikey api-key secret_key access_token auth_token bearer client_secret secret token
        credentials pw pass passcode passwords security_answer question_answer secret_answer sicherheitsantwort wifi_key wlan-schlüssel
        wlan_schlüssel netzwerkschlüssel clé_wifi clave_wifi şifrem şifreniz şifresi parolam jelszó jelszavam salasanani
        parolă parolul mot-de-passe palavra_passe zaporka geslo passord parool slaptažodis lozinka лозинка парола
        пассворд kodeord parole_ir kata_sandinya პაროლია
        كلمة_السر wagwoord contrasenya contrasinal pasahitza lykilorð fjalëkalimi şifrə parolu პაროლი գաղտնաբառ
        құпиясөз পাসওয়ার্ড
        கடவுச்சொல் పాస్‌వర్డ్ പാസ്‌വേഡ് પાસવર્ડ ਪਾਸਵਰਡ ລະຫັດຜ່ານ මුරපදය ពាក្យសម្ងាត់ စကားဝှက် የይለፍ_ቃል
        باسورد الباسورد پسوورد パスは ww پاسورڈ پاس_ورڈ parole: nenosiri kata_laluan סיסמא پسورد رمز_عبور 비번 암호 暗証番号 パスコード 口令 pswd psw
    """,
    KEY: "=key =clé =schlüssel =chiave =chave =sleutel =klucz =nyckel =ключ",
    CODE: """
        backup_code recovery_code otp one-time one_time verification_code security_code auth_code login_code confirmation_code 2fa tan
        mtan pin =пин pin-code pincode cvv cvc cvv2 passcode bestätigungscode sicherheitscode einmalcode
        código_de_verificación código_de_seguridad code_de_vérification code_de_sécurité codice_di_verifica
        código_de_verificação verificatiecode kod_weryfikacyjny код_подтверждения пин-код пинкод doğrulama_kodu
        验证码 驗證碼 認証コード 인증번호 รหัส_otp mã_otp mã_xác_nhận رمز_التحقق קוד_אימות doğrulama_kodunuz onay_kodu
        kod_sms codice_otp code_otp código_otp smscode sms_code sms-code smskod smskode code_sms código_sms codice_sms
        kinnituskood staðfestingarkóði
        код_из_смс код_из_sms смс-код смс_код код_із_смс код_от_смс vahvistuskoodi bekreftelseskode engangskode
        engångskod verifieringskod bekräftelsekod ověřovací_kód overovací_kód cod_de_verificare κωδικός_επιβεβαίωσης
        کد_تایید کد_تأیید کد_ورود kode_otp kode_verifikasi pinkod pinkode einmalpasswort tac =blik kod_blik 確認コード 短信码 校验码
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
        =code =código =codigo =codice =kod =kód =koden =kode =koodi =код =kodu =kodas =kods =cod =κωδικός =الرمز =رمز
        =codul =kodum =kodi الكود =كود کد_پیامک =קוד =הקוד =कोड รหัส コード 코드 代码
    """,
}
_KEYS = r"""
    (?:sk|pk|rk)_(?:live|test)_   [0-9A-Za-z]{16,}
    sk-[0-9A-Za-z]                [0-9A-Za-z_-]{19,}
    gh[pousr]_                    [0-9A-Za-z]{30,}
    github_pat_                   [0-9A-Za-z_]{20,}
    glpat-                        [0-9A-Za-z_-]{16,}
    xox[abeoprs]-                 [0-9A-Za-z-]{10,}
    xapp-[0-9]-                   [0-9A-Za-z-]{10,}
    (?:AKIA|ASIA|AROA|AIDA)       [0-9A-Z]{16}
    AIza                          [0-9A-Za-z_-]{35}
    ya29\.                        [0-9A-Za-z_-]{20,}
    eyJ                           [0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}(?:\.[0-9A-Za-z_-]*)?
    SG\.                          [0-9A-Za-z_-]{16,}\.[0-9A-Za-z_-]{16,}
    npm_                          [0-9A-Za-z]{30,}
    pypi-                         [0-9A-Za-z_-]{30,}
    dop_v1_                       [0-9a-f]{40,}
    hf_                           [0-9A-Za-z]{30,}
    shp(?:at|ca|pa|ss)_           [0-9a-fA-F]{32}
    key-[0-9a-f]                  [0-9a-f]{31}
    [0-9]:AA                      [0-9A-Za-z_-]{33}
    -----BEGIN                    [A-Z\s]{0,24}PRIVATE\ KEY-----
"""
_FORMS = [tuple(row.split(maxsplit=1)) for row in _KEYS.strip().splitlines()]
SIGN = "|".join(beginning for beginning, _ in _FORMS)
"""RE2 pattern that matches how keys of known forms begin."""
_KEY = re.compile(rf"(?<![0-9A-Za-z])(?:[0-9]{{7,9}}(?=[0-9]:AA))?(?:{'|'.join(map(''.join, _FORMS))})")
_PRIVATE_KEY_END = re.compile(r"-----END [A-Z ]{0,24}PRIVATE KEY-----")

_IS = (
    r"(?:['’]s(?=\s)|\s{0,3}(?:(?:is|was|ist|lautet|war|es|est|é|è|era|jest|это|to|the|my|new|code|number|nummer|sms|kod|код|below|here"
    r"|है|sind|are|wynosi|je|este|on|är|er|là|adalah|ialah|hai|yra|είναι|ay|ni|var|ir|nya|من|هو|هي|הוא|היא)(?!\w)|:=?|=>?|->|-|–|：|は|是|为|은|는|คือ|ຄື|គឺ)){1,4}"
)
_VALUE = r"[^\s\"'”“«»,;()`]{4,128}"
_QUOTED = re.compile(
    rf"[\"']?(?:(?:\s[\w']{{1,16}}){{0,4}}?{_IS})?\s{{0,3}}(?:\"([^\"\n]{{4,64}})\"|“([^”\n]{{4,64}})”|„([^“”\n]{{4,64}})[“”]|«([^»\n]{{4,64}})»)"
)
_OF = "de|del|dela|da|do|di|du|des|van|von|vom|zum|für|pour|para|per|voor|för|til|till"
"""What joins the word and that of which it is, but not in English."""
_SERVICE = r"wi-?fi|wlan|gmail|e?mail|portal|netflix|insta\w{0,6}|facebook|paypal|icloud|вайфай"
_NEXT_WORD = re.compile(rf"(\s{{0,2}})({_VALUE})")
_SAID_LATER = re.compile(
    rf"((?:\s[\w']{{1,16}}){{1,4}}(?!\w){_IS}\s{{0,3}}|(?:\s(?:{_OF})\s(?:(?:la|le|el|il|o|a|das|der|dem)\s)?\w{{2,16}}){{1,2}}\s|\s(?:{_SERVICE})\s|(?:\s[^\x00-\x7f\s]{{1,16}}){{1,2}}\s)({_VALUE})", re.IGNORECASE
)
"""The value behind "password for the portal = ", "mot de passe du wifi " and "пароль от вайфая "; behind English words
without "is" there are things like "Windows10"."""
_FEWEST_SECRET = 4
_ENDING = re.compile(r"[^\W\d_]{1,3}(?![^\W\d_])")
"""With what a word is inflected: "lösenordet", "passordet", "паролем"."""
_PARTICLE = re.compile(r"([!-~]{4,})[^!-~]")
"""Plain characters, and what a script without spaces puts behind them: "neko2024です"."""
_LOOKS_SECRET = re.compile(
    r"(?=.*[A-Za-z])(?=.*[0-9])(?!.*@.*\.)(?![0-9]+(?:th|st|nd|rd|am|pm|x|gb|mb|min|h|s|k|%)?$)(?!https?:|www\.).{5,}"
)
"""Letters and digits in one word: behind "password" it needs no "is"."""
_NEXT_SECRET = re.compile(rf"{_LOOKS_SECRET.pattern}|[0-9]{{6}}")
"""Right behind the word so may six digits, which are no year and no amount."""
_SECRET_BEHIND = re.compile(rf"[\"']?(?:{_IS}\s{{0,3}})[\"'“„«(`]?([^\s\"'”“«»,;()`]{{4,128}})", re.IGNORECASE)
_WIFI_BEFORE = re.compile(r"wi-?fi|wlan|router|network|netzwerk|réseau|red\b|rete\b|ssid|вайфа", re.IGNORECASE)
"""Where this was spoken of, a key is a password."""
_GROUPED = r"[0-9]{3}[ -][0-9]{3}|[0-9]{4}-[0-9]{4}|[0-9]{2}[ ][0-9]{2}[ ][0-9]{2}"
_NO_MORE = r"(?![0-9A-Za-z]|[.-][0-9A-Za-z]|,[0-9]{3})"
"""Behind a code stand no further letters, and no decimals or thousands."""
_CODE_VALUE = rf"{_GROUPED}|(?:[A-Z]-)?[0-9]{{3,8}}|[0-9A-Z]{{6,8}}"
_CODE_BEHIND = re.compile(
    rf"[\"']?(?:{_IS})?\s{{0,3}}[\"'(]?({_CODE_VALUE})(?![0-9A-Za-z]|[.-][0-9A-Za-z]|,[0-9]{{3}}(?![0-9]))",
    re.IGNORECASE,
)
_OWN_CODE_BEHIND = re.compile(
    rf"[\"']?(?:(?:\s[\w']{{1,12}}){{0,4}}?{_IS}|\s)\s{{0,2}}[\"'(]?({_GROUPED}|(?:[A-Z]-)?[0-9]{{4,8}}){_NO_MORE}",
    re.IGNORECASE,
)
_SENT = (
    r"sen[dt]|got|g[ei]t|receiv|text|came|enter|typ|us(?:e|ing)|bekomm|geschick|erhalt|kam|kommen|eingeb|reçu|recu|envoy|arriv|lleg|envi"
    r"|recib|mand|cheg|receb|inviat|ricev|kreeg|krijg|gekreg|gestuurd|prisz|przysz|dosta|wysł|приш|присл|получ|отправ|gel|gönder"
    r"|gate|door|lock|alarm|entrance|garage|building|وصل|جاء|استلم|أرسل|رسل|आया|मिला|dikirim|masuk|kirim|mila|aaya|bhej|přiš|dosta|jött|kapt|primi|fick|fått|fik|tuli|sain"
)
"""Stems of what people do with a code."""
_SENT_BEHIND = re.compile(rf"(?:\s[\w']{{1,16}}){{0,5}}?\s(?:{_SENT})\w{{0,8}}(?:\s[\w']{{1,8}}){{0,3}}?\s([0-9]{{4,6}}){_NO_MORE}", re.IGNORECASE)
"""The value behind "the code you sent me"."""
_CODE_SAID_LATER = re.compile(
    rf"(?:\s[\w']{{1,12}}){{1,5}}?\s(?<!\srs\s)(?<!\sinr\s)([0-9]{{6}}){_NO_MORE}"
    rf"|\s(?:{_OF})\s(?:(?:la|le|el|il|o|a|das|der|dem)\s)?\w{{2,16}}\s([0-9]{{4,6}}){_NO_MORE}",
    re.IGNORECASE,
)
"""The value behind words that speak of nothing else: "otp bata deta hu 252470", "pin de la tarjeta 7731"."""
_ANY_CODE_BEFORE = re.compile(
    r"(?:^|[.,!?:;\n]\s{0,3}|(?<!\w)(?:the|this|that|a|my|your|use|got|enter|der|den|ein|le|un|ce|el|il|o|um|meu|de|to|ten|вот|мне|этот|пришел|"
    r"пришёл|прийшов|gelen|reçu|recibido|recebido|ricevuto|przyszedł|otrzymany|přišel|prišiel|jött|stigao|"
    r"ось|det|tento)\s)$|(?:届いた|届きました|受信した|받은|온|收到的?)\s?$",
    re.IGNORECASE,
)
"""What stands before "code" where it is no error's, article's or voucher's."""
_ANY_CODE_BEHIND = re.compile(
    rf"(?:\s(?:z|från|fra|from|via|par|por|per|из|із|від|от|aus)\s\w{{2,8}})?(?:{_IS}|\s)\s{{0,2}}"
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
_OF_A_SERVICE = re.compile(r"(?:^|\W)(?:your|my|dein|ihr|mein|votre|tu|su|seu|tuo|suo|ваш|twój|je|uw)\s\w{2,16}\s$", re.IGNORECASE)
"""What stands before "code" where a service sends its own: "Your Uber code"."""
_HANDED_OVER = re.compile(r"(?:^|\W)(?:вот|voici|ecco|hier|here(?:'s|\sis)?|aquí|aqui|toma|oto)(?:\s\w{1,4})?\s$", re.IGNORECASE)
_VERIFIED_BEHIND = re.compile(
    rf"((?:\s\w{{1,20}}){{0,3}}?)(?:{_IS}|\s)\s{{0,2}}({_GROUPED}|[0-9]{{4,8}}){_NO_MORE}", re.IGNORECASE
)
_INDIAN_POSTCODE = re.compile(
    r"[ -]?code[\s:.-]{0,3}(?:is|of(?:\s\w+){1,4}?\s(?:is)?)?[\s:]{0,2}[1-9][0-9]{2}\s?[0-9]{3}(?![0-9])"
)
"""Behind "PIN code" six digits are India's post code."""
_CODE_BEFORE = re.compile(
    r"(?<![0-9A-Za-z.,$€£])((?:[A-Z]-)?[0-9]{4,8}|[0-9]{3}[ -][0-9]{3})\s{1,2}"
    r"(?:is|ist|es|est|é|è|to|jest|—|-|は|是|为|是您的)\s{0,2}(?:your|the|my|dein|ihr|der|die|das|su|tu|votre|le|il|o|seu|ваш|您的)?"
    r"(?:\s\w{1,20}){0,2}\s?$",
    re.IGNORECASE,
)
_PROSE = re.compile(r"[a-zà-ÿ]+[.!?:]*|[A-Z][a-z]+[.!?]?|https?:.*|[\W_]+", re.UNICODE)
"""A word of prose behind "password is": reset, wrong, incorrect."""
_FORCED = re.compile(r"[:=：]")


def find_keys(text: str) -> Iterator[tuple[int, int]]:
    """Yield where keys of known forms stand, in characters."""
    for key in _KEY.finditer(text):
        end = _PRIVATE_KEY_END.search(text, key.end()) if key.group().startswith("-----") else None
        yield key.start(), end.end() if end else key.end()


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where credentials stand that words speak of, in characters."""
    for mention in mentions:
        if mention.tag == SECRET:
            yield from _secret(text, mention)
        elif mention.tag == KEY and _WIFI_BEFORE.search(text[max(0, mention.start - 40) : mention.start]):
            yield from _secret(text, mention)
        elif mention.tag == CODE:
            yield from _code(text, mention)
        elif mention.tag == OWN_CODE and (own := _own_code(text, mention)):
            yield own.span(1)
        elif mention.tag == ANY_CODE:
            yield from _any_code(text, mention)


def _secret(text: str, mention: Mention) -> Iterator[tuple[int, int]]:
    is_unspaced = text[mention.end - 1] >= UNSPACED
    place = mention.end
    if text[place : place + 1].isalpha() and text[place] < "\u0600" and not is_unspaced:
        ending = _ENDING.match(text, place)
        if ending is None:
            return
        place = ending.end()
    quoted = _QUOTED.match(text, place, place + 160)
    if quoted is not None and quoted.lastindex is not None:
        yield quoted.span(quoted.lastindex)
        return
    match = _SECRET_BEHIND.match(text, place, place + 160)
    if match is None and (sent := _sent_code(text, mention)):
        yield sent.span(1)
        return
    if match is not None and _PROSE.fullmatch(match[1]) and not _FORCED.search(text[place : match.start(1)]):
        return
    match = match or _secret_without_is(text, place, is_unspaced=is_unspaced)
    if match is not None:
        start, value = match.start(match.lastindex or 0), match[match.lastindex or 0]
        value = _without_ending(value, is_unspaced=is_unspaced)
        if len(value) >= _FEWEST_SECRET:
            yield start, start + len(value)


def _without_ending(value: str, *, is_unspaced: bool) -> str:
    """Return a secret without the sentence's end, or the particle that a script without spaces puts behind it."""
    particle = _PARTICLE.match(value) if is_unspaced else None
    return particle[1] if particle else value.rstrip(".!?")


def _secret_without_is(text: str, place: int, *, is_unspaced: bool) -> re.Match[str] | None:
    """Return what looks like a secret right behind its word, or some words behind it; its second group is the value."""
    following = _NEXT_WORD.match(text, place, place + 160)
    if following and (following[1] or is_unspaced) and _NEXT_SECRET.fullmatch(following[2]):
        return following
    later = _SAID_LATER.match(text, place, place + 160)
    return later if later and _LOOKS_SECRET.fullmatch(later[2]) else None


def _own_code(text: str, mention: Mention) -> re.Match[str] | None:
    if _OF_SOMETHING_ELSE_BEHIND.match(text, mention.end):
        return None
    return _sent_code(text, mention) or _OWN_CODE_BEHIND.match(text, mention.end, mention.end + 64)


def _sent_code(text: str, mention: Mention) -> re.Match[str] | None:
    sent = _SENT_BEHIND.match(text, mention.end, mention.end + 96)
    is_other = sent is None or is_named_otherwise(text[mention.end : sent.start(1)])
    return None if is_other or _OF_SOMETHING_ELSE_BEHIND.match(text, mention.end) else sent


def _any_code(text: str, mention: Mention) -> Iterator[tuple[int, int]]:
    code = _ANY_CODE_BEHIND.match(text, mention.end, mention.end + 64)
    if code and _ANY_CODE_BEFORE.search(text[max(0, mention.start - 16) : mention.start]):
        yield code.span(1)
        return
    if (sent := _sent_code(text, mention)) and not _OF_SOMETHING_ELSE.search(text[max(0, mention.start - 24) : mention.start]):
        yield sent.span(1)
        return
    before, code = text[max(0, mention.start - 24) : mention.start], _VERIFIED_BEHIND.match(text, mention.end)
    is_meant = code and (_VERIFYING.search(code[1] or before) or (not code[1] and (_OF_A_SERVICE.search(before) or _HANDED_OVER.search(before))))
    if code and is_meant and not _OF_SOMETHING_ELSE.search(before):
        yield code.span(2)
        return
    low = max(0, mention.start - 64)
    if ahead := _ANY_CODE_AHEAD.search(text[low : mention.start]):
        yield low + ahead.start(1), low + ahead.end(1)


def _code(text: str, mention: Mention) -> Iterator[tuple[int, int]]:
    if text[mention.start : mention.end].lower() in ("pin-code", "pincode", "pin") and _INDIAN_POSTCODE.match(
        text, mention.start + len("pin"), mention.end + 32
    ):
        return
    match = _CODE_BEHIND.match(text, mention.end, mention.end + 64)
    if match is not None and any(character.isdigit() for character in match[1]):
        yield match.span(1)
        return
    if own := _OWN_CODE_BEHIND.match(text, mention.end, mention.end + 64):
        yield own.span(1)
        return
    said = _CODE_SAID_LATER.match(text, mention.end, mention.end + 64)
    if said and not is_named_otherwise(text[mention.end : said.start(said.lastindex or 0)]):
        yield said.span(said.lastindex or 0)
        return
    low = max(0, mention.start - 64)
    before = _CODE_BEFORE.search(text[low : mention.start])
    if before is not None:
        yield low + before.start(1), low + before.end(1)
