# make run          the dashboard on http://localhost:8501 (another port: make run PORT=8600)
# make test         all tests, with a real browser and a real PostgreSQL
# make check        style, types, arrows between packages, generated documents; changes nothing
# make fix          what ruff can mend by itself
# make data         write the sample data anew
# make docs         write the generated documents anew
# make screenshots  write docs/screenshots anew
# make clean        remove what make has made, but not data/

PORT ?= 8501
WATCH ?= none
WORKERS ?= auto
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet

.PHONY: run test check fix data docs screenshots clean chromium

run: .venv/.run
	@exec $(BIN)/streamlit run dashboard.py --server.port $(PORT) --server.fileWatcherType $(WATCH)

# In the order of the files: the browser's, which are few and long, first.
test: .venv/.dev chromium
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m data_access contract --check docs/data-contract.md
	$(BIN)/python -m ui.metric_docs --check docs/metrics.md

fix: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: .venv/.run
	$(BIN)/python -m sample_data --out sample_data/csv

docs: .venv/.run
	@mkdir -p build
	$(BIN)/python -m data_access contract > build/data-contract.md
	$(BIN)/python -m ui.metric_docs --write build/metrics.md
	@mv build/data-contract.md build/metrics.md docs/

screenshots: .venv/.dev chromium
	$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A Debian Python can lack ensurepip; its own pip can then fill the environment from outside.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv .venv || { \
	  $(PYTHON) -m venv --clear --without-pip .venv && \
	  $(PYTHON) -m pip --python .venv/bin/python install --disable-pip-version-check --no-input --quiet pip; \
	}

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing what the dashboard runs on (a few minutes the first time)"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing what tests and checks need"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# A real Chromium: the one tests/browser/chromium.py finds, else the one of the distribution.
chromium: .venv/.dev
	@$(BIN)/python -m tests.browser.chromium 2>/dev/null || { \
	  echo "Installing Chromium for the browser tests"; \
	  if [ "$$(id -u)" = 0 ]; then as_root=""; \
	  elif command -v sudo >/dev/null; then as_root="sudo"; \
	  else echo "The browser tests need Chromium: install it as root (apt-get install chromium) or name one in CHROMIUM" >&2; exit 1; fi; \
	  $$as_root apt-get update -q && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium fonts-liberation; \
	}
