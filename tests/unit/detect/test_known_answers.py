"""What each kind looks like, and what only looks like it."""

import pyarrow as pa
import pytest

from chatward.detect import Detector, Kind


def found(text, *, regions=()):
    spans = Detector(regions).find(pa.array([text]))
    octets = text.encode()
    return [
        (Kind(kind).name, octets[start:end].decode())
        for kind, start, end in zip(spans.kind, spans.start, spans.end, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Write to jane.doe@example.com.", "jane.doe@example.com"),
        ("email=alice@example.com", "alice@example.com"),
        ("mailto:o'brien+x@mail.example.co.uk?subject=1", "o'brien+x@mail.example.co.uk"),
        ("a@xn--d1acufc.xn--p1ai", "a@xn--d1acufc.xn--p1ai"),
        ("josé@müller.de", "josé@müller.de"),
        ("иван@почта.рф пишет", "иван@почта.рф"),
        ("请发邮件到test@example.com谢谢", "test@example.com"),
        ("test@example.com으로 보내 주세요", "test@example.com"),
        ("wait...bob@example.com", "bob@example.com"),
        ("Mail bob@example.com.Thanks", "bob@example.com"),
    ],
)
def test_an_e_mail_address_is_found_without_what_touches_it(text, value):
    assert found(text) == [("EMAIL", value)]


@pytest.mark.parametrize("text", ["not-an-email@", "const P = /[a-z]+@[a-z]+/;", "me @ home", "3 @ 5.00"])
def test_an_at_sign_alone_is_no_address(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111-1111-1111-1111",
        "4111 1111 1111 1111",
        "5500-0000-0000-0004",
        "2223003122003222",
        "3400-000000-00009",
        "371449635398431",
        "30569309025904",
        "6011000400000000",
        "3528000700000000",
        "6759649826438453",
        "6200000000000005",
        "2200770239097761",
    ],
)
def test_a_card_number_is_found_by_range_and_check_digit(number):
    assert found(f"Here: {number}.") == [("CREDIT_CARD", number)]


@pytest.mark.parametrize(
    "number", ["4111111111111112", "1234567890123456", "41111111111111111111", "X4111111111111111"]
)
def test_what_fails_the_check_or_goes_on_is_no_card(number):
    assert not [kind for kind, _ in found(f"Here: {number}") if kind == "CREDIT_CARD"]


def test_a_short_card_number_needs_words_that_speak_of_a_card():
    assert found("my card is 4222222222222") == [("CREDIT_CARD", "4222222222222")]
    assert found("my order is 4222222222222") == []


def test_two_cards_with_the_same_spaces_are_two():
    assert found("4111 1111 1111 1111 4012 8888 8888 1881") == [
        ("CREDIT_CARD", "4111 1111 1111 1111"),
        ("CREDIT_CARD", "4012 8888 8888 1881"),
    ]


def test_an_expiry_date_is_no_part_of_the_card():
    assert found("4111111111111111 12/26 123") == [("CREDIT_CARD", "4111111111111111")]


def test_a_card_that_starts_like_an_iban_is_found():
    assert found("please block card no 4111111111111111") == [("CREDIT_CARD", "4111111111111111")]


@pytest.mark.parametrize(
    "number",
    [
        "DE44 5001 0517 5407 3249 31",
        "DE44500105175407324931",
        "de44500105175407324931",
        "GB29 NWBK 6016 1331 9268 19",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "BR18 0036 0305 0000 1000 9795 493C 1",
        "CH93-0076-2011-6238-5295-7",
        "SA03 8000 0000 6080 1016 7519",
    ],
)
def test_an_iban_is_found_in_every_form(number):
    assert found(f"IBAN {number} ist gültig") == [("IBAN", number)]


@pytest.mark.parametrize(
    "number", ["DE45 5001 0517 5407 3249 31", "DE44 5001 0517 5407 3249 3", "XDE44500105175407324931"]
)
def test_an_iban_of_wrong_check_digits_or_length_is_none(number):
    assert not [kind for kind, _ in found(number) if kind == "IBAN"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ping 127.0.0.1.", "127.0.0.1"),
        ("net 192.168.1.0/24 is up", "192.168.1.0/24"),
        ("at 192.168.1.1:8080", "192.168.1.1"),
        ("1.1.1.1", "1.1.1.1"),
        ("[2001:db8::1]:8080", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("2001:db8::/9999", "2001:db8::"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("2001:db8::1.", "2001:db8::1"),
        ("my ip: 684D:1111:222:3333:4444:5555:6:77", "684D:1111:222:3333:4444:5555:6:77"),
    ],
)
def test_an_ip_address_is_found_with_zone_and_prefix(text, value):
    assert found(text) == [("IP", value)]


@pytest.mark.parametrize(
    "text",
    [
        "256.1.1.1",
        "192.168.1",
        "version 1.2.3.4",
        "v1.2.3.4",
        "IP192.168.1.1text",
        "2001::db8::1",
        "12345:db8::1",
        "MyClass::toString",
        "abc::def",
        "at 12:30:45",
        "port 80:443",
        "fe80::1text",
        "1.2.3.4.5",
        "a :: b",
    ],
)
def test_versions_times_and_names_of_code_are_no_addresses(text):
    assert found(text) == []


@pytest.mark.parametrize("address", ["AA:BB:CC:DD:EE:FF", "00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e"])
def test_a_mac_address_is_found(address):
    assert found(f"MAC {address}!") == [("MAC", address)]


def test_mixed_separators_make_no_mac_address():
    assert found("10:2F:33-AC-29-C3") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("see https://example.com/a?b=c#d.", "https://example.com/a?b=c#d"),
        ("(https://en.example.org/wiki/A_(b))", "https://en.example.org/wiki/A_(b)"),
        ("[RFC](https://example.com/rfc)", "https://example.com/rfc"),
        ("https://example.com/?mail=jane@example.com", "https://example.com/?mail=jane@example.com"),
        ("<https://example.com|example>", "https://example.com"),
        ("www.example.com, yes", "www.example.com"),
        ("bit.ly/x1Y2", "bit.ly/x1Y2"),
        ("example.com", "example.com"),
        ("http://jira/browse/AB-1", "http://jira/browse/AB-1"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("whatsapp://send?phone=491711234567", "whatsapp://send?phone=491711234567"),
    ],
)
def test_a_url_ends_where_the_sentence_goes_on(text, value):
    assert ("URL", value) in found(text)


@pytest.mark.parametrize(
    "text", ["http://microsoft", "www.microsoft", "and/or", "e.g. this", "ok.so what", "report.txt"]
)
def test_a_word_with_dots_or_slashes_is_no_url(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("thanks @jane_doe.", "@jane_doe"),
        ("RT @john.doe: hi", "@john.doe"),
        ("@user@social.example", "@user@social.example"),
        ("hi @张三，你好", "@张三"),
        ("hey @\u2068Max Muster\u2069 look", "Max Muster"),
    ],
)
def test_a_handle_is_found(text, value):
    assert found(text) == [("HANDLE", value)]


@pytest.mark.parametrize("text", ["@everyone look", "meet @5pm", "2 @ 3.50", "user@host"])
def test_broadcasts_and_prices_are_no_handles(text):
    assert found(text) == []


def test_a_mention_by_number_is_a_phone_number():
    assert found("ask @491711234567") == [("PHONE", "@491711234567")]
