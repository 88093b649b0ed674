"""An export of LINE: two banners, a phone's languages and a computer's file without any column."""

_GROUP = """[LINE] チームのトーク履歴
保存日時：2024/05/03 09:00

2024/05/01(水)
09:01\t花子\tおはようございます
09:02\t太郎\t"二行の
お返事です"
09:03\t花子\t[写真]
09:04\t太郎\t[スタンプ]
09:05\t花子\t[ファイル] 見積.pdf
09:06\t太郎\t☎ 通話時間 1:23
09:07\t\t次郎が花子を招待しました。
09:08\t\t花子がメッセージの送信を取り消しました
09:09\t次郎\thttps://maps.google.com/maps?q=35.6,139.7

2024/05/02(木)
24:05\t次郎\t[null]
10:00\t花子\t[アルバム] 旅行
10:01\t太郎\t了解 👍🏽
"""
_AMERICAN = """[LINE] Chat history with Zoë
Saved on: 02/15/2024, 09:00PM

Tue, 02/13/2024
11:59PM\tZoë\tGood night
Wed, 02/14/2024
12:01AM\tAcme Care\tGood morning
12:01PM\tZoë\t[Sticker]
12:02PM\tZoë unsent a message.
"""
_DESKTOP = """2025.12.30 火曜日
23:43 衛藤 泰地 スタンプ
23:44 natsumi_ わ！
見ます!
23:45 衛藤 泰地 はい
23:46 衛藤 泰地 写真
23:47 natsumi_がメッセージの送信を取り消しました
"""


def example() -> dict[str, bytes]:
    """Return the export, by file name."""
    return {
        "[LINE] チーム.txt": _GROUP.encode(),
        "[LINE] Chat with Zoë.txt": b"\xef\xbb\xbf" + _AMERICAN.encode(),
        "[LINE] 衛藤 泰地.txt": _DESKTOP.replace("\n", "\r\n").encode(),
    }
