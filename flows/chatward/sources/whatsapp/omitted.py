"""What WhatsApp writes in place of media that it did not export, in about sixty languages. Data only."""

from chatward.sources.whatsapp.phrases import phrases

OMITTED = {
    "image": phrases("""
view once photo omitted|view once image omitted
image omitted|Bild weggelassen|imagen omitida|Imagen omitida|imagem ocultada|imagem omitida|imagem não revelada
image absente|image omise
immagine omessa|afbeelding weggelaten|billede udeladt|billede udeladt|bild utelämnad|bild utesluten|bilde utelatt
bilde utelukket
kuva jätetty pois|kuva poistettu|pominięto grafikę|obraz pominięto|obrázek vynechán|obrázok vynechaný
obrázok bol vynechaný|slika izpuščena
slika izostavljena|изображението е пропуснато|imagine omisă|kép kihagyva|kép mellőzve|η εικόνα παραλήφθηκε
εικόνα παραλήφθηκε
görüntü dahil edilmedi|görsel dahil edilmedi|изображение отсутствует|изображение опущено|зображення відсутнє
зображення пропущено
تم استبعاد الصورة|الصورة مستبعدة|صورة محذوفة|התמונה הושמטה|תמונה הושמטה|השמטת התמונה|تصویر حذف شد|تصویر حذف شده
تصویر چھوڑ دی گئی
इमेज छोड़ी गई|इमेज शामिल नहीं है|चित्र वगळले|ছবি বাদ দেওয়া হয়েছে|છબી શામેલ નથી|படம் தவிர்க்கப்பட்டது
చిత్రం తీసివేయబడింది
gambar tidak disertakan|gambar disingkirkan|imej tidak disertakan|imej diabaikan|hình ảnh bị bỏ qua|bỏ qua hình ảnh
ไม่รวมรูปภาพ|ละเว้นรูปภาพ
忽略图片|图片已省略|圖片已忽略|圖片已略去|已略過圖片|画像は含まれていません|画像を省略|이미지 생략됨|생략된 이미지
사진 생략됨|사진을 생략했습니다
imatge omesa|s'ha omès la imatge|pilt välja jäetud|attēls izlaists|vaizdas praleistas|imazhi u hoq|beeld weggelaat
picha imeondolewa
لم يتم إدراج الصورة|ইমেজ বাদ দেওয়া হয়েছে|εικόνα παραλείφθηκε|ei kuvaa|íomhá ligthe ar lár|છબી પડતી મૂકાઈ
फ़ोटो हटाई गई|kép küldése sikertelen|इमेज वगळली|imej tidak dimasukkan|bilde ikke inkludert|obraz pominięty
ไม่มีรูปภาพ|تصویر نکال دی گئی ہے|đã bỏ qua hình ảnh|照片已忽略|圖像已省略
"""),
    "video": phrases("""
view once video omitted
video omitted|video note omitted|Video weggelassen|Videonachricht weggelassen|video omitido|vídeo omitido
Vídeo omitido|vídeo ocultado
vidéo absente|vidéo omise|note vidéo absente|video omesso|videomessaggio omesso|video weggelaten
videonotitie weggelaten|video udeladt
video utelämnad|video utesluten|video utelatt|video utelukket|video jätetty pois|video poistettu|pominięto film
pominięto wideo
video vynecháno|video bolo vynechané|videoposnetek izpuščen|video izostavljen|videozapis izostavljen
видеото е пропуснато|videoclip omis
videó kihagyva|το βίντεο παραλήφθηκε|βίντεο παραλήφθηκε|video dahil edilmedi|видео отсутствует|видео опущено
видеосообщение отсутствует
відео відсутнє|відео пропущено|تم استبعاد الفيديو|الفيديو مستبعد|הווידאו הושמט|סרטון הושמט|הסרטון הושמט|ویدیو حذف شد
ویدئو حذف شد
वीडियो छोड़ा गया|वीडियो शामिल नहीं है|व्हिडिओ वगळला|ভিডিও বাদ দেওয়া হয়েছে|વીડિયો શામેલ નથી|வீடியோ தவிர்க்கப்பட்டது
వీడియో తీసివేయబడింది
video tidak disertakan|video disingkirkan|video diabaikan|video bị bỏ qua|bỏ qua video|ไม่รวมวิดีโอ|ละเว้นวิดีโอ
忽略视频|视频已省略|影片已忽略
影片已略去|已略過影片|動画は含まれていません|動画を省略|동영상 생략됨|생략된 동영상|동영상을 생략했습니다|vídeo omès
s'ha omès el vídeo
video välja jäetud|video izlaists|vaizdo įrašas praleistas|video weggelaat
لم يتم إدراج الفيديوهات|βίντεο παραλείφθηκε|videota ei sisällytetä|físeán ligthe ar lár|વિડિયો પડતી મુકાઈ
סרטון הווידאו הושמט|ビデオは含まれていません|비디오 생략됨|व्हिडीओ वगळला|video tidak dimasukkan|wideo pominięte
vídeo não revelado|clip video omis|video vynechané|วิดีโอถูกลบ|ویڈیو نظرانداز|đã bỏ video|视频已忽略|影片已省略
"""),
    "audio": phrases("""
view once voice message omitted|voice message omitted
audio omitted|Audio weggelassen|Sprachnachricht weggelassen|audio omitido|áudio ocultado|áudio omitido|audio omis
audio absent
audio omesso|audio weggelaten|lyd udeladt|ljud utelämnat|ljud uteslutet|lyd utelatt|lyd utelukket|ääni jätetty pois
äänitiedosto poistettu
pominięto dźwięk|pominięto audio|zvuk vynechán|audio vynecháno|zvuk bol vynechaný|zvok izpuščen
zvučni zapis izostavljen|audio izostavljen
аудиото е пропуснато|audio omis|hang kihagyva|ο ήχος παραλήφθηκε|ήχος παραλήφθηκε|ses dahil edilmedi
аудиофайл отсутствует|аудио отсутствует
аудіо відсутнє|аудіо пропущено|تم استبعاد الصوت|تم استبعاد الملف الصوتي|הקול הושמט|קובץ השמע הושמט|השמע הושמט
صدا حذف شد|صوت حذف شد
ऑडियो छोड़ा गया|ऑडियो शामिल नहीं है|ऑडिओ वगळला|অডিও বাদ দেওয়া হয়েছে|ઓડિયો શામેલ નથી|ஆடியோ தவிர்க்கப்பட்டது
ఆడియో తీసివేయబడింది
audio tidak disertakan|audio disingkirkan|audio diabaikan|âm thanh bị bỏ qua|bỏ qua âm thanh|ไม่รวมไฟล์เสียง
ละเว้นเสียง|忽略音频|音频已省略|語音訊息已忽略
音訊已略去|已略過音訊|音声は含まれていません|音声を省略|오디오 생략됨|생략된 오디오|음성 생략됨|àudio omès
s'ha omès l'àudio|heli välja jäetud
audio izlaists|garso įrašas praleistas|oudio weggelaat
لم يتم إدراج المقاطع الصوتية|zvukový soubor vynechán|ήχος παραλείφθηκε|äänitiedostoa ei sisällytetä
comhad fuaime ar lár|ઓડિયો ફાઇલ શામેલ કરી નથી|קטע קול הושמט|ऑडियो हटाई गयी|zvuk izostavljen|Hang kihagyása
audio tidak dimasukkan|audio pominięte|ficheiro de áudio não revelado|fără audio|zvuk vynechaný|ljud utelslutet
ไม่มีไฟล์เสียง|آڈیو نظرانداز|bỏ qua tệp âm thanh|音频已忽略|音訊已省略
"""),
    "sticker": phrases("""
sticker omitted|Sticker weggelassen|sticker omitido|figurinha omitida|autocolante omitido|sticker omis
sticker absent|sticker non incluso
sticker omesso|sticker weggelaten|sticker udeladt|klistermærke udeladt|klistermärke utelämnat|sticker utesluten
klistremerke utelatt
tarra jätetty pois|tarra poistettu|pominięto naklejkę|nálepka vynechána|samolepka vynechána|nálepka bola vynechaná
nalepka izpuščena
naljepnica izostavljena|nalepnica izostavljena|стикерът е пропуснат|sticker omisă|matrica kihagyva
το αυτοκόλλητο παραλήφθηκε
Çıkartma dahil edilmedi|стикер отсутствует|стикер опущен|стікер відсутній|стікер пропущено|تم استبعاد الملصق
הסטיקר הושמט|סטיקר הושמט
استیکر حذف شد|برچسب حذف شد|स्टिकर छोड़ा गया|स्टिकर शामिल नहीं है|স্টিকার বাদ দেওয়া হয়েছে|stiker tidak disertakan
stiker disingkirkan|pelekat diabaikan
nhãn dán bị bỏ qua|bỏ qua nhãn dán|ไม่รวมสติกเกอร์|ละเว้นสติกเกอร์|忽略表情贴纸|忽略贴图|贴图已省略|貼圖已忽略|貼圖已略去
已略過貼圖|スタンプは含まれていません
ステッカーを省略|스티커 생략됨|생략된 스티커|스티커를 생략했습니다|adhesiu omès|s'ha omès l'adhesiu
kleebis välja jäetud|plakker weggelaat
تم حذف الملصقات|αυτοκόλλητο παραλήφθηκε|tarraa ei sisällytetty|fágadh an greamán ar lár|સ્ટીકર પડતું મુકાયું
스티커 제외됨|स्टिकर वगळले|pelekat tidak disertakan|sticker não revelado|стикер не добавлен|nálepka vynechaná
ไม่มีสติกเกอร์|Наклейку не додано|اسٹیکر نظرانداز|đã bỏ sticker
"""),
    "gif": phrases("""
GIF omitted|GIF weggelassen|GIF omitido|GIF ocultado|GIF retiré|GIF absent|GIF omis|GIF esclusa|GIF omessa
GIF weggelaten|GIF udeladt
GIF utelämnad|GIF utesluten|GIF utelatt|GIF jätetty pois|GIF poistettu|pominięto GIF|GIF vynechán|GIF vynechaný
GIF izpuščen|GIF izostavljen
GIF файлът е пропуснат|GIF omis|GIF kihagyva|το GIF παραλήφθηκε|GIF dahil edilmedi|GIF отсутствует
файл GIF отсутствует|GIF відсутній
تم استبعاد GIF|تم استبعاد صورة GIF|GIF הושמט|ה-GIF הושמט|GIF حذف شد|GIF छोड़ा गया|GIF शामिल नहीं है
GIF বাদ দেওয়া হয়েছে|GIF tidak disertakan
GIF disingkirkan|GIF diabaikan|GIF bị bỏ qua|bỏ qua GIF|ไม่รวม GIF|ละเว้น GIF|忽略 GIF|GIF 已省略|GIF 已忽略
GIF 已略去|已略過 GIF|GIFは含まれていません
GIFを省略|GIF 생략됨|생략된 GIF|GIF omès|GIF weggelaat
لم يتم إدراج صورة GIF|জিআইএফ বাদ দেওয়া হয়েছে|Παράληψη GIF|GIF-animaatio jätetty pois|GIF ligthe ar lár
GIF પડતી મૂકાઈ|GIF fájl kihagyása|GIF वगळले|GIF tidak dimasukkan|Plik GIF pominięty|GIF não revelada
GIF-анімацію пропущено|GIF نظرانداز|Đã bỏ qua ảnh GIF|GIF 动态图已被忽略|GIF 圖片已被省略
"""),
    "contact": phrases("""
Contact card omitted|Kontaktkarte ausgelassen|Kontaktkarte weggelassen|Tarjeta de contacto omitida
Cartão do contato omitido|Cartão de contato omitido
Cartão de contacto omitido|Fiche contact omise|carte de contact absente|Scheda contatto omessa|contatto omesso
Contactkaart weggelaten
Kontaktkort udeladt|Kontaktkort utelämnat|Kontaktkort uteslutet|Kontaktkort utelatt|Yhteystietokortti jätetty pois
yhteystieto poistettu
pominięto kartę kontaktu|pominięto kontakt|karta kontaktu vynechána|vizitka vynechána|karta kontaktu bola vynechaná
kontakt izostavljen
Carte de vizită omisă|Névjegy kihagyva|Η κάρτα επαφής παραλήφθηκε|Kişi kartı dahil edilmedi
Карточка контакта отсутствует|Картка контакту відсутня
تم استبعاد بطاقة جهة الاتصال|تم استبعاد جهة الاتصال|כרטיס איש הקשר הושמט|איש קשר הושמט|کارت مخاطب حذف شد
संपर्क कार्ड छोड़ा गया
Kartu kontak tidak disertakan|Kad kontak diabaikan|Thẻ liên hệ bị bỏ qua|bỏ qua thẻ liên hệ
ไม่รวมบัตรข้อมูลผู้ติดต่อ|忽略联系人名片|名片已省略
聯絡人名片已忽略|聯絡人資訊已略去|已略過聯絡人名片|連絡先は含まれていません|연락처 카드 생략됨|생략된 연락처
Targeta de contacte omesa
لم يتم إدراج بطاقة جهة اتصال|পরিচিতির কার্ড বাদ দেওয়া হয়েছে|برگ مخاطب حذف شد|Yhteystietokortti jätettiin pois
Fiche contact manquante|Cárta teagmhála ar lár|સંપર્કનું કાર્ડ પડતું મૂકાયું|כרטיס איש קשר הושמט
कॉन्टैक्ट कार्ड छोड़ा गया|Posjetnica izostavljena|Névjegykártya kihagyva|連絡先カードを省略|संपर्क कार्ड वगळले
Kad kenalan tidak dimasukkan|Kontaktkort sløyfet|Visitekaartje weggelaten|Pominięta wizytówka kontaktu
Contacto não revelado|Carte de vizită contact omisă|Karta kontaktu vynechaná|บัตรรายชื่อที่ละเว้น
رابطہ کارڈ نظر انداز|Bỏ qua thẻ liên lạc|联系人卡片已忽略|聯絡人卡片已略去|聯絡人卡片已省略
"""),
    "document": phrases("""
document omitted|Dokument weggelassen|documento omitido|documento ocultado|document manquant|document absent
document omis|documento omesso
document weggelaten|dokument udeladt|dokument utelämnat|dokument uteslutet|dokument utelatt|asiakirja jätetty pois
asiakirja poistettu
pominięto dokument|dokument vynechán|dokument bol vynechaný|dokument izpuščen|dokument izostavljen
документът е пропуснат|document omis
dokumentum kihagyva|το έγγραφο παραλήφθηκε|belge dahil edilmedi|документ отсутствует|документ опущен
документ відсутній|документ пропущено
تم استبعاد المستند|המסמך הושמט|מסמך הושמט|سند حذف شد|दस्तावेज़ छोड़ा गया|डॉक्यूमेंट शामिल नहीं है
ডকুমেন্ট বাদ দেওয়া হয়েছে
dokumen tidak disertakan|dokumen disingkirkan|dokumen diabaikan|tài liệu bị bỏ qua|bỏ qua tài liệu|ไม่รวมเอกสาร
ละเว้นเอกสาร|忽略文档|文档已省略
文件已忽略|文件已略去|已略過文件|文書は含まれていません|ドキュメントを省略|문서 생략됨|생략된 문서
문서를 생략했습니다|document omès|dokument välja jäetud
لم يتم إدراج المستند|έγγραφο παραλείφθηκε|dokumenttia ei sisällytetä|cáipéis ligthe ar lár
ડોક્યુમેન્ટ સામેલ કર્યું નહિ|डॉक्यूमेंट छोड़ा गया|ドキュメントは含まれていません|डॉक्युमेंट वगळले
dokumen tidak dimasukkan|utelatt dokument|dokument pominięty|documento não revelado|dokument vynechaný
دستاویز نظرانداز|đã bỏ qua tài liệu
"""),
    "": phrases("""
view once message omitted|view once media omitted
Media omitted|Medien ausgeschlossen|Medien weggelassen|Multimedia omitido|Archivo omitido|Mídia oculta
Arquivo de mídia oculto|Ficheiro não revelado
Médias omis|Média omis|Fichier omis|Media omessi|Media weggelaten|Mediebesked udeladt|Media utelämnad
Media har utelämnats|Media utelatt
Media jätettiin pois|Media jätetty pois|pominięto multimedia|Média vynechána|Médiá vynechané|Mediji izostavljeni
Hiányzó médiafájl|Fără media
Medya dahil edilmedi|Без медиафайлов|Файл не додано|Медіа пропущено|Παραλείφθηκε πολυμέσο|تم استبعاد الوسائط
המדיה לא נכללה|המדיה הושמטה
رسانه حذف شد|मीडिया के बिना|मीडिया शामिल नहीं है|মিডিয়া বাদ দেওয়া হয়েছে|Media tidak disertakan|Media diabaikan
Phương tiện bị bỏ qua|ไม่รวมสื่อ
忽略多媒体文件|省略多媒体文件|已略去媒體|媒體已略去|略過多媒體檔|メディアは含まれていません
미디어 파일을 제외한 텍스트 파일|미디어 파일 제외됨|Mitjans omesos
Media weggelaat|Media buraxıldı|Media çıxarılmışdır|Без файл|Fitxers multimèdia omesos|Média vynechány
Medier udeladt|Mediefil udeladt|Αρχείο παραλήφθηκε|Εξαίρεση πολυμέσων|Meedia välja jäetud|Meedia ära jäetud
پيوست نما/آهنگ حذف شد|મિડિયા છોડી મૂકાયું|મીડિયા અવગણવામાં આવ્યા|મીડિયા અવગણાયું|Medijski zapis izostavljen
Média elhagyva|Media omesso|מדיה הושמטה|メディアなし|Файлдар қосылмаған|Файл қосылған жоқ|ಮಾಧ್ಯಮ ಕೈಬಿಡಲಾಗಿದೆ
ಮೀಡಿಯಾ ಕೈಬಿಡಲಾಗಿದೆ|미디어 파일을 생략한 대화내용|ບໍ່ລວມມີເດຍ|Medija praleista|Praleistas medijos turinys
Nav iekļauta multivide|Bez multivides|Без фајлови|Без фајл|മീഡിയ ഒഴിവാക്കി|मीडिया वगळण्यात आला|मीडिया वगळले
Media dikecualikan|Media disingkirkan|Uten vedlegg|ਮੀਡੀਆ ਛੱਡਿਆ|ਮੀਡੀਆ ਛੱਡਿਆ ਗਿਆ|Pliki pominięto|Mídia omitida
Conținut media omis|Файл пропущен|Datoteke izpuščene|Medij izpuščen|Media u hoq|Media hequr|Pa media
Медији су изостављени|Media utelämnat|Media hazijajumuishwa|Media imerukwa|கோப்புகள் விடப்பட்டன
ஊடகங்கள் நீக்கப்பட்டது|మీడియా విస్మరించబడింది|మాధ్యమం విస్మరించబడింది|ไฟล์สื่อถูกลบ|สื่อถูกลบ|Inalis ang media
Walang kalakip na media|Medya atlanmış|میڈیا چھوڑ دیا گیا|میڈیا ہٹا دیا گیا|Fayl o‘tkazib yuborildi
Bỏ qua tệp phương tiện|Bỏ qua Media|忽略多媒體檔
"""),
}
"""In place of media that were not exported, by what they were; ``""`` where the export does not say."""

ALSO_SAID = phrases("""
Fără media|fără audio|Без медиафайлов|Без файл|Без фајл|Без фајлови|Uten vedlegg|Pa media|Bez multivides
मीडिया के बिना|メディアなし|ei kuvaa|ไม่มีรูปภาพ|ไม่มีไฟล์เสียง|ไม่มีสติกเกอร์|đã bỏ video|đã bỏ sticker|สื่อถูกลบ|วิดีโอถูกลบ
""")
"""Of these what people might write too: they stand for media in angle brackets or behind the mark alone."""
