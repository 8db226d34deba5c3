# The commands of this project. Everything is installed into .venv by the first one that needs it.
#   make demo             crawl a sample web without network and serve it with Datasette on this machine (SERVE=0: only print what was found)
#   make test             the tests, without network
#   make crawl            the real crawl: every source whose key is set, into data/
#   make check            ruff and mypy
#   make bench            the benchmarks (minutes); each says at its top how to measure more
#   make clean            remove .venv, the demo and caches; data/ stays

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
PORT ?= 8001

.PHONY: demo test crawl check bench clean

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name one with: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# `--group` came with pip 25.1; Debian 12 brings 23.0.
$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

# The sample web is fictional and bundled: the real spiders crawl it from a web archive, without network. It has few documents; with --since
# the crawl does not expect what a source usually delivers.
demo: $(VENV)/installed
	rm -rf data/demo
	$(BIN)/python demo/build_archive.py data/demo/web
	$(BIN)/policy-tracker crawl eu_ai_act federal_register ntia --replay data/demo/web --since 2024-01-01 \
		--db data/demo/policy.db --archive data/demo/archive
	$(BIN)/python demo/summary.py data/demo/policy.db
ifneq ($(SERVE),0)
	$(BIN)/policy-tracker serve --db data/demo/policy.db --port $(PORT)
endif

# Four processes, because some tests wait for a delay or the disk; on two idle cores three take as long. Each takes six
# seconds of processor time before its first test and its first crawl. Each file is one process's: what its tests share
# is made once. Files come in the order of tests/conftest.py. The tests start Python a hundred times, so let it keep what
# it compiles, even where the environment says not to (container images do).
test: $(VENV)/installed-dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --numprocesses 4 --dist loadfile --no-loadscope-reorder

crawl: $(VENV)/installed
	$(BIN)/policy-tracker crawl

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed
	$(BIN)/python benchmarks/tagging.py
	$(BIN)/python benchmarks/crawl.py
	$(BIN)/python benchmarks/database.py build/bench.db --provisions 100000

clean:
	rm -rf $(VENV) data/demo build .pytest_cache .mypy_cache .ruff_cache .hypothesis
