# Two commands do all the set-up on a machine that has Python ≥ 3.11 and make: `make demo`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo dev test unit e2e browser nginx check docs bench lock dist clean
.DEFAULT_GOAL := demo

demo: $(VENV)/run.stamp ## Freshbrick with a BrickLink of its own, filled and signed in
	$(BIN)/freshbrick demo

dev: $(VENV)/dev.stamp ## the demo, started again at every change of a source file
	$(BIN)/python -m watchfiles --filter python '$(BIN)/freshbrick demo' src

test: check unit e2e browser ## everything: lint, types, floors, every test

unit: $(VENV)/dev.stamp ## the quick tests
	$(BIN)/pytest -n auto

e2e: $(VENV)/dev.stamp nginx ## the whole application served over real sockets, one test after the other
	$(BIN)/pytest -m e2e

browser: $(VENV)/dev.stamp ## the web UI looked at with a real browser, found or, by root on Debian, installed
	$(BIN)/python tests/support/chromium.py
	$(BIN)/pytest -m browser tests/browser

nginx: ## the proxy that one of them stands behind: installed where that may be done
	@command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || { [ "$$(id -u)" = 0 ] && apt-get install -y --no-install-recommends nginx-light; } \
	  || echo 'Without nginx tests/e2e/test_nginx.py is not run: install it (Debian: nginx-light).' >&2

check: $(VENV)/dev.stamp ## what needs no test run
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/dev.stamp ## write the pages that are made from the code: settings, commands
	$(BIN)/python docs/generate.py

bench: $(VENV)/dev.stamp ## speed and memory, each beside a reference: a table, and build/bench.json
	@command -v wrk >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -qq wrk; } || { echo 'make bench needs wrk'; exit 1; }
	$(BIN)/python -m bench

dist: $(VENV)/dev.stamp ## wheel and source archive, in dist/
	$(BIN)/python -m build --no-isolation

lock: ## pin every dependency with its hashes
	uv pip compile $(LOCK) --extra build pyproject.toml -o requirements/run.txt
	uv pip compile $(LOCK) --extra build --extra dev pyproject.toml -o requirements/dev.txt
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make lock'

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Freshbrick needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; name another with: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

# The editable install is written last, so an interrupted set-up is done again.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo 'Setting up $(VENV) (once, about a minute) …'
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
