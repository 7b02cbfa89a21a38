# make app: install and open the browser app. make test: install and run every test. make check: lint and types.
# Needs Python 3.11 or newer and make; everything goes into .venv. Another Python: make test PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -c constraints.txt
SETUP := $(VENV)/.created pyproject.toml constraints.txt

.PHONY: app test check clean

app: $(VENV)/.app
	$(BIN)/kb build
	$(BIN)/kb app

# make test ARGS='-m "not slow"' passes its ARGS on to pytest
test: $(VENV)/.test
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) build dist corpus/.index .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# One stamp for each set of extras: nothing is installed again until pyproject.toml or constraints.txt changes.
$(VENV)/.app $(VENV)/.test $(VENV)/.dev: $(VENV)/.%: $(SETUP)
	$(PIP) -e '.[$*]'
	@touch $@

# torch goes first and by its exact version: pip then takes a CPU build wherever one is on offer.
$(VENV)/.created:
	@command -v $(PYTHON) >/dev/null || { echo "kb needs Python 3.11 or newer, and there is no $(PYTHON): install Python," \
		"or name yours as in make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "kb needs Python 3.11 or newer, and" \
		"$(PYTHON) is $$($(PYTHON) --version 2>&1): name a newer one as in make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make a virtual environment:" \
		"install its venv module (Debian, Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) torch==2.13.0
	@touch $@
