# The two commands a newcomer needs are `make run` and `make test`; the rest serves those who build Twiza.
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: run test check suite journeys gates bench shots lock environment development

run: environment
	@exec $(BIN)/twiza run

test: check suite journeys

check: development
	@$(BIN)/python -m checks

suite: development
	@$(BIN)/pytest -q -n 2 --dist loadfile tests --ignore tests/journeys --ignore tests/gates

journeys: development
	@$(BIN)/python -m checks.chromium
	@$(BIN)/pytest -q tests/journeys

gates: development
	@$(BIN)/python -m checks.chromium
	@$(BIN)/pytest -q -n 2 tests/gates

bench: development
	@$(BIN)/python -m bench

shots: development
	@$(BIN)/python -m checks.chromium
	@$(BIN)/python -m checks.shots

lock:
	@uv lock && uv export -q --format requirements.txt --no-header --no-emit-project --no-dev -o requirements/run.txt
	@uv export -q --format requirements.txt --no-header --no-emit-project -o requirements/dev.txt

environment:
	@test -n "$(PYTHON)" || { echo "Twiza needs Python 3.11 or newer: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) bootstrap.py run

development:
	@test -n "$(PYTHON)" || { echo "Twiza needs Python 3.11 or newer: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) bootstrap.py dev
