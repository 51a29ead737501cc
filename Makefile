# Two commands matter: `make demo` and `make test`. Each brings what it needs; see deploy/bootstrap.sh.
SHELL := /bin/sh
BOOTSTRAP := @sh deploy/bootstrap.sh
CHECKS := sh deploy/run-checks.sh

.DEFAULT_GOAL := help
.PHONY: help bootstrap demo demo-down demo-reset test lint types unit journeys bench bench-hall bench-tenancy messages lock test-stop

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

bootstrap: ## virtual environment, libraries, browser assets, translations
	$(BOOTSTRAP)

# The supervisor takes make's place in the shell, so that a signal to make reaches it.
demo: ## run the product with a demo region on this machine (PORT=8100 make demo)
	$(BOOTSTRAP)
	@exec .venv/bin/estafeta demo up

demo-down: ## stop the demo of this checkout, wherever it runs
	$(BOOTSTRAP)
	@exec .venv/bin/estafeta demo down

demo-reset: ## stop the demo and delete its data
	$(BOOTSTRAP)
	@exec .venv/bin/estafeta demo reset

test: ## everything: lint, types, contracts, unit and integration tests, browser journeys
	$(BOOTSTRAP)
	@exec $(CHECKS) all

lint: ## style, templates, import contracts, security
	$(BOOTSTRAP)
	@exec $(CHECKS) ruff format djlint contracts bandit

types: ## static types
	$(BOOTSTRAP)
	@exec $(CHECKS) mypy

unit: ## unit and integration tests on real servers
	$(BOOTSTRAP)
	@exec $(CHECKS) unit

journeys: ## browser journeys
	$(BOOTSTRAP)
	@exec $(CHECKS) journeys

bench: ## measure the product on this machine
	$(BOOTSTRAP)
	@exec .venv/bin/python -m pytest -s tests/load/test_tenant_request.py tests/load/test_new_version.py tests/load/test_matching.py tests/load/test_timetable.py

bench-hall: ## a thousand browsers in one hall on one process (PAIRS=500)
	$(BOOTSTRAP)
	@exec .venv/bin/python -m pytest -s tests/load/test_hall.py

bench-tenancy: ## a schema per school against stock django-tenants (SCHOOLS=200,1000)
	$(BOOTSTRAP)
	@exec .venv/bin/python -m pytest -s tests/load/test_tenancy.py

messages: ## compile the translations
	$(BOOTSTRAP)
	@exec .venv/bin/estafeta messages compile

# From the public index, with every platform's hashes: a mirror or a folder of wheels may lack some.
lock: ## choose library versions anew, one lock for each Python
	$(BOOTSTRAP)
	@set -e; for minor in 11 12 13; do \
	  .venv/bin/uv pip compile pyproject.toml deploy/locks/tools.in --all-extras --python-version 3.$$minor.0 \
	    --generate-hashes --no-header --no-annotate --quiet --upgrade -o deploy/locks/py3$$minor.txt; \
	done

test-stop: ## stop the servers that test runs leave running
	$(BOOTSTRAP)
	@exec .venv/bin/estafeta test-servers down
