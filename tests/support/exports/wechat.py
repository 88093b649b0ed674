"""An export of WeChat: the CSV files of three exporters, and text."""

_ALL = '''localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender
1,3,1,0,0,1704186245,,你好,2024-01-02 17:04:05,,小明,wxid_ming
2,3,1,0,1,1704186300,,"两行, ""引号""
文字",2024-01-02 17:05:00,,Acme,wxid_acme
3,4,3,0,0,1704186360,,<msg><img/></msg>,2024-01-02 17:06:00,,小红,wxid_hong
4,4,49,57,0,1704186420,,<msg><appmsg><title>回复 &amp; 谢谢</title></appmsg></msg>,2024-01-02 17:07:00,,小红,wxid_hong
5,4,10000,0,0,1704186480,,"""小红"" 撤回了一条消息",2024-01-02 17:08:00,,小红,wxid_hong
'''
_ONE = """消息ID,类型,发送人,时间,内容,备注,昵称,更多信息
8001,文本,小明,2024-01-02 17:04:05,你好,,小明,
8002,动画表情,我,2024-01-02 17:05:00,,,Acme,
8003,系统消息,系统,2024-01-02 17:06:00,小明撤回了一条消息,,,
"""
_CHATLOG = """Time,SenderName,Sender,TalkerName,Talker,Content
2024-01-02 17:04:05,小明,wxid_ming,售后群,123@chatroom,你好
2024-01-02 17:05:00,Zoë 🎉,wxid_zoe,售后群,123@chatroom,[图片]
"""
_TEXT = """2024-01-02 17:04:05 小明
你好

2024-01-02 17:05:00 我
两行

文字

2024-01-02 17:06:00 小明
[表情包]
"""


def example() -> dict[str, bytes]:
    """Return the export, by file name."""
    return {
        "messages.csv": _ALL.encode("utf-8-sig"),
        "小明.csv": _ONE.encode("utf-8-sig"),
        "chatlog.csv": _CHATLOG.encode(),
        "小明.txt": _TEXT.encode(),
    }
