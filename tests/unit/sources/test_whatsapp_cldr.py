"""WhatsApp's headers as every locale of Unicode CLDR writes dates and times, on both kinds of phones."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, format_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatward.sources.records import Export, ReadSettings
from chatward.sources.whatsapp.reader import read

# fmt: off
LOCALES = (
    "af", "am", "ar", "ar_EG", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "de_AT", "de_CH", "el", "en",
    "en_CA", "en_GB", "en_IN", "en_ZA", "es", "es_AR", "es_MX", "et", "eu", "fa", "fi", "fil", "fr", "fr_CA", "ga",
    "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "lo", "lt", "lv",
    "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "pa", "pl", "pt_BR", "pt_PT", "ro", "ru", "si", "sk", "sl",
    "sq", "sr", "sr_Latn", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zh_CN", "zh_HK", "zh_TW", "zu",
)
# fmt: on
ZEROS = {"ar_EG": "٠", "fa": "۰", "ur": "۰", "mr": "०", "ne": "०", "bn": "০", "my": "၀"}
HALF_DAY = timedelta(hours=13, minutes=1)


def header(at: datetime, locale: str, *, is_ios: bool, is_long: bool) -> str:
    """Return a header as a phone in ``locale`` writes it, the year with four digits if ``is_long``."""
    pattern = Locale.parse(locale).date_formats["short"].pattern
    pattern = re.sub(r"(?<!y)yy(?!y)", "y", pattern) if is_long else pattern
    day = format_date(at, pattern, locale=locale)
    time = format_time(at, "medium" if is_ios else "short", locale=locale)
    if zero := ZEROS.get(locale):
        digits = {ord("0") + digit: ord(zero) + digit for digit in range(10)}
        day, time = day.translate(digits), time.translate(digits)
    return f"\u200e[{day}, {time}] " if is_ios else f"{day}, {time} - "


def read_back(path: Path, times: list[datetime], locale: str, *, is_ios: bool, is_long: bool) -> list[datetime]:
    headers = (header(at, locale, is_ios=is_ios, is_long=is_long) for at in times)
    path.write_text("".join(f"{each}Ann: hi\n" for each in headers), encoding="utf-8")
    batches = list(read(Export(path, "whatsapp"), ReadSettings()))
    assert sum(batch.rejects.num_rows for batch in batches) == 0
    return [at for batch in batches for at in batch.messages["sent_at_local"].to_pylist()]


@pytest.mark.parametrize("locale", LOCALES)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.datetimes(datetime(2016, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001 - the wall clock of a phone
    is_ios=st.booleans(),
    is_long=st.booleans(),
)
def test_a_chat_over_all_days_of_a_month_is_read_as_it_was_written(
    tmp_path: Path, locale: str, first: datetime, *, is_ios: bool, is_long: bool
) -> None:
    times = [first.replace(microsecond=0) + HALF_DAY * step for step in range(62)]
    wanted = times if is_ios else [at.replace(second=0) for at in times]
    assert read_back(tmp_path / "chat.txt", times, locale, is_ios=is_ios, is_long=is_long) == wanted


@pytest.mark.parametrize("locale", ["de", "en", "en_GB", "hu", "ja", "ko"])
def test_a_day_that_may_be_a_month_is_read_in_one_order_for_the_whole_chat(tmp_path: Path, locale: str) -> None:
    times = [datetime(2024, month, day, 10, 5) for month in (1, 2) for day in (3, 5, 9)]  # noqa: DTZ001
    found = read_back(tmp_path / "chat.txt", times, locale, is_ios=False, is_long=True)
    assert found in (times, [at.replace(month=at.day, day=at.month) for at in times])
