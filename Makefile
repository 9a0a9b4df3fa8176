# Two ways in: `make run` and `make test`. Each sets up what it needs.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
ADDRESS ?= 127.0.0.1:8000
WORKERS ?= auto
# Compiled once, not by each process anew: tests start many.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check format types rules pictures bench lock clean

run: .venv/run.stamp
	DEBUG=1 $(BIN)/python manage.py migrate --verbosity 0
	DEBUG=1 $(BIN)/python manage.py reindex --missing
	DEBUG=1 $(BIN)/python manage.py reassess --outdated
	DEBUG=1 $(BIN)/python manage.py demo
	@export DEBUG=1 SITE_URL=$${SITE_URL:-http://$(ADDRESS)}; \
	$(BIN)/python manage.py deliver & deliver=$$!; trap "kill $$deliver 2>/dev/null" EXIT; \
	$(BIN)/python manage.py runserver --noreload $(ADDRESS)

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

# What reads the code, and the tests that need no database: before every commit.
check: .venv/dev.stamp
	@$(MAKE) --no-print-directory --jobs --output-sync=target format types rules

format: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy .

rules: .venv/dev.stamp
	THOROUGH=$${THOROUGH:-0.2} $(BIN)/python -m pytest -q -n $(WORKERS) tests/architecture tests/unit

# The README's, of the pages as they are now; needs chromium.
pictures: .venv/dev.stamp
	@mkdir -p docs/pictures
	PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/browser/test_pictures.py

bench: .venv/dev.stamp
	$(BIN)/python -m benchmarks $(ARGS)

.venv/bin/python:
ifdef UV
	uv venv --quiet --python $(PYTHON) .venv
else
	$(PYTHON) -m venv .venv
endif

# The dev requirements hold all of the others at the same versions, so either stamp will do to run.
.venv/run.stamp: requirements.txt | .venv/bin/python
	@test -e .venv/dev.stamp || $(MAKE) --no-print-directory install FILE=requirements.txt
	@touch $@

.venv/dev.stamp: requirements.txt requirements-dev.txt | .venv/bin/python
	@$(MAKE) --no-print-directory install FILE=requirements-dev.txt
	@touch $@

.PHONY: install
install:
ifdef UV
	VIRTUAL_ENV=.venv uv pip install --quiet --compile-bytecode --require-hashes -r $(FILE)
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(FILE)
endif

# Maintainers only; needs uv. Writes hashes and no addresses.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --extra postgres --extra server --extra cache --extra archive \
		pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --extra postgres --extra server --extra cache --extra archive --group dev \
		-c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache
