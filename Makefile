# The two commands: `make run` and `make test`. The rest is their parts.
# From a fresh machine with Rust, Node.js and a C compiler, and nothing else prepared.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

KONTALY_HOME ?= .kontaly
WEB_SOURCES := $(shell find web/src web/public web/build web/index.html web/*.ts -type f 2>/dev/null)
POSTGRES := cargo run --quiet --package kontaly-local --bin kontaly-postgres --

.PHONY: help run test check web bench bench-web types tools clean
help: ## What there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: web/dist/index.html ## Build everything and start Kontaly with demo workspaces
	@cargo build --release --package kontaly
	@exec target/release/kontaly dev

web: web/dist/index.html ## Build the browser application
web/node_modules/.installed: web/package.json web/package-lock.json
	@tools/need node npm cargo cc
	cd web && npm ci --no-fund --no-audit
	@touch $@
web/dist/index.html: web/node_modules/.installed web/openapi.json $(WEB_SOURCES)
	cd web && npm run --silent build

check: web/node_modules/.installed ## Format, lints and types
	cargo fmt --check
	cargo clippy --workspace --all-targets --quiet -- --deny warnings
	tools/squawk
	cd web && npm run --silent check

test: web/dist/index.html ## Every test
	@tools/need node npm cargo cc
	tools/debian chromium pgbouncer
	$(MAKE) --no-print-directory check
	KONTALY_TEST_PGBOUNCER="$$(tools/pgbouncer)" \
	  $(POSTGRES) exec --not-durable --data target/test-postgres -- cargo test --workspace
	cd web && npm test --silent
	tools/e2e

types: ## Bring the OpenAPI documents and the generated types up to date
	cargo run --quiet --package kontaly -- openapi > web/openapi.json.new
	mv web/openapi.json.new web/openapi.json
	cargo run --quiet --package kontaly -- openapi --console > web/console.openapi.json.new
	mv web/console.openapi.json.new web/console.openapi.json
	cd web && npm run --silent generate

bench: web/dist/index.html ## Measure; prints ratios beside pgbench
	tools/bench
	tools/bench-work

bench-web: web/dist/index.html ## Measure the browser side beside a server-rendered baseline
	tools/bench-web

clean: ## Remove what was built; the data of `make run` stays
	cargo clean
	rm -rf web/dist web/node_modules
