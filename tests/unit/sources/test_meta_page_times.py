from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.meta.page_times import Clock, order_of, wall_clock


def shown(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


AT = shown(2019, 10, 19, 14, 37)


@pytest.mark.parametrize(
    "text",
    [
        "Oct 19, 2019, 2:37 PM", "Oct 19, 2019 at 2:37 PM", "19 Oct 2019, 14:37", "Oct 19, 2019 2:37\u202fpm",
        "October 19, 2019 at 2:37pm", "Saturday, October 19, 2019 at 2:37 p.m.",
        "19.10.2019, 14:37", "19. Okt. 2019, 14:37", "19. Oktober 2019 um 14:37 Uhr", "Okt. 19, 2019 2:37 PM",
        "19 oct. 2019, 14:37", "19 octobre 2019 à 14:37", "19 octobre 2019 à 14h37", "oct. 19, 2019 2:37 pm",
        "19 oct 2019 14:37", "19 de octubre de 2019, 2:37 p.\u00a0m.", "sábado, 19 de octubre de 2019 a las 14:37",
        "19 de out. de 2019 14:37", "19 de outubro de 2019 às 14:37", "19 ott 2019, 14:37",
        "19 ottobre 2019 alle ore 14:37",
        "19 okt. 2019 14:37", "19 oktober 2019 om 14:37", "19 paź 2019, 14:37", "19 października 2019 14:37",
        "19 Eki 2019 14:37", "19 Ekim 2019, 14:37", "Eki 19, 2019 2:37 ös", "19. okt. 2019 kl. 14.37",
        "19 окт. 2019 г., 14:37", "2019/10/19 14:37", "2019年10月19日 14:37", "19/10/2019 14:37",
    ],
)  # fmt: skip
def test_a_time_is_read_in_each_language_and_layout(text):
    assert wall_clock(text) == (AT, "minute")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        (f"3 {name} 2020 10:00", month)
        for names in (
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
            "ene feb mar abr may jun jul ago sept oct nov dic",
            "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru",
            "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
        )
        for month, name in enumerate(names.split(), 1)
    ],
)
def test_months_are_known_by_their_short_names(text, month):
    assert wall_clock(text) == (shown(2020, month, 3, 10), "minute")


@pytest.mark.parametrize(
    ("text", "hour"),
    [("12:00 am", 0), ("12:00 pm", 12), ("1:00 pm", 13), ("11:00 a. m.", 11), ("0:00", 0), ("23:00", 23)],
)
def test_noon_and_midnight_are_not_mixed_up(text, hour):
    assert wall_clock(f"Oct 19, 2019 {text}") == (shown(2019, 10, 19, hour), "minute")


def test_seconds_are_kept():
    assert wall_clock("Jul 12, 2024 4:55:32pm") == (shown(2024, 7, 12, 16, 55, 32), "second")


@pytest.mark.parametrize(
    "text",
    [
        "", "14:37", "19.10.2019", "Oct 19, 2019", "Oct 2019 14:37", "Oct 39, 2019 14:37", "Oct 19, 2019 25:00",
        "Oct 19, 2019 13:00 pm", "Oct 19, 2019 0:00 am", "Xyz 19, 2019 14:37", "Oct Nov 19, 2019 14:37", "a b 14:99",
        "see you on Oct 19, 2019 at 14:37", "Oct 19, 2019 14:37 then", "Feb 30, 2019 14:37",
        "x" * 80 + "Oct 19, 2019 14:37",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(text):
    assert wall_clock(text) is None


@pytest.mark.parametrize(
    ("texts", "declared", "expected"),
    [
        (["13/1/2020 10:00", "1/2/2020 10:00"], "mdy", ("dmy", "evident")),
        (["1/13/2020 10:00"], "dmy", ("mdy", "evident")),
        (["2020/1/2 10:00"], None, ("ymd", "evident")),
        (["13/1/2020 10:00", "1/13/2020 10:00"], "dmy", ("contradictory", "evident")),
        (["1/2/2020 10:00"], "mdy", ("mdy", "declared")),
        (["1/2/2020 10:00"], None, ("dmy", "assumed")),
        (["Oct 19, 2019 10:00", "no time"], "mdy", None),
    ],
)
def test_the_order_of_numbers_is_decided_by_all_evidence(texts, declared, expected):
    assert order_of(texts, declared) == expected


def test_dates_of_numbers_are_read_in_the_order_decided():
    assert wall_clock("1/2/2020 10:00", "dmy") == (shown(2020, 2, 1, 10), "minute")
    assert wall_clock("1/2/2020 10:00", "mdy") == (shown(2020, 1, 2, 10), "minute")
    assert wall_clock("1/2/2020 10:00", "contradictory") is None


def test_the_declared_zone_makes_the_instant():
    zone = timezone(timedelta(hours=2))
    at = int(datetime(2019, 10, 19, 12, 37, tzinfo=UTC).timestamp()) * 1_000_000
    assert Clock(zone, "dmy")("19 Oct 2019, 14:37") == (at, "minute", AT, "declared")
    assert Clock(None, "dmy")("19 Oct 2019, 14:37") == (at + 7_200_000_000, "minute", AT, "assumed")
    assert Clock(None, "dmy")("19 Oct 1969, 14:37") is None
    assert Clock(None, "dmy")(None) is None


@given(st.text(alphabet="0123456789:./ ,OctPMamnov年\u202f", max_size=40))
def test_no_text_makes_reading_times_fail(text):
    found = wall_clock(text, "mdy")
    assert found is None or found[1] in ("minute", "second")
