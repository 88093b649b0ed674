"""Words that point to special categories of personal data (GDPR Art. 9), or to a minor: hints, not findings."""

import re
from collections.abc import Iterator

from chatward.detect.kinds import Kind
from chatward.detect.mentions import Mention

WORDS = {
    Kind.HEALTH.name: """
        diagnosis diagnosed cancer tumor tumour diabetes diabetic hiv aids depression depressed bipolar schizophreni
        pregnant pregnancy miscarriage abortion chemotherapy surgery hospital hospitalized hospitalised prescription
        medication epilepsy asthma wheelchair disability disabled dementia alzheimer psychiatrist psychotherapy sick_leave
        krebs diagnose schwanger fehlgeburt abtreibung depressionen krankenhaus krankschreibung krankgeschrieben
        operation_am behinderung rollstuhl epilepsie medikament psychotherapeut dialyse herzinfarkt schlaganfall
        enceinte grossesse fausse_couche avortement hôpital maladie handicap ordonnance chimiothérapie dépression
        embarazada embarazo aborto hospital enfermedad discapacidad depresión quimioterapia receta_médica diagnóstico
        incinta gravidanza ospedale malattia disabilità depressione chemioterapia grávida gravidez doença deficiência
        zwanger ziekenhuis kanker ziekte gehandicapt ciąża w_ciąży szpital choroba niepełnosprawn беременн больниц инвалид
        диагноз депресси рак_груди hamile hastane kanser engelli سرطان حامل مستشفى מחלה סרטן בהריון 怀孕 癌症 住院 抑郁 妊娠 入院
        うつ病 임신 입원 우울증 गर्भवती कैंसर अस्पताल มะเร็ง ตั้งครรภ์
    """,
    Kind.RELIGION.name: """
        muslim islam christian catholic protestant jewish judaism jehovah hindu buddhist sikh atheist mosque synagogue
        church baptized baptised ramadan muslimisch katholisch evangelisch jüdisch konfession kirchenaustritt kirchensteuer
        moschee synagoge musulman catholique juif juive mosquée église musulmán católico católica judío mezquita
        musulmano cattolico ebreo moschea muçulmano judeu mesquita moslim katholiek joods katolik muzułmanin мусульман
        православн иудей еврей müslüman مسلم مسيحي מוסלמי נוצרי 基督徒 穆斯林 佛教徒 イスラム教 キリスト教 기독교 불교
    """,
    Kind.UNION.name: """
        trade_union labor_union labour_union union_member union_membership shop_steward on_strike works_council
        gewerkschaft betriebsrat verdi-mitglied ig_metall streik syndicat syndiqué cgt_ grève sindicato sindicalista
        huelga sindacato sindacalista sciopero vakbond vakbondslid związek_zawodowy związkow профсоюз sendika نقابة 工会
        労働組合 노동조합
    """,
    Kind.SEXUALITY.name: """
        gay lesbian bisexual homosexual transgender transsexual queer non-binary nonbinary coming_out schwul lesbisch
        bisexuell homosexuell transsexuell lesbienne homosexuel homosexuelle transgenre lesbiana bisexual homosexual
        lesbica omosessuale bisessuale lésbica homossexual homoseksueel homoseksual lesbijka гей лесбиянк гомосексуал
        eşcinsel 同性恋 同性戀 同性愛 동성애
    """,
    Kind.SELF_HARM.name: """
        suicide suicidal kill_myself end_my_life self-harm self_harm cut_myself hurt_myself want_to_die selbstmord suizid
        umbringen selbstverletz nicht_mehr_leben suicider me_tuer envie_de_mourir suicidarme suicidio quitarme_la_vida
        matarme uccidermi suicidarmi me_matar suicídio zelfmoord zelfdoding samobójstw zabić_się самоубийств покончить_с_собой
        intihar انتحار התאבדות 自杀 自殺 자살 आत्महत्या
    """,
    Kind.MINOR.name: """
        underage under_age minderjährig mineur menor_de_edad minorenne menor_de_idade minderjarig niepełnoletn
        несовершеннолетн reşit_değil قاصر קטין 未成年 미성년
    """,
}
_AGE = "(?:[4-9]|1[0-7])"
_MINOR_AGE = re.compile(
    rf"\b(?:i(?:'|’)?m|i am|my (?:son|daughter|child|kid) is|he is|she is|he's|she's)(?: only| just)? {_AGE}\b(?!\s?(?:[:%$€£.,]?[0-9]"
    rf"|minutes|min|days|hours|weeks|months|km|miles|euro|pounds|dollars|th|st))"
    rf"|\b{_AGE}[ -]?(?:years?[ -]old|yo|y/o|yrs old)\b|\bich bin(?: erst)? {_AGE}\b(?! (?:minuten|tage|stunden|wochen|km|euro))"
    rf"|\b{_AGE}[ -](?:jahre alt|jährig)|\bj['’]ai {_AGE} ans\b|\btengo {_AGE} años\b|\bho {_AGE} anni\b|\btenho {_AGE} anos\b"
    rf"|\bik ben {_AGE}(?: jaar)?\b|\bmam {_AGE} lat\b|\bмне {_AGE} лет\b|\b{_AGE} yaşında|{_AGE}\s?(?:岁|歲|歳|살)",
    re.IGNORECASE,
)
MINOR_SIGN = rf"(?i:\bi['’]?m\b|\bi am\b|\bis (?:only |just )?{_AGE}\b|\b(?:he|she)['’]s {_AGE}|{_AGE}[ -]?y|ich bin|{_AGE}[ -]j|j['’]ai|tengo|\bho\b|tenho|ik ben|{_AGE} jaar|mam|мне|{_AGE} ?yaş|{_AGE} ?(?:岁|歲|歳|살))"
"""RE2 pattern that finds something wherever an age of a minor is told."""


def find(text: str, mentions: list[Mention]) -> Iterator[tuple[Kind, int, int]]:
    """Yield the hints, with where they stand in characters."""
    for mention in mentions:
        if mention.tag in WORDS:
            yield Kind[mention.tag], mention.start, mention.end
    for match in _MINOR_AGE.finditer(text):
        yield Kind.MINOR, match.start(), match.end()
