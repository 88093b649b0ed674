"""Words that point to special categories of personal data (GDPR Art. 9), or to a minor: hints, not findings."""

import re
from collections.abc import Iterator

from chatward.detect.kinds import Kind
from chatward.detect.mentions import Mention

WORDS = {
    Kind.HEALTH.name: """
        diagnosis diagnosed cancer tumor tumour diabetes diabetic hiv aids depression depressed bipolar
        schizophreni pregnant pregnancy miscarriage abortion chemotherapy surgery hospital hospitalized
        hospitalised prescription medication epilepsy asthma wheelchair disability disabled dementia alzheimer
        psychiatrist psychotherapy sick_leave krebs diagnose schwanger fehlgeburt abtreibung depressionen
        krankenhaus krankschreibung krankgeschrieben operation_am behinderung rollstuhl epilepsie medikament
        psychotherapeut dialyse herzinfarkt schlaganfall enceinte grossesse fausse_couche avortement hôpital
        maladie handicap ordonnance chimiothérapie dépression embarazada embarazo aborto hospital enfermedad
        discapacidad depresión quimioterapia receta_médica diagnóstico incinta gravidanza ospedale malattia
        disabilità depressione chemioterapia grávida gravidez doença deficiência zwanger ziekenhuis kanker
        ziekte gehandicapt ciąża w_ciąży szpital choroba niepełnosprawn беременн больниц инвалид диагноз
        депресси рак_груди hamile hastane kanser engelli سرطان حامل مستشفى מחלה סרטן בהריון 怀孕 癌症 住院 抑郁
        妊娠 入院 うつ病 임신 입원 우울증 गर्भवती कैंसर अस्पताल มะเร็ง ตั้งครรภ์
    """,
    Kind.RELIGION.name: """
        muslim islam christian catholic protestant jewish judaism jehovah hindu buddhist sikh atheist mosque
        synagogue church baptized baptised ramadan muslimisch katholisch evangelisch jüdisch konfession
        kirchenaustritt kirchensteuer moschee synagoge musulman catholique juif juive mosquée église musulmán
        católico católica judío mezquita musulmano cattolico ebreo moschea muçulmano judeu mesquita moslim
        katholiek joods katolik muzułmanin мусульман православн иудей еврей müslüman مسلم مسيحي מוסלמי נוצרי
        基督徒 穆斯林 佛教徒 イスラム教 キリスト教 기독교 불교
    """,
    Kind.UNION.name: """
        trade_union labor_union labour_union union_member union_membership shop_steward on_strike works_council
        gewerkschaft betriebsrat verdi-mitglied ig_metall streik syndicat syndiqué cgt_ grève sindicato
        sindicalista huelga sindacato sindacalista sciopero vakbond vakbondslid związek_zawodowy związkow
        профсоюз sendika نقابة 工会 労働組合 노동조합
    """,
    Kind.SEXUALITY.name: """
        gay lesbian bisexual homosexual transgender transsexual queer non-binary nonbinary coming_out schwul lesbisch
        bisexuell homosexuell transsexuell lesbienne homosexuel homosexuelle transgenre lesbiana bisexual homosexual
        lesbica omosessuale bisessuale lésbica homossexual homoseksueel homoseksual lesbijka гей лесбиянк гомосексуал
        eşcinsel 同性恋 同性戀 同性愛 동성애
    """,
    Kind.SELF_HARM.name: """
        suicide suicidal kill_myself end_my_life self-harm self_harm cut_myself hurt_myself want_to_die
        selbstmord suizid umbringen selbstverletz nicht_mehr_leben suicider me_tuer envie_de_mourir suicidarme
        suicidio quitarme_la_vida matarme uccidermi suicidarmi me_matar suicídio zelfmoord zelfdoding samobójstw
        zabić_się самоубийств покончить_с_собой intihar انتحار התאבדות 自杀 自殺 자살 आत्महत्या
    """,
    Kind.MINOR.name: """
        underage under_age minderjährig mineur menor_de_edad minorenne menor_de_idade minderjarig niepełnoletn
        несовершеннолетн reşit_değil قاصر קטין 未成年 미성년
    """,
}
_AGE = "(?:[4-9]|1[0-7])"
_OTHER_UNITS = "(?:minut|min|day|hour|week|month|km|mile|euro|pound|dollar|th|st|tage|stunden|wochen)"
_SAID = rf"""
    \b(?:i['’]?m|i_am|my_(?:son|daughter|child|kid)_is|(?:he|she)(?:_is|['’]s))(?:_only|_just)?_{_AGE}\b(?![:%$€£.,]?[0-9]|_?{_OTHER_UNITS})
    \b{_AGE}[_-]?(?:years?[_-]old|yo|y/o|yrs_old)\b
    \bich_bin(?:_erst)?_{_AGE}\b(?!_{_OTHER_UNITS})
    \b{_AGE}[_-](?:jahre_alt|jährig)
    \bj['’]ai_{_AGE}_ans\b
    \btengo_{_AGE}_años\b
    \bho_{_AGE}_anni\b
    \btenho_{_AGE}_anos\b
    \bik_ben_{_AGE}(?:_jaar)?\b
    \bmam_{_AGE}_lat\b
    \bмне_{_AGE}_лет\b
    \b{_AGE}_yaşında
    {_AGE}_?(?:岁|歲|歳|살)
"""
_MINOR_AGE = re.compile("|".join(_SAID.split()).replace("_", " "), re.IGNORECASE)
_SIGNS = rf"""
    (?:i['’]?m|i_am|is|(?:he|she)['’]s)(?:_only|_just)?_{_AGE}\b \b{_AGE}[_-]?(?:year|yo\b|y/o|yrs)
    ich_bin(?:_erst)?_{_AGE}\b \b{_AGE}[_-]j(?:ahr|ähr) j['’]ai_{_AGE}_ans tengo_{_AGE}_años ho_{_AGE}_anni
    tenho_{_AGE}_anos ik_ben_{_AGE}\b
    mam_{_AGE}_lat мне_{_AGE}_лет \b{_AGE}_yaşında {_AGE}_?(?:岁|歲|歳|살)
"""
MINOR_SIGN = rf"(?i:{'|'.join(_SIGNS.split())})".replace("_", " ")
"""RE2 pattern that finds something wherever an age of a minor is told."""


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[Kind, int, int]]:
    """Yield the hints, with where they stand in characters."""
    for mention in mentions:
        if mention.tag in WORDS:
            yield Kind[mention.tag], mention.start, mention.end
    for match in _MINOR_AGE.finditer(text):
        yield Kind.MINOR, match.start(), match.end()
