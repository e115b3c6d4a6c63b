# Two commands do all set-up and then their job: make booklets, make test. make lab opens the notebooks.
VENV ?= .venv
PY := $(VENV)/bin/python
YEAR ?= 2018
DONE := $(VENV)/.ready

.PHONY: booklets test lab bench clean help
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

booklets: $(DONE) ## receive the shipped open data and make every booklet of YEAR (2018)
	$(PY) -m pipeline receive data/open/authorities data/open/england data/open/bury
	$(PY) -m pipeline build --year $(YEAR)

test: $(DONE) ## every check: style, notebooks, arithmetic, documents
	./tools/browser.sh
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m nbstripout --verify notebooks/*.ipynb
	$(PY) -m pytest

lab: $(DONE) ## open the notebooks in JupyterLab
	$(PY) -m pipeline receive data/open/authorities data/open/england data/open/bury
	$(PY) -m jupyterlab notebooks

bench: $(DONE) ## how fast a booklet is made, beside stock tools
	$(PY) bench/speed.py

clean: ## forget everything that can be made again
	rm -rf outputs data/store

$(DONE): requirements.lock pyproject.toml tools/setup.sh
	./tools/setup.sh $(VENV)
	touch $(DONE)
