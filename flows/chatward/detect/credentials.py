"""Credentials: keys of known forms, and what stands behind words like password, PIN and one-time code."""

import re
from collections.abc import Iterator

from chatward.detect.mentions import Mention

SECRET, CODE, OWN_CODE = "secret", "code", "own_code"
WORDS = {
    SECRET: """
        password passwd pwd passphrase passwort kennwort zugangsdaten contraseña contrasena clave senha
        palavra-passe parola mot_de_passe mdp wachtwoord hasło haslo heslo lösenord adgangskode salasana şifre
        sifre пароль κωδικός كلمة_المرور כلمة סיסמה पासवर्ड รหัสผ่าน mật_khẩu kata_sandi 密码 密碼 パスワード
        비밀번호 api_key apikey api-key secret_key access_token auth_token bearer client_secret secret token
        credentials pw pass passcode passwords security_answer secret_answer sicherheitsantwort wifi_key wlan-schlüssel
        wlan_schlüssel netzwerkschlüssel clé_wifi clave_wifi şifrem şifreniz şifresi parolam jelszó jelszavam salasanani
        parolă parolul mot-de-passe palavra_passe zaporka geslo
    """,
    CODE: """
        otp one-time one_time verification_code security_code auth_code login_code confirmation_code 2fa tan
        mtan pin pin-code pincode cvv cvc cvv2 passcode bestätigungscode sicherheitscode einmalcode
        código_de_verificación código_de_seguridad code_de_vérification code_de_sécurité codice_di_verifica
        código_de_verificação verificatiecode kod_weryfikacyjny код_подтверждения пин-код пинкод doğrulama_kodu
        验证码 驗證碼 認証コード 인증번호 รหัส_otp mã_otp mã_xác_nhận رمز_التحقق קוד_אימות doğrulama_kodunuz onay_kodu
        kod_sms codice_otp code_otp código_otp
    """,
    OWN_CODE: """
        your_code my_code the_code login_code access_code entry_code door_code gate_code ihr_code dein_code mein_code
        türcode zugangscode votre_code ton_code mon_code code_d'accès tu_código su_código mi_código código_de_acceso
        seu_código meu_código teu_código código_de_acesso tuo_codice suo_codice mio_codice codice_di_accesso je_code
        uw_code
        jouw_code mijn_code toegangscode twój_kod mój_kod kod_dostępu ваш_код твой_код мой_код код_доступа ваш_пароль
        din_kod min_kod din_kode min_kode kodunuz kodun 您的代码 동의_코드
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
    r"(?:\s{0,3}(?:(?:is|was|ist|lautet|war|es|est|é|è|era|jest|это|to|the|my|new|code|number|nummer|sms|kod|код|below|here"
    r"|है|sind|are|wynosi)(?!\w)|:=?|=>?|->|-|–|：|は|是|为|은|는)){1,4}"
)
_VALUE = r"[^\s\"'”“«»,;()`]{4,128}"
_QUOTED = re.compile(
    rf"[\"']?{_IS}?\s{{0,3}}(?:\"([^\"\n]{{4,64}})\"|“([^”\n]{{4,64}})”|„([^“”\n]{{4,64}})[“”]|«([^»\n]{{4,64}})»)"
)
_NEXT_WORD = re.compile(rf"\s{{1,2}}({_VALUE})")
_LOOKS_SECRET = re.compile(
    r"(?=.*[A-Za-z])(?=.*[0-9])(?!.*@.*\.)(?![0-9]+(?:th|st|nd|rd|am|pm|x|gb|mb|min|h|s|k|%)?$)(?!https?:|www\.).{5,}"
)
"""Letters and digits in one word: behind "password" it needs no "is"."""
_SECRET_BEHIND = re.compile(rf"[\"']?(?:{_IS}\s{{0,3}})[\"'“„«(`]?([^\s\"'”“«»,;()`]{{4,128}})", re.IGNORECASE)
_CODE_VALUE = r"(?:[A-Z]-)?[0-9]{3,8}|[0-9]{3}[ -][0-9]{3}|[0-9]{2} [0-9]{2} [0-9]{2}|[0-9A-Z]{6,8}"
_CODE_BEHIND = re.compile(
    rf"[\"']?(?:{_IS})?\s{{0,3}}[\"'(]?({_CODE_VALUE})(?![0-9A-Za-z]|[.-][0-9A-Za-z]|,[0-9]{{3}}(?![0-9]))",
    re.IGNORECASE,
)
_OWN_CODE_BEHIND = re.compile(
    rf"[\"']?(?:{_IS}|\s)\s{{0,2}}[\"'(]?((?:[A-Z]-)?[0-9]{{4,8}}|[0-9]{{3}}[ -][0-9]{{3}})"
    r"(?![0-9A-Za-z]|[.-][0-9A-Za-z]|,[0-9]{3})",
    re.IGNORECASE,
)
_INDIAN_POSTCODE = re.compile(
    r"[ -]?code[\s:.-]{0,3}(?:is|of\s\w+\s(?:is)?)?[\s:]{0,2}[1-9][0-9]{2}\s?[0-9]{3}(?![0-9])"
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


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where credentials stand, in characters."""
    for key in _KEY.finditer(text):
        end = _PRIVATE_KEY_END.search(text, key.end()) if key.group().startswith("-----") else None
        yield key.start(), end.end() if end else key.end()
    for mention in mentions:
        if mention.tag == SECRET:
            yield from _secret(text, mention)
        elif mention.tag == CODE:
            yield from _code(text, mention)
        elif mention.tag == OWN_CODE and (own := _OWN_CODE_BEHIND.match(text, mention.end, mention.end + 64)):
            yield own.span(1)


def _secret(text: str, mention: Mention) -> Iterator[tuple[int, int]]:
    if text[mention.end : mention.end + 1].isalpha() and text[mention.end] < "\u0600":
        return
    quoted = _QUOTED.match(text, mention.end, mention.end + 160)
    if quoted is not None and quoted.lastindex is not None:
        yield quoted.span(quoted.lastindex)
        return
    match = _SECRET_BEHIND.match(text, mention.end, mention.end + 160)
    if match is None:
        following = _NEXT_WORD.match(text, mention.end, mention.end + 160)
        if following is not None and _LOOKS_SECRET.fullmatch(following[1]):
            yield following.start(1), following.start(1) + len(following[1].rstrip(".!?"))
        return
    value = match[1].rstrip(".!?")
    joined = text[mention.end : match.start(1)]
    is_prose = _PROSE.fullmatch(match[1]) is not None and not _FORCED.search(joined)
    if len(value) >= 4 and not is_prose:
        yield match.start(1), match.start(1) + len(value)


def _code(text: str, mention: Mention) -> Iterator[tuple[int, int]]:
    if text[mention.start : mention.end].lower() in ("pin-code", "pincode", "pin") and _INDIAN_POSTCODE.match(
        text, mention.start + len("pin"), mention.end + 32
    ):
        return
    match = _CODE_BEHIND.match(text, mention.end, mention.end + 64)
    if match is not None and any(character.isdigit() for character in match[1]):
        yield match.span(1)
        return
    low = max(0, mention.start - 64)
    before = _CODE_BEFORE.search(text[low : mention.start])
    if before is not None:
        yield low + before.start(1), low + before.end(1)
