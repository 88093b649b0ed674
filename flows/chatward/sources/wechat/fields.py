"""Columns of the CSV files that exporters of WeChat write."""

FIELDS = frozenset(
    {
        # MemoTrace (WeChatMsg), all chats
        "localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime", "Remark",
        "NickName", "Sender", "MsgSvrID",
        # MemoTrace, one chat
        "消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息",
        # PyWxDump
        "id", "type_name", "is_sender", "talker", "room_name", "msg", "src", "extra",
        # chatlog
        "Time", "SenderName", "TalkerName", "Talker", "Content",
        # chatlog's JSON
        "seq", "time", "talkerName", "isChatRoom", "sender", "senderName", "isSelf", "type", "subType", "content",
        "contents", "version", "items", "messages", "data", "list", "total", "serverId", "status", "host",
        "chatRoomName",
    }
)  # fmt: skip

OPAQUE = frozenset({"contents", "src", "extra"})
"""What was sent, as WeChat describes it."""
