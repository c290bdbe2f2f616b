# Everything a person or CI does with gazokako. `make help` lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

DATA_DIR ?= var
PORT ?= 8000
override DATA_DIR := $(abspath $(DATA_DIR))
export DATA_DIR PORT

VENV := $(CURDIR)/.venv
export PATH := $(VENV)/bin:$(PATH)
PIP := $(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(VENV)/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
# For what reads the settings but touches no site.
NO_SITE := SECRET_KEY=none DATA_DIR=$(VENV)/no-site
STATIC_SOURCES := $(shell find gazokako/static uploads/static cameras/static recordings/static -type f)

# As the Procfile has it: memory in pages of 2 MB, where the system gives them to those who ask.
HUGE_PAGES := GLIBC_TUNABLES=glibc.malloc.hugetlb=1

# Most tests wait for processes and time-outs: three at a time leave two cores busy.
SIDE_BY_SIDE := -n 3 --dist loadfile
HAS_TURBOJPEG := python -c 'from ctypes import CDLL; CDLL("libturbojpeg.so.0")' 2>/dev/null
HAS_RTSP_SERVER := /usr/bin/python3 -c 'import gi; gi.require_version("GstRtspServer", "1.0"); \
	gi.require_version("Gst", "1.0"); from gi.repository import Gst; Gst.init(None); \
	exit(not Gst.ElementFactory.find("x265enc"))' 2>/dev/null

.PHONY: help run test test-faults test-postgres test-packages rehearse rehearse-machines check bench bench-largest bench-growth bench-motion bench-rtsp bench-faces bench-moving-faces bench-clips bench-recognition bench-sealing bench-soak fuzz format lock translations third-parties opencv-libraries development image-test

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: opencv-libraries staticfiles/staticfiles.json $(DATA_DIR)/secret_key ## the whole site on this machine (PORT=8000 DATA_DIR=var)
	@scripts/run-site || test $$? -eq 130  # Ctrl-C is how it ends

test: development staticfiles/staticfiles.json test-packages ## every test but the long ones: real workers, a real browser
	pytest $(SIDE_BY_SIDE)

test-postgres: development staticfiles/staticfiles.json test-packages ## every test once more, on a private PostgreSQL
	scripts/with-postgres pytest $(SIDE_BY_SIDE)

test-faults: development staticfiles/staticfiles.json test-packages ## every test in which a part of the site is away, the long ones too
	pytest $(SIDE_BY_SIDE) -m "long or not long" tests/faults

test-packages:
	@command -v faketime >/dev/null || scripts/need-packages faketime
	@command -v chromium >/dev/null || scripts/need-packages chromium fonts-noto-cjk
	@command -v exiftool >/dev/null || scripts/need-packages libimage-exiftool-perl
	@command -v openssl >/dev/null || scripts/need-packages openssl
	@command -v curl >/dev/null || scripts/need-packages curl
	@command -v systemd-analyze >/dev/null || scripts/need-packages systemd
	@PATH=$$PATH:/usr/sbin command -v nginx >/dev/null || scripts/need-packages nginx-light
	@$(HAS_RTSP_SERVER) || scripts/need-packages gir1.2-gst-rtsp-server-1.0 \
		python3-gi gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly \
		gstreamer1.0-plugins-bad

rehearse: development ## docs/deploy.md, followed on this machine with stand-ins for Heroku and Google
	@command -v openssl >/dev/null || scripts/need-packages openssl
	scripts/with-postgres python -m tests.rehearsal

rehearse-machines: development staticfiles/staticfiles.json ## two web and two worker machines, of which some are lost (root)
	@command -v ip >/dev/null || scripts/need-packages iproute2
	@ls /usr/lib/postgresql/*/bin >/dev/null 2>&1 || scripts/need-packages postgresql
	pytest -m long tests/machines

image-test: development ## the container image, built and started on this machine (root)
	@command -v buildah >/dev/null || scripts/need-packages buildah crun
	@command -v debootstrap >/dev/null || scripts/need-packages debootstrap
	scripts/build-image
	pytest -m long tests/hosting

check: development ## style, types, import floors, migrations, translations, licences
	ruff check .
	ruff format --check .
	$(NO_SITE) mypy .
	lint-imports
	djlint --lint --quiet gazokako/templates uploads/templates cameras/templates recordings/templates
	bandit --quiet --recursive --configfile pyproject.toml gazokako recordings cameras uploads core processing observer
	$(NO_SITE) python manage.py makemigrations --check --dry-run
	scripts/check-translations
	python scripts/third_parties.py --check

bench: development staticfiles/staticfiles.json ## speed and memory, as ratios against a bare OpenCV loop
	python -m benchmarks
	python -m benchmarks.live

bench-largest: development ## memory and time of the largest pictures, every format and operation
	$(HUGE_PAGES) python -m benchmarks.largest

bench-growth: development ## pages, jobs and recordings at 1,000 to 1,000,000 rows on PostgreSQL
	scripts/with-postgres python -m benchmarks.growth
	scripts/with-postgres python -m benchmarks.recordings

bench-motion: development ## movement found beside the motion daemon (SAMPLES=folder of clips)
	python -m benchmarks.motion

bench-rtsp: development test-packages ## an RTSP camera read with OpenCV, and as the site does
	python -m benchmarks.rtsp

bench-faces: development ## hiding faces against deface, over SAMPLES=folder; writes docs/faces.md
	$(HUGE_PAGES) python -m benchmarks.compare_faces $(SAMPLES)

bench-recognition: development ## whether covered faces are told from others' (SAMPLES=folder)
	python -m benchmarks.recognition $(SAMPLES)

bench-moving-faces: development ## faces that move before a camera: frames that show one, processor time (SAMPLES=folder)
	$(HUGE_PAGES) python -m benchmarks.moving_faces $(SAMPLES)

bench-clips: development ## hiding faces in clips against deface: speed, frames that show one, memory
	$(HUGE_PAGES) python -m benchmarks.clips

bench-sealing: development ## what it costs from upload to done that originals are encrypted in storage
	$(HUGE_PAGES) python -m benchmarks.sealing

bench-soak: development staticfiles/staticfiles.json ## 10,000 uploads while a process is killed every 5 s
	python -m benchmarks.soak_uploads

fuzz: development ## changed files for those who read headers (FUZZ_SECONDS=600 FUZZ_SEED=...)
	python -W ignore -m tests.fuzz

format: development ## put the code into its usual shape
	ruff check --fix .
	ruff format .

lock: development ## pin requirements*.txt anew from requirements*.in
	$(LOCK) --upgrade --output-file requirements.txt requirements.in
	$(LOCK) --upgrade --output-file requirements-dev.txt requirements-dev.in

third-parties: development ## docs/third-parties.md, the licence of everything the site is made of
	python scripts/third_parties.py

translations: development ## collect the texts to translate into locale/ and compile them
	@command -v msgfmt >/dev/null || scripts/need-packages gettext
	$(NO_SITE) django-admin makemessages --all --no-location --no-wrap \
		--ignore .venv --ignore tests
	$(NO_SITE) django-admin compilemessages --ignore .venv

opencv-libraries: $(VENV)/site
	@python -c 'import cv2' 2>/dev/null || scripts/need-packages $$(cat Aptfile)
	@$(HAS_TURBOJPEG) || scripts/need-packages $$(cat Aptfile) || \
		echo "Without them a JPEG is coded anew as a whole when its faces are hidden."

development: $(VENV)/development opencv-libraries

$(VENV)/bin/python:
	python3 -m venv $(VENV)

$(VENV)/site: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the site runs on (a minute or two, the first time) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/site
	@$(PIP) -r requirements-dev.txt
	@touch $@

staticfiles/staticfiles.json: $(STATIC_SOURCES) $(VENV)/site | opencv-libraries
	@$(NO_SITE) python manage.py collectstatic --noinput --verbosity 0

$(DATA_DIR)/secret_key: | $(VENV)/site
	@mkdir -p $(DATA_DIR)
	@umask 077 && python -c 'import secrets; print(secrets.token_urlsafe(50))' > $@
