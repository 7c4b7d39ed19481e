# Dialogwerk. `make` lists the targets; each of them sets up what it needs.

PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
CODE ?= not browser
JOURNEYS ?= browser
RERUNS ?= 0
export PORT
export UV_PYTHON_DOWNLOADS = never

.PHONY: help setup demo test test-code test-browser check fix bench docs messages wheel

help:
	@echo "make setup     install everything (a second time: a moment)"
	@echo "make demo      run the product with the demonstration data on http://127.0.0.1:$(PORT)"
	@echo "make test      run all tests, browser tests included (DATABASE_URL names another database)"
	@echo "make check     style, types, layers, templates, security"
	@echo "make fix       mend what the style checks can mend"
	@echo "make bench     measure speed and memory (benchmarks/README.md)"
	@echo "make docs      make the screenshots of README and docs"
	@echo "make wheel     build dist/dialogwerk-*.whl, which needs no Node to install"
	@echo "make messages  collect the texts to translate and compile the translations"

setup:
	@$(PYTHON) scripts/setup.py

demo: setup
	@$(PY) -m dialogwerk.cli demo

test: test-code test-browser

# Apart, because the browser's event loop must not run in a process that tests views.
test-code: setup
	@$(PY) -m pytest -q -n 2 --dist loadgroup -m "$(CODE)" $(PYTEST)

test-browser: setup
	@$(PY) -m pytest -q -n 2 --dist loadgroup -m "$(JOURNEYS)" tests/journeys --reruns $(RERUNS) -rR $(PYTEST)

check: setup
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy dialogwerk sensemaking
	.venv/bin/lint-imports
	.venv/bin/djade --check --target-version 5.2 $$(git ls-files 'dialogwerk/**/*.html')
	$(PY) -m bandit -q -r dialogwerk sensemaking -c pyproject.toml
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run

fix: setup
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	-.venv/bin/djade --target-version 5.2 $$(git ls-files 'dialogwerk/**/*.html')

bench: setup
	$(PY) benchmarks/run.py --import $(BENCH)

docs: setup
	$(PY) scripts/screenshots.py

messages: setup
	$(PY) scripts/messages.py extract
	$(PY) scripts/messages.py compile

wheel: setup
	$(PY) -m build --wheel
