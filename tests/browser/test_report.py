"""The report in a real browser: nothing overflows, nothing is refused, nothing is fetched, nothing runs."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from chatward.report.arrivals import Fates, File, Source, Volume
from chatward.report.evidence import Check, Controller, Evidence, Run
from chatward.report.pages import PAGES
from chatward.report.site import write_site

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
)
PROBE = """<script>
addEventListener("load", () => {
  const hostile = document.querySelectorAll("[onload], [onerror], [onclick], a[href^='javascript'], img").length;
  const found = {
    width: innerWidth, content: document.documentElement.scrollWidth, hostile,
    loaded: performance.getEntriesByType("resource").length, ink: getComputedStyle(document.body).color,
  };
  const output = parent.document.createElement("output");
  output.title = frameElement.title;
  output.textContent = JSON.stringify(found);
  parent.document.body.append(output);
});
</script>"""
WIDTHS = (390, 1280)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOSTILE = "<svg onload=alert(1)>javascript:alert(1)"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with long names, hostile names, many sources, months and files."""
    sources = ["whatsapp", "whatsapp_cloud_api_of_the_northern_branch", HOSTILE, "slack", "telegram", "messenger"]
    fates = Fates(records=1_000_000, messages=900_000, events=50_000, duplicates=49_990, rejected=9, refused=1)
    evidence = Evidence(
        run=Run(
            run_id="r1",
            started_at_utc=NOW,
            ended_at_utc=NOW,
            as_of_utc=NOW,
            policy_version="2026-01",
            policy_digest="ab" * 32,
            chatward_version="0.1.0",
            stages=(),
        ),
        controller=Controller(name=HOSTILE, contact=HOSTILE),
        sources=tuple(
            Source(
                source=name,
                platform="whatsapp",
                processor=HOSTILE,
                files=9,
                fates=fates,
                reasons={HOSTILE: 10},
                zone_sources={"declared": 900_000},
                first_at_utc=NOW,
                last_at_utc=NOW,
            )
            for name in sources
        ),
        files=tuple(
            File(file_id=f"{name}/3f9a1c{place:02x}", source=name, collected_at_utc=NOW, fates=fates)
            for place in range(20)
            for name in sources
        ),
        volumes=tuple(
            Volume(month=f"{2022 + place // 12}-{place % 12 + 1:02d}", source=name, messages=10_000 + place)
            for place in range(60)
            for name in sources
        ),
        checks=(
            Check(
                stage="publish",
                name="a",
                title=HOSTILE,
                severity="error",
                passed=False,
                failing_rows=3,
                duties=("d-35",),
                source="sql",
                subject=HOSTILE,
                remedy=HOSTILE,
                duration_s=1.0,
            ),
        ),
    )
    return write_site(evidence, tmp_path_factory.mktemp("reports"))


def browse(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert BROWSER is not None
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def probe(pages: Mapping[str, str], tmp_path: Path, *arguments: str) -> tuple[dict[tuple[str, int], Any], str]:
    """Return what a script finds on each page at each width, and what the browser's console said.

    All pages are shown in one window, each in frames of its own, with nothing changed but that our script may run.
    """
    frames = (
        f'<iframe title="{name} {width}" style="border: 0; width: {width}px" srcdoc="{_probed(text)}"></iframe>'
        for name, text in pages.items()
        for width in WIDTHS
    )
    (tmp_path / "frames.html").write_text(f"<!doctype html><meta charset=utf-8>{''.join(frames)}", encoding="utf-8")
    done = browse(tmp_path, *arguments, "--dump-dom", (tmp_path / "frames.html").as_uri())
    outputs = re.findall(r'<output title="(\S+) (\d+)">(.*?)</output>', done.stdout)
    return {(name, int(width)): json.loads(found) for name, width, found in outputs}, done.stderr


def _probed(page: str) -> str:
    allowed = page.replace("default-src 'none'", "default-src 'none'; script-src 'unsafe-inline'")
    return escape(allowed.replace("</body>", f"{PROBE}</body>"), quote=True)


def texts(pages: Path) -> dict[str, str]:
    return {page.file: (pages / page.file).read_text(encoding="utf-8") for page in PAGES}


def test_pages_fit_their_window_load_nothing_and_run_nothing(pages, tmp_path):
    found, console = probe(texts(pages), tmp_path)
    assert set(found) == {(page.file, width) for page in PAGES for width in WIDTHS}
    for (name, width), each in found.items():
        assert (each["width"], each["content"]) == (width, width), name
        assert (each["hostile"], each["loaded"]) == (0, 0), name
    assert "CONSOLE" not in console


def test_the_probe_notices_what_it_should(pages, tmp_path):
    bad = "<div style='width: 3000px'>x</div><img src='https://example.org/x.png'></main>"
    found, console = probe({"bad.html": texts(pages)["index.html"].replace("</main>", bad)}, tmp_path)
    assert found["bad.html", 390]["content"] > 3000
    assert found["bad.html", 390]["hostile"] == 1
    assert "Content Security Policy" in console


def test_dark_surroundings_get_light_letters(pages, tmp_path):
    index = {"index.html": texts(pages)["index.html"]}
    light, _ = probe(index, tmp_path)
    dark, _ = probe(index, tmp_path, "--blink-settings=preferredColorScheme=0")
    inks = light["index.html", 1280]["ink"], dark["index.html", 1280]["ink"]
    assert inks == ("rgb(28, 33, 39)", "rgb(231, 233, 236)")


def test_a_page_prints(pages, tmp_path):
    browse(
        tmp_path,
        "--no-pdf-header-footer",
        f"--print-to-pdf={tmp_path / 'page.pdf'}",
        (pages / "collected.html").as_uri(),
    )
    data = (tmp_path / "page.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    # A4 upright, in points
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", data)
