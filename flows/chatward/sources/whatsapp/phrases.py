"""What WhatsApp itself writes into chats in place of a message's text, in about sixty languages. Data only.

One table a meaning; ``|`` parts phrases: of languages, and of what was in use at different times, on different phones,
or for the writer alone. ``fold`` is applied to both sides before anything is compared.
"""

import re

from chatward.sources.whatsapp.words import JOINERS, MARKS

FULL_STOPS = ".。।۔"
"""Signs that end a sentence, any of which a phrase may or may not end in."""

_DROPPED = re.compile(f"[{MARKS}{JOINERS}]")


def bare(text: str) -> str:
    """Return ``text`` without signs that have no width."""
    return text if text.isascii() else _DROPPED.sub("", text)


def fold(text: str) -> str:
    """Return ``text`` case-folded, without marks and final full stop, and with single spaces."""
    return " ".join(bare(text).split()).rstrip(FULL_STOPS).casefold()


def phrases(table: str) -> frozenset[str]:
    """Return the phrases of a table, as written."""
    return frozenset(phrase.strip() for phrase in table.replace("\n", "|").split("|") if phrase.strip())


DELETED = phrases("""
This message was deleted|You deleted this message|This message was deleted by admin
Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht
Se eliminó este mensaje|Eliminaste este mensaje|Este mensaje fue eliminado|Se ha eliminado este mensaje
Esta mensagem foi apagada|Essa mensagem foi apagada|Mensagem apagada|Você apagou esta mensagem
Você apagou essa mensagem
Esta mensagem foi eliminada|Apagou esta mensagem|Eliminou esta mensagem|Mensagem eliminada
Ce message a été supprimé|Vous avez supprimé ce message
Questo messaggio è stato eliminato|Hai eliminato questo messaggio
Dit bericht is verwijderd|Dit bericht werd verwijderd|U hebt dit bericht verwijderd|Je hebt dit bericht verwijderd
Denne besked blev slettet|Du slettede denne besked
Det här meddelandet raderades|Meddelandet raderades|Du raderade det här meddelandet
Denne meldingen ble slettet|Du slettet denne meldingen
Tämä viesti poistettiin|Poistit tämän viestin
Ta wiadomość została usunięta|Usunięto tę wiadomość|Usunąłeś tę wiadomość|Wiadomość usunięta
Tato zpráva byla odstraněna|Tato zpráva byla smazána|Odstranili jste tuto zprávu|Smazali jste tuto zprávu
Táto správa bola odstránená|Táto správa bola vymazaná|Odstránili ste túto správu|Vymazali ste túto správu
To sporočilo je bilo izbrisano|Izbrisali ste to sporočilo
Ova poruka je izbrisana|Izbrisali ste ovu poruku|Ова порука је избрисана|Избрисали сте ову поруку
Това съобщение бе изтрито|Това съобщение беше изтрито|Изтрихте това съобщение
Оваа порака беше избришана|Ја избришавте поракава
Acest mesaj a fost șters|Ați șters acest mesaj|Ai șters acest mesaj
Ez az üzenet törölve lett|Ezt az üzenetet törölték|Törölted ezt az üzenetet|Üzenet törölve
Αυτό το μήνυμα διαγράφηκε|Αυτό το μήνυμα έχει διαγραφεί|Διαγράψατε αυτό το μήνυμα
Bu mesaj silindi|Bu mesajı sildiniz|Mesajı sildiniz
Данное сообщение удалено|Это сообщение удалено|Сообщение удалено|Вы удалили данное сообщение
Вы удалили это сообщение
Це повідомлення видалено|Повідомлення видалено|Ви видалили це повідомлення
تم حذف هذه الرسالة|حذفت هذه الرسالة|لقد حذفت هذه الرسالة|قمت بحذف هذه الرسالة|أنت حذفت هذه الرسالة
הודעה זו נמחקה|ההודעה נמחקה|ההודעה הזו נמחקה|מחקת הודעה זו|מחקת את ההודעה הזו
این پیام حذف شد|این پیام پاک شد|این پیام حذف شده است|شما این پیام را حذف کردید|این پیام را حذف کردید
یہ پیغام حذف کر دیا گیا|یہ پیغام حذف کر دیا گیا تھا|آپ نے یہ پیغام حذف کر دیا
यह मैसेज डिलीट किया गया|यह मैसेज मिटा दिया गया|यह मैसेज डिलीट कर दिया गया|यह संदेश हटा दिया गया था
आपने यह मैसेज डिलीट किया|आपने यह मैसेज मिटा दिया
हा संदेश हटवला गेला|हा मेसेज डिलीट केला गेला|हा संदेश हटवण्यात आला|तुम्ही हा संदेश हटवला
এই মেসেজটি মুছে ফেলা হয়েছে|এই মেসেজটি ডিলিট করা হয়েছে|আপনি এই মেসেজটি মুছে ফেলেছেন|আপনি এই মেসেজটি ডিলিট করেছেন
આ મેસેજ ડિલીટ કરવામાં આવ્યો|આ સંદેશ ડિલીટ કર્યો હતો|તમે આ મેસેજ ડિલીટ કર્યો
ਇਹ ਮੈਸੇਜ ਮਿਟਾਇਆ ਗਿਆ|ਇਹ ਸੁਨੇਹਾ ਮਿਟਾਇਆ ਗਿਆ|ਤੁਸੀਂ ਇਹ ਸੁਨੇਹਾ ਮਿਟਾਇਆ
இந்தச் செய்தி நீக்கப்பட்டது|நீங்கள் இந்தச் செய்தியை நீக்கிவிட்டீர்கள்|இந்த மெசேஜ் நீக்கப்பட்டது
ఈ సందేశం తొలగించబడింది|ఈ మెసేజ్ తొలగించబడింది|మీరు ఈ సందేశాన్ని తొలగించారు
ಈ ಸಂದೇಶವನ್ನು ಅಳಿಸಲಾಗಿದೆ|ನೀವು ಈ ಸಂದೇಶವನ್ನು ಅಳಿಸಿದ್ದೀರಿ
ഈ സന്ദേശം ഇല്ലാതാക്കി|ഈ സന്ദേശം ഇല്ലാതാക്കപ്പെട്ടു|നിങ്ങൾ ഈ സന്ദേശം ഇല്ലാതാക്കി
Pesan ini telah dihapus|Pesan ini dihapus|Anda telah menghapus pesan ini|Anda menghapus pesan ini
Mesej ini telah dipadamkan|Mesej ini telah dipadam|Anda telah memadamkan mesej ini|Anda memadamkan mesej ini
Tin nhắn này đã bị xóa|Tin nhắn này đã bị xoá|Bạn đã xóa tin nhắn này|Bạn đã xoá tin nhắn này
ข้อความนี้ถูกลบแล้ว|ข้อความนี้ถูกลบ|คุณลบข้อความนี้แล้ว|คุณได้ลบข้อความนี้
此消息已删除|此消息已被删除|您已删除此消息|您删除了这条消息|你已删除此消息|这条消息已删除
此訊息已刪除|此訊息已被刪除|這則訊息已刪除|您已刪除此訊息|你已刪除此訊息|你已收回這則訊息|您已收回這則訊息
このメッセージは削除されました|このメッセージを削除しました|メッセージを削除しました
삭제된 메시지입니다|이 메시지는 삭제되었습니다|삭제한 메시지입니다|이 메시지를 삭제했습니다
회원님이 삭제한 메시지입니다
S'ha suprimit aquest missatge|Has suprimit aquest missatge|S’ha eliminat aquest missatge
Has eliminat aquest missatge
Eliminouse esta mensaxe|Eliminaches esta mensaxe|Mezu hau ezabatu da|Mezu hau ezabatu duzu
See sõnum kustutati|Kustutasid selle sõnumi|Sõnum on kustutatud
Šis ziņojums tika dzēsts|Jūs izdzēsāt šo ziņojumu|Ši žinutė buvo ištrinta|Jūs ištrynėte šią žinutę
Ši žinutė ištrinta
Ky mesazh u fshi|Ju e fshitë këtë mesazh|Bu mesajı sildin|Бұл хабар жойылды|Bu xabar oʻchirildi|Bu xabar o‘chirildi
Hierdie boodskap is geskrap|Hierdie boodskap is uitgevee|Jy het hierdie boodskap geskrap|Ujumbe huu ulifutwa
Umefuta ujumbe huu
Na-delete ang mensaheng ito|Na-delete mo ang mensaheng ito|Binura ang mensaheng ito|Scriosadh an teachtaireacht seo
Hierdie boodskap was uitgevee|Bu ismarıc silindi|Съобщението беше изтрито|এই বার্তাটি মুছে ফেলা হয়েছে
Aquest missatge està esborrat|See sõnum on kustutatud|Itong mensahe ay binura na|આ સંદેશ રદ્દ કરાયો
यह संदेश मिटाया गया|Ez az üzenet törlésre került|Бұл хат жойылды|ಈ ಸಂದೇಶವು ಅಳಿಸಲ್ಪಟ್ಟಿದೆ|Šī ziņa tika izdzēsta
ഈ സന്ദേശം ഇല്ലാതാക്കിയതാണ്|हा संदेश हटविण्यात आला होता|ਇਸ ਸੁਨੇਹੇ ਨੂੰ ਹਟਾਇਆ ਗਿਆ
Esta mensagem foi apagada pelo remetente|Ова порука је обрисана|Detta meddelande raderades
இத்தகவல் திரும்பப்பெறப்பட்டது|ข้อความนี้ได้ถูกลบ|Це повідомлення було видалено|یہ پیغام حذف کیا گیا
Ushbu xabar o‘chirildi|信息已删除|Jy het boodskap uitgevee|Siz bu ismarıcı sildiniz|আপনি এই বার্তাটি মুছে ফেলেছেন
Has esborrat aquest missatge|Tuto zprávu jste odstranil/a|Binura mo itong mensahe|તમે આ સંદેશને રદ્દ કર્યો
आपने यह संदेश मिटाया|Сіз бұл хатты жойдыңыз|Jūs izdzēsāt šo ziņu|Ја избриша оваа порака|ഈ സന്ദേശം നിങ്ങൾ ഇല്ലാതാക്കി
आपण हा संदेश हटविलात|ਤੁਸੀਂ ਇਹ ਸੁਨੇਹਾ ਹਟਾਇਆ|Usunąłeś(aś) tę wiadomość|Túto správu ste odstránili
To sporočilo ste izbrisali|Обрисао/ла си ову поруку|Du raderade detta meddelande|இத்தகவலை தாங்கள் அழித்தீர்கள்
คุณลบข้อความนี้|آپ نے اس پیغام کو حذف کیا|Siz ushbu xabarni o‘chirdingiz|您删除这个信息|এই মেসেজটি বাদ দেওয়া হয়েছে
Aquest missatge s'ha suprimit|Denne besked er blevet slettet|આ મેસેજ ડિલીટ કરાયો|यह मैसेज डिलीट कर दिया गया है
Ova je poruka izbrisana|हा मेसेज हटवण्यात आला|یہ میسج حذف کر دیا گیا ہے|这条消息已被删除|لقد حذَفت هذه الرسالة
আপনি এই মেসেজটি বাদ দিয়েছেন|Tuto zprávu jste smazal/a|Du har slettet denne besked|Διαγράψατε το μήνυμα
Scrios tú an teachtaireacht seo|Ezt az üzenetet törölted|तुम्ही हा मेसेज हटवला|Usunąłeś(-ęłaś) tę wiadomość
Du har tagit bort meddelandet|آپ نے یہ میسج حذف کر دیا ہے|您已删除这条消息
""")
"""In place of a message that was deleted for everyone, by whomever."""

DELETED_BY = phrases("""
This message was deleted by admin|You deleted this message as admin
Diese Nachricht wurde von Admin|Diese Nachricht wurde vom Admin|Du hast diese Nachricht als Admin
Este mensaje fue eliminado por el admin|Eliminaste este mensaje como admin
Esta mensagem foi apagada pelo admin|Você apagou esta mensagem como admin
Ce message a été supprimé par l'admin|Ce message a été supprimé par l’admin
Questo messaggio è stato eliminato dall'admin|Questo messaggio è stato eliminato dall’admin
Dit bericht is verwijderd door beheerder|Данное сообщение удалено админом
""")
"""What such a remark begins with where it goes on with who did it: behind the mark of iOS alone."""

EDITED = phrases("""
This message was edited|Diese Nachricht wurde bearbeitet|Se editó este mensaje|Este mensaje se editó
Se ha editado este mensaje
Mensagem editada|Esta mensagem foi editada|Essa mensagem foi editada|Ce message a été modifié
Questo messaggio è stato modificato
Dit bericht is bewerkt|Dit bericht werd bewerkt|Denne besked blev redigeret|Det här meddelandet redigerades
Meddelandet redigerades
Denne meldingen ble redigert|Tätä viestiä muokattiin|Viestiä muokattiin|Ta wiadomość była edytowana
Edytowano tę wiadomość
Tato zpráva byla upravena|Táto správa bola upravená|To sporočilo je bilo urejeno|Ova poruka je uređena
Ова порука је измењена
Това съобщение бе редактирано|Acest mesaj a fost editat|Ez az üzenet szerkesztve lett|Ezt az üzenetet szerkesztették
Αυτό το μήνυμα υποβλήθηκε σε επεξεργασία|Η επεξεργασία αυτού του μηνύματος ολοκληρώθηκε|Bu mesaj düzenlendi
Данное сообщение изменено|Сообщение изменено|Это сообщение изменено|Це повідомлення відредаговано
Це повідомлення змінено
تم تعديل هذه الرسالة|הודעה זו נערכה|ההודעה נערכה|این پیام ویرایش شد|این پیام ویرایش شده است
اس پیغام میں ترمیم کی گئی
यह मैसेज एडिट किया गया|इस मैसेज को एडिट किया गया|हा संदेश संपादित केला होता|এই মেসেজটি এডিট করা হয়েছে
આ મેસેજમાં ફેરફાર કર્યો હતો
இந்தச் செய்தி திருத்தப்பட்டது|ఈ సందేశం సవరించబడింది|ಈ ಸಂದೇಶವನ್ನು ಎಡಿಟ್‌ ಮಾಡಲಾಗಿದೆ|ഈ സന്ദേശം എഡിറ്റ് ചെയ്തു
Pesan ini diedit|Pesan ini telah diedit|Mesej ini telah diedit|Tin nhắn này đã được chỉnh sửa
Đã chỉnh sửa tin nhắn này
ข้อความนี้ถูกแก้ไข|แก้ไขข้อความนี้แล้ว|此消息已编辑|这条消息已经过编辑|此訊息已編輯|此訊息已被編輯|已編輯此訊息
このメッセージは編集されました|メッセージは編集されました|수정된 메시지입니다|이 메시지는 수정되었습니다
S'ha editat aquest missatge|S’ha editat aquest missatge|Seda sõnumit muudeti|Šis ziņojums tika rediģēts
Ši žinutė buvo redaguota
Hierdie boodskap is gewysig|Ujumbe huu ulihaririwa|Na-edit ang mensaheng ito|Оваа порака беше изменета
Бұл хабар өңделді
""")
"""After a message's last text, between ``<`` and ``>``."""

MESSAGE_ROOTS = phrases("""
message|nachricht|mensaj|mensag|missatg|mesaj|messagg|mensaxe|mezu|bericht|boodskap|besked|meddeland|melding
viesti|wiadomo|zpráv|správ|sporočil|poruk|порук|порака|съобщени|сообщени|повідомлен|паведамленн|üzenet|μήνυμα
رسالة|پیام|پیغام|میسج|הודעה|मैसेज|मेसेज|संदेश|মেসেজ|বার্তা|મેસેજ|સંદેશ|ਸੁਨੇਹ|ਮੈਸੇਜ|செய்தி|மெசேஜ்|சந்தேசம்|సందేశ
మెసేజ్|ಸಂದೇಶ|ಮೆಸೇಜ್|സന്ദേശ|മെസേജ്|පණිවිඩ|pesan|mesej|ujumbe|mensahe|tin nhắn|ข้อความ|消息|訊息|信息|讯息|メッセージ|메시지|sõnum
ziņojum|ziņa|žinut|mesazh|хабар|хат|xabar|ismarıc|სმს|შეტყობინება|հաղորդագրություն|teachtaireacht
""")
"""Roots of the word for a message."""

EDIT_ROOTS = phrases("""
edit|bearbeit|modifi|modific|bewerk|gewysig|rediger|muoka|upraven|uprav|urejen|uređen|uredi|измењен|уређен|измен
редактир|редагован|відредагован|змінено|szerkeszt|επεξεργασ|düzenlen|redaktə|عدل|تعديل|ویرایش|ترمیم|נערכה|ערכת
एडिट|संपादि|এডিট|সম্পাদ|ફેરફાર|એડિટ|ਸੋਧ|ਐਡਿਟ|திருத்த|సవరించ|ఎడిట్|ಎಡಿಟ್|ಸಂಪಾದ|എഡിറ്റ്|തിരുത്ത|සංස්කරණය|disunting
hariri|chỉnh sửa|แก้ไข|编辑|編輯|编辑过|編集|수정|muudet|rediģ|redaguot|ndryshu|modifiku|өңдел|o‘zgartiril|tahrirlan
dəyişdiril|შესწორ|რედაქტ|խմբագր|athraíodh|in eagar
""")
"""Roots of the word for editing."""

UNSUPPORTED = phrases("""
null|Waiting for this message|Waiting for this message. This may take a while|This message can't be displayed here
This message can't be displayed here. Please open WhatsApp on your phone to view the message
You received a view once photo. For added privacy, you can only open it on your phone
You received a view once video. For added privacy, you can only open it on your phone
You received a view once voice message. For added privacy, you can only open it on your phone
You received a view once message. For added privacy, you can only open it on your phone
Warten auf diese Nachricht|Warte auf diese Nachricht. Dies kann eine Weile dauern|Esperando este mensaje
Esperando el mensaje
Aguardando mensagem|Aguardando mensagem. Essa ação pode levar alguns instantes|En attente de ce message
In attesa del messaggio
Wachten op dit bericht|Oczekiwanie na tę wiadomość|Ожидание данного сообщения|Bu mesaj bekleniyor|在等待此訊息
正在等待此消息
""")
"""In place of a message that the phone could not show: view-once media, messages of a newer version."""

LIVE_LOCATION = phrases("""
live location shared|Live-Standort wird geteilt|Live-Standort geteilt|ubicación en tiempo real compartida
Ubicación en vivo compartida
localização em tempo real compartilhada|localização em tempo real partilhada|localização atual partilhada
localisation en direct partagée
Position en direct partagée|posizione in tempo reale condivisa|posizione attuale condivisa|live locatie gedeeld
livelocatie gedeeld
live placering delt|liveplats delad|delad liveplats|sanntidsposisjon delt|posisjon i sanntid delt
reaaliaikainen sijainti jaettu
udostępniono lokalizację na żywo|udostępniono lokalizację|sdílena aktuální poloha|zdieľaná poloha naživo
locație în timp real distribuită
élő helyzet megosztva|κοινοποίηση ζωντανής τοποθεσίας|canlı konum paylaşıldı|трансляция геоданных
геоданные отправлены|надано доступ до геоданих
تمت مشاركة الموقع المباشر|تم مشاركة الموقع المباشر|מיקום חי שותף|מיקום בזמן אמת שותף|موقعیت زنده هم‌رسانی شد
लाइव लोकेशन शेयर की गई|लाइव लोकेशन शेयर किया
লাইভ লোকেশন শেয়ার করা হয়েছে|lokasi terkini dibagikan|lokasi langsung dikongsi|đã chia sẻ vị trí trực tiếp
แชร์ตำแหน่งปัจจุบันแล้ว
已分享实时位置|实时位置已分享|已分享即時位置|已分享即時定位|ライブ位置情報を共有しました|실시간 위치 공유
실시간 위치를 공유했습니다|ubicació en directe compartida
regstreekse ligging gedeel|canlı məkan paylaşılıb|местоположение в реално време споделено
লাইভ অবস্থান শেয়ার করা হয়েছে|byla sdílena aktuální poloha|η τωρινή τοποθεσία κοινοποιήθηκε|hetke asukoht jagatud
مکان زنده به اشتراک گذاشته شد|live-sijainti jaettu|ibinahagi ang live na lokasyon|જીવંત સ્થાન શેર કરાયું
משתף מיקום בשידור חי|लाइव स्थान साझा किया गया|trenutna lokacija podijeljena|tartózkodási hely megosztva
ライブロケーション共有|қазіргі орынмен бөлісті|ನೇರ ಸ್ಥಳ ಹಂಚಿಕೊಳ್ಳಲಾಗಿದೆ|공유한 실시간 위치
tiesioginė vieta bendrinama|reāllaika atrašanās vieta|споделено локација во живо|ലൈവ് ലൊക്കേഷൻ പങ്കിട്ടു
सध्याचे थेट ठिकाण शेअर केले|lokasi terkini dikongsi|ਮੌਜੂਦਾ ਟਿਕਾਣਾ ਸਾਂਝਾ ਕੀਤਾ|udostępniona transmisja położenia
localização atual compartilhada|Está a partilhar a sua localização|bola zdieľaná aktuálna poloha
lokacija v živo je bila deljena|vendnodhja aktuale u shpërnda|Локација уживо подељена|liveposition delad
mahali mubashara pameshirikishwa|இடம் நேரலையாக பகிரபட்டது|ప్రత్యక్ష స్థాన భాగస్వామ్యం|ตำแหน่งปัจจุบันถูกแบ่งปัน
Mevcut konum paylaşıldı|геодані надіслано|جاری مقام کا اشتراک ہوا|jonli joylashuv ulashildi
vị trí hiện thời được chia sẻ|共享实时位置|實時位置已分享
""")

POLL = phrases("""
POLL|UMFRAGE|ENCUESTA|ENQUETE|SONDAGEM|INQUÉRITO|SONDAGE|SONDAGGIO|PEILING|POLL:|AFSTEMNING|OMRÖSTNING|AVSTEMNING
KYSELY|ANKIETA|ANKETA
АНКЕТА|SONDAJ|SZAVAZÁS|ΔΗΜΟΣΚΟΠΗΣΗ|ΨΗΦΟΦΟΡΙΑ|ANKET|ОПРОС|ОПИТУВАННЯ|استطلاع|استطلاع رأي|סקר|نظرسنجی|نظر سنجی
رائے شماری|पोल|मतदान
পোল|POLLING|JAJAK PENDAPAT|TINJAUAN PENDAPAT|UNDIAN|CUỘC THĂM DÒ Ý KIẾN|THĂM DÒ Ý KIẾN|โพลล์|โพล|投票|アンケート|투표
설문|ENQUESTA|KÜSITLUS
APTAUJA|APKLAUSA|SONDAZH|MENINGSPEILING|KURA|БОТ САУАЛНАМА
""")
"""Stands before the question of a poll, followed by a colon and the question on the next line."""

ATTACHED = phrases("""
file attached|Datei angehängt|archivo adjunto|arquivo anexado|ficheiro anexado|fichier joint|file allegato
bestand bijgevoegd|fil vedhæftet
bifogad fil|fil bifogad|fil vedlagt|vedlagt fil|tiedosto liitetty|plik załączono|plik załączony|soubor přiložen
přiložený soubor|súbor priložený
datoteka priložena|datoteka u prilogu|датотека у прилогу|прикачен файл|fișier atașat|csatolt fájl|fájl csatolva
επισυναπτόμενο αρχείο
dosya ekli|файл добавлен|прикреплен файл|файл прикреплён|файл додано|файл додається|الملف مرفق|ملف مرفق|קובץ מצורף
פایل پیوست شد|فایل پیوست شده
فائل منسلک ہے|फ़ाइल अटैच की गई है|फ़ाइल संलग्न|फाइल जोडली|ফাইল অ্যাটাচ করা হয়েছে|ফাইল সংযুক্ত|ફાઇલ અટેચ કરેલી છે
கோப்பு இணைக்கப்பட்டுள்ளது
file terlampir|fail dilampirkan|tệp đính kèm|tập tin đính kèm|ไฟล์ที่แนบมา|ไฟล์แนบ|文件附件|附件|附加的文件|檔案已附加
附加檔案|添付ファイル|첨부 파일|파일 첨부됨
fitxer adjunt|fail lisatud|fails pievienots|failas pridėtas|lêer aangeheg|faili imeambatishwa|naka-attach na file
fayl əlavə olunub|ফাইল সংযুক্ত হয়েছে|arxiu adjunt|soubor byl přiložen|συνημμένο αρχείο|archivo adjuntado|پیوست شد
liitetiedosto|nakalakip na file|ફાઇલ જોડાયેલ|फाइल अटैच कर दी गई है|datoteka u privitku|添付ファイル有り|қосымша файл
ಕಡತ ಸೇರಿಸಲಾಯಿತು|byla prisegta|pievienots fails|прикачен фајл|ഫയൽ ചേർത്തു|फाइल संलग्न|ਅਟੈਚ ਕੀਤੀ ਫਾਇਲ|załączony plik
súbor pripojený|priložena datoteka|skedë e ngjitur|прикачена датотека|faili limeambatanishwa|ఫైల్ జోడించబడినది
ไฟล์ที่แนบ|پیوستہ فائل|fayl biriktirildi|附件檔案
""")
"""After a file's name, in brackets."""
