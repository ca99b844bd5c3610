.DEFAULT_GOAL := help
PYTHON ?= python3
BOOT := .venv-boot
VENV := .venv
UV := $(BOOT)/bin/uv
PY := $(VENV)/bin/python
export UV_PYTHON_DOWNLOADS := never

# Every hash in the lock is checked, for what runs and for what builds; compiled now, commands start faster.
INSTALL := $(UV) pip install --quiet --compile-bytecode --python $(PY) --constraint requirements.lock --build-constraint requirements.lock

.PHONY: help demo test check lint docs notebooks lab card messages screenshots bench load pages crash fuzz serve lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

demo: $(VENV)/.ready ## set up, make a fresh sample pool, print one shortlist
	@$(VENV)/bin/rtcm demo

test: $(VENV)/.ready-dev ## set up and run every test, on SQLite and PostgreSQL
	$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

check: lint test ## format, lint, types, tests

lint: $(VENV)/.ready-dev ## format, lint and types alone
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

docs: $(VENV)/.ready-dev ## write the pages that come from data
	$(PY) -m registry.lifecycle.drawing docs/reference
	$(PY) -m registry.analyst.dictionary docs/reference/tables.md
	$(VENV)/bin/rtcm openapi > docs/reference/openapi.json

notebooks: $(VENV)/.ready-dev ## run the notebooks on a fresh demo pool, into docs/notebooks
	@mkdir -p build
	cd build && ../$(VENV)/bin/rtcm demo > /dev/null
	RTCM_DATABASE_URL=sqlite:///$(CURDIR)/build/rtcm-demo.db $(PY) -m notebooks.running docs/notebooks

lab: $(VENV)/.ready-lab ## open the notebooks in JupyterLab, on the demo pool
	@mkdir -p build
	cd build && ../$(VENV)/bin/rtcm demo > /dev/null
	RTCM_DATABASE_URL=sqlite:///$(CURDIR)/build/rtcm-demo.db $(VENV)/bin/jupyter lab --notebook-dir=notebooks

card: $(VENV)/.ready-dev ## measure on a fresh demo pool, and write docs/model-card.md
	@mkdir -p build
	cd build && ../$(VENV)/bin/rtcm demo > /dev/null
	RTCM_DATABASE_URL=sqlite:///$(CURDIR)/build/rtcm-demo.db $(VENV)/bin/rtcm fairness --format json > build/fairness.json
	RTCM_DATABASE_URL=sqlite:///$(CURDIR)/build/rtcm-demo.db $(VENV)/bin/rtcm evaluate --on 2026-11-25 --format json > build/evaluation.json
	$(VENV)/bin/rtcm model-card build/fairness.json build/evaluation.json --out docs/model-card.md

messages: $(VENV)/.ready-dev ## bring the words of the pages up to date in every language
	$(PY) -m service.locale.updating

screenshots: $(VENV)/.ready-dev ## look at every page: pictures in build/screenshots (ARGS=--all, or --pages=mission)
	$(PY) -m tests.browser.screenshots build/screenshots $(ARGS)

bench: $(VENV)/.ready-bench ## measure: recommendation beside other engines, some minutes
	$(PY) benchmarks/recommend.py --sizes 1000,10000,100000

load: $(VENV)/.ready-dev ## measure: recommend, read and write over HTTP; five minutes (ARGS=--seconds=10)
	$(PY) -m benchmarks.load $(ARGS)

pages: $(VENV)/.ready-dev ## measure: every page of every office, time and bytes; some minutes (ARGS=--specialists=1000)
	$(PY) -m benchmarks.pages $(ARGS)

crash: $(VENV)/.ready-dev ## kill writers, readers, servers and power at length; some tens of minutes
	$(PY) -m tests.consistency.powercut
	$(PY) -m tests.consistency.crash --database sqlite
	$(PY) -m tests.consistency.crash --database postgresql
	$(PY) -m tests.consistency.editors --database sqlite
	$(PY) -m tests.consistency.editors --database postgresql

fuzz: $(VENV)/.ready-dev ## ask the API in every office by requests drawn from its description (ARGS=--examples=5)
	$(PY) -m tests.service.fuzzing $(ARGS)

serve: $(VENV)/.ready ## serve the HTTP API on this machine
	$(VENV)/bin/rtcm init
	$(VENV)/bin/rtcm serve

lock: $(UV) ## resolve requirements.lock anew
	$(UV) pip compile --quiet --universal --generate-hashes --all-extras --no-header --no-annotate \
		--upgrade --python-version 3.11 pyproject.toml --output-file requirements.lock

$(VENV)/.ready-bench: $(VENV)/.ready-dev
	$(INSTALL) --editable '.[dev,fast,semantic,distributed,notebook,bench]'
	@touch $@

$(VENV)/.ready-lab: $(VENV)/.ready-dev
	$(INSTALL) --editable '.[dev,fast,semantic,distributed,notebook,lab]'
	@touch $@

clean: ## remove what set-up and tests left
	rm -rf $(BOOT) $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; point to one with: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(BOOT)
	$(BOOT)/bin/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.ready: requirements.lock pyproject.toml | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(INSTALL) --editable '.[dev,fast,semantic,distributed,notebook]'
	@touch $@
