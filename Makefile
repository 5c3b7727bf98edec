# Each goal sets up all it needs: the environment from requirements.lock, then its own work.
PYTHON ?= python3
BIN := .venv/bin
DO := $(BIN)/python -m scripts
export NO_MKDOCS_2_WARNING := 1
export PYTHONDONTWRITEBYTECODE := 1
export SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

.PHONY: serve site release test record accept weave check figure poster lint mutants bench verify zensical

serve: .venv/ready  ## everything, at http://127.0.0.1:8000/, again after each save
	@$(DO) serve

site: record weave  ## the same into site/, strict
	$(BIN)/python -m mkdocs build --quiet --strict
	$(DO) publish site

release: site  ## the site, the programs and the figures in one zip, in build/release/
	$(BIN)/python -m scripts.publish.release site

test: .venv/ready  ## every test, browser tests included
	$(DO) browser
	$(MAKE) --no-print-directory record weave
	$(BIN)/python -m pytest --numprocesses 2

record: .venv/ready  ## run what is out of date, draw what is made of it
	$(DO) record $(NAME)

accept: .venv/ready  ## take over what programs print now: NAME=chapter/program
	$(DO) accept $(NAME)

weave: .venv/ready  ## fill the pages in, into build/pages
	$(DO) weave

check: .venv/ready  ## what is wrong, and what a person should look at: NAME=…
	$(DO) check $(NAME)

figure: .venv/ready  ## one figure again, for slides: NAME=… [DEVICE=… FORMAT=… SIZE=… TO=…]
	@$(DO) figure "$(NAME)" $(if $(DEVICE),--device $(DEVICE)) \
	    $(if $(FORMAT),--format $(FORMAT)) $(if $(SIZE),--size $(SIZE)) $(if $(TO),--to "$(TO)")

verify: .venv/ready  ## every program on another version: TORCH=… [CLAIMS=1] [INDEX=…] [KEEP=1]
	@$(BIN)/python -m scripts.verify $(TORCH) $(if $(INDEX),--index "$(INDEX)") $(if $(CLAIMS),--claims) \
	    $(if $(KEEP),--keep)

poster: .venv/ready  ## the poster, into build/figures/poster/
	$(DO) record poster

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

mutants: .venv/ready  ## break every program on purpose and see that it is noticed
	$(DO) mutants $(NAME)

bench: .venv/ready  ## measure everything, or NAME=weight, search, lighthouse, others, speed
	$(DO) bench $(NAME)

zensical: record weave .cache/zensical/ready  ## the same pages by another generator, and the site's tests on them
	sed -e 's|^docs_dir: .*|docs_dir: pages\nsite_dir: zensical|' \
	    -e 's|custom_dir: docs/|custom_dir: ../docs/|' mkdocs.yml > build/zensical.yml
	.cache/zensical/bin/python -m zensical build --config-file build/zensical.yml
	$(DO) publish build/zensical
	SITE=build/zensical $(BIN)/python -m pytest -q tests/test_site.py tests/test_answers.py tests/test_search.py

.cache/zensical/ready: requirements.zensical
	$(PYTHON) -m venv --clear .cache/zensical
	.cache/zensical/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.zensical
	touch $@

.venv/ready: requirements.lock
	@echo "making .venv with the pinned packages: some minutes, 1.5 GB and more where torch brings CUDA"
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	touch $@
