# The project's commands. `make` alone lists them.

PUBLIC_URL ?= /
PORT ?= 8080

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# Where `cargo install` puts Trunk, for a shell that does not look there.
CARGO_BIN := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin
ifeq ($(findstring :$(CARGO_BIN):,:$(PATH):),)
export PATH := $(CARGO_BIN):$(PATH)
endif

# Trunk reads this variable as true or false, and stops at any other value.
ifdef NO_COLOR
export NO_COLOR := true
endif

# The tests, by the files in tests/ that hold them.
HOST_TESTS := --lib --bins --test broken_content --test filter_laws --test citation --test pages --test prerender --test metadata --test contrast --test hostile
BROWSER_TESTS := --test browser
JOURNEYS := --test journeys
SPEED := --test speed

WASM := --target wasm32-unknown-unknown
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER := wasm-bindgen-test-runner

.PHONY: help serve build check test bench clean set-up-build set-up-test

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

serve: set-up-build ## show the site at http://localhost:8080 (or PORT) and rebuild it at every change
	trunk serve --port $(PORT)

build: set-up-build check ## write the release site to dist/, to be served at PUBLIC_URL (by default /)
	trunk build --release --public-url $(PUBLIC_URL)

check: ## look for mistakes in public/content.json
	cargo run --quiet -- check public/content.json

test: set-up-test ## run every check and test; the release site is built on the way
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo clippy $(WASM) --lib --bins $(BROWSER_TESTS) $(SPEED) -- -D warnings
	cargo run --quiet -- check public/content.json
	cargo test $(HOST_TESTS)
	cargo test --doc
	CHROMEDRIVER="$$(command -v chromedriver)" cargo test $(WASM) $(BROWSER_TESTS)
	trunk build --release --public-url /
	trunk build --release --public-url /sub/ --dist target/sub
	cargo test $(JOURNEYS)

bench: set-up-test build ## build, then print the site's figures
	cargo run --quiet -- bench dist
	cargo test --quiet --bench paint
	cargo test --quiet --config 'profile.dev.package.frontispiece.opt-level=3' $(SPEED) -- --nocapture
	CHROMEDRIVER="$$(command -v chromedriver)" WASM_BINDGEN_TEST_TIMEOUT=600 \
		cargo test --release $(WASM) $(SPEED) -- --nocapture

clean: ## remove everything that was built here
	rm -rf target dist node_modules

# Install what is missing; silent when nothing is.
set-up-build:
	@tools/set-up.sh build
set-up-test:
	@tools/set-up.sh test
