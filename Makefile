# Each goal sets up all it needs: the environment from requirements.lock, then its own work.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
export PYTHONDONTWRITEBYTECODE := 1
export SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

.PHONY: serve site test record figure poster outputs lint mutants bench

serve: .venv/ready  ## record the runs, draw the figures, serve with live reload
	$(BIN)/python -m mkdocs serve

site: .venv/ready  ## the same into site/, strict
	$(BIN)/python -m mkdocs build --strict

test: .venv/ready  ## every test, browser tests included
	$(BIN)/python -m scripts.browser
	$(BIN)/python -m scripts.record
	$(BIN)/python -m pytest

record: .venv/ready  ## run what is stale, draw what is stale
	$(BIN)/python -m scripts.record

figure: .venv/ready  ## one figure again, for slides: NAME=… [DEVICE=… FORMAT=… SIZE=… TO=…]
	@$(BIN)/python -m scripts.figure "$(NAME)" $(if $(DEVICE),--device $(DEVICE)) \
	    $(if $(FORMAT),--format $(FORMAT)) $(if $(SIZE),--size $(SIZE)) $(if $(TO),--to "$(TO)")

poster: .venv/ready  ## the poster, into docs/generated/poster/
	$(BIN)/python -m scripts.record --only poster

outputs: .venv/ready  ## rewrite every .out from its program
	$(BIN)/python -m scripts.outputs

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

mutants: .venv/ready  ## break every program on purpose and see that it is noticed
	$(BIN)/python -m scripts.mutants

bench: .venv/ready  ## measure the site's own speeds
	$(BIN)/python -m scripts.bench

.venv/ready: requirements.lock
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	touch $@
