"""What WhatsApp's words for media that it did not export are made of, for wordings that no table has. Data only.

They tell media of view-once messages, say, in languages in which nobody has seen what stands for them.
"""


def _roots(table: str) -> tuple[str, ...]:
    """Return the beginnings of words, each with the space before it where words have spaces between them."""
    roots = table.replace("\n", "|").split("|")
    return tuple(root if _is_unspaced(root) else f" {root}" for root in roots if root)


def _is_unspaced(root: str) -> bool:
    return any("\u0e00" <= character <= "\u0eff" or character >= "\u3000" for character in root)


OMIT_ROOTS = _roots("""
omitted|weggelassen|ausgelassen|ausgeschlossen|omitid|omitted|omés|omès|omesa|omesso|omessi|omessa|ocultad|omise|omis
absent|absente|manquant|weggelaten|weggelaat|udeladt|utelämn|uteslut|utelat|utelukket|jätetty pois|poistettu|pominię
vynech|izostavljen|izpuščen|пропуснат|пропущен|отсутству|опущен|відсутн|не добавлен|не додан|kihagyva|mellőzve|omisă
παραλ|dahil edilmedi|استبعاد|تم استبعاد|مستبعد|محذوف|إدراج|הושמט|השמטת|حذف|چھوڑ|نظرانداز|छोड़|शामिल नहीं|हटा|वगळ
বাদ দেওয়া|disertakan|disingkirkan|diabaikan|dimasukkan|bỏ qua|bị bỏ|välja jäetud|izlaist|praleist|revelad|imeondolewa
ไม่รวม|ละเว้น|忽略|省略|略去|略過|略过|含まれていません|생략|제외
""")

VIEW_ONCE_ROOTS = _roots("""
view once|einmalansicht|einmal ansicht|einmal ansehen|visualización única|ver una vez|ver una sola vez
visualização única|visualizacao única|vue unique|à vue unique|visualizza una volta|visualizzazione singola
eenmalige weergave|eenmalig|visa en gång|engångs|vis én gang|engangs|näytä kerran|kertakatselu|wyświetl raz
jednorazow|zobrazit jednou|zobraziť raz|jednorázov|prikaži jednom|pogledaj jednom|tek seferlik|bir kez görüntüle
однократн|одноразов|للعرض مرة|العرض لمرة|مرة واحدة|לצפייה חד|צפייה חד|یک‌بار مشاهده|یکبار مشاهده|एक बार देखें|sekali lihat
xem một lần|o singură vizualizare|egyszer megtekinthető|μίας προβολής|προβολή μία φορά|visualització única
一次性|查看一次|限看一次|一次檢視|檢視一次|阅后即焚|閱後即焚|1回限り|1回表示|한 번 보기|한번 보기|ดูครั้งเดียว|ดูได้ครั้งเดียว
""")

MEDIA_ROOTS = {
    "video": _roots("""
video|vídeo|vidéo|videó|wideo|видео|відео|βίντεο|فيديو|וידאו|סרטון|ویدئو|वीडियो|ভিডিও|视频|影片|動画|ビデオ|동영상|비디오
วิดีโอ
"""),
    "audio": _roots("""
voice|audio|áudio|àudio|sprach|voz|vocal|nota de voz|messaggio vocale|spraak|stem|røst|röst|tale|ääni|głos|dźwięk|hlas
zvuk|glas|ses|голос|аудио|аудіо|ήχο|φωνητικ|صوت|الصوت|صوتية|קול|הקול|صدا|ऑडियो|वॉइस|suara|âm thanh|thoại|语音|語音
音频|音訊|音声|ボイス|음성|오디오|เสียง
"""),
    "image": _roots("""
photo|foto|image|imagen|imagem|imatge|bild|immagine|afbeelding|billede|bilde|kuva|zdjęci|obraz|obráz|fotk|slik|снимк
изображ|фото|зображ|kép|fénykép|εικόν|φωτογραφ|resim|görsel|fotoğraf|صورة|الصورة|תמונה|התמונה|تصویر|عکس
फ़ोटो|फोटो|इमेज|ছবি|gambar|imej|ảnh|hình|图片|圖片|照片|图像|圖像|写真|画像|사진|이미지|รูป|ภาพ
"""),
}
"""By what was sent; searched in this order."""
