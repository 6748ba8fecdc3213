# Everything starts here: `make run`, `make test`. Each command sets up what it needs, once.
SHELL := /bin/bash
PYTHON := .venv/bin/python
# Tests wait for servers and browsers most of the time.
WORKERS ?= 4
export PYTHONUNBUFFERED := 1
# Compiled files are kept, also where a machine's environment says not to: tests start some hundred
# processes of the assistant.
export PYTHONDONTWRITEBYTECODE :=

# Units that need no server, no browser and, but for those marked slow, no training.
UNTRAINED := tests/settings tests/content tests/data tests/dialogue tests/nlu tests/safety/rules \
	tests/safety/detector tests/store/test_masking.py tests/channels/messengers/test_wording.py tests/test_imports.py

.PHONY: help run shell install train test check units lint bench evaluate lock format

help:
	@echo "make run       start the assistant with its demo page"
	@echo "make shell     talk with it in this terminal"
	@echo "make test      all tests"
	@echo "make check     the quick tests, for every small step: lint, and units without training"
	@echo "make lint      format, style and types"
	@echo "make train     train, where needed (make run and make test do it)"
	@echo "make evaluate  understanding and safety in figures"
	@echo "make bench     speed and memory beside stock Rasa (long)"
	@echo "make lock      requirements.in -> requirements.lock"

install: .venv/.installed

.venv/.installed: requirements.lock bin/setup
	@bin/setup
	@touch $@

run: install
	@$(PYTHON) -m bot run || [ $$? -eq 130 ]  # Ctrl-C is no error

shell: install
	@$(PYTHON) -m bot shell || [ $$? -eq 130 ]

train: install
	@$(PYTHON) -m bot train

test: install
	@$(PYTHON) -m bot train
	@$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Types are checked by one process while the units run; what each says is shown when it is done.
check: install
	@$(MAKE) --no-print-directory -j 2 --output-sync=target lint units

units: install
	@$(PYTHON) -m pytest -q -n 2 --dist loadfile -m "not slow" $(UNTRAINED)

lint: install
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@$(PYTHON) -m mypy

format: install
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

evaluate: install
	@$(PYTHON) -m bot train
	@$(PYTHON) -m tests.understanding.evaluate
	@$(PYTHON) -m tests.safety.evaluate

bench: install
	@$(PYTHON) -m bench $(if $(filter short,$(BENCH)),--short)

lock: install
	@.venv/bin/uv pip compile requirements.in --override requirements.overrides \
		--generate-hashes --python-version 3.10 --no-emit-index-url --quiet -o requirements.lock
