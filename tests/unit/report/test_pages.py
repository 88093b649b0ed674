import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatward.report.arrivals import Fates, Source
from chatward.report.evidence import ConsentReject, Stage
from chatward.report.findings import findings, verdict
from chatward.report.flow import MOST_SOURCES, lay_out
from chatward.report.pages import PAGES, render


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.found if name in attributes]


def text_of(page: str) -> str:
    without_style = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", without_style).split()).replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_every_page_is_there_whatever_the_evidence(evidence):
    pages = render(evidence)
    assert list(pages) == [page.file for page in PAGES]
    assert all("Acme Care" in page or "whatsapp" in page for page in pages.values())


def test_the_page_of_detection_says_what_was_measured_and_what_was_not(empty, full):
    assert text_of(render(empty)["detection.html"]).count("Not measured yet") == 2
    shown = text_of(render(full("PHONE"))["detection.html"])
    assert "measure again" in shown
    assert "draw anew" in shown
    assert "0.800 (0.400 to 0.900)" in shown
    assert "Not measured yet" not in shown


def test_equal_evidence_gives_equal_bytes(full):
    assert render(full("whatsapp")) == render(full("whatsapp"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<svg onload=alert(1)>",
        "javascript:alert(1)",
        '" onmouseover="alert(1)',
        "' autofocus onfocus='alert(1)",
        "</title><script>alert(1)</script>",
        "]]><img src=x onerror=alert(1)>",
        "`<b onclick=alert(1)>`",
        "$\\frac{1}{0}$",
        "{{ 7 * 7 }}",
    ],
)
def test_hostile_text_stays_text(full, hostile):
    for page in render(full(hostile)).values():
        elements = Elements(page)
        assert not [tag for tag, _ in elements.found if tag in ("script", "img", "b", "iframe")]
        assert not [name for _, attributes in elements.found for name in attributes if name.startswith("on")]
        assert not [link for link in elements.attributes("href") if link.startswith("javascript:")]
        assert "49" not in text_of(page).split()


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\x1b", "\x07"])
def test_characters_that_hide_or_reorder_others_do_not_reach_a_page(full, hidden):
    for name, page in render(full(f"a{hidden}b")).items():
        assert hidden not in page, name


def test_no_page_refers_to_anything_outside(evidence):
    for page in render(evidence).values():
        elements = Elements(page)
        targets = elements.attributes("href") + elements.attributes("src")
        assert not [target for target in targets if re.match(r"[a-z]+:|//", target) and target != "data:,"]
        assert not re.search(r"url\((?!#)|@import", page)


def test_every_link_leads_somewhere(evidence):
    pages = render(evidence)
    ids = {name: Elements(page).attributes("id") for name, page in pages.items()}
    for name, page in pages.items():
        for target in Elements(page).attributes("href"):
            file, _, anchor = target.partition("#")
            if target not in ("data:,", "evidence.json", "run.json", "verify.py", "ledger.vkey"):
                assert (file or name) in pages
                assert not anchor or anchor in ids[file or name]


def test_no_id_stands_twice_on_a_page(evidence):
    for name, page in render(evidence).items():
        ids = Elements(page).attributes("id")
        assert len(ids) == len(set(ids)), name


def test_records_that_do_not_add_up_are_a_finding_and_stand_in_the_diagram(sound):
    (source,) = sound.sources
    evidence = replace(sound, sources=(replace(source, fates=replace(source.fates, records=1003)),))
    (finding,) = findings(evidence)
    assert (finding.verdict, finding.what.startswith("3 records without a fate")) == ("failed", True)
    assert "unaccounted 3" in text_of(render(evidence)["index.html"])


def test_the_first_page_says_that_all_is_well_only_if_it_is(sound):
    assert "All 1 check passed" in text_of(render(sound)["index.html"])
    (check,), (rule,) = sound.checks, sound.retention
    for bad in (
        replace(sound, checks=(replace(check, passed=False, failing_rows=2),)),
        replace(sound, retention=(replace(rule, overdue=1),)),
        replace(sound, run=replace(sound.run, stages=(Stage(name="retain", outcome="failed", duration_s=0),))),
    ):
        page = text_of(render(bad)["index.html"])
        assert "check passed" not in page
        assert "1 finding to act on" in page


def test_without_a_check_nothing_is_said_to_be_well(empty):
    assert "No check ran" in text_of(render(empty)["index.html"])


def test_a_failed_warning_is_no_failure(sound):
    (check,) = sound.checks
    warned = replace(sound, checks=(check, replace(check, severity="warning", passed=False, failing_rows=1)))
    assert verdict(findings(warned)) == "warning"
    assert "In order, with 1 warning" in text_of(render(warned)["index.html"])


def test_a_failed_check_comes_with_what_to_do(sound):
    pages = render(replace(sound, checks=(replace(sound.checks[0], passed=False, failing_rows=1200),)))
    for name in ("index.html", "checks.html"):
        assert "run <code>chatward publish</code> again" in pages[name]
    assert "no row is there twice (1 200 rows)" in text_of(pages["index.html"])


def test_lines_of_consent_that_cannot_be_read_are_a_warning_with_their_places(sound):
    told = (
        ConsentReject(file_id="consent/3f9a", reason="open_quote", lines=4, spans=((3, 5), (7, 7))),
        ConsentReject(file_id="consent/3f9a", reason="no_time", lines=90, spans=((8, 8), (10, 10))),
        ConsentReject(file_id="consent/77aa", reason="unreadable", lines=1, spans=((0, 0),)),
    )
    evidence = replace(sound, consent_rejects=told)
    pages = render(evidence)
    (finding,) = findings(evidence)
    assert (finding.verdict, finding.what.startswith("95 lines of consent files")) == ("warning", True)
    assert "95 lines of consent files" in text_of(pages["index.html"])
    text = text_of(pages["consent.html"])
    assert "consent/3f9a open quote 4 3 to 5, 7 consent/3f9a no time 90 8, 10 and more consent/77aa" in text
    assert "unreadable 1 the whole file" in text
    assert "Every line of the consent files was read" in text_of(render(sound)["consent.html"])


def test_the_table_of_fates_is_the_same_on_both_pages_that_show_it(sound):
    tables = [re.search(r'aria-label="Fates of records by source".*?</table>', page, re.DOTALL)[0]
              for name, page in render(sound).items() if name in ("index.html", "collected.html")]  # fmt: skip
    assert tables[0] == tables[1]


def test_the_digest_of_a_file_is_shown_whole_so_that_it_can_be_compared(full):
    digest = "0123456789abcdef" * 4
    assert digest in text_of(render(full(digest))["sets.html"])


@pytest.mark.parametrize(("outcome", "words"), [("done", "unchanged"), ("failed", "the last good one")])
def test_a_release_that_is_not_new_is_unchanged_or_the_last_good_one(full, outcome, words):
    evidence = full("messages")
    run = replace(evidence.run, stages=(Stage(name="publish", outcome=outcome, duration_s=1.0),))
    assert f"messages, {words}" in text_of(render(replace(evidence, run=run))["index.html"])


def test_the_rules_say_that_each_message_is_counted_once(sound):
    assert "Each message is counted once" in text_of(render(sound)["retention.html"])


def test_messages_that_came_in_and_are_stored_no_more_are_accounted_for(sound):
    assert "The others went since" not in text_of(render(sound)["index.html"])
    (rule,) = sound.retention
    told = text_of(render(replace(sound, retention=(replace(rule, stored=790),)))["index.html"])
    assert "Of 800 messages that came in, 790 are stored. The others went since" in told


def test_every_number_of_a_source_stands_in_the_table(sound):
    assert "whatsapp 1 000 800 100 60 10 30 0" in text_of(render(sound)["collected.html"])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(Fates, **dict.fromkeys(Fates.__slots__, st.integers(0, 10**9))), max_size=12))
def test_the_diagram_shows_every_record_that_has_a_fate(fates):
    sources = [_source(f"s{place}", each) for place, each in enumerate(fates) if each.records]
    drawn = lay_out(sources)
    shown = sum(
        each.fates.messages
        + each.fates.events
        + each.fates.duplicates
        + each.fates.rejected
        + each.fates.refused
        + max(each.fates.unaccounted, 0)
        for each in sources
    )
    if drawn is None:
        assert shown == 0
    else:
        assert sum(node.records for node in drawn.sources) == sum(node.records for node in drawn.fates) == shown
        assert len(drawn.sources) <= MOST_SOURCES
        assert all(0 <= node.y <= node.y + node.height <= drawn.height for node in drawn.sources + drawn.fates)


def _source(name: str, fates: Fates) -> Source:
    return Source(
        source=name,
        platform="slack",
        processor="Slack",
        files=1,
        fates=fates,
        reasons={},
        zone_sources={},
        first_at_utc=None,
        last_at_utc=None,
    )


@pytest.mark.parametrize(
    ("severity", "outcome", "is_stopped"),
    [("error", "done", True), ("warning", "failed", True), ("warning", "done", False)],
)
def test_publication_is_said_to_have_stopped_only_where_it_did(full, severity, outcome, is_stopped):
    whole = full("whatsapp")
    failed = replace(
        whole,
        checks=tuple(replace(check, passed=False, severity=severity) for check in whole.checks),
        run=replace(whole.run, stages=(Stage(name="assure", outcome=outcome, duration_s=1.0),)),
        retention=tuple(replace(rule, overdue=1) for rule in whole.retention),
    )
    assert ("Nothing new was published" in text_of(render(failed)["index.html"])) is is_stopped


def test_a_duty_is_told_by_its_words(full):
    whole = full("whatsapp")
    checks = tuple(replace(check, duties=("d-35",)) for check in whole.checks)
    assert "d-35 Check compliance at every stage" in text_of(render(replace(whole, checks=checks))["checks.html"])
