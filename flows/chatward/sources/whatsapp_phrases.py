"""What WhatsApp itself writes into chats in place of a message's text, in about fifty languages. Data only.

One table a meaning, one line a language; ``|`` parts phrasings that were in use at different times, on different phones
or for the writer himself. ``fold`` is applied to both sides before anything is compared.
"""

import re

from chatward.sources.whatsapp_words import JOINERS, MARKS

_DROPPED = str.maketrans("", "", MARKS + JOINERS)
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return ``text`` case-folded, without marks and final full stop, and with single spaces."""
    return _SPACES.sub(" ", text.translate(_DROPPED)).strip().rstrip(".。।").casefold()


def _phrases(table: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in table.replace("\n", "|").split("|") if phrase.strip())


DELETED = _phrases("""
This message was deleted|You deleted this message|This message was deleted by admin
Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht
Se eliminó este mensaje|Eliminaste este mensaje|Este mensaje fue eliminado|Se ha eliminado este mensaje
Esta mensagem foi apagada|Essa mensagem foi apagada|Mensagem apagada|Você apagou esta mensagem|Você apagou essa mensagem
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
Данное сообщение удалено|Это сообщение удалено|Сообщение удалено|Вы удалили данное сообщение|Вы удалили это сообщение
Це повідомлення видалено|Повідомлення видалено|Ви видалили це повідомлення
تم حذف هذه الرسالة|حذفت هذه الرسالة|لقد حذفت هذه الرسالة|قمت بحذف هذه الرسالة|أنت حذفت هذه الرسالة
הודעה זו נמחקה|ההודעה נמחקה|ההודעה הזו נמחקה|מחקת הודעה זו|מחקת את ההודעה הזו
این پیام حذف شد|این پیام پاک شد|این پیام حذف شده است|شما این پیام را حذف کردید|این پیام را حذف کردید
یہ پیغام حذف کر دیا گیا|یہ پیغام حذف کر دیا گیا تھا|آپ نے یہ پیغام حذف کر دیا
यह मैसेज डिलीट किया गया|यह मैसेज मिटा दिया गया|यह मैसेज डिलीट कर दिया गया|यह संदेश हटा दिया गया था|आपने यह मैसेज डिलीट किया|आपने यह मैसेज मिटा दिया
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
삭제된 메시지입니다|이 메시지는 삭제되었습니다|삭제한 메시지입니다|이 메시지를 삭제했습니다|회원님이 삭제한 메시지입니다
S'ha suprimit aquest missatge|Has suprimit aquest missatge|S’ha eliminat aquest missatge|Has eliminat aquest missatge
Eliminouse esta mensaxe|Eliminaches esta mensaxe|Mezu hau ezabatu da|Mezu hau ezabatu duzu
See sõnum kustutati|Kustutasid selle sõnumi|Sõnum on kustutatud
Šis ziņojums tika dzēsts|Jūs izdzēsāt šo ziņojumu|Ši žinutė buvo ištrinta|Jūs ištrynėte šią žinutę|Ši žinutė ištrinta
Ky mesazh u fshi|Ju e fshitë këtë mesazh|Bu mesajı sildin|Бұл хабар жойылды|Bu xabar oʻchirildi|Bu xabar o‘chirildi
Hierdie boodskap is geskrap|Hierdie boodskap is uitgevee|Jy het hierdie boodskap geskrap|Ujumbe huu ulifutwa|Umefuta ujumbe huu
Na-delete ang mensaheng ito|Na-delete mo ang mensaheng ito|Binura ang mensaheng ito|Scriosadh an teachtaireacht seo
""")
"""In place of a message that was deleted for everyone, by whomever."""

EDITED = _phrases("""
This message was edited|Diese Nachricht wurde bearbeitet|Se editó este mensaje|Este mensaje se editó|Se ha editado este mensaje
Mensagem editada|Esta mensagem foi editada|Essa mensagem foi editada|Ce message a été modifié|Questo messaggio è stato modificato
Dit bericht is bewerkt|Dit bericht werd bewerkt|Denne besked blev redigeret|Det här meddelandet redigerades|Meddelandet redigerades
Denne meldingen ble redigert|Tätä viestiä muokattiin|Viestiä muokattiin|Ta wiadomość była edytowana|Edytowano tę wiadomość
Tato zpráva byla upravena|Táto správa bola upravená|To sporočilo je bilo urejeno|Ova poruka je uređena|Ова порука је измењена
Това съобщение бе редактирано|Acest mesaj a fost editat|Ez az üzenet szerkesztve lett|Ezt az üzenetet szerkesztették
Αυτό το μήνυμα υποβλήθηκε σε επεξεργασία|Η επεξεργασία αυτού του μηνύματος ολοκληρώθηκε|Bu mesaj düzenlendi
Данное сообщение изменено|Сообщение изменено|Это сообщение изменено|Це повідомлення відредаговано|Це повідомлення змінено
تم تعديل هذه الرسالة|הודעה זו נערכה|ההודעה נערכה|این پیام ویرایش شد|این پیام ویرایش شده است|اس پیغام میں ترمیم کی گئی
यह मैसेज एडिट किया गया|इस मैसेज को एडिट किया गया|हा संदेश संपादित केला होता|এই মেসেজটি এডিট করা হয়েছে|આ મેસેજમાં ફેરફાર કર્યો હતો
இந்தச் செய்தி திருத்தப்பட்டது|ఈ సందేశం సవరించబడింది|ಈ ಸಂದೇಶವನ್ನು ಎಡಿಟ್‌ ಮಾಡಲಾಗಿದೆ|ഈ സന്ദേശം എഡിറ്റ് ചെയ്തു
Pesan ini diedit|Pesan ini telah diedit|Mesej ini telah diedit|Tin nhắn này đã được chỉnh sửa|Đã chỉnh sửa tin nhắn này
ข้อความนี้ถูกแก้ไข|แก้ไขข้อความนี้แล้ว|此消息已编辑|这条消息已经过编辑|此訊息已編輯|此訊息已被編輯|已編輯此訊息
このメッセージは編集されました|メッセージは編集されました|수정된 메시지입니다|이 메시지는 수정되었습니다
S'ha editat aquest missatge|S’ha editat aquest missatge|Seda sõnumit muudeti|Šis ziņojums tika rediģēts|Ši žinutė buvo redaguota
Hierdie boodskap is gewysig|Ujumbe huu ulihaririwa|Na-edit ang mensaheng ito|Оваа порака беше изменета|Бұл хабар өңделді
""")
"""After a message's last text, between ``<`` and ``>``."""

UNSUPPORTED = _phrases("""
null|Waiting for this message|Waiting for this message. This may take a while|This message can't be displayed here
Warten auf diese Nachricht|Warte auf diese Nachricht. Dies kann eine Weile dauern|Esperando este mensaje|Esperando el mensaje
Aguardando mensagem|Aguardando mensagem. Essa ação pode levar alguns instantes|En attente de ce message|In attesa del messaggio
Wachten op dit bericht|Oczekiwanie na tę wiadomość|Ожидание данного сообщения|Bu mesaj bekleniyor|在等待此訊息|正在等待此消息
""")
"""In place of a message that the phone could not show: view-once media, messages of a newer version."""

LIVE_LOCATION = _phrases("""
live location shared|Live-Standort wird geteilt|Live-Standort geteilt|ubicación en tiempo real compartida|Ubicación en vivo compartida
localização em tempo real compartilhada|localização em tempo real partilhada|localização atual partilhada|localisation en direct partagée
Position en direct partagée|posizione in tempo reale condivisa|posizione attuale condivisa|live locatie gedeeld|livelocatie gedeeld
live placering delt|liveplats delad|delad liveplats|sanntidsposisjon delt|posisjon i sanntid delt|reaaliaikainen sijainti jaettu
udostępniono lokalizację na żywo|udostępniono lokalizację|sdílena aktuální poloha|zdieľaná poloha naživo|locație în timp real distribuită
élő helyzet megosztva|κοινοποίηση ζωντανής τοποθεσίας|canlı konum paylaşıldı|трансляция геоданных|геоданные отправлены|надано доступ до геоданих
تمت مشاركة الموقع المباشر|تم مشاركة الموقع المباشر|מיקום חי שותף|מיקום בזמן אמת שותף|موقعیت زنده هم‌رسانی شد|लाइव लोकेशन शेयर की गई|लाइव लोकेशन शेयर किया
লাইভ লোকেশন শেয়ার করা হয়েছে|lokasi terkini dibagikan|lokasi langsung dikongsi|đã chia sẻ vị trí trực tiếp|แชร์ตำแหน่งปัจจุบันแล้ว
已分享实时位置|实时位置已分享|已分享即時位置|已分享即時定位|ライブ位置情報を共有しました|실시간 위치 공유|실시간 위치를 공유했습니다|ubicació en directe compartida
""")

POLL = _phrases("""
POLL|UMFRAGE|ENCUESTA|ENQUETE|SONDAGEM|INQUÉRITO|SONDAGE|SONDAGGIO|PEILING|POLL:|AFSTEMNING|OMRÖSTNING|AVSTEMNING|KYSELY|ANKIETA|ANKETA
АНКЕТА|SONDAJ|SZAVAZÁS|ΔΗΜΟΣΚΟΠΗΣΗ|ΨΗΦΟΦΟΡΙΑ|ANKET|ОПРОС|ОПИТУВАННЯ|استطلاع|استطلاع رأي|סקר|نظرسنجی|نظر سنجی|رائے شماری|पोल|मतदान
পোল|POLLING|JAJAK PENDAPAT|TINJAUAN PENDAPAT|UNDIAN|CUỘC THĂM DÒ Ý KIẾN|THĂM DÒ Ý KIẾN|โพลล์|โพล|投票|アンケート|투표|설문|ENQUESTA|KÜSITLUS
APTAUJA|APKLAUSA|SONDAZH|MENINGSPEILING|KURA|БОТ САУАЛНАМА
""")
"""Stands before the question of a poll, followed by a colon and the question on the next line."""

OMITTED = {
    "image": _phrases("""
image omitted|Bild weggelassen|imagen omitida|Imagen omitida|imagem ocultada|imagem omitida|imagem não revelada|image absente|image omise
immagine omessa|afbeelding weggelaten|billede udeladt|billede udeladt|bild utelämnad|bild utesluten|bilde utelatt|bilde utelukket
kuva jätetty pois|kuva poistettu|pominięto grafikę|obraz pominięto|obrázek vynechán|obrázok vynechaný|obrázok bol vynechaný|slika izpuščena
slika izostavljena|изображението е пропуснато|imagine omisă|kép kihagyva|kép mellőzve|η εικόνα παραλήφθηκε|εικόνα παραλήφθηκε
görüntü dahil edilmedi|görsel dahil edilmedi|изображение отсутствует|изображение опущено|зображення відсутнє|зображення пропущено
تم استبعاد الصورة|الصورة مستبعدة|صورة محذوفة|התמונה הושמטה|תמונה הושמטה|השמטת התמונה|تصویر حذف شد|تصویر حذف شده|تصویر چھوڑ دی گئی
इमेज छोड़ी गई|इमेज शामिल नहीं है|चित्र वगळले|ছবি বাদ দেওয়া হয়েছে|છબી શામેલ નથી|படம் தவிர்க்கப்பட்டது|చిత్రం తీసివేయబడింది
gambar tidak disertakan|gambar disingkirkan|imej tidak disertakan|imej diabaikan|hình ảnh bị bỏ qua|bỏ qua hình ảnh|ไม่รวมรูปภาพ|ละเว้นรูปภาพ
忽略图片|图片已省略|圖片已忽略|圖片已略去|已略過圖片|画像は含まれていません|画像を省略|이미지 생략됨|생략된 이미지|사진 생략됨|사진을 생략했습니다
imatge omesa|s'ha omès la imatge|pilt välja jäetud|attēls izlaists|vaizdas praleistas|imazhi u hoq|beeld weggelaat|picha imeondolewa
"""),
    "video": _phrases("""
video omitted|video note omitted|Video weggelassen|Videonachricht weggelassen|video omitido|vídeo omitido|Vídeo omitido|vídeo ocultado
vidéo absente|vidéo omise|note vidéo absente|video omesso|videomessaggio omesso|video weggelaten|videonotitie weggelaten|video udeladt
video utelämnad|video utesluten|video utelatt|video utelukket|video jätetty pois|video poistettu|pominięto film|pominięto wideo
video vynecháno|video bolo vynechané|videoposnetek izpuščen|video izostavljen|videozapis izostavljen|видеото е пропуснато|videoclip omis
videó kihagyva|το βίντεο παραλήφθηκε|βίντεο παραλήφθηκε|video dahil edilmedi|видео отсутствует|видео опущено|видеосообщение отсутствует
відео відсутнє|відео пропущено|تم استبعاد الفيديو|الفيديو مستبعد|הווידאו הושמט|סרטון הושמט|הסרטון הושמט|ویدیو حذف شد|ویدئو حذف شد
वीडियो छोड़ा गया|वीडियो शामिल नहीं है|व्हिडिओ वगळला|ভিডিও বাদ দেওয়া হয়েছে|વીડિયો શામેલ નથી|வீடியோ தவிர்க்கப்பட்டது|వీడియో తీసివేయబడింది
video tidak disertakan|video disingkirkan|video diabaikan|video bị bỏ qua|bỏ qua video|ไม่รวมวิดีโอ|ละเว้นวิดีโอ|忽略视频|视频已省略|影片已忽略
影片已略去|已略過影片|動画は含まれていません|動画を省略|동영상 생략됨|생략된 동영상|동영상을 생략했습니다|vídeo omès|s'ha omès el vídeo
video välja jäetud|video izlaists|vaizdo įrašas praleistas|video weggelaat
"""),
    "audio": _phrases("""
audio omitted|Audio weggelassen|Sprachnachricht weggelassen|audio omitido|áudio ocultado|áudio omitido|audio omis|audio absent
audio omesso|audio weggelaten|lyd udeladt|ljud utelämnat|ljud uteslutet|lyd utelatt|lyd utelukket|ääni jätetty pois|äänitiedosto poistettu
pominięto dźwięk|pominięto audio|zvuk vynechán|audio vynecháno|zvuk bol vynechaný|zvok izpuščen|zvučni zapis izostavljen|audio izostavljen
аудиото е пропуснато|audio omis|hang kihagyva|ο ήχος παραλήφθηκε|ήχος παραλήφθηκε|ses dahil edilmedi|аудиофайл отсутствует|аудио отсутствует
аудіо відсутнє|аудіо пропущено|تم استبعاد الصوت|تم استبعاد الملف الصوتي|הקול הושמט|קובץ השמע הושמט|השמע הושמט|صدا حذف شد|صوت حذف شد
ऑडियो छोड़ा गया|ऑडियो शामिल नहीं है|ऑडिओ वगळला|অডিও বাদ দেওয়া হয়েছে|ઓડિયો શામેલ નથી|ஆடியோ தவிர்க்கப்பட்டது|ఆడియో తీసివేయబడింది
audio tidak disertakan|audio disingkirkan|audio diabaikan|âm thanh bị bỏ qua|bỏ qua âm thanh|ไม่รวมไฟล์เสียง|ละเว้นเสียง|忽略音频|音频已省略|語音訊息已忽略
音訊已略去|已略過音訊|音声は含まれていません|音声を省略|오디오 생략됨|생략된 오디오|음성 생략됨|àudio omès|s'ha omès l'àudio|heli välja jäetud
audio izlaists|garso įrašas praleistas|oudio weggelaat
"""),
    "sticker": _phrases("""
sticker omitted|Sticker weggelassen|sticker omitido|figurinha omitida|autocolante omitido|sticker omis|sticker absent|sticker non incluso
sticker omesso|sticker weggelaten|sticker udeladt|klistermærke udeladt|klistermärke utelämnat|sticker utesluten|klistremerke utelatt
tarra jätetty pois|tarra poistettu|pominięto naklejkę|nálepka vynechána|samolepka vynechána|nálepka bola vynechaná|nalepka izpuščena
naljepnica izostavljena|nalepnica izostavljena|стикерът е пропуснат|sticker omisă|matrica kihagyva|το αυτοκόλλητο παραλήφθηκε
Çıkartma dahil edilmedi|стикер отсутствует|стикер опущен|стікер відсутній|стікер пропущено|تم استبعاد الملصق|הסטיקר הושמט|סטיקר הושמט
استیکر حذف شد|برچسب حذف شد|स्टिकर छोड़ा गया|स्टिकर शामिल नहीं है|স্টিকার বাদ দেওয়া হয়েছে|stiker tidak disertakan|stiker disingkirkan|pelekat diabaikan
nhãn dán bị bỏ qua|bỏ qua nhãn dán|ไม่รวมสติกเกอร์|ละเว้นสติกเกอร์|忽略表情贴纸|忽略贴图|贴图已省略|貼圖已忽略|貼圖已略去|已略過貼圖|スタンプは含まれていません
ステッカーを省略|스티커 생략됨|생략된 스티커|스티커를 생략했습니다|adhesiu omès|s'ha omès l'adhesiu|kleebis välja jäetud|plakker weggelaat
"""),
    "gif": _phrases("""
GIF omitted|GIF weggelassen|GIF omitido|GIF ocultado|GIF retiré|GIF absent|GIF omis|GIF esclusa|GIF omessa|GIF weggelaten|GIF udeladt
GIF utelämnad|GIF utesluten|GIF utelatt|GIF jätetty pois|GIF poistettu|pominięto GIF|GIF vynechán|GIF vynechaný|GIF izpuščen|GIF izostavljen
GIF файлът е пропуснат|GIF omis|GIF kihagyva|το GIF παραλήφθηκε|GIF dahil edilmedi|GIF отсутствует|файл GIF отсутствует|GIF відсутній
تم استبعاد GIF|تم استبعاد صورة GIF|GIF הושמט|ה-GIF הושמט|GIF حذف شد|GIF छोड़ा गया|GIF शामिल नहीं है|GIF বাদ দেওয়া হয়েছে|GIF tidak disertakan
GIF disingkirkan|GIF diabaikan|GIF bị bỏ qua|bỏ qua GIF|ไม่รวม GIF|ละเว้น GIF|忽略 GIF|GIF 已省略|GIF 已忽略|GIF 已略去|已略過 GIF|GIFは含まれていません
GIFを省略|GIF 생략됨|생략된 GIF|GIF omès|GIF weggelaat
"""),
    "contact": _phrases("""
Contact card omitted|Kontaktkarte ausgelassen|Kontaktkarte weggelassen|Tarjeta de contacto omitida|Cartão do contato omitido|Cartão de contato omitido
Cartão de contacto omitido|Fiche contact omise|carte de contact absente|Scheda contatto omessa|contatto omesso|Contactkaart weggelaten
Kontaktkort udeladt|Kontaktkort utelämnat|Kontaktkort uteslutet|Kontaktkort utelatt|Yhteystietokortti jätetty pois|yhteystieto poistettu
pominięto kartę kontaktu|pominięto kontakt|karta kontaktu vynechána|vizitka vynechána|karta kontaktu bola vynechaná|kontakt izostavljen
Carte de vizită omisă|Névjegy kihagyva|Η κάρτα επαφής παραλήφθηκε|Kişi kartı dahil edilmedi|Карточка контакта отсутствует|Картка контакту відсутня
تم استبعاد بطاقة جهة الاتصال|تم استبعاد جهة الاتصال|כרטיס איש הקשר הושמט|איש קשר הושמט|کارت مخاطب حذف شد|संपर्क कार्ड छोड़ा गया
Kartu kontak tidak disertakan|Kad kontak diabaikan|Thẻ liên hệ bị bỏ qua|bỏ qua thẻ liên hệ|ไม่รวมบัตรข้อมูลผู้ติดต่อ|忽略联系人名片|名片已省略
聯絡人名片已忽略|聯絡人資訊已略去|已略過聯絡人名片|連絡先は含まれていません|연락처 카드 생략됨|생략된 연락처|Targeta de contacte omesa
"""),
    "document": _phrases("""
document omitted|Dokument weggelassen|documento omitido|documento ocultado|document manquant|document absent|document omis|documento omesso
document weggelaten|dokument udeladt|dokument utelämnat|dokument uteslutet|dokument utelatt|asiakirja jätetty pois|asiakirja poistettu
pominięto dokument|dokument vynechán|dokument bol vynechaný|dokument izpuščen|dokument izostavljen|документът е пропуснат|document omis
dokumentum kihagyva|το έγγραφο παραλήφθηκε|belge dahil edilmedi|документ отсутствует|документ опущен|документ відсутній|документ пропущено
تم استبعاد المستند|המסמך הושמט|מסמך הושמט|سند حذف شد|दस्तावेज़ छोड़ा गया|डॉक्यूमेंट शामिल नहीं है|ডকুমেন্ট বাদ দেওয়া হয়েছে
dokumen tidak disertakan|dokumen disingkirkan|dokumen diabaikan|tài liệu bị bỏ qua|bỏ qua tài liệu|ไม่รวมเอกสาร|ละเว้นเอกสาร|忽略文档|文档已省略
文件已忽略|文件已略去|已略過文件|文書は含まれていません|ドキュメントを省略|문서 생략됨|생략된 문서|문서를 생략했습니다|document omès|dokument välja jäetud
"""),
    "": _phrases("""
Media omitted|Medien ausgeschlossen|Medien weggelassen|Multimedia omitido|Archivo omitido|Mídia oculta|Arquivo de mídia oculto|Ficheiro não revelado
Médias omis|Média omis|Fichier omis|Media omessi|Media weggelaten|Mediebesked udeladt|Media utelämnad|Media har utelämnats|Media utelatt
Media jätettiin pois|Media jätetty pois|pominięto multimedia|Média vynechána|Médiá vynechané|Mediji izostavljeni|Hiányzó médiafájl|Fără media
Medya dahil edilmedi|Без медиафайлов|Файл не додано|Медіа пропущено|Παραλείφθηκε πολυμέσο|تم استبعاد الوسائط|המדיה לא נכללה|‏המדיה הושמטה
رسانه حذف شد|मीडिया के बिना|मीडिया शामिल नहीं है|মিডিয়া বাদ দেওয়া হয়েছে|Media tidak disertakan|Media diabaikan|Phương tiện bị bỏ qua|ไม่รวมสื่อ
忽略多媒体文件|省略多媒体文件|已略去媒體|媒體已略去|略過多媒體檔|メディアは含まれていません|미디어 파일을 제외한 텍스트 파일|미디어 파일 제외됨|Mitjans omesos
"""),
}
"""In place of media that were not exported, by what they were; ``""`` where the export does not say."""

ATTACHED = _phrases("""
file attached|Datei angehängt|archivo adjunto|arquivo anexado|ficheiro anexado|fichier joint|file allegato|bestand bijgevoegd|fil vedhæftet
bifogad fil|fil bifogad|fil vedlagt|vedlagt fil|tiedosto liitetty|plik załączono|plik załączony|soubor přiložen|přiložený soubor|súbor priložený
datoteka priložena|datoteka u prilogu|датотека у прилогу|прикачен файл|fișier atașat|csatolt fájl|fájl csatolva|επισυναπτόμενο αρχείο
dosya ekli|файл добавлен|прикреплен файл|файл прикреплён|файл додано|файл додається|الملف مرفق|ملف مرفق|קובץ מצורף|פایل پیوست شد|فایل پیوست شده
فائل منسلک ہے|फ़ाइल अटैच की गई है|फ़ाइल संलग्न|फाइल जोडली|ফাইল অ্যাটাচ করা হয়েছে|ফাইল সংযুক্ত|ફાઇલ અટેચ કરેલી છે|கோப்பு இணைக்கப்பட்டுள்ளது
file terlampir|fail dilampirkan|tệp đính kèm|tập tin đính kèm|ไฟล์ที่แนบมา|ไฟล์แนบ|文件附件|附件|附加的文件|檔案已附加|附加檔案|添付ファイル|첨부 파일|파일 첨부됨
fitxer adjunt|fail lisatud|fails pievienots|failas pridėtas|lêer aangeheg|faili imeambatishwa|naka-attach na file
""")
"""After a file's name, in brackets."""
