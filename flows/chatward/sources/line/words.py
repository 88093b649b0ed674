"""What LINE itself writes into chats, in the languages of its app. Data only; ``|`` parts phrases."""

from chatward.sources.whatsapp.phrases import phrases

LABELS = {
    ("media", "image/*"): phrases("""
Photo|Photos|Image|Immagine|Фото|Фотография|Fotoğraf|Resim|صورة|写真|画像|照片|圖片|图片|相片|รูป|รูปภาพ|ภาพ|ภาพถ่าย|사진|이미지
Foto|Gambar|Imagen|Ảnh|Hình ảnh
Bild
"""),
    ("media", "video/*"): phrases("""
Video|Videos|Vidéo|Vidéos|Видео|فيديو|動画|影片|视频|影音|วิดีโอ|동영상|비디오|Vídeo
"""),
    ("media", "audio/*"): phrases("""
Message vocal|Sprachnachricht|Messaggio vocale|Голосовое сообщение|Sesli mesaj|رسالة صوتية
Voice message|Voice messages|Voice note|Audio|ボイスメッセージ|音声メッセージ|語音訊息|语音消息|语音信息
ข้อความเสียง|음성 메시지|음성메시지|Pesan suara|Mensaje de voz|Nota de voz|Mensagem de voz|Tin nhắn thoại
"""),
    ("media", "image/gif"): phrases("GIF"),
    ("media", None): phrases("""
Album|Albums|アルバム|相簿|相册|อัลบั้ม|앨범|Álbum|Keep
"""),
    ("sticker", None): phrases("""
Sticker|Stickers|Autocollant|Adesivo|Стикер|Çıkartma|ملصق|スタンプ|貼圖|贴图|สติกเกอร์|สติ๊กเกอร์|스티커|Stiker|Pegatina
Nhãn dán|Adesivo|Figurinha
"""),
    ("media", "application/octet-stream"): phrases("""
File|Files|Fichier|Datei|Файл|Dosya|ملف|ファイル|檔案|文件|ไฟล์|파일|Archivo|Berkas|Tệp|Arquivo
"""),
    ("contact", None): phrases("""
Kontakt|Contatto|Контакт|Kişi|جهة اتصال
Contact|Contacts|Contact info|連絡先|聯絡資訊|聯絡人|联系人|联系人信息|ข้อมูลติดต่อ|รายชื่อติดต่อ|ผู้ติดต่อ|연락처
Kontak|Contacto|Liên hệ|Contato
"""),
    ("location", None): phrases("""
Location|Position|Posizione|Standort|Местоположение|Геопозиция|Konum|الموقع|位置情報|位置訊息|位置資訊|位置信息|位置|ตำแหน่ง
ตำแหน่งที่ตั้ง|위치|위치정보|위치 정보|Lokasi|Ubicación
Vị trí|Localização
"""),
    ("poll", None): phrases("""
Poll|Sondage|Umfrage|Sondaggio|Опрос|Anket|投票|アンケート|โพล|โพลล์|투표|Polling|Encuesta|Bình chọn|Enquete
"""),
    ("interactive", None): phrases("""
Note|Notes|ノート|記事本|记事本|โน้ต|노트|Catatan|Nota|Gift|ギフト|禮物|ของขวัญ|선물|Payment|送金|Event|イベント
活動|กิจกรรม|이벤트|Link|リンク
"""),
    ("unsupported", None): phrases("""
null|undefined|Unsupported message|Message not supported|未対応のメッセージ
"""),
}  # fmt: skip
"""In brackets in place of what is no text, by message kind and media type."""

UNSENT = phrases("""
unsent a message|You unsent a message|unsent a photo|You unsent a photo|unsent a sticker|You unsent a sticker
unsent a video|You unsent a video|メッセージの送信を取り消しました|送信を取り消しました|已收回訊息|您已收回訊息
你已收回訊息|收回了訊息|您收回了訊息|你收回了訊息|已撤回消息|您已撤回消息|你撤回了一条消息|撤回了一条消息
ยกเลิกข้อความ|คุณยกเลิกข้อความ|ยกเลิกการส่งข้อความ|คุณยกเลิกการส่งข้อความ|ยกเลิกข้อความแล้ว|คุณยกเลิกข้อความแล้ว
메시지 전송을 취소했습니다|메시지를 취소했습니다|membatalkan pengiriman pesan|Anda membatalkan pengiriman pesan
anuló el envío de un mensaje|Anulaste el envío de un mensaje|ha cancelado el envío de un mensaje
Has cancelado el envío de un mensaje|đã thu hồi tin nhắn|Bạn đã thu hồi tin nhắn|cancelou o envio de uma mensagem
""")
"""In place of a message that its sender took back, or after their name."""

NOTICES = {
    "member_left": """
left the group|left the chat|has left|removed|退出しました|退会しました|を退会させました|を削除しました|離開群組
已離開|離開了聊天|退出了群組|退出群組|已退出|退出群聊|移出群組|退出了群|ออกจากกลุ่ม|ออกจากแชท|ลบ|나갔습니다|퇴장
내보냈습니다|meninggalkan grup|keluar dari grup|mengeluarkan|salió del grupo|abandonó el grupo|eliminó a
rời khỏi nhóm|saiu do grupo|から削除しました|から退会させました|離開聊天|移出
""",
    "member_joined": """
joined the group|joined the chat|has joined|invited|added|参加しました|招待しました|を追加しました|加入群組|已加入
加入聊天|邀請|邀请|加入了群|เข้าร่วมกลุ่ม|เข้าร่วม|เชิญ|เพิ่ม|들어왔습니다|참여했습니다|초대했습니다|초대하였습니다
가입|bergabung|mengundang|menambahkan|se unió|invitó a|agregó a|ha invitado|tham gia nhóm|đã mời|entrou no grupo
convidou|グループに追加しました|至群組
""",
    "title_changed": """
changed the group name|changed the name of the group|changed the chat name|グループ名を|トークルーム名を
變更群組名稱|群組名稱|群名称|เปลี่ยนชื่อกลุ่ม|그룹 이름을|그룹명을|mengubah nama grup|cambió el nombre del grupo
đổi tên nhóm|mudou o nome do grupo
""",
    "group_created": """
created the group|created a group|グループを作成|建立群組|建立了群組|创建群|สร้างกลุ่ม|그룹을 만들었습니다
그룹을 생성|membuat grup|creó el grupo|tạo nhóm|criou o grupo
""",
    "pinned": """
announcement|アナウンス|設為公告|設定公告|公告|ประกาศ|공지|pengumuman|anuncio
""",
    "call": """
☎|group call|グループ通話|群組通話|สายกลุ่ม|그룹 통화|panggilan grup|llamada grupal
""",
}  # fmt: skip
"""Parts of notices, by event kind."""

NO_PEOPLE = """
album|photo|picture|video|note|announcement|bookmark|friend|アルバム|写真|動画|ノート|友だち|友達|ブックマーク|タグ|コメント|相簿
照片|影片|記事本|好友|相册|อัลบั้ม|รูป|วิดีโอ|โน้ต|앨범|사진|동영상|노트|친구|foto|catatan|teman|nota|ảnh|ghi chú
"""
"""What is added, removed or joined without anybody coming to a chat or leaving it."""

NOTICE_ENDS = phrases("""
joined the group|left the group|to the group|グループに参加しました|グループを退会しました|退出しました|招待しました
変更しました|已加入群組|加入群組|離開群組|退出群組|加入聊天|離開了聊天|เข้าร่วมกลุ่ม|ออกจากกลุ่ม|들어왔습니다
나갔습니다|초대했습니다
""")
"""How notices end that stand among rows without any column."""

SENT = {
    "image": """
写真を送信しました|画像を送信しました|Photo sent|Sent a photo|You sent a photo|Image sent|已傳送圖片|已傳送照片
傳送了圖片|傳送了照片|ส่งรูปแล้ว|ส่งรูปภาพ|사진을 보냈습니다
""",
    "video": """
動画を送信しました|Video sent|Sent a video|You sent a video|已傳送影片|傳送了影片|ส่งวิดีโอ|동영상을 보냈습니다
""",
    "audio": """
ボイスメッセージを送信しました|音声を送信しました|音声メッセージを送信しました|Voice message sent|Sent a voice message
已傳送語音訊息|傳送了語音訊息
""",
    "file": """
ファイルを送信しました|File sent|Sent a file|You sent a file|已傳送檔案|傳送了檔案|ส่งไฟล์|파일을 보냈습니다
""",
    "sticker": """
スタンプを送信しました|Sticker sent|Sent a sticker|You sent a sticker|已傳送貼圖|傳送了貼圖|ส่งสติกเกอร์
스티커를 보냈습니다
""",
    "location": "位置情報を送信しました|Location sent|Sent a location|已傳送位置資訊|傳送了位置資訊|ส่งตำแหน่ง",
    "contact": "連絡先を送信しました|Contact sent|Sent a contact|已傳送聯絡資訊",
    "call": "通話をしました|通話に応答がありませんでした|不在着信|Missed call|Call ended|未接來電",
}
"""What Official Account Manager writes in place of what is no text, by kind as in ``transcript.labels``."""
