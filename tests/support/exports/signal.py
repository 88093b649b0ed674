"""An export of Signal by signal-export: an older one with minutes, and Markdown with seconds."""

_OLD = """[2019-12-24, 12:23] Jane Doe: Hello John!
[2020-01-17, 21:49] Jöhn: Hello
Jane!
[2020-01-17, 21:50] Jane Doe: see [2020-01-17, 21:49] above: yes
[2020-01-18, 00:00] Jane Doe changed the group.
"""
_NEW = """[2024-05-01 09:00:05] Zoë: Hi
[2024-05-01 09:00:50] Me:~
>
> Hi
>
Hello 👋~
(- Zoë: 👍, Ann: ❤️ -)
[2024-05-01 09:01:00] Zoë: ![cat.jpg](./media/2024-05-01_cat.jpg)~~
[2024-05-01 09:02:00] Me: here [offer.pdf](./media/offer.pdf)~~
[2024-05-01 09:03:00] Ann: two

paragraphs
[2024-05-01 09:04:00] Zoë: 5 > 3 (really)
[2024-05-01 09:05:00] Ann: bye
""".replace("~", " ")  # Markdown breaks lines with two spaces


def example() -> dict[str, bytes]:
    """Return the export, by file name."""
    return {"Jane Doe/index.md": _OLD.encode(), "Zoë/chat.md": _NEW.encode()}
