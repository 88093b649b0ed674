"""How files of further platforms are told apart, grouped, and handed to readers that other distributions bring."""

import json
import re
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from chatward.errors import UsageError
from chatward.sources import forms as forms_module
from chatward.sources.forms import Look, sketch
from chatward.sources.json_cursor import Cursor
from chatward.sources.recognise import Unrecognised, find_exports, read
from chatward.sources.records import ReadSettings

PACKAGE = {
    "__init__.py": "",
    "form.py": """
import re
from chatward.sources.forms import Form

def root(name):
    return name.rpartition("/")[0]

FORMS = (
    Form("parrot", lambda look: look.first_object.get("bird") == "parrot", root, belongings=re.compile("feathers/")),
    Form("parrot", lambda look: "cages" in look.first_object, root, is_companion=True),
)
""",
    "reader.py": """
from chatward.sources.records import Batch, MESSAGES, empty

def read(export, settings):
    yield Batch(records=0, messages=empty(MESSAGES))
""",
}


@pytest.fixture
def parrots(tmp_path, monkeypatch):
    """Install a package with a reader of its own, as another distribution would."""
    folder = tmp_path / "site" / "parrot_reader"
    folder.mkdir(parents=True)
    for name, text in PACKAGE.items():
        (folder / name).write_text(text)
    monkeypatch.syspath_prepend(str(folder.parent))
    install(monkeypatch, ("parrot", "parrot_reader"))
    yield folder
    clear()
    for name in [name for name in sys.modules if name.startswith("parrot_reader")]:
        del sys.modules[name]


def install(monkeypatch, *entries):
    points = [EntryPoint(name, value, forms_module.ENTRY_POINTS) for name, value in entries]
    monkeypatch.setattr(forms_module, "entry_points", lambda group: points if group == points[0].group else [])
    clear()


def clear():
    forms_module.platforms.cache_clear()
    forms_module.forms.cache_clear()


def put(folder: Path, files: dict[str, object]) -> Path:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value))
    return folder


def test_a_reader_of_another_distribution_is_found_by_its_entry_point(parrots, tmp_path):
    exports = put(tmp_path / "in", {"a.json": {"bird": "parrot"}})
    (export,) = find_exports([exports])
    assert (export.platform, export.members) == ("parrot", ("a.json",))
    assert [batch.records for batch in read(export, ReadSettings())] == [0]


def test_companions_come_first_and_what_belongs_to_a_tree_is_passed_by(parrots, tmp_path):
    files = {"t/a2.json": [{"bird": "parrot"}], "t/a10.json": {"bird": "parrot"}, "t/z.json": {"cages": 1},
             "t/feathers/x.json": {"soft": True}}  # fmt: skip
    (export,) = find_exports([put(tmp_path / "in", files)])
    assert (export.path, export.members) == (tmp_path / "in/t", ("z.json", "a2.json", "a10.json"))


def test_companions_alone_are_no_export(parrots, tmp_path):
    (found,) = find_exports([put(tmp_path / "in", {"t/z.json": {"cages": 1}})])
    assert isinstance(found, Unrecognised)


def test_two_packages_for_one_platform_are_refused(parrots, monkeypatch):
    install(monkeypatch, ("telegram", "other_telegram"))
    with pytest.raises(UsageError, match="two installed packages"):
        forms_module.platforms()


def test_a_package_that_cannot_be_imported_is_named(monkeypatch, parrots):
    (parrots / "form.py").write_text("import no_such_module_at_all\n")
    with pytest.raises(UsageError, match="parrot_reader cannot be used"):
        forms_module.forms()


def test_a_look_shows_the_first_record_of_an_object_an_array_and_lines():
    for text in ('{"a": 1}', '[{"a": 1}, {"a": 2}]', '{"a": 1}\n{"a": 2}\n', '[[], {"a": 1}, {"b'):
        assert Look("", text.encode()).first_object["a"] == 1
    assert Look("", b"a,b\n").first_object == {}
    assert Look("", b"[1, 2]").first_object == {}


@pytest.mark.parametrize(
    "text",
    ["[12.03.24, 10:15:00] Ann: hi {}", "[2024-03-12, 10:15] Ann: [x]", "[1, 2] {", "[3/12/24, 9:01\u202fPM] ~ B: x"],
)
def test_a_text_with_times_in_brackets_looks_like_a_list_of_no_objects(text):
    look, seen = Look("", text.encode()), sketch(Cursor(text.encode()))
    assert look.sketch
    assert not any(isinstance(value, (dict, list)) for value in [*look.sketch, *seen])


def test_every_form_of_chatward_names_a_platform_that_has_a_reader():
    clear()
    for form in forms_module.forms():
        assert form.platform in forms_module.platforms()
        assert callable(forms_module.reader(form.platform))
        assert form.belongings is None or isinstance(form.belongings, re.Pattern)
