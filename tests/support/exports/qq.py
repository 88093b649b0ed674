"""An export of QQ: all chats in one file, and one of a phone without a banner."""

_RULE = "================================================================"
_ALL = f"""消息记录（此消息记录为文本格式，不支持重新导入）

{_RULE}
消息分组:我的好友
{_RULE}
消息对象:Alice
{_RULE}

2024-01-02 9:04:05 Alice(10001)
你好

2024-01-02 15:05:00 Bob<bob@qq.com>
[图片]

2024-01-02 下午 03:06:00 没有号码
两行
文字

{_RULE}
消息分组:我的QQ群
{_RULE}
消息对象:售后群
{_RULE}

2024-01-03 00:00:00 【管理员】Alice(10001)
[图片][图片]

2024-01-03 00:00:01 系统消息(10000)
Bob 加入本群。

2024-01-03 00:00:02 Zoë 🎉(123456789)
[文件]报价.pdf

2024-01-03 00:00:03 系统消息(10000)
Alice撤回了一条消息
"""
_PHONE = """2024-01-02 03:04:05 Alice(10001)
hello
2024-01-02 03:04:06 Bob(10002)
[语音]
2024-01-02 03:04:07 (10003)
ok
2024-01-02 03:04:08 Alice(10001)
Alice撤回了一条消息
2024-01-02 03:04:09 陈<12345678@qq.com>
再见
"""


def example() -> dict[str, bytes]:
    """Return the export, by file name."""
    return {"全部消息记录.txt": _ALL.replace("\n", "\r\n").encode("utf-8-sig"), "Alice.txt": _PHONE.encode()}
