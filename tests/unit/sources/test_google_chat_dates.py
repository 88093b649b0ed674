"""Dates as Google Chat writes them out, in the language of the account."""

import calendar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_time
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.google_chat.dates import Dates
from chatward.sources.google_chat.months import MONTHS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(written: object, zone: ZoneInfo | None = None) -> datetime | None:
    time = Dates(zone).read(written)
    return None if time is None else EPOCH + timedelta(microseconds=time[0])


@pytest.mark.parametrize(
    "written",
    [
        "Friday, May 29, 2026 at 3:00:29 AM UTC", "Friday, May 29, 2026 at 3:00:29\u202fAM UTC",
        "Friday, May 29, 2026, 3:00:29\u00a0AM UTC", "Friday 29 May 2026 at 03:00:29 UTC",
        "Friday, 29 May 2026 at 3:00:29 am UTC", "Freitag, 29. Mai 2026 um 03:00:29 UTC",
        "vendredi 29 mai 2026 à 03:00:29 UTC", "viernes, 29 de mayo de 2026, 3:00:29 UTC",
        "viernes, 29 de mayo de 2026, 3:00:29\u202fa.\u00a0m. UTC", "sexta-feira, 29 de maio de 2026 às 03:00:29 UTC",
        "venerdì 29 maggio 2026 alle ore 03:00:29 UTC", "vrijdag 29 mei 2026 om 03:00:29 UTC",
        "piątek, 29 maja 2026 03:00:29 UTC", "пятница, 29 мая 2026\u202fг. в 03:00:29 UTC",
        "пʼятниця, 29 травня 2026 р. о 03:00:29 UTC", "2026年5月29日金曜日 3:00:29 UTC",
        "2026年5月29日金曜日 3時00分29秒 UTC", "2026年5月29日 金曜日 午前3:00:29 UTC",
        "2026年5月29日星期五 UTC 03:00:29", "2026年5月29日星期五 UTC 上午3:00:29",
        "2026年5月29日 星期五 凌晨3:00:29 [UTC]",
        "2026년 5월 29일 금요일 오전 3시 0분 29초 UTC", "2026년 5월 29일 금요일 오전 3:00:29 UTC",
        "29 Mayıs 2026 Cuma 03:00:29 UTC", "fredag 29 maj 2026 kl. 03:00:29 UTC",
        "fredag den 29. maj 2026 kl. 03.00.29 UTC", "fredag 29. mai 2026 kl. 03:00:29 UTC",
        "perjantai 29. toukokuuta 2026 klo 3.00.29 UTC", "pátek 29. května 2026 v 3:00:29 UTC",
        "piatok 29. mája 2026 o 3:00:29 UTC", "2026. május 29., péntek 3:00:29 UTC",
        "vineri, 29 mai 2026 la 03:00:29 UTC", "Jumat, 29 Mei 2026 pukul 03.00.29 UTC",
        "Παρασκευή 29 Μαΐου 2026 στις 3:00:29 π.μ. UTC", "divendres, 29 de maig de 2026, a les 3:00:29 UTC",
        "lúc 03:00:29 UTC Thứ Sáu, 29 tháng 5, 2026", "Friday, May 29, 2026 at 5:00:29 AM GMT+2",
        "Friday, May 29, 2026 at 8:30:29 AM UTC+05:30", "Thursday, May 28, 2026 at 11:00:29 PM GMT-4",
        "วันศุกร์ที่ 29 พฤษภาคม พ.ศ. 2569 เวลา 3 นาฬิกา 00 นาที 29 วินาที UTC",
        "vendredi 29 mai 2026 à 03\u202fh\u202f00\u202fmin\u202f29\u202fs UTC",
        "2026-05-29T03:00:29Z", "2026-05-29T03:00:29.123456Z",
    ],
)  # fmt: skip
def test_one_instant_in_many_languages(written):
    assert read(written) == datetime(2026, 5, 29, 3, 0, 29, tzinfo=UTC)
    assert Dates(ZoneInfo("Asia/Tokyo")).read(written)[1:] == (None, "explicit")


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("May 1, 2026 at 12:00:00 AM UTC", 0), ("May 1, 2026 at 12:00:00 PM UTC", 12),
        ("May 1, 2026 at 1:00:00 PM UTC", 13), ("2026年5月1日 午後0:00:00 UTC", 12),
        ("2026年5月1日 UTC 下午11:00:00", 23),
        ("2026年5月1日 UTC 中午12:00:00", 12), ("2026年5月1日 UTC 中午1:00:00", 13),
        ("2026年5月1日 UTC 凌晨12:00:00", 0),
        ("2026년 5월 1일 오후 12시 0분 0초 UTC", 12),
        ("1 de mayo de 2026, 1:00:00 p. m. UTC", 13), ("1 Μαΐου 2026 στις 1:00:00 μ.μ. UTC", 13),
    ],
)  # fmt: skip
def test_noon_and_midnight_are_where_they_are(written, hour):
    assert read(written) == datetime(2026, 5, 1, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        None, 5, "", "Unknown Date", "December 31, 1969 at 11:59:59 PM UTC", "December 31, 9999 at 11:00:00 PM GMT-4",
        "Friday, February 30, 2026 at 3:00:29 AM UTC", "May 29, 2026 at 25:00:00 UTC",
        "May 29, 2026 at 13:00:00 PM UTC", "May 29, 2026 at 3:60:00 AM UTC", "May 29, 2026 at 3:00:29 AM PDT",
        "29.05.2026 03:00:29 UTC", "05/06/2026 03:00:29 UTC", "29 Quatember 2026 03:00:29 UTC", "May 2026 03:00:29 UTC",
        "2026年13月29日 03:00:29 UTC", "May 29, 2026", "May 29 30, 2026 at 3:00:29 AM UTC", "0000年1月1日 03:00:29 UTC",
        "May 29, 2026 at 3:00:29 AM GMT+99",
    ],
)  # fmt: skip
def test_what_is_no_date_or_leaves_it_open_is_none(written):
    assert read(written) is None


def test_a_date_without_a_zone_is_of_the_declared_one_or_of_utc():
    written = "29 mai 2026 à 03:00:29"
    assert Dates(None).read(written)[1:] == (1_780_023_629_000_000, "assumed")
    assert read(written) == datetime(2026, 5, 29, 3, 0, 29, tzinfo=UTC)
    assert Dates(ZoneInfo("Europe/Berlin")).read(written)[2] == "declared"
    assert read(written, ZoneInfo("Europe/Berlin")) == datetime(2026, 5, 29, 1, 0, 29, tzinfo=UTC)


def test_every_language_names_twelve_months_and_no_name_means_two():
    assert set(MONTHS.values()) == set(range(1, 13))
    assert [MONTHS[name.lower()] for name in calendar.month_name[1:]] == list(range(1, 13))
    for name, month in {
        "mars": 3,
        "mart": 3,
        "marca": 3,
        "maja": 5,
        "lipca": 7,
        "července": 7,
        "listopada": 11,
    }.items():
        assert MONTHS[name] == month


def test_the_day_beside_it_tells_croatian_october_from_polish_november():
    assert read("petak, 30. listopada 2026. u 03:00:29 UTC") == datetime(2026, 10, 30, 3, 0, 29, tzinfo=UTC)
    assert read("piątek, 27 listopada 2026 03:00:29 UTC") == datetime(2026, 11, 27, 3, 0, 29, tzinfo=UTC)


@given(at=st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_second_survives_being_written_out(at):
    at = at.replace(microsecond=0)
    name = calendar.month_name[at.month]
    half = "AM" if at.hour < 12 else "PM"
    written = f"{name} {at.day}, {at.year:04d} at {(at.hour + 11) % 12 + 1}:{at:%M:%S}\u202f{half} UTC"
    assert read(written) == at
    assert read(f"{at.year:04d}年{at.month}月{at.day}日 UTC {at:%H:%M:%S}") == at


@given(st.text(st.sampled_from("0123456789:./ ,-年月日시분AMPUTC+may午後"), max_size=40))
def test_whatever_stands_there_is_a_date_or_none(written):
    assert read(written) is None or isinstance(read(written), datetime)


# fmt: off
_LANGUAGES = (
    "af", "am", "ar", "ar_DZ", "ar_EG", "bg", "bn", "ca", "cs", "da", "de", "de_AT", "el", "en", "en_GB", "es", "es_MX",
    "et", "eu", "fa", "fi", "fil", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka",
    "kk", "km", "kn", "ko", "lo", "lt", "lv", "mk", "ml", "mr", "ms", "my", "nb", "ne", "nl", "pa", "pl", "pt_BR",
    "pt_PT", "ro", "ru", "si", "sk", "sq", "sr", "sr_Latn", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi",
    "zh_CN", "zh_HK", "zh_TW", "zu",
)
# fmt: on


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_month_is_read_as_its_language_writes_it(language: str) -> None:
    for month in range(1, 13):
        for hour in (0, 3, 12, 21):
            at = datetime(2026, month, 9 + month, hour, 0, 29, tzinfo=UTC)
            day, time = (
                form(at, size, locale=language) for form, size in ((format_date, "full"), (format_time, "medium"))
            )
            assert read(f"{day} {time} UTC") == at


def test_a_year_of_the_buddhist_era_is_one_of_the_common_era() -> None:
    assert read("วันศุกร์ที่ 29 พฤษภาคม พ.ศ. 2569 เวลา 03:00:29 UTC") == datetime(2026, 5, 29, 3, 0, 29, tzinfo=UTC)
