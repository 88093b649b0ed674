# Everything starts here: each target does all set-up that it needs, on a machine with Python >= 3.11 and make.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
LABELLED ?= ../shared/pii
export PYTHONDONTWRITEBYTECODE :=# forbidden bytecode, as in many containers, is compiled anew by every process of a test

.PHONY: run test lint bench campaigns tagger lock build clean

$(BIN)/chatward: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.8,<1'
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

## the daily run on a copy of the sample workspace
run: $(BIN)/chatward
	@[ -d $(DEMO)/workspace ] || { mkdir -p $(DEMO) && cp -R data/sample $(DEMO)/workspace; }
	CHATWARD_HOME=$(CURDIR)/$(DEMO)/home $(BIN)/chatward run --workspace $(DEMO)/workspace --as-of 2026-10-01

## all tests
test: $(BIN)/chatward
	@sh tests/install_browser.sh
	$(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal

## the long fault and fuzz campaigns
campaigns: $(BIN)/chatward
	$(BIN)/python -m pytest -m slow -n auto --dist worksteal
	$(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal --hypothesis-profile campaign tests/unit

lint: $(BIN)/chatward
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 sql

## benchmarks beside their peers; writes tests/benchmarks/RESULTS.md
bench: $(BIN)/chatward .venv-peers/installed
	$(BIN)/python tests/benchmarks/driver.py $(NAMES)

.venv-peers/installed: tests/benchmarks/peers.txt $(BIN)/chatward
	$(PYTHON) -m venv .venv-peers
	$(BIN)/uv pip install --quiet --compile-bytecode --python .venv-peers/bin/python -r tests/benchmarks/peers.txt
	@if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix .venv-peers whatsapp-chat-parser@4; \
	else echo "npm is missing: whatsapp-chat-parser is left out of the benchmarks"; fi
	touch $@

## the name tagger's weights anew, from the labelled texts in LABELLED
tagger: $(BIN)/chatward
	PYTHONPATH=flows $(BIN)/python -m training.tagger $(LABELLED)

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --group dev pyproject.toml -o requirements.lock

build: $(BIN)/chatward
	$(BIN)/uv build --out-dir dist

clean:
	rm -rf $(VENV) .venv-peers $(DEMO) dist data/benchmark
