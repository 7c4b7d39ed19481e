# Dialogwerk: run `make` for the list.
VENV := .venv
PY := $(VENV)/bin/python

.DEFAULT_GOAL := help
help:
	@echo "targets"
