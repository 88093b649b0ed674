"""Of what the words around a number speak: of telephones, or of something else that has numbers."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from itertools import chain


class Topic(Enum):
    """What the nearest telling word says a number is."""

    PHONE = "phone"
    OTHER = "other"


# Beginnings of words, folded; a full stop marks a word that must end there.
_PHONE_WORDS = """
    phone telephone cellphone smartphone iphone tel. cel. cels. kom. wa. wapp. numaram numaranız telnr telno tél. fon.
    mobil cell call dial reach fax
    office. desk. whats sms. text. ring. rang. message messages messaging answer contact hotline landline
    voicemail telefon handy anruf erreich rückruf rueckruf ruckruf durchwahl ruf. rufen. rufe. festnetz télép
    téléph teleph portable. appel joindre joignable rappel celular teléf movil. móvil llam fone. telemóvel
    telemovel zap. zapzap wpp. ligar. ligue. liga. chamar chama cellulare chiam richiam recapito bel. bellen.
    belt. mobiel bereik zadzwo komórk komork gsm. tlf. tlf mobilnr puhelin soita telepon hp. hubungi điện thoại.
    sđt. ara. arayın numaram тел. телеф звон моб. мобил позвон τηλ κιν. κινητ هاتف جوال موبايل رقمي تلفون اتصل
    llám dzwoń dzwoni tālru skambin pozov nazov zavol volejte volat. helist piezvan hívj pigia simu. telpon gọi.
    sunați suna.
    nequi daviplata bizum yape. paytm. gpay. phonepe swish vipps. dana. ovo. gopay.
    ph. blik. stacjonarn fijo. fisso. fixe. mobilepay போன் ఫోన్ ഫോൺ ಫೋನ್ ફોન ਫੋਨ ফোনে
    обади дзвон tawag viber. mob. mòbil wasap guasap watsap whatsap wsp. natel handynr תתקשר התקשר تماس زنگ موبایل فون
    sími. síminn símanúm farsím ტელეფონ ნომერი მობილურ հեռախոս
    טלפון נייד פלאפון फोन मोबाइल फ़ोन \u095eोन ফোন মোবাইল தொலைபேசி கைபேசி அலைபேசி
"""
_OTHER_WORDS = """
    art.nr. art.-nr. artnr. best.nr. kd.nr. rg.nr. re.nr.
    order invoice ticket case. duns. cust. po. sku. rma. awb. vorgang ref# booking. promo coupon voucher batch lot. ref.
    reference
    tracking account. acct. id. ids. identifier customer. zip. zipcode
    postcode postal isbn. part. serial model sku. article version ssn. token code. codes. pin. otp. amount
    pacco. pacchi. paczk paquet. paquete pacote encomenda zending pakke. pakken. paket. paketti pakk. csomag colet.
    zásilk zasielk
    przesyłk посылк посилк пратка siunta sūtījum ттн resi. الشحنة الطرد سفارش total. inventory parcel shipment passport
    license licence policy. iban. imei. bank. swift. bic. vat. tax.
    card. cards. password booking reservation flight transaction quantity bestell rechnung auftrag sendung
    kunden konto plz. serien artikel betrag blz. vorgang vertrag beleg buchung steuer ausweis karte pedido
    factura fatura importe cuenta conta. dni. nif. cpf. cnpj. código codigo commande facture compte montant
    colis siret. siren. ordine fattura importo conto. codice bestelling factuur rekening zamówieni faktura заказ
    счет счёт код. артикул инн. паспорт сумма трек. طلب. الطلب. طلبية شحنة فاتورة sipariş siparis fatura. kargo. ऑर्डर
    অর্ডার ஆர்டர்
"""
_OWN_NUMBER = (
    r"(?:my|mein|meine|meiner|unter|mon|mi|meu|mio|mijn|mój|moj|мой|мій|min|mit|můj|a|numărul|nomor|số|मेरा|mera|मेरे|이|제|내|आमचा|माझा|আমার|என்|నా|ನನ್ನ|എന്റെ|ਮੇਰਾ|મારો|میرا"
    r"|moje|mé|moja|mojo|mu|minu|mano|mans|minun|mitt|το|το\sκινητό|моя|моят|namba)\s"
    r"(?:new\s|neue\s|nouveau\s|nuevo\s|novo\s|nuovo\s|nieuwe\s|nowy\s|новый\s|other\s|mobile\s)?"
    r"(?:number|num|nummer|nr|numéro|numero|número|numer|номер|číslo|cislo|broj|številka|numeris|numurs|szám|numero|broja|број|номера|yangu|νούμερο|számom|नंबर|नम्बर|nomor|번호|নম্বর|নাম্বার|எண்|నంబర్|నెంబర్|ನಂಬರ್|നമ്പർ|ਨੰਬਰ|નંબર|نمبر)"
    r"|(?:my|mera|mere|meri|mi|meu|mon|mijn|a|alternate|alternative|mobile|contact|registered|regd)\s(?:no\.?|number)|(?:number|num|no)\s(?:h|hai|hain|ko)"
    r"|(?:nomor|nombor)\s(?:saya|aku)|namba\syangu|number\sko|شماره\s(?:من|ام)|số\s(?:của\s)?(?:tôi|mình|em)|המספר\sשלי"
)
NAMED_BEFORE = 32
_QUANTITY = re.compile(
    r"\s?(?:pieces|items|units|times|points|stück|punkte|pièces|piezas|peças|pezzi|stuks|adet|sztuk|шт|[€$£%])",
    re.IGNORECASE,
)
_PLACES = "home|work|casa|privat|büro"
_NUMBER_ALONE = "నంబర్|నెంబర్|நம்பர்|எண்|ನಂಬರ್|നമ്പർ|নম্বর|নাম্বার|नंबर|नम्बर"
_OWN_NUMBER_BEFORE = re.compile(
    rf"(?:^|\W)(?:{_OWN_NUMBER})(?!\w)[^.;\n0-9]{{0,12}}$|(?:^|\W)(?:{_PLACES})[\s:]{{1,3}}$"
    rf"|(?:^|[,;.!\n।])\s?(?:{_NUMBER_ALONE})[\s:-]{{1,3}}$"
)
"""Whose number it is, and of nothing else, or where it rings: a telephone's."""
_UNSPACED = {
    Topic.PHONE: re.compile(
        "电话|電話|手机|手機|支付宝|联系|聯絡|連絡|携帯|致电|微信|전화|휴대폰|핸드폰|연락|โทร|เบอร์"
    ),
    Topic.OTHER: re.compile("订单|訂單|单号|注文|番号札|荷物|追跡|伝票|주문|송장|운송|运单|账号|帐号|計座|คำสั่งซื้อ"),
}


def _marks() -> str:
    """Return what stands on letters or joins them, and is no letter to ``re``: vowel signs, accents, joiners."""
    blocks = chain(range(0x300, 0x1E00), range(0x20D0, 0x2100), range(0xA600, 0xAC00))
    return "\u200c\u200d" + "".join(char for char in map(chr, blocks) if unicodedata.category(char).startswith("M"))


_WORD = re.compile(rf"[\w{_marks()}]+|[#№$€£¥₹]")
# Characters whose folding is of several characters, or of ASCII though they are not, and some beside them.
_ODD_FOLDS = (
    r"\x{df}\x{130}\x{149}\x{17f}\x{1f0}\x{390}\x{3b0}\x{587}\x{1e96}-\x{1e9e}\x{1f50}-\x{1ffc}\x{212a}"
    r"\x{fb00}-\x{fb17}"
)
_NUMBER_OF_ITS_OWN = re.compile(r"[0-9]{4,}")
"""What another thing was spoken of for, if words follow: "order 88213 is late, reach me on"."""
_JOIN_WORDS = "and or und oder et ou y e o en of i lub и или ve veya dan atau"
_JOINS = frozenset(_JOIN_WORDS.split())
_CLAUSE_END = re.compile(r"[,;:.\n]")
_SIGNS = frozenset("#№$€£¥₹")
_SPEAKS = re.compile(r"[^\W\d_]|[#№$€£¥₹]")
"""Finds something wherever a word speaks: among digits alone there is none."""


def _table(words: str, topic: Topic) -> dict[str, Topic]:
    return dict.fromkeys(words.split(), topic)


_TOPICS = _table(_PHONE_WORDS, Topic.PHONE) | _table(_OTHER_WORDS, Topic.OTHER)
_LONGEST = max(map(len, _TOPICS))


def _phone_sign() -> str:
    words = _PHONE_WORDS.split()
    plain = [word.replace(".", r"\b") for word in words if word[0].isascii()]
    other = [word.rstrip(".") for word in words if not word[0].isascii()]
    spoken = rf"(?:\b|[0-9])(?:{'|'.join(plain)})|{'|'.join(other)}"
    return rf"(?i:{spoken}|{_UNSPACED[Topic.PHONE].pattern}|{_OWN_NUMBER}|{_NUMBER_ALONE}|{_PLACES})|[{_ODD_FOLDS}]"


def _other_sign() -> str:
    stems = [word.rstrip(".") for word in _OTHER_WORDS.split() if word.isascii()]
    return rf"(?i:{'|'.join(map(re.escape, stems))})|[{''.join(sorted(filter(str.isascii, _SIGNS)))}]"


OTHER_SIGN = _other_sign()
"""RE2 pattern that matches in every text of ASCII in which a word speaks of something else, and in some others."""
PHONE_SIGN = _phone_sign()
"""RE2 pattern that matches in every text in which a word speaks of telephones, and in some others."""


def nearest_topic(before: str, after: str) -> Topic | None:
    """Return what the last telling word before a number says, else the first in the clause behind it, else None."""
    if not (_SPEAKS.search(before) or _SPEAKS.search(after)):
        return None
    before = before.casefold()
    if _OWN_NUMBER_BEFORE.search(before[-NAMED_BEFORE:]) and not _QUANTITY.match(after):
        return Topic.PHONE
    is_taken = is_said = False
    for word in reversed(_WORD.findall(before)):
        topic = _topic_of(word)
        if topic is Topic.PHONE or (topic and not is_taken):
            return topic
        is_taken = is_taken or (is_said and _NUMBER_OF_ITS_OWN.fullmatch(word) is not None)
        is_said = is_said or (word.isalpha() and word not in _JOINS)
    for word in _WORD.findall(_CLAUSE_END.split(after.casefold(), maxsplit=1)[0]):
        if topic := _topic_of(word):
            return topic
    return None


_FILLER_WORDS = """
    number num no nr nummer n n° nº numéro numero número numer номер code id is ist est es é è reference ref رقم
"""
_FILLERS = frozenset(_FILLER_WORDS.split())
_CLAUSES = re.compile("[,،、。，；！？]")
_AROUND_WORDS = ".:#№-(\"'°"


def speaks_of_phones(word: str) -> bool:
    """Tell whether a word speaks of telephones."""
    return _topic_of(word.casefold()) is Topic.PHONE


def is_named_otherwise(before: str) -> bool:
    """Tell whether the word right before a number, but for "number", "is" and the like, names another thing."""
    for word in reversed(before[-NAMED_BEFORE:].split()[-4:]):
        *earlier, last = _CLAUSES.split(word)
        plain = last.strip(_AROUND_WORDS).casefold()
        if earlier and not plain:
            return False
        if plain and plain not in _FILLERS:
            return _topic_of(plain) is Topic.OTHER
    return False


@lru_cache(maxsize=65_536)
def _topic_of(word: str) -> Topic | None:
    if word in _SIGNS:
        return Topic.OTHER
    whole = _TOPICS.get(word + ".")
    if whole is not None:
        return whole
    for length in range(3, min(len(word), _LONGEST) + 1):
        topic = _TOPICS.get(word[:length])
        if topic is not None:
            return topic
    if not word.isascii():
        return next((topic for topic, pattern in _UNSPACED.items() if pattern.search(word)), None)
    return None
