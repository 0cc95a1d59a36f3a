# The project's commands. `make` alone lists them.

PUBLIC_URL ?= /
PORT ?= 8080

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# The folder in which `cargo install` puts Trunk may not be on PATH.
CARGO_BIN := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin
ifeq ($(findstring :$(CARGO_BIN):,:$(PATH):),)
export PATH := $(CARGO_BIN):$(PATH)
endif

# Trunk accepts only true or false as the value of this variable and fails on any other.
ifdef NO_COLOR
export NO_COLOR := true
endif

HOST_TESTS := --lib --bins --test host
BROWSER_TESTS := --test browser
JOURNEYS := --test journeys
SPEED := --test speed

# The test runner reports the time of each test only if this variable is set. The compiler must not see it.
TIMED := --config 'target."cfg(not(target_family = \"wasm\"))".runner = ["env", "RUSTC_BOOTSTRAP=1"]'
TIMES := -Zunstable-options --report-time
SLOWEST := tools/slowest-tests.sh

# Runs clippy in place of the compiler, because `cargo clippy` would compile every dependency a second time.
LINTED := RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__

# The command that runs the program. Trunk.toml uses it too.
export FRONTISPIECE := cargo run --quiet --
# The program that Cargo compiles together with the tests. `cargo run` would compile it and many dependencies again, because
# the dependencies of the tests enable additional features.
TESTED := $(or $(CARGO_TARGET_DIR),target)/debug/frontispiece

# Journeys also wait for browsers, so one more of them than there are cores runs at a time.
AT_A_TIME := --test-threads $$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))

WASM := --target wasm32-unknown-unknown
IN_BROWSER := CHROMEDRIVER="$$(command -v chromedriver)" WASM_BINDGEN_TEST_TIMEOUT=600
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER := wasm-bindgen-test-runner

.PHONY: help serve build check package test test-host test-browser fuzz bench soak clean set-up-build set-up-test

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

serve: set-up-build ## serve the site at http://localhost:8080 (or PORT) and show every change of content and code
	tools/serve.sh $(PORT)

build: set-up-build check ## write the release site to dist/, to be served at PUBLIC_URL (by default /)
	trunk build --release --public-url $(PUBLIC_URL)

check: ## check public/content.json for errors
	$(FRONTISPIECE) check public/content.json

package: set-up-build ## build the archive and the Python package for this platform into target/artifacts/, and try them
	packaging/package.sh
	FRONTISPIECE_ARTIFACTS=target/artifacts cargo test --quiet --test host -- --include-ignored --nocapture packages::

test: set-up-test test-host test-browser ## run every check and test, and build the release site

test-host: set-up-test ## run formatting, lints and all tests that need no browser (two minutes once compiled)
	cargo fmt --all --check
	$(LINTED) cargo test --no-run --all-targets
	$(TESTED) check public/content.json
	$(LINTED) cargo test $(TIMED) $(HOST_TESTS) -- $(TIMES) | $(SLOWEST)
	$(LINTED) cargo test --doc

test-browser: set-up-test ## run the browser tests, then build the release site and test it in browsers
	$(LINTED) cargo build $(WASM) --lib --bins
	$(LINTED) cargo test $(WASM) --no-run $(BROWSER_TESTS) $(SPEED)
	$(LINTED) $(IN_BROWSER) cargo test $(WASM) $(BROWSER_TESTS)
	$(LINTED) cargo test --no-run $(JOURNEYS)
	$(MAKE) --no-print-directory build PUBLIC_URL=/ FRONTISPIECE=$(TESTED)
	$(LINTED) cargo test $(JOURNEYS) -- --ignored --exact commands::a_fresh_clone_serves_and_builds
	$(LINTED) cargo test $(TIMED) $(JOURNEYS) -- $(TIMES) $(AT_A_TIME) | $(SLOWEST)

fuzz: ## test millions of generated inputs, or FUZZ_SECONDS for each target; more options: tests/host/fuzz/mod.rs
	cargo test --quiet --profile fuzz --test host -- --ignored --exact fuzz::fuzz --nocapture
ifndef FUZZ_REPLAY
	cargo test --quiet --profile fuzz --test host -- --include-ignored --nocapture limits::
endif

bench: set-up-test build ## build, then print download sizes and speed
	$(FRONTISPIECE) bench dist
	cargo test --quiet $(JOURNEYS) -- --ignored --nocapture --test-threads 1 bench::
	cargo test --quiet --config 'profile.dev.package.frontispiece.opt-level=3' $(SPEED) -- --nocapture speed
	cargo test --quiet --release --config 'profile.release.opt-level=3' $(SPEED) -- --nocapture --test-threads 1 --skip speed
	$(IN_BROWSER) cargo test --release $(WASM) $(SPEED) -- --nocapture

soak: set-up-test ## build, then use the site 10,000 times, open every page of a large profile, and put nginx under load for a minute
	trunk build --release --public-url /
	SOAK=10000 LOAD=60 EVERY_PAGE=1 cargo test $(JOURNEYS) -- --nocapture soak:: nginx_answers_every_request_under_load shape_of_page

clean: ## remove all build results
	rm -rf target dist node_modules tests/speed/peers/node_modules

# Install missing tools; print nothing if there are none.
set-up-build:
	@tools/set-up.sh build
set-up-test:
	@tools/set-up.sh test
