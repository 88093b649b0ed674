"""Names of the days of the week in the languages of LINE's app, as calendars and its exports abbreviate them."""

import re

_NAMES = """
mon monday 月 月曜 月曜日 週一 周一 星期一 礼拜一 一 월 월요일 จ จันทร์ วันจันทร์ sen senin lun lunes seg segunda mo montag lundi t2 пн الاثنين إثنين lunedì isn isnin segunda-feira понедельник pzt pazartesi thứ2 thứhai
tue tues tuesday 火 火曜 火曜日 週二 周二 星期二 礼拜二 二 화 화요일 อ อังคาร วันอังคาร sel selasa mar martes ter terça di dienstag mardi t3 вт الثلاثاء ثلاثاء martedì terça-feira вторник sal salı thứ3 thứba
wed wednesday 水 水曜 水曜日 週三 周三 星期三 礼拜三 三 수 수요일 พ พุธ วันพุธ rab rabu mié miércoles qua quarta mi mittwoch mercredi t4 ср الأربعاء أربعاء mer mercoledì quarta-feira среда çar çarşamba thứ4 thứtư
thu thur thurs thursday 木 木曜 木曜日 週四 周四 星期四 礼拜四 四 목 목요일 พฤ พฤหัสบดี วันพฤหัสบดี kam kamis jue jueves qui quinta do donnerstag jeudi t5 чт الخميس خميس jeu gio giovedì kha khamis quinta-feira четверг พฤหัส per perşembe thứ5 thứnăm
fri friday 金 金曜 金曜日 週五 周五 星期五 礼拜五 五 금 금요일 ศ ศุกร์ วันศุกร์ jum jumat vie viernes sex sexta fr freitag vendredi t6 пт الجمعة جمعة ven venerdì jumaat sexta-feira пятница cum cuma thứ6 thứsáu
sat saturday 土 土曜 土曜日 週六 周六 星期六 礼拜六 六 토 토요일 ส เสาร์ วันเสาร์ sab sabtu sáb sábado sa samstag samedi t7 сб السبت سبت sam sabato суббота cmt cumartesi ct thứ7 thứbảy
sun sunday 日 日曜 日曜日 週日 周日 星期日 星期天 礼拜天 天 일 일요일 อา อาทิตย์ วันอาทิตย์ min minggu dom domingo so sonntag dimanche cn вс الأحد أحد dim domenica ahd ahad воскресенье paz pazar chủnhật
"""  # noqa: E501
_WEEKDAYS = {name: day for day, names in enumerate(_NAMES.strip().splitlines()) for name in names.split()}
_DROPPED = re.compile(r"[\s.,،]+")


def weekday(word: str) -> int | None:
    """Return the day of the week that a word names, 0 for Monday; None for any other word."""
    return _WEEKDAYS.get(_DROPPED.sub("", word.casefold()))
