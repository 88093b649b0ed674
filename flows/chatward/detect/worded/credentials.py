"""Credentials: keys of known forms, and what stands behind words like password."""

import re
from collections.abc import Iterator

from chatward.detect.mentions import UNSPACED, Mention
from chatward.detect.worded import codes

SECRET, KEY = "secret", "key"
WORDS = {
    SECRET: """
        password passwd pwd passphrase passwort kennwort zugangsdaten contraseña contrasena clave senha
        palavra-passe parola mot_de_passe mdp wachtwoord hasło haslo heslo lösenord adgangskode salasana şifre
        sifre пароль κωδικός كلمة_المرور כلمة סיסמה पासवर्ड รหัสผ่าน mật_khẩu kata_sandi 密码 密碼 パスワード
        비밀번호 api_key apikey api-key secret_key access_token auth_token bearer client_secret secret token
        credentials pw pass passcode passwords security_answer question_answer secret_answer sicherheitsantwort
        wifi_key wlan-schlüssel
        wlan_schlüssel netzwerkschlüssel clé_wifi clave_wifi şifrem şifreniz şifresi parolam jelszó jelszavam salasanani
        parolă parolul mot-de-passe palavra_passe zaporka geslo passord parool slaptažodis lozinka лозинка парола
        пассворд kodeord parole_ir kata_sandinya პაროლია
        كلمة_السر wagwoord contrasenya contrasinal pasahitza lykilorð fjalëkalimi şifrə parolu პაროლი գաղտնաբառ
        құпиясөз পাসওয়ার্ড
        கடவுச்சொல் పాస్‌వర్డ్ പാസ്‌വേഡ് પાસવર્ડ ਪਾਸਵਰਡ ລະຫັດຜ່ານ මුරපදය ពាក្យសម្ងាត់ စကားဝှက် የይለፍ_ቃል
        باسورد الباسورد پسوورد パスは ww پاسورڈ پاس_ورڈ parole: nenosiri kata_laluan סיסמא پسورد رمز_عبور 비번 암호
        暗証番号 パスコード 口令 pswd psw
    """,
    KEY: "=key =clé =schlüssel =chiave =chave =sleutel =klucz =nyckel =ключ",
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

_VALUE = r"[^\s\"'”“«»,;()`]{4,128}"
_QUOTED = re.compile(
    rf"[\"']?(?:(?:\s[\w']{{1,16}}){{0,4}}?{codes.IS})?\s{{0,3}}(?:\"([^\"\n]{{4,64}})\"|“([^”\n]{{4,64}})”|„([^“”\n]{{4,64}})[“”]|«([^»\n]{{4,64}})»)"
)
_SERVICE = r"wi-?fi|wlan|gmail|e?mail|portal|netflix|insta\w{0,6}|facebook|paypal|icloud|вайфай"
_NEXT_WORD = re.compile(rf"(\s{{0,2}})({_VALUE})")
_SAID_LATER = re.compile(
    rf"((?:\s[\w']{{1,16}}){{1,4}}{codes.IS}\s{{0,3}}|(?:\s(?:{codes.OF})\s{codes.ARTICLE}\w{{2,16}}){{1,2}}\s"
    rf"|\s(?:{_SERVICE})\s|(?:\s[^\x00-\x7f\s]{{1,16}}){{1,2}}\s)({_VALUE})",
    re.IGNORECASE,
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
_SECRET_BEHIND = re.compile(rf"[\"']?(?:{codes.IS}\s{{0,3}})[\"'“„«(`]?([^\s\"'”“«»,;()`]{{4,128}})", re.IGNORECASE)
_WIFI_BEFORE = re.compile(r"wi-?fi|wlan|router|network|netzwerk|réseau|red\b|rete\b|ssid|вайфа", re.IGNORECASE)
"""Where this was spoken of, a key is a password."""
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
        before = text[max(0, mention.start - 40) : mention.start]
        if mention.tag == SECRET or (mention.tag == KEY and _WIFI_BEFORE.search(before)):
            yield from _secret(text, mention)


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
    if match is None and (sent := codes.sent(text, mention)):
        yield sent
        return
    if match is not None and _PROSE.fullmatch(match[1]) and not _FORCED.search(text[place : match.start(1)]):
        match = None
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
