# Two commands: `make edition` builds this month's editions from sources/annuaire.xlsx, `make test` proves that all works.
# Both install what they need: Python packages into .venv from pinned requirements; for the tests, system packages where allowed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A file of tests stays in one process: what its tests share is made once.
PYTEST := $(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

.PHONY: edition test soak bench check-code requirements catalogues reference clean

edition: $(VENV)/.edition
	$(BIN)/fiche build

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(PYTEST)

# The laws of `make test` with a hundred times the examples; some minutes.
soak: $(VENV)/.test
	FICHE_SOAK=1 $(PYTEST)

# How long the whole command takes, stage by stage (docs/performance.md). Rivals take part if they are installed.
WORKBOOK ?= sources/annuaire.xlsx
SIZES ?= 3000
bench: $(VENV)/.edition
	$(BIN)/python benchmarks/build.py $(WORKBOOK) $(SIZES) --rivals typst

check-code: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/.edition: requirements/edition.txt pyproject.toml
	test -x $(BIN)/python || { sh scripts/system-packages.sh edition && $(PYTHON) -m venv $(VENV); }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/edition.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	touch $@

$(VENV)/.test: $(VENV)/.edition requirements/test.txt tests/web/package-lock.json
	sh scripts/system-packages.sh test
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	cd tests/web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

# Pins every package with its hashes, for all systems and Python versions, from pyproject.toml. Needs uv. Then pip is asked
# whether each has wheels everywhere.
requirements: $(VENV)/.edition
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  pyproject.toml requirements/build.in -o requirements/edition.txt $(UPGRADE)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
	  --extra test pyproject.toml requirements/build.in -c requirements/edition.txt -o requirements/test.txt $(UPGRADE)
	$(BIN)/python scripts/wheels.py

catalogues: $(VENV)/.edition
	$(BIN)/python scripts/catalogues.py

# The pages of docs/reference, made from the code.
reference: $(VENV)/.edition
	$(BIN)/python scripts/reference.py

clean:
	rm -rf $(VENV) tests/web/node_modules output dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
