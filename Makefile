.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench lock words wheel clean
uv = $(shell command -v uv || echo .venv-uv/bin/uv)
inside = .venv/bin/python
compile = $(uv) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--all-extras $(upgrade) pyproject.toml

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-13s %s\n", $$1, $$2}'

demo: ## Set up and serve the demo consultation on http://127.0.0.1:8000
	python3 -m portal demo

test: ## Set up and run every check, on SQLite and PostgreSQL, in a real browser
	python3 -m tests

lint: $(inside) ## Run only the quick checks of style, types and imports
	.venv/bin/ruff check && .venv/bin/ruff format --check && .venv/bin/mypy && .venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet

format: $(inside) ## Put the code into the house's format
	.venv/bin/ruff format && .venv/bin/ruff check --fix

bench: ## Measure the speeds that the design promises
	python3 -m tests.bench

lock: $(inside) ## Lock the dependencies again; `make lock upgrade=--upgrade` takes newer versions
	$(compile) --group dev --output-file requirements-dev.lock
	$(compile) --constraints requirements-dev.lock --output-file requirements.lock

words: $(inside) ## Collect new sentences and compile the translations
	$(inside) -m tests.words

wheel: $(inside) ## Build the wheel into dist/
	$(inside) -m build --wheel --no-isolation

clean: ## Remove the environment and everything else that can be made again; the data under var stay
	rm -rf .venv .venv-uv dist build .coverage htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(inside):
	python3 -c "from portal import bootstrap; bootstrap.enter(bootstrap.DEVELOPMENT_LOCK)"
