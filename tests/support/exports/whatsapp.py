"""An export of WhatsApp: a German Android phone's group and an American iPhone's zipless text."""

_ANDROID = """01.02.24, 08:59 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.
01.02.24, 09:00 - Jürgen Groß: Guten Morgen 👋🏽
01.02.24, 09:01 - Acme Service: Zwei Zeilen,
eine Nachricht
01.02.24, 09:02 - Jürgen Groß: IMG-20240201-WA0001.jpg (Datei angehängt)
Foto vom Schaden
13.02.24, 09:03 - Jürgen Groß: Diese Nachricht wurde gelöscht
13.02.24, 09:04 - Acme Service: Bis morgen <Diese Nachricht wurde bearbeitet.>
13.02.24, 09:05 - Zoë hat die Gruppe verlassen.
13.02.24, 09:06 - +49 151 23456789: ok
"""
_IPHONE = """[2/13/24, 8:59:01\u202fPM] Pat: \u200eMessages and calls are end-to-end encrypted.
[2/13/24, 9:00:20\u202fPM] Pat: \u200e<attached: 00000002-PHOTO-2024-02-13-21-00-20.jpg>
[2/13/24, 9:01:00\u202fPM] Acme: Hello
[2/14/24, 12:00:00\u202fAM] Pat: \u200eMissed voice call
[2/14/24, 12:00:01\u202fAM] Pat: \u200eYou deleted this message.
"""


def example() -> dict[str, bytes]:
    """Return the export, by file name."""
    return {
        "WhatsApp Chat mit Kunden.txt": _ANDROID.encode(),
        "_chat.txt": _IPHONE.replace("\n", "\r\n").encode(),
    }
