"""The words of HTML bodies: what people saw, nothing lost, and in linear time."""

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward.sources.html_text import plain


def test_a_text_without_markup_keeps_its_own_line_breaks():
    assert plain("Guten Tag,\nmein Paket fehlt\n") == "Guten Tag,\nmein Paket fehlt"


def test_nothing_at_all_is_an_empty_text():
    assert plain("") == plain("<p></p>") == plain("<div>\n</div>") == ""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one</p>\n<p><br></p>\n<p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour"),
        ("<div>\n  wrapped\n  words </div> <div>next</div>", "wrapped words\nnext"),
        ("<ul><li>one</li><li><p>two</p></li></ul>after", "- one\n- two\nafter"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ("<pre>if x:\n    y</pre>z", "if x:\n    y\nz"),
        ("<b>a </b> b", "a b"),
        ("a<br><br><br><br>b", "a\n\nb"),
    ],
)
def test_elements_that_make_lines_make_lines(html: str, text: str):
    assert plain(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>2 &lt; 3 &amp;&amp; &quot;caf&eacute;&quot; &#128512; &#x1F600;</p>", '2 < 3 && "café" 😀 😀'),
        ("R&amp;D", "R&D"),
        ("<p>&amp;lt;</p>", "&lt;"),
        ("<p>a&nbsp;&nbsp;b&nbsp;</p>", "a  b"),
        ("<p>&#xD800;</p>", "\ufffd"),
    ],
)
def test_entities_are_decoded_once(html: str, text: str):
    assert plain(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('see <a href="https://shop.example/a?x=1&amp;y=2">your order</a>.', "see your order (https://shop.example/a?x=1&y=2)."),
        ('<a href="https://shop.example/">shop.example</a>', "shop.example"),
        ("<a href=https://shop.example/a>https://shop.example/a</a>", "https://shop.example/a"),
        ("<a href='mailto:jane@example.com'>jane@example.com</a>", "jane@example.com"),
        ("<a href='mailto:jane@example.com'>Jane</a>", "Jane (jane@example.com)"),
        ("<a href='https://shop.example/a'><img src=x></a>", "https://shop.example/a"),
        ("<a href='https://shop.example/a'>open", "open (https://shop.example/a)"),
        ("<a href='javascript:alert(1)'>press</a> <a href='#top'>up</a> <a name=x>here</a>", "press up here"),
        ("<a href='/tickets/7'>ticket 7</a>", "ticket 7"),
    ],
)  # fmt: skip
def test_a_link_keeps_its_address_where_its_text_does_not_tell_it(html: str, text: str):
    assert plain(html) == text


def test_mentions_and_pictures_with_words_stay():
    assert (
        plain('<at id="0">Jane Doe</at> hi <emoji alt="🙂" title="Smile"></emoji><img alt=":)">') == "Jane Doe hi 🙂:)"
    )


def test_what_browsers_do_not_show_is_left_out():
    html = "<!DOCTYPE html><?xml x?><title>t</title><STYLE>p {}</STYLE><p>seen<!-- not > seen --></p>"
    assert plain(html + "<script>if (a < b) c</Script>!") == "seen\n!"


def test_a_script_without_end_hides_the_rest_as_in_browsers():
    assert plain("<p>seen</p><script>var x = 1 <p>") == "seen"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("1 < 2 and <3 <p>", "1 < 2 and <3"),
        ("mail <jane@example.com> or <https://shop.example/a>", "mail <jane@example.com> or <https://shop.example/a>"),
        ("if a <b then c</p>", "if a <b then c"),
        ("<p>cut at <a href='https", "cut at <a href='https"),
        ("a<!-- never closed</p>", "a<!-- never closed"),
    ],
)
def test_what_only_looks_like_markup_stays(html: str, text: str):
    assert plain(html) == text


def test_brackets_within_quotes_belong_to_the_tag():
    assert plain("""<p title="a > b"><img alt='->'>c</p>""") == "->c"


def test_a_quote_that_never_closes_costs_only_its_tag():
    assert plain("""<p title='x>one</p><p class="y">two</p>""") == "one\ntwo"


@pytest.mark.parametrize(
    "piece",
    [
        "<a ", "<a '", '<a href="', "<!--", "<!-- -", "<![CDATA[", "<?", "</", "<a/", "<div", "<script>", "</script",
        "<title>", "<a href=http://x>", "<a b='>", "<p><", "&#", "<pre> \n", "<li>", "&nbsp;", "<x \"'>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", ">", "'>", "-->"])
def test_no_input_takes_more_than_linear_time(piece: str, end: str):
    size = 200_000
    started = time.process_time()
    plain(piece * (size // len(piece)) + end)
    assert time.process_time() - started < 2  # a quadratic way through takes minutes


@given(st.text())
def test_an_escaped_text_comes_back_word_by_word(text: str):
    assert plain(f"<div>{escape(text)}</div>").split() == text.split()


_MARKUP = st.sampled_from(
    ["<", ">", "</", "<a href='", "'", '"', "<!--", "-->", "<p>", "</a>", "<pre>", "&", "&#", ";", "<script"]
)


@given(st.lists(_MARKUP | st.text(max_size=3)).map("".join))
def test_any_text_becomes_some_text(html: str):
    text = plain(html)
    assert text == text.strip()
    assert len(text) <= 2 * len(html)


@given(
    st.lists(st.sampled_from(["<b>", "</b>", "<i class='x'>", "<br>", "<p>", "</p>", "<!-- x -->", "word ", "Wort"]))
)
def test_no_word_is_lost_whatever_the_tags_around_it(pieces: list[str]):
    words = "".join(piece for piece in pieces if not piece.startswith("<"))
    assert "".join(plain("<i></i>" + "".join(pieces)).split()) == "".join(words.split())
