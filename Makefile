# `make run` and `make test` set up everything they need into .venv; nothing global, no root.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help run demo test check bench fuzz pictures clean

help:  ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

run: $(READY)  ## Watch the articles in config.yaml
	@exec $(BIN)/monitor run

demo: $(READY)  ## See it catch every edit of a small news site on this machine
	@exec $(BIN)/monitor demo

test: $(READY)  ## Run the tests
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term $(ARGS)
	$(BIN)/python tests/coverage_gate.py

check: $(READY)  ## Lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## Measure; DATA names the folder with the benchmark's data and scorers
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m bench $(DATA)

SECONDS ?= 120
fuzz: $(READY)  ## Fuzz the extractor for SECONDS (120), within 1 GB
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python -m bench.fuzz .fuzz -max_total_time=$(SECONDS) -timeout=5 -rss_limit_mb=1024 \
	  -max_len=20000 -artifact_prefix=.fuzz/

pictures: $(READY)  ## Make the pictures in docs/ from the demo (needs chromium)
	$(BIN)/python docs/pictures.py

clean:  ## Remove what was set up and cached
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .fuzz
