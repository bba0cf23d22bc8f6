# `make site` builds this repository's site into public/, `make test` passes the tests; both set up what they need.

# The first Python that is new enough; override with `make PYTHON=/path/to/python`.
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
SITE := $(VENV)/site.stamp
DEV := $(VENV)/dev.stamp
FUZZ := $(VENV)/fuzz.stamp
TESTS := tests
PYTEST := $(BIN)/python -m pytest --numprocesses=auto --dist=worksteal
CODE := digest build.py scripts tests benchmarks

.PHONY: site test check fuzz audit advisories format serve lock web-tools screenshots bench bench-turns bench-profile bench-serve clean help
.DEFAULT_GOAL := help

help: ## Say what can be made.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile

site: $(SITE) ## Set up and build this repository's site into public/.
	$(BIN)/python build.py

test: $(DEV) ## Set up and pass the tests (TESTS=tests/unit for some of them).
	$(PYTEST) $(TESTS)

check: $(DEV) ## Lint, formatting and types.
	$(BIN)/python scripts/check.py

fuzz: $(FUZZ) ## Fuzz what reads from outside (Linux; FUZZ_TARGET=post FUZZ_RUNS=20000; STRETCH=1 for a megabyte of each).
	PYTHONPATH=.:tests $(BIN)/python -m fuzz.$(if $(STRETCH),stretching $(FUZZ_TARGET),campaign --runs $(FUZZ_RUNS) $(FUZZ_TARGET))

FUZZ_TARGET = all
FUZZ_RUNS = 20000

audit: $(DEV) ## Check without the network that what is installed is what the locks pin by hash, and fits together.
	$(BIN)/python scripts/audit.py requirements.lock requirements-dev.lock
	$(BIN)/uv pip check --python $(BIN)/python

advisories: $(DEV) ## Ask the Python Package Index for known weaknesses of what the locks pin; fails where it cannot ask.
	$(BIN)/uv tool run pip-audit@2.9.0 --strict --disable-pip --require-hashes --progress-spinner off -r requirements-dev.lock

format: $(DEV) ## Put the code into its standard form.
	$(BIN)/ruff check --fix $(wildcard $(CODE))
	$(BIN)/ruff format $(wildcard $(CODE))

serve: $(SITE) ## Serve the site here and rebuild it on every change.
	$(BIN)/python build.py serve

web-tools: ## Fetch the HTML checker and axe-core for tests/web (needs npm; the checker needs Java).
	npm ci

screenshots: $(DEV) ## Take the pictures of the site (needs Chromium and a Japanese font).
	$(BIN)/python scripts/screenshots.py

bench: $(SITE) ## Time builds beside Hugo, Pelican and Eleventy (needs Linux and npm; half an hour; BENCH='--sizes 100').
	$(BIN)/python benchmarks/run.py --write $(BENCH)

bench-turns: $(SITE) ## Time clean builds and edits in turns with Hugo (Linux; BENCH='--pythons /usr/bin/python3').
	$(BIN)/python benchmarks/turns.py --write $(BENCH)

bench-profile: $(SITE) ## Tell where the time of a clean build goes, part by part (BENCH='--sizes 1000').
	$(BIN)/python benchmarks/profiling.py --write $(BENCH)

bench-serve: $(DEV) ## Time the preview beside Hugo's, Eleventy's and Hexo's (Linux, npm, Chromium; BENCH='--posts 1000').
	PYTHONPATH=. $(BIN)/python benchmarks/serve.py --write $(BENCH)

lock: $(DEV) ## Renew the lock files from pyproject.toml (UPGRADE=--upgrade for newer versions).
	$(BIN)/uv pip compile pyproject.toml $(LOCKING) --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml $(LOCKING) --group dev --output-file requirements-dev.lock
	cd tests/fuzz && ../../$(BIN)/uv pip compile requirements.in $(LOCKING) --output-file requirements.lock

LOCKING = --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock' $(UPGRADE)

clean: ## Remove what the build makes; the virtual environment stays.
	rm -rf public .digest preview build dist

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'make: Python 3.11 or newer is needed; name it with PYTHON=…' >&2; exit 1; }
	@# Debian keeps ensurepip in a package of its own; without it the outer pip fills the environment.
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(VENV)

$(SITE): requirements.lock | $(BIN)/python
	@echo "setting up $(VENV) for the build"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV) for the tests"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(SITE)

$(FUZZ): tests/fuzz/requirements.lock $(DEV)
	@$(PIP) install --quiet --require-hashes -r tests/fuzz/requirements.lock
	@touch $@

PIP = $$(test -x $(BIN)/pip && echo $(BIN)/pip || echo $(PYTHON) -m pip --python $(BIN)/python)
