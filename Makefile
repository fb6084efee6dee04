# Everything a person or a machine does with this project. GNU make 3.81 or newer, any POSIX sh.
#   PORT=8001   another port            VAR=/srv/spreekkamer   another place for all state
#   PYTHON=...  another Python 3.11+    CHROMIUM=...           another browser for the tests

SHELL = /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run dev test check bench screenshots lock clean venv port install install-dev chromium

RUN = .venv/bin/python
# Our own settings would decide for the checks; these decide instead.
EXAMPLE = env -i PATH="$$PATH" HOME="$$HOME" VAR="$$example" ENV_FILE=/dev/null \
	SITE_URL=https://www.example.org TRUSTED_PROXIES=127.0.0.1 \
	SECRET_KEY=an-example-of-more-than-fifty-characters-that-no-site-uses-0123456789

help:
	@echo 'Spreekkamer'
	@echo '  make run          de site met alles erbij, op http://127.0.0.1:8000 (PORT=, VAR=)'
	@echo '  make dev          hetzelfde voor wie eraan bouwt: herlaadt bij elke wijziging'
	@echo '  make test         alle tests, ook in een echte browser'
	@echo '  make check        stijl, types, migraties, veiligheid van de instellingen, taal'
	@echo '  make screenshots  de plaatjes in docs/screenshots'
	@echo '  make lock         de vastgezette versies vernieuwen'
	@echo '  make bench        metingen'
	@echo '  make clean        .venv en caches weg; wat in var/ staat blijft'

run: port install
	@exec env LIFELINE=$$PPID DEBUG=0 $(RUN) -m config.run

dev: port install-dev
	@exec env LIFELINE=$$PPID DEBUG=1 $(RUN) -m config.run

test: install-dev chromium
	@$(RUN) -m pytest $(ARGS) && { \
		echo; echo 'Alles slaagt. Hierna: make check, of make run om de site te zien.'; } || { \
		echo; echo 'Niet alles slaagt: hierboven staat wat. Eén test: make test ARGS="-n 0 -k naam".'; \
		exit 1; }

check: install-dev
	@set -e; example=$$(mktemp -d); trap 'rm -rf "$$example"' EXIT; \
	step() { printf '%-12s' "$$1"; shift; \
		"$$@" >"$$example/out" 2>&1 && echo goed || { echo FOUT; cat "$$example/out"; exit 1; }; }; \
	step stijl      $(RUN) -m ruff check; \
	step opmaak     $(RUN) -m ruff format --check; \
	step sjablonen  $(RUN) -m djlint --check --lint templates; \
	step types      $(RUN) -m mypy; \
	step migraties  $(EXAMPLE) $(RUN) manage.py makemigrations --check --dry-run; \
	step veiligheid $(EXAMPLE) $(RUN) manage.py check --deploy --fail-level WARNING; \
	step taal       $(RUN) -m pytest -q -n 0 tests/test_dutch.py; \
	echo; echo 'Alles in orde. Hierna: make test.'

# Newer versions of what we stand on, within the bounds of pyproject.toml.
LOCK = .venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet
lock: install-dev
	@$(RUN) -m pip install --quiet --disable-pip-version-check uv
	@$(LOCK) --upgrade --output-file requirements.txt
	@$(LOCK) --upgrade --extra scale --output-file requirements-scale.txt
	@$(LOCK) --upgrade --extra dev --output-file requirements-dev.txt

screenshots: install-dev chromium
	@$(RUN) -m tests.screenshots && echo 'De plaatjes staan in docs/screenshots.'

bench: install-dev
	@$(RUN) -m tests.bench

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
	@echo 'Opgeruimd. De inhoud van de site staat nog in var/.'

# --- What the above stands on -------------------------------------------------------------------

venv:
	@if .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then exit 0; fi; \
	for name in "$$PYTHON" python3.14 python3.13 python3.12 python3.11 python3 python; do \
		[ -n "$$name" ] || continue; \
		"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found="$$name"; \
		"$$name" -c 'import venv, ensurepip' 2>/dev/null || continue; \
		rm -rf .venv; \
		"$$name" -m venv .venv && exit 0; \
	done; \
	if [ -n "$$found" ]; then \
		echo "$$found mist venv en ensurepip: installeer ze, op Debian en Ubuntu met apt install python3-venv." >&2; \
	else \
		echo 'Python 3.11 of nieuwer is niet gevonden: installeer het, of wijs het aan met PYTHON=.' >&2; \
	fi; exit 1

# Before anything is installed, so with the first Python that can. Later again, by config/run.py.
port:
	@for name in .venv/bin/python "$$PYTHON" python3.14 python3.13 python3.12 python3.11 python3; do \
		[ -n "$$name" ] || continue; \
		"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		exec "$$name" -m config.run --port; \
	done

# Install $$file. Its stamp is a copy of it: what that says is what was installed.
INSTALL = cmp -s $$file .venv/$$file && exit 0; \
	log="$${VAR:-var}/log"; (umask 077; mkdir -p "$$log"); \
	echo 'Benodigdheden worden geïnstalleerd …'; \
	$(RUN) -m pip install --disable-pip-version-check --no-input --require-hashes -r $$file \
		>"$$log/install.log" 2>&1 && cp $$file .venv/$$file && exit 0; \
	echo "Installeren lukt niet (geen netwerk?): $$log/install.log zegt waarom." >&2; exit 1

install: venv
	@file=requirements.txt; \
	case "$$DATABASE_URL $$CACHE_URL $$(cat "$${ENV_FILE:-.env}" 2>/dev/null)" in \
		*postgres*|*redis*) file=requirements-scale.txt;; \
	esac; \
	$(INSTALL)

install-dev: venv
	@file=requirements-dev.txt; $(INSTALL)

# Browser tests are skipped, with the reason, where there is no browser and we may not install one.
chromium: install-dev
	@$(RUN) -m tests.chromium >/dev/null 2>&1 && exit 0; \
	command -v apt-get >/dev/null || exit 0; \
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as='sudo -n'; else exit 0; fi; \
	log="$${VAR:-var}/log"; (umask 077; mkdir -p "$$log"); \
	echo 'Chromium wordt geïnstalleerd, voor de browsertests …'; \
	{ $$as apt-get update && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y \
		--no-install-recommends chromium; } >"$$log/chromium.log" 2>&1 || \
	echo "Chromium installeren lukt niet: $$log/chromium.log zegt waarom." >&2
