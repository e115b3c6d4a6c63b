# Two commands do all set-up and then their job: make booklets, make test. make lab opens the notebooks.
VENV ?= .venv
PY := $(VENV)/bin/python
YEAR ?= 2018
# The main job; the data year's other documents are made when they are due (run-due) or asked for (build).
BOOKLETS ?= primary-booklet secondary-booklet cluster-booklet trust-booklet authority-booklet scrutiny-report
DONE := $(VENV)/.ready
REHEARSE := $(PY) -m pipeline --params rehearsal/params --data rehearsal/data --outputs rehearsal/outputs

.PHONY: booklets quick test lab bench rehearsal rehearse-year reference clean help
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

booklets: $(DONE) ## receive the shipped open data, make every booklet of YEAR (2018) and the panel's account
	$(PY) -m pipeline receive data/open/authorities data/open/england data/open/bury
	$(PY) -m pipeline build $(BOOKLETS) --year $(YEAR)

quick: $(DONE) ## the tests that neither make documents nor receive real deliveries: over a minute
	$(PY) -m pytest -n 2 --dist loadfile -m "not system and not slow"

test: $(DONE) ## every check: style, notebooks, types, arithmetic, documents
	./tools/browser.sh
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m nbstripout --verify notebooks/*.ipynb
	$(PY) -m mypy pipeline
	$(PY) -m pytest -n 2 --dist loadfile

lab: $(DONE) ## open the notebooks in JupyterLab
	$(PY) -m pipeline receive data/open/authorities data/open/england data/open/bury
	$(PY) -m jupyterlab notebooks

bench: $(DONE) ## how fast a booklet is made, and figures from a nation of pupils
	$(PY) bench/speed.py
	$(PY) bench/pupils.py

rehearsal: $(DONE) ## the whole job, from pupil records on, over an authority that does not exist
	rm -rf rehearsal
	$(PY) -m pipeline invent --into rehearsal
	$(REHEARSE) receive rehearsal/deliveries data/open/authorities data/open/england
	$(REHEARSE) chase --year 2025
	$(REHEARSE) build --year 2023
	$(REHEARSE) build --year 2025

rehearse-year: $(DONE) ## a data year of that authority day by day: deliveries arrive, what is due is made
	$(PY) -m pipeline rehearse --into rehearsal-year --year 2023

reference: $(DONE) ## write docs/params.md: every key of params/
	$(PY) tools/params_reference.py

clean: ## forget everything that can be made again
	rm -rf outputs data/store rehearsal rehearsal-year

$(DONE): requirements.lock pyproject.toml tools/setup.sh
	./tools/setup.sh $(VENV)
	touch $(DONE)
