"""Dates of birth: dates near words that speak of being born, in figures or with the month's name."""

import re
from collections.abc import Iterator
from functools import cache

from chatward.detect.mentions import Mention, with_plain

TAG = "birth"
WORDS = {
    TAG: """
        born birth dob d.o.b. birthdate birthday bday geboren geb. geburtsdatum geburtstag =né =née né(e)
        naissance nacido nacida nacimiento nací cumpleaños nato_il nata_il nascita compleanno nascido nascida
        nascimento nasci geboortedatum geboortedag urodz urodzon født fødselsdato född födelse syntynyt syntymä
        doğum narozen naroden született születtem născut родился родилась рожден дата_рожд д.р. народ γεννή γεννηθ
        születési születésnap urodziny rođendan verjaardag anniversaire aniversário день_рождения
        ولدت ولد_في
        تاريخ_الميلاد ميلاد مواليد נולד לידה जन्म জন্ম பிறந்த เกิด ngày_sinh sinh_ngày lahir tanggal_lahir
        nașter naster janam 生まれ 生于 geb szül. szül synt. др nar. gimiau gim. γεν. nac nato_a nata_a
        נולדתי
        נולדה tgl_lahir d.t. născ. născut
        fecha_nac f._nac f.nac nac. fec_nac gebdat geb.dat data_ur ur. data_nasc dt_nasc nasc. ddn d.d.n. nasz.
        datum_rođ дата_на_раждане роден родена рођен народж дзн dzimis dzimusi dzimšan gimęs gimusi gimimo sündin
        sünniaeg sünnipäev rojen rojstni fæddur nilizaliwa kuzaliwa tarikh_lahir ipinanganak kaarawan متولد تولد پیدائش
        kapanganakan 出生 生日 生年月日 誕生日 생년월일 태어 datum_narození rođen
        nascut pinanganak जन्मतिथि जन्म_तिथि d.tarihi d._tarihi b-day bdate d-o-b nee_le 생일 г.р. р.н. =nasc =naci
        =nació =nacio =cumple doğumlu cumpleaño janm_tithi
        janmdin janamdin janam_din 년생 년_생 일생 일_생 geburtstags fødselsdag birth_date date_birth d/o/b dogdu
        doğdum dogum
    """
}
BEFORE, AFTER = 48, 24
"""So far before a date the word may stand, and so far behind it."""

_MONTHS = """
    jan feb mar apr may jun jul aug sep sept oct nov dec januar februar märz maerz mai juni juli august oktober
    dezember jänner janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre gennaio
    febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março abril maio junho julho
    setembro outubro novembro dezembro januari februari maart mei augustus stycznia lutego marca kwietnia maja
    czerwca lipca sierpnia września października listopada grudnia января февраля марта апреля мая июня июля августа
    сентября октября ноября декабря ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    january february march april june july september october november december desember tammikuuta helmikuuta
    maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta maj marts
    ledna února března dubna května června července srpna září října listopadu prosince
    január február március április május június július augusztus szeptember október november december
    ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie
    січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
    ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
    يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر
    जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर maret agustus desember
    siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna studenoga
    januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
    januarja februarja junija julija avgusta oktobra juna jula
    януари февруари март април май юни юли август септември октомври ноември декември
    јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра
    jaanuar veebruar märts aprill juuni juuli oktoober detsember
    sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
    janvāris februāris aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris janvārī februārī
    martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī
    gener febrer març maig juny juliol agost novembre desembre mac ogos disember julai
    মার্চ জানুয়ারি ফেব্রুয়ারি এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
    جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
    มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
    ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.
    pebrero marso hunyo hulyo setyembre oktubre nobyembre disyembre
    mrz okt dez ene abr ago dic set out gen mag giu lug ott fev avr juil déc mrt mei des agt agu янв фев мар апр авг
    сен окт ноя дек
    oca şub nis haz tem ağu eyl eki kas ara sty lut kwi cze lip sie wrz paź lis gru tammi helmi
    فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند
    ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
"""
_MONTH = "ב?(?:" + "|".join(sorted(map(re.escape, with_plain(_MONTHS)), key=len, reverse=True)) + ")"
_DAY, _NUMBER, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19[0-9]{2}|20[0-9]{2})"
_OTHER_YEAR = "(?:1[34][0-9]{2}|2[45][0-9]{2})"
"""Of Persia's and Islam's calendars, and of Thailand's."""
_YEARS = rf"(?:{_YEAR}|['’]?[0-9]{{2}})"
_SPELLED = rf"{_DAY}(?:st|nd|rd|th|er|º|ª|°|\.)?(?:\ |-|\ of\ |\ de\ |/){{0,2}}(?:{_MONTH})\.?,?"
_DATE = rf"""
    (?<![0-9A-Za-zÀ-ɏа-я])(?:
      {_YEAR}(?P<by>[-./]){_NUMBER}(?P=by){_DAY}
    | (?:{_DAY}(?P<by2>[-./]|\ ?[./]\ ){_NUMBER}|{_NUMBER}[-./]{_DAY})(?:(?P=by2)|[-./])(?:{_YEAR}|[0-9]{{2}})
    | {_DAY}\ (?:{_MONTH})\ {_OTHER_YEAR}
    | {_OTHER_YEAR}(?P<by3>[-/]){_NUMBER}(?P=by3){_DAY}|{_DAY}(?P<by4>[-/]){_NUMBER}(?P=by4){_OTHER_YEAR}
    | {_SPELLED}(?:\ |-|\ de\ |\ del\ |\ of\ |/){{0,2}}{_YEARS}
    | (?:{_MONTH})\.?(?:\ |-){_DAY}(?:st|nd|rd|th)?,?\ ?{_YEARS}
    | {_YEAR}(?:\.|\ m\.)?\ (?:{_MONTH})\ {_DAY}(?:\ d\.)?
    | (?:昭和|平成|令和|大正)\ ?(?:[0-9]{{1,2}}|元)\ ?年\ ?{_NUMBER}\ ?月\ ?{_DAY}\ ?日
    | {_YEAR}\ ?[年년]\ ?{_NUMBER}\ ?[月월]\ ?{_DAY}\ ?[日일]
    )(?![0-9]|[-./][0-9])
"""
SIGN = (
    r"[0-9] ?[-./] ?[0-9]|[0-9][^0-9A-Za-z]{0,3}(?:(?i:of|de) ){0,2}\pL{3}"
    r"|\pL{3}[^0-9A-Za-z]{0,4}(?:(?i:of|del?) ){0,2}[0-9]|[0-9] ?[年년]"
    r"|[0-9][^0-9A-Za-z]{0,3}[\x{980}-\x{eff}]|[\x{980}-\x{eff}][^0-9A-Za-z]{0,4}[0-9]"
)
"""RE2 pattern that finds something in every text with a date."""
_INSTANT = re.compile(
    rf"(?<![0-9\w])(?:{_YEAR}-{_NUMBER}-{_DAY}[T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,9}})?)?"
    rf"(?:Z|[+-][0-9]{{2}}:?[0-9]{{2}})?|{_DAY}-(?:{_MONTH})|{_NUMBER}/(?:{_YEAR}|{_DAY}))(?![0-9\w]|[-./][0-9])",
    re.IGNORECASE,
)
_SHORT = (
    rf"(?<![0-9A-Za-zÀ-ɏа-я.])(?:{_DAY}(?:st|nd|rd|th|\.)?(?: |-| of | de )(?:{_MONTH})"
    rf"|(?:{_MONTH}) {_DAY}(?:st|nd|rd|th)?"
    rf"|[0-9]{{1,2}}\s?[月월]\s?[0-9]{{1,2}}\s?[日号號일]"
    rf"|{_YEAR}\s?[年년]?|{_DAY}[./]{_NUMBER}\.?|[0-9]{{8}}|[0-9]{{6}})(?![0-9A-Za-zÀ-ɏа-я])(?![./-][0-9])"
)
"""Without a year, a year alone, or without separators: only right behind the word."""
_YEAR_BEFORE = re.compile(
    rf"(?<![0-9])({_YEAR}\s?[年년](?:\s?[0-9]{{1,2}}\s?[月월](?:\s?[0-9]{{1,2}}\s?[日号號일])?)?)(?:\s?[에生])?\s?$"
)
_KOREAN = re.compile(
    r"(?<![0-9])(?:[0-9]{4}|[0-9]{2})\s?년(?:\s?[0-9]{1,2}\s?월(?:\s?[0-9]{1,2}\s?일)?)?(?=\s?생(?![각활산명물선]))"
)
"""Korea's way: "95년 3월 2일생"."""
_RIGHT_BEFORE = 16
_YEAR_ALONE_BEFORE = re.compile(
    rf"(?:^|[\s,(])({_YEAR})(?:-?(?:ben|ban))?(?:\s(?:года|г\.?|году|роки|року|р\.|wurde|bin|ich|yılı|yılında|ben|жылы))?\s$",
    re.IGNORECASE,
)
_SPEAKS_OF_DAY = re.compile(
    r"\w*(?:birthday|geburtstag|bday|cumple|aniv|compleanno|verjaardag|urodziny|rođendan|születésnap)", re.IGNORECASE
)
"""Words that speak of a day, before which a year is no birth's."""
_JOINED = re.compile(
    r"(?:[\s:=(,.\"'\-–]*(?:date|datum|tag|on|am|le|el|il|em|den|der|the|is|ist|es|est|é|è|was|war|year|in|en|nel|i|på|pada|năm|vào|no|em|jest|to|of"
    r"|:|の|は|是|在|은|는|于|日期)){0,3}[\s:=(,.\"'|-]*$"
)


# Patterns with all months take a quarter of the package's start: they are compiled when a text needs them.
@cache
def _date() -> re.Pattern[str]:
    return re.compile(_DATE, re.VERBOSE | re.IGNORECASE)


@cache
def _short() -> re.Pattern[str]:
    return re.compile(_SHORT, re.IGNORECASE)


def find_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield where any dates stand, with their times; those of birth too."""
    for pattern in (_INSTANT, _date()):
        for match in pattern.finditer(text):
            yield match.span()


_OTHERWISE = re.compile(
    r"gift|present(?!e)|admit|issued?|expir|valid|visit|appoint|since|register|sign|joined|moved|married|graduat|ausgestellt|gültig|délivré|valable|expedid|emitid|rilasciat|wydan|ważn|geldig|afgegeven|utfärd|выдан|выда|签发|发行|有効|order|deliver|ship|arriv|party|cake|invoice|open(?:ed|ing)|found(?:ed|ation)|discount|voucher"
    r"|geschenk|bestell|liefer|karte|torte|feier|rabatt|gutschein|cadeau|command|livr|fête|gâteau|regalo|pedid|entrega"
    r"|envío|fiesta|presente|festa|encomenda|consegn|spediz|hediye|sipariş|prezent|zamów|dostaw|подар|заказ|достав"
    r"|礼物|禮物|订单|プレゼント|注文|선물|주문|هدية|طلب",
    re.IGNORECASE,
)
"""What else than a birth a date is of, though a word for a birthday stands near."""


def _is_of_something_else(text: str, word: Mention, date: tuple[int, int]) -> bool:
    between = text[word.end : date[0]] if word.end <= date[0] else text[date[1] : word.start]
    return _OTHERWISE.search(between) is not None


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int]]:
    """Yield where dates of birth stand, in characters."""
    words = [mention for mention in mentions if mention.tag == TAG]
    if not words:
        return
    for match in _date().finditer(text):
        is_near = any(
            (word.end <= match.start() and match.start() - word.end <= BEFORE)
            or (word.start >= match.end() and word.start - match.end() <= AFTER)
            for word in words
        )
        if is_near and not all(_is_of_something_else(text, word, match.span()) for word in words):
            yield match.span()
    yield from (match.span() for match in _KOREAN.finditer(text))
    for word in words:
        low = max(0, word.start - _RIGHT_BEFORE)
        if not _SPEAKS_OF_DAY.match(text, word.start) and (alone := _YEAR_ALONE_BEFORE.search(text[low : word.start])):
            yield low + alone.start(1), low + alone.end(1)
        short = _short().search(text, word.end, word.end + BEFORE)
        if short is not None and _JOINED.fullmatch(text, word.end, short.start()):
            yield short.span()
        low = max(0, word.start - _RIGHT_BEFORE)
        year = _YEAR_BEFORE.search(text[low : word.start])
        if year is not None:
            yield low + year.start(1), low + year.end(1)
