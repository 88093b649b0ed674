"""The twelve locales whose people write to the company: phones, places, money and dates as they write them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """How people of one country write.

    Attributes:
        name: locale as Faker names it.
        language: key of the phrase book.
        share: part of the company's customers, in percent.
        family_first: the family name stands before the given name.
        country_code: E.164 calling code.
        phone_heads: leading digits of national significant numbers that are valid mobile numbers.
        phone_digits: length of a national significant number.
        phone_masks: how a number is written; the first mask is the one a platform shows, ``#`` takes the next digit.
        iban: country code of the bank accounts.
        dates: ``strftime`` patterns.
        price: ``{whole}`` and ``{cents}`` with the currency where it stands.
        streets: with ``{number}`` where the house number stands.
    """

    name: str
    language: str
    share: int
    country_code: str
    phone_heads: tuple[str, ...]
    phone_digits: int
    phone_masks: tuple[str, ...]
    iban: str
    dates: tuple[str, ...]
    price: str
    cities: tuple[str, ...]
    streets: tuple[str, ...]
    family_first: bool = False


LOCALES = (
    Locale(
        name="de_DE",
        language="de",
        share=30,
        country_code="49",
        phone_heads=("1512", "1522", "1573", "1604", "1705", "1716", "1729", "1767"),
        phone_digits=11,
        phone_masks=("+49 #### #######", "+49##########", "0#### #######", "0####/#######", "0049 ### ########"),
        iban="DE",
        dates=("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"),
        price="{whole},{cents} €",
        cities=("Berlin", "Hamburg", "Köln", "Leipzig", "Dresden", "Bonn", "Freiburg", "Kiel", "Mainz", "Nürnberg"),
        streets=("Lindenstraße {number}", "Bahnhofstr. {number}", "Am Anger {number}", "Goethestraße {number}a"),
    ),
    Locale(
        name="en_US",
        language="en",
        share=14,
        country_code="1",
        phone_heads=(
            "202555",
            "213555",
            "303555",
            "312555",
            "404555",
            "415555",
            "512555",
            "617555",
            "702555",
            "917555",
        ),
        phone_digits=10,
        phone_masks=("+1 (###) ###-####", "+1##########", "(###) ###-####", "###-###-####", "###.###.####"),
        iban="GB",
        dates=("%m/%d/%Y", "%m/%d/%y", "%B %d"),
        price="${whole}.{cents}",
        cities=("Boston", "Denver", "Austin", "Portland", "Chicago", "Atlanta", "Omaha", "Phoenix", "Tampa", "Seattle"),
        streets=("{number} Maple Street", "{number} Oak Ave", "{number} Lakeview Drive Apt 4", "{number} 5th Street"),
    ),
    Locale(
        name="en_GB",
        language="en",
        share=9,
        country_code="44",
        phone_heads=("7400", "7511", "7700", "7712", "7818", "7911"),
        phone_digits=10,
        phone_masks=("+44 #### ######", "+44##########", "0#### ######", "0##########", "0044 #### ######"),
        iban="GB",
        dates=("%d/%m/%Y", "%d/%m/%y", "%d %B"),
        price="£{whole}.{cents}",
        cities=("London", "Leeds", "Bristol", "Cardiff", "Glasgow", "York", "Oxford", "Derby", "Bath", "Norwich"),
        streets=("{number} High Street", "{number} Church Lane", "{number} Station Road", "Flat 2, {number} Mill Lane"),
    ),
    Locale(
        name="fr_FR",
        language="fr",
        share=10,
        country_code="33",
        phone_heads=("61", "62", "63", "66", "68", "77"),
        phone_digits=9,
        phone_masks=("+33 # ## ## ## ##", "+33#########", "0# ## ## ## ##", "0#.##.##.##.##", "0#########"),
        iban="FR",
        dates=("%d/%m/%Y", "%d/%m/%y", "%d/%m"),
        price="{whole},{cents} €",
        cities=("Paris", "Lyon", "Lille", "Nantes", "Rennes", "Nice", "Dijon", "Tours", "Brest", "Strasbourg"),
        streets=(
            "{number} rue de la Paix",
            "{number} avenue Foch",
            "{number} bis, rue Victor-Hugo",
            "{number} quai Nord",
        ),
    ),
    Locale(
        name="es_ES",
        language="es",
        share=10,
        country_code="34",
        phone_heads=("600", "612", "626", "637", "649", "654", "661", "678"),
        phone_digits=9,
        phone_masks=("+34 ### ### ###", "+34#########", "### ### ###", "### ## ## ##", "0034 #########"),
        iban="ES",
        dates=("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y"),
        price="{whole},{cents} €",
        cities=("Madrid", "Sevilla", "Valencia", "Bilbao", "Málaga", "Zaragoza", "Vigo", "León", "Cádiz", "Toledo"),
        streets=(
            "Calle Mayor {number}",
            "Av. de la Constitución {number}",
            "Plaza Nueva {number}, 2º B",
            "C/ Real {number}",
        ),
    ),
    Locale(
        name="pt_BR",
        language="pt",
        share=9,
        country_code="55",
        phone_heads=("1198", "1199", "2198", "2199", "3199", "4199", "5199", "8199"),
        phone_digits=11,
        phone_masks=("+55 ## #####-####", "+55###########", "(##) #####-####", "## #####-####", "0## #####-####"),
        iban="PT",
        dates=("%d/%m/%Y", "%d/%m/%y", "%d/%m"),
        price="R$ {whole},{cents}",
        cities=(
            "São Paulo",
            "Recife",
            "Curitiba",
            "Salvador",
            "Manaus",
            "Belém",
            "Natal",
            "Campinas",
            "Santos",
            "Goiânia",
        ),
        streets=(
            "Rua das Flores, {number}",
            "Av. Paulista, {number}",
            "Rua Sete de Setembro, {number}",
            "Travessa Bela, {number}",
        ),
    ),
    Locale(
        name="it_IT",
        language="it",
        share=4,
        country_code="39",
        phone_heads=("320", "328", "333", "347", "349", "366", "380", "392"),
        phone_digits=10,
        phone_masks=("+39 ### ### ####", "+39##########", "### ### ####", "### #######", "0039 ##########"),
        iban="IT",
        dates=("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y"),
        price="{whole},{cents} €",
        cities=("Roma", "Torino", "Bari", "Genova", "Verona", "Pisa", "Lecce", "Trieste", "Parma", "Siena"),
        streets=("Via Roma {number}", "Corso Garibaldi {number}", "Piazza Verdi {number}", "Via Dante {number}/B"),
    ),
    Locale(
        name="nl_NL",
        language="nl",
        share=4,
        country_code="31",
        phone_heads=("610", "612", "620", "624", "638", "651"),
        phone_digits=9,
        phone_masks=("+31 # ########", "+31#########", "0# ########", "0#-########", "0031 # ########"),
        iban="NL",
        dates=("%d-%m-%Y", "%d-%m-%y", "%d-%m"),
        price="€ {whole},{cents}",
        cities=("Utrecht", "Leiden", "Breda", "Delft", "Zwolle", "Arnhem", "Assen", "Gouda", "Almere", "Tilburg"),
        streets=("Dorpsstraat {number}", "Kerkstraat {number}", "Keizersgracht {number}", "Molenweg {number}a"),
    ),
    Locale(
        name="ar_SA",
        language="ar",
        share=3,
        country_code="966",
        phone_heads=("50", "53", "54", "55", "56"),
        phone_digits=9,
        phone_masks=("+966 ## ### ####", "+966#########", "0## ### ####", "0#########"),
        iban="SA",
        dates=("%d/%m/%Y", "%d-%m-%Y"),
        price="{whole}.{cents} ر.س",
        cities=("الرياض", "جدة", "الدمام", "مكة", "تبوك", "أبها"),
        streets=("شارع الملك فهد {number}", "طريق المطار {number}", "شارع التحلية {number}"),
    ),
    Locale(
        name="hi_IN",
        language="hi",
        share=3,
        country_code="91",
        phone_heads=("98765", "98230", "97111", "90040", "88001", "70123"),
        phone_digits=10,
        phone_masks=("+91 ##### #####", "+91##########", "##### #####", "0##########"),
        iban="GB",
        dates=("%d/%m/%Y", "%d-%m-%y"),
        price="₹{whole}",
        cities=("दिल्ली", "मुंबई", "पुणे", "जयपुर", "लखनऊ", "भोपाल"),
        streets=("{number}, महात्मा गांधी मार्ग", "मकान {number}, सेक्टर 7", "{number} स्टेशन रोड"),
    ),
    Locale(
        name="tr_TR",
        language="tr",
        share=2,
        country_code="90",
        phone_heads=("530", "532", "535", "542", "544", "553"),
        phone_digits=10,
        phone_masks=("+90 ### ### ## ##", "+90##########", "0### ### ## ##", "0### #######"),
        iban="TR",
        dates=("%d.%m.%Y", "%d.%m.%y"),
        price="{whole},{cents} TL",
        cities=("İstanbul", "Ankara", "İzmir", "Bursa", "Adana", "Konya"),
        streets=("Atatürk Cad. No: {number}", "Gül Sok. {number}", "Cumhuriyet Mah. {number}"),
    ),
    Locale(
        name="ja_JP",
        language="ja",
        share=2,
        country_code="81",
        phone_heads=("902", "903", "803", "804", "705"),
        phone_digits=10,
        phone_masks=("+81 ##-####-####", "+81##########", "0##-####-####", "0##########"),
        iban="DE",
        dates=("%Y年%m月%d日", "%m月%d日", "%Y/%m/%d"),
        price="{whole}円",
        cities=("東京", "大阪", "名古屋", "札幌", "福岡", "仙台"),
        streets=("本町{number}-3", "中央{number}丁目5番", "桜台{number}-12-1"),
        family_first=True,
    ),
)
LANGUAGES = tuple(dict.fromkeys(locale.language for locale in LOCALES))
