# Two commands do all the set-up on a machine that has Python ≥ 3.11 and make: `make demo`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The wheel's Node is found first: TypeScript, Vite and Vitest need one that many machines do not have.
export PATH := $(CURDIR)/$(BIN):$(PATH)
NPM := npm --prefix web --silent

# Whatever the shell says: tests start many a Python, each of which would compile the same files.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo dev web wire pack test unit web-test e2e browser chromium nginx check docs screenshots bench lock dist clean
.DEFAULT_GOAL := demo

demo: web ## Freshbrick with a BrickLink of its own, filled and signed in
	$(BIN)/freshbrick demo

dev: $(VENV)/dev.stamp web/node_modules/dev.stamp ## the demo, started again at every change, behind Vite with the web UI as it is edited
	FRESHBRICK_PORT=8000 $(BIN)/python -m watchfiles --filter python '$(BIN)/freshbrick demo' src & trap "kill $$!" EXIT; $(NPM) run dev

web: $(VENV)/run.stamp ## the web UI, built into the package where its sources have changed
	@$(BIN)/python hatch_build.py

wire: $(VENV)/dev.stamp web/node_modules/dev.stamp ## write web/src/lib/wire.ts from the schema of the wire
	$(BIN)/freshbrick schema | $(NPM) run wire

pack: web/node_modules/dev.stamp ## the React hooks as a package for other tools, in build/
	$(NPM) run pack

test: check unit web-test e2e browser ## everything: lint, types, floors, every test

unit: $(VENV)/dev.stamp ## the quick tests
	$(BIN)/pytest $(AT_ONCE)

web-test: web/node_modules/dev.stamp ## the web UI's quick tests
	$(NPM) test

e2e: $(VENV)/dev.stamp web/node_modules/dev.stamp web nginx ## the whole application served over real sockets
	$(BIN)/pytest $(AT_ONCE) -m 'e2e and not alone'
	$(BIN)/pytest -m 'e2e and alone'

browser: chromium web/node_modules/dev.stamp web nginx ## the web UI looked at with a real browser
	$(BIN)/pytest $(AT_ONCE) -m browser tests/browser

# A worker with nothing left takes over half of what another has.
AT_ONCE := -n auto --dist worksteal

chromium: $(VENV)/dev.stamp ## that browser: $$BROWSER_PATH, or on PATH, or installed where that may be done
	@$(BIN)/python tests/support/chromium.py

nginx: ## the proxies that some of them stand behind, and the wrong clock: installed where that may be done
	@PATH="$$PATH:/usr/sbin"; { command -v nginx && command -v pgbouncer && command -v faketime; } >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-get install -y --no-install-recommends nginx-light pgbouncer faketime; } \
	  || echo 'Without nginx, pgbouncer or faketime what needs them is not tested: install them (Debian: nginx-light, pgbouncer, faketime).' >&2

check: $(VENV)/dev.stamp web/node_modules/dev.stamp ## what needs no test run
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPM) run check

docs: $(VENV)/dev.stamp ## write the pages that are made from the code: settings, commands
	$(BIN)/python docs/generate.py

screenshots: chromium web ## the README's pictures of every page, in docs/pictures/
	$(BIN)/python -m docs.screenshots

bench: $(VENV)/bench.stamp chromium web/node_modules/dev.stamp web ## speed and memory, each beside a reference: a table, and build/bench.json
	@command -v wrk >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -qq wrk; } || { echo 'make bench needs wrk'; exit 1; }
	$(BIN)/python -m bench

dist: $(VENV)/dev.stamp ## wheel and source archive, in dist/
	$(BIN)/python -m build --no-isolation

lock: ## pin every dependency with its hashes
	uv pip compile $(LOCK) --extra build pyproject.toml -o requirements/run.txt
	uv pip compile $(LOCK) --extra build --extra dev pyproject.toml -o requirements/dev.txt
	uv pip compile $(LOCK) --extra build --extra dev --extra bench --constraint requirements/dev.txt pyproject.toml -o requirements/bench.txt
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command 'make lock'

clean:
	rm -rf $(VENV) dist build web/node_modules src/freshbrick/api/ui .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Freshbrick needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; name another with: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

# The editable install is written last, so an interrupted set-up is done again.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo 'Setting up $(VENV) (once, about a minute) …'
	$(PIP) install --require-hashes -r requirements/run.txt
	SKIP_WEB_UI=1 $(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/bench.stamp: requirements/bench.txt $(VENV)/dev.stamp
	$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@

web/node_modules/dev.stamp: web/package-lock.json $(VENV)/dev.stamp
	$(NPM) ci
	@touch $@
