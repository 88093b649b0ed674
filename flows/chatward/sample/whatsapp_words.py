"""How WhatsApp words its exports on phones of each locale. Written from descriptions of the format."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Style:
    """Headers and notices of one locale.

    Attributes:
        android: header of a line, from ``d m y yy H h M S half`` as ``str.format`` takes them.
        ios: the same for iPhones; both end where the sender's name begins.
        halves: words for the hours before and after noon.
        chat_with: begin of the file's name on Android.
        attached: what follows a file's name on Android; ``ios_attached`` what precedes it on iPhones.
        digits: the ten digits of the locale's iPhones.
    """

    android: str
    ios: str
    chat_with: str
    encrypted: str
    media: str
    image: str
    deleted: str
    you_deleted: str
    edited: str
    attached: str
    ios_attached: str
    missed_call: str
    group_created: str
    location: str
    halves: tuple[str, str] = ("AM", "PM")
    digits: str = "0123456789"


_DMY = "[{d:02}/{m:02}/{y}, {H:02}:{M:02}:{S:02}] "

_ENGLISH = Style(
    android="{d:02}/{m:02}/{y}, {H:02}:{M:02} - ",
    ios=_DMY,
    chat_with="WhatsApp Chat with ",
    encrypted=(
        "Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, "
        "can read or listen to them. Tap to learn more."
    ),
    media="<Media omitted>",
    image="image omitted",
    deleted="This message was deleted",
    you_deleted="You deleted this message",
    edited="<This message was edited>",
    attached="(file attached)",
    ios_attached="attached: ",
    missed_call="Missed voice call",
    group_created='You created group "{title}"',
    location="location: ",
)

STYLES = {
    "de_DE": Style(
        android="{d:02}.{m:02}.{yy:02}, {H:02}:{M:02} - ",
        ios="[{d:02}.{m:02}.{yy:02}, {H:02}:{M:02}:{S:02}] ",
        chat_with="WhatsApp Chat mit ",
        encrypted=(
            "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie "
            "lesen oder anhören, nicht einmal WhatsApp. Tippe, um mehr zu erfahren."
        ),
        media="<Medien ausgeschlossen>",
        image="Bild weggelassen",
        deleted="Diese Nachricht wurde gelöscht.",
        you_deleted="Du hast diese Nachricht gelöscht.",
        edited="<Diese Nachricht wurde bearbeitet.>",
        attached="(Datei angehängt)",
        ios_attached="Anhang: ",
        missed_call="Verpasster Sprachanruf",
        group_created='Du hast die Gruppe "{title}" erstellt.',
        location="Standort: ",
    ),
    "en_US": replace(
        _ENGLISH,
        android="{m}/{d}/{yy:02}, {h}:{M:02}\u202f{half} - ",
        ios="[{m}/{d}/{yy:02}, {h}:{M:02}:{S:02}\u202f{half}] ",
    ),
    "en_GB": _ENGLISH,
    "fr_FR": Style(
        android="{d:02}/{m:02}/{y} {H:02}:{M:02} - ",
        ios="[{d:02}/{m:02}/{y} {H:02}:{M:02}:{S:02}] ",
        chat_with="Discussion WhatsApp avec ",
        encrypted=(
            "Les messages et les appels sont chiffrés de bout en bout. Aucun tiers, pas même WhatsApp, ne "
            "peut les lire ou les écouter. Appuyez pour en savoir plus."
        ),
        media="<Médias omis>",
        image="image absente",
        deleted="Ce message a été supprimé",
        you_deleted="Vous avez supprimé ce message",
        edited="<Ce message a été modifié>",
        attached="(fichier joint)",
        ios_attached="pièce jointe : ",
        missed_call="Appel vocal manqué",
        group_created="Vous avez créé le groupe « {title} »",
        location="Localisation: ",
    ),
    "es_ES": Style(
        android="{d}/{m}/{yy:02}, {H}:{M:02} - ",
        ios="[{d}/{m}/{yy:02}, {h}:{M:02}:{S:02} {half}] ",
        chat_with="Chat de WhatsApp con ",
        encrypted=(
            "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat, ni "
            "siquiera WhatsApp, puede leerlos ni escucharlos. Toca para obtener más información."
        ),
        media="<Multimedia omitido>",
        image="imagen omitida",
        deleted="Se eliminó este mensaje.",
        you_deleted="Eliminaste este mensaje.",
        edited="<Se editó este mensaje.>",
        attached="(archivo adjunto)",
        ios_attached="adjunto: ",
        missed_call="Llamada perdida",
        group_created='Creaste el grupo "{title}"',
        location="ubicación: ",
        halves=("a.\u00a0m.", "p.\u00a0m."),
    ),
    "pt_BR": Style(
        android="{d:02}/{m:02}/{y} {H:02}:{M:02} - ",
        ios=_DMY,
        chat_with="Conversa do WhatsApp com ",
        encrypted=(
            "As mensagens e as ligações são protegidas com a criptografia de ponta a ponta. Ninguém fora "
            "desta conversa pode ler ou ouvi-las, nem mesmo o WhatsApp. Toque para saber mais."
        ),
        media="<Mídia oculta>",
        image="imagem ocultada",
        deleted="Mensagem apagada",
        you_deleted="Você apagou essa mensagem",
        edited="<Mensagem editada>",
        attached="(arquivo anexado)",
        ios_attached="anexado: ",
        missed_call="Ligação de voz perdida",
        group_created='Você criou o grupo "{title}"',
        location="localização: ",
    ),
    "it_IT": Style(
        android="{d:02}/{m:02}/{yy:02}, {H:02}:{M:02} - ",
        ios="[{d:02}/{m:02}/{yy:02}, {H:02}:{M:02}:{S:02}] ",
        chat_with="Chat WhatsApp con ",
        encrypted=(
            "I messaggi e le chiamate sono crittografati end-to-end. Nessuno al di fuori di questa chat, "
            "nemmeno WhatsApp, può leggerne o ascoltarne il contenuto. Tocca per saperne di più."
        ),
        media="<Media omessi>",
        image="immagine omessa",
        deleted="Questo messaggio è stato eliminato",
        you_deleted="Hai eliminato questo messaggio",
        edited="<Questo messaggio è stato modificato>",
        attached="(file allegato)",
        ios_attached="allegato: ",
        missed_call="Chiamata vocale persa",
        group_created='Hai creato il gruppo "{title}"',
        location="posizione: ",
    ),
    "nl_NL": Style(
        android="{d:02}-{m:02}-{y} {H:02}:{M:02} - ",
        ios="[{d:02}-{m:02}-{y} {H:02}:{M:02}:{S:02}] ",
        chat_with="WhatsApp-chat met ",
        encrypted=(
            "Berichten en gesprekken worden end-to-end versleuteld. Niemand buiten deze chat kan ze lezen of "
            "beluisteren, zelfs WhatsApp niet. Tik voor meer informatie."
        ),
        media="<Media weggelaten>",
        image="afbeelding weggelaten",
        deleted="Dit bericht is verwijderd",
        you_deleted="U hebt dit bericht verwijderd",
        edited="<Dit bericht is bewerkt>",
        attached="(bestand bijgevoegd)",
        ios_attached="bijgevoegd: ",
        missed_call="Gemiste spraakoproep",
        group_created='U hebt groep "{title}" gemaakt',
        location="locatie: ",
    ),
    "ar_SA": Style(
        android="{d}/{m}/{y}، {H:02}:{M:02} - ",
        ios="[{d}\u200f/{m}\u200f/{y}، {h}:{M:02}:{S:02} {half}] ",
        chat_with="محادثة واتساب مع ",
        encrypted=(
            "الرسائل والمكالمات مشفرة تمامًا بين الطرفين. لا يمكن لأحد خارج هذه الدردشة، ولا حتى واتساب، "
            "قراءتها أو الاستماع إليها."
        ),
        media="<تم استبعاد الوسائط>",
        image="تم استبعاد الصورة",
        deleted="تم حذف هذه الرسالة",
        you_deleted="لقد حذفت هذه الرسالة",
        edited="<تم تعديل هذه الرسالة>",
        attached="(الملف مرفق)",
        ios_attached="مرفق: ",
        missed_call="مكالمة صوتية فائتة",
        group_created='لقد أنشأت المجموعة "{title}"',
        location="الموقع: ",
        halves=("ص", "م"),
        digits="٠١٢٣٤٥٦٧٨٩",
    ),
    "hi_IN": Style(
        android="{d:02}/{m:02}/{yy:02}, {h}:{M:02} {half} - ",
        ios="[{d:02}/{m:02}/{yy:02}, {h}:{M:02}:{S:02} {half}] ",
        chat_with="WhatsApp चैट - ",
        encrypted=(
            "मैसेज और कॉल एंड-टू-एंड एन्क्रिप्टेड हैं. इस चैट से बाहर का कोई भी व्यक्ति, यहाँ तक कि WhatsApp "
            "भी, इन्हें न पढ़ सकता है न सुन सकता है."
        ),
        media="<मीडिया के बिना>",
        image="इमेज शामिल नहीं है",
        deleted="यह मैसेज डिलीट किया गया",
        you_deleted="आपने यह मैसेज डिलीट किया",
        edited="<इस मैसेज को एडिट किया गया>",
        attached="(फ़ाइल अटैच है)",
        ios_attached="अटैचमेंट: ",
        missed_call="मिस्ड वॉइस कॉल",
        group_created='आपने ग्रुप बनाया: "{title}"',
        location="लोकेशन: ",
        halves=("am", "pm"),
    ),
    "tr_TR": Style(
        android="{d}.{m:02}.{y} {H:02}:{M:02} - ",
        ios="[{d}.{m:02}.{y} {H:02}:{M:02}:{S:02}] ",
        chat_with="WhatsApp Sohbeti - ",
        encrypted=(
            "Mesajlar ve aramalar uçtan uca şifrelidir. WhatsApp da dahil olmak üzere bu sohbetin dışında "
            "bulunan hiç kimse mesajlarınızı okuyamaz veya dinleyemez."
        ),
        media="<Medya dahil edilmedi>",
        image="görüntü dahil edilmedi",
        deleted="Bu mesaj silindi",
        you_deleted="Bu mesajı sildiniz",
        edited="<Bu mesaj düzenlendi>",
        attached="(dosya ekli)",
        ios_attached="eklendi: ",
        missed_call="Cevapsız sesli arama",
        group_created='"{title}" grubunu oluşturdunuz',
        location="konum: ",
    ),
    "ja_JP": Style(
        android="{y}/{m:02}/{d:02} {H:02}:{M:02} - ",
        ios="[{y}/{m:02}/{d:02} {H:02}:{M:02}:{S:02}] ",
        chat_with="WhatsAppチャット - ",
        encrypted="メッセージと通話はエンドツーエンドで暗号化されています。WhatsAppを含むこのチャット外の第三者が読んだり聞いたりすることはできません。",
        media="<メディアは含まれていません>",
        image="画像は含まれていません",
        deleted="このメッセージは削除されました",
        you_deleted="このメッセージを削除しました",
        edited="<このメッセージは編集されました>",
        attached="(添付ファイル)",
        ios_attached="添付ファイル: ",
        missed_call="不在着信(音声)",
        group_created="グループ「{title}」を作成しました",
        location="位置情報: ",
    ),
}
