# goodstanding: everything one does with the repository. `make help` lists it.
#
# Needed: Python 3.11 or newer with venv, and make. Node comes from a Python package, PostgreSQL too.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && { echo $$p; break; }; done)
VENV := .venv
RUN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP := $(RUN)/python -m pip --disable-pip-version-check --no-input --quiet
PYTEST := $(RUN)/python -m pytest
WORKERS ?= 2
ONLY ?=
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev assets run test test-nightly test-database check fix bench docs lock clean browser

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: $(STAMPS)/run assets ## virtual environment, dependencies, this package, pages' assets

setup-dev: setup $(STAMPS)/dev ## the same, and what tests and checks need

run: setup ## everything with a synthetic city: database, worker, site (PORT=8000, DATA_DIR=var)
	@exec $(RUN)/python -m goodstanding up --demo

test: setup-dev browser ## all tests, against the embedded PostgreSQL or DATABASE_URL (TESTS=tests/ledger, WORKERS=2)
	$(PYTEST) -n $(WORKERS) --dist loadgroup -m "not nightly" $(TESTS)

test-nightly: setup-dev browser ## all tests, the heavy profile too
	NIGHTLY=1 $(PYTEST) -n $(WORKERS) --dist loadgroup $(TESTS)

test-database: setup-dev ## only the tests that depend on the database, for another PostgreSQL (DATABASE_URL)
	$(PYTEST) -m "database and not nightly" $(TESTS)

check: setup-dev ## style, types, import contracts, templates, texts
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	PYTHONPATH=src DATA_DIR=$(CURDIR)/$(VENV)/check $(RUN)/mypy src
	PYTHONPATH=src $(RUN)/lint-imports
	$(RUN)/djlint --check --lint src --quiet
	$(RUN)/python -m goodstanding.ui.checking
	DATA_DIR=$(CURDIR)/$(VENV)/check DATABASE_URL=postgresql://nobody@localhost/none $(RUN)/python -m goodstanding manage makemigrations --check --dry-run --skip-checks

fix: setup-dev ## put style right where a tool can
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .
	-for pass in 1 2; do $(RUN)/djlint --reformat src --quiet; done  # what it wraps in its first pass it indents in its second

bench: setup-dev ## every speed claim as a ratio, into bench/results.json (ONLY=check)
	$(RUN)/python -m bench $(if $(ONLY),--only $(ONLY))

docs: setup-dev ## the generated documents
	$(RUN)/python -m goodstanding.rules.documenting docs

lock: ## dependencies of pyproject.toml, pinned with hashes for every platform
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/pip --quiet install uv
	$(VENV)-lock/bin/uv pip compile pyproject.toml --group assets --group build $(LOCKED) --output-file requirements/run.lock
	$(VENV)-lock/bin/uv pip compile pyproject.toml --group assets --group build --group dev --constraint requirements/run.lock $(LOCKED) --output-file requirements/dev.lock
	rm -rf $(VENV)-lock
LOCKED := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet

clean: ## remove what was made, but no data
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache src/goodstanding/ui/static/ui

# ---------------------------------------------------------------- what the targets above stand on
$(STAMPS)/venv:
	@test -n "$(PYTHON)" || { echo '需要 Python 3.11 或更高版本。 / Python 3.11 or newer is needed.' >&2; exit 1; }
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV) || { echo '无法创建虚拟环境，请安装 python3-venv。 / Could not make a virtual environment; install python3-venv.' >&2; rm -rf $(VENV); exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements/run.lock pyproject.toml $(STAMPS)/venv
	@echo '安装依赖 / Installing dependencies'
	$(PIP) install --require-hashes -r requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.lock $(STAMPS)/run
	@echo '安装测试依赖 / Installing what tests and checks need'
	$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

assets: $(STAMPS)/run
	@$(RUN)/python -m goodstanding.ui.building

browser:
	@$(RUN)/python -m tests.browser_found
