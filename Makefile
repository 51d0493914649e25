# Every command of the project. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
export PORT
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup run work check test demo race recall format words

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## create .venv and install what running the shop needs
	@$(PYTHON) tools/setup.py run

run: setup ## set up, load the demo valley on first start, serve http://localhost:8000 (PORT=8010 make run)
	@exec $(BIN)/python tools/run.py

work: ## set up everything a developer needs (also installs the test tools)
	@$(PYTHON) tools/setup.py test

check: work ## format, lint, types, import rules, words, migrations, tests on SQLite
	@$(BIN)/python tools/test.py check

test: work ## everything in check, then PostgreSQL and the browser; says what was skipped and why
	@$(BIN)/python tools/test.py all

demo: setup ## load the demo valley (does nothing when it is there)
	@$(BIN)/python tools/run.py --prepare-only

race: work ## 200 buyers, 20 rounds for 1, 10 and 50 pieces, on SQLite and PostgreSQL (half an hour)
	@$(BIN)/python benchmarks/race.py
	@$(BIN)/python tools/pg.py -- $(BIN)/python benchmarks/race.py

recall: work ## what a recall asks, among a million events, on SQLite and PostgreSQL (a quarter of an hour)
	@$(BIN)/python benchmarks/recall.py
	@$(BIN)/python tools/pg.py -- $(BIN)/python benchmarks/recall.py

format: work ## put the code into the one format
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

words: work ## list Chinese words that have no English yet
	@$(BIN)/flask --app wsgi words-missing
