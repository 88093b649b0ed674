"""Adapters of others' models: clear errors where they are missing, spans in bytes where they are there."""

import sys
from types import ModuleType, SimpleNamespace

import pyarrow as pa
import pytest

from chatward.detect import Kind, adapters
from chatward.errors import ConfigError

TEXT = "Grüße, Anna 😀 Öz"
NAME = (7, 11)
IN_BYTES = [(0, 9, 13, Kind.PERSON)]
MODULES = {
    "presidio": ("presidio_analyzer",),
    "spacy": ("spacy",),
    "gliner": ("gliner",),
    "transformers": ("transformers", "torch"),
}


def as_tuples(spans):
    columns = (spans.row, spans.start, spans.end, spans.kind)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def module(name: str, **attributes: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(attributes)
    return made


def absent(*_: object, **__: object) -> object:
    raise OSError("no such model")


def fake_spacy(text_with_name=TEXT, load=None):
    entity = SimpleNamespace(start_char=NAME[0], end_char=NAME[1], label_="PERSON")
    place = SimpleNamespace(start_char=0, end_char=5, label_="GPE")
    pipeline = SimpleNamespace(
        pipe=lambda texts: [SimpleNamespace(ents=[place, entity] if text == TEXT else []) for text in texts]
    )
    return [module("spacy", load=load or (lambda model: pipeline))]


def fake_presidio(is_installed=True):
    asked = {}

    class Provider:
        def __init__(self, nlp_configuration):
            asked.update(nlp_configuration["models"][0])

        def create_engine(self):
            return asked

    class Engine:
        def __init__(self, nlp_engine, supported_languages):
            assert nlp_engine == {"lang_code": "en", "model_name": "en_core_web_sm"}
            assert supported_languages == ["en"]

        def analyze(self, text, language):
            found = SimpleNamespace(start=NAME[0], end=NAME[1], entity_type="PERSON")
            return [found] if text == TEXT and language == "en" else []

    return [
        module("presidio_analyzer", AnalyzerEngine=Engine),
        module("presidio_analyzer.nlp_engine", NlpEngineProvider=Provider),
        module("spacy", util=None),
        module("spacy.util", is_package=lambda name: is_installed),
    ]


def fake_gliner(load=None):
    found = [{"start": NAME[0], "end": NAME[1], "label": "person"}, {"start": 0, "end": 2, "label": "date"}]

    class Model:
        def inference(self, texts, labels):
            assert "person" in labels
            return [found if text == TEXT else [] for text in texts]

    def from_pretrained(model, local_files_only):
        assert local_files_only
        return Model()

    return [module("gliner", GLiNER=SimpleNamespace(from_pretrained=load or from_pretrained))]


def fake_transformers(load=None):
    def from_pretrained(model, local_files_only):
        assert local_files_only
        return model

    def pipeline(task, model, tokenizer, aggregation_strategy):
        assert (task, model, tokenizer) == ("token-classification", "en_core_web_sm", "en_core_web_sm")
        return lambda text: [{"start": NAME[0], "end": NAME[1], "entity_group": "PER"}] if text == TEXT else []

    loader = SimpleNamespace(from_pretrained=load or from_pretrained)
    library = module("transformers", AutoTokenizer=loader, AutoModelForTokenClassification=loader, pipeline=pipeline)
    return [library, module("torch")]


FAKES = {"presidio": fake_presidio, "spacy": fake_spacy, "gliner": fake_gliner, "transformers": fake_transformers}
WITHOUT_MODEL = {
    "presidio": lambda: fake_presidio(is_installed=False),
    "spacy": lambda: fake_spacy(load=absent),
    "gliner": lambda: fake_gliner(load=absent),
    "transformers": lambda: fake_transformers(load=absent),
}


def install(monkeypatch: pytest.MonkeyPatch, modules: list[ModuleType]) -> None:
    for one in modules:
        monkeypatch.setitem(sys.modules, one.__name__, one)


def test_an_adapter_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(ConfigError, match="no detection adapter 'flair'") as caught:
        adapters.load("flair", "model")
    assert caught.value.hint == "take one of presidio, spacy, gliner, transformers"


@pytest.mark.parametrize("name", MODULES)
def test_a_package_that_is_not_installed_is_named_with_the_command_that_installs_it(name, monkeypatch):
    for absent_module in MODULES[name]:
        monkeypatch.setitem(sys.modules, absent_module, None)

    with pytest.raises(ConfigError, match="is not installed") as caught:
        adapters.load(name, "en_core_web_sm")
    assert caught.value.hint == f"pip install 'chatward[{name}]'"


@pytest.mark.parametrize("name", WITHOUT_MODEL)
def test_a_model_that_is_not_on_the_machine_is_named_with_how_to_get_it(name, monkeypatch):
    install(monkeypatch, WITHOUT_MODEL[name]())

    with pytest.raises(ConfigError, match="finds no model 'en_core_web_sm' on this machine") as caught:
        adapters.load(name, "en_core_web_sm")
    assert "download en_core_web_sm" in (caught.value.hint or "")


@pytest.mark.parametrize("name", FAKES)
def test_what_a_model_finds_becomes_spans_in_bytes_and_labels_without_a_kind_are_left_out(name, monkeypatch):
    install(monkeypatch, FAKES[name]())

    found = adapters.load(name, "en_core_web_sm").detect(pa.array([TEXT, None, ""]))
    assert as_tuples(found) == IN_BYTES


def test_a_real_spacy_pipeline_is_loaded_from_its_folder(tmp_path):
    spacy = pytest.importorskip("spacy", reason="spacy is an extra")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Anna"}])
    pipeline.to_disk(tmp_path / "model")

    assert as_tuples(adapters.load("spacy", str(tmp_path / "model")).detect(pa.array([TEXT]))) == IN_BYTES


def test_a_real_presidio_analyser_takes_a_pipeline_from_its_folder(tmp_path):
    pytest.importorskip("presidio_analyzer", reason="presidio-analyzer is an extra")
    spacy = pytest.importorskip("spacy", reason="spacy is an extra")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Anna"}])
    pipeline.to_disk(tmp_path / "model")

    found = adapters.load("presidio", str(tmp_path / "model")).detect(pa.array([TEXT, "write to a.b@example.com"]))
    assert IN_BYTES[0] in as_tuples(found)
    assert (1, 9, 24, Kind.EMAIL) in as_tuples(found)
