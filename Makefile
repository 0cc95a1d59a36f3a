# The project's commands. `make` alone lists them.

PUBLIC_URL ?= /
PORT ?= 8080

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The folder in which `cargo install` puts Trunk may not be on PATH.
CARGO_BIN := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin
ifeq ($(findstring :$(CARGO_BIN):,:$(PATH):),)
export PATH := $(CARGO_BIN):$(PATH)
endif

# Trunk accepts only true or false as the value of this variable and fails on any other.
ifdef NO_COLOR
export NO_COLOR := true
endif

HOST_TESTS := --package frontispiece --lib --test host
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
# The program that Cargo compiles together with the tests. `cargo run` would compile it again, without clippy.
TESTED := $(or $(CARGO_TARGET_DIR),target)/debug/frontispiece

# Journeys also wait for browsers, so two more of them than there are cores run at a time.
AT_A_TIME := --test-threads $$(( $$(getconf _NPROCESSORS_ONLN) + 2 ))
RUN_JOURNEYS = $(LINTED) cargo test $(TIMED) $(JOURNEYS) -- $(TIMES) $(AT_A_TIME) | $(SLOWEST)

# Prints the output of each command of parallel targets when the command has ended. Before version 4, make could not.
BY_LINE := $(and $(filter output-sync,$(.FEATURES)),--output-sync=line)

WASM := --target wasm32-unknown-unknown
IN_BROWSER := CHROMEDRIVER="$$(command -v chromedriver)" WASM_BINDGEN_TEST_TIMEOUT=600
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER := wasm-bindgen-test-runner

.PHONY: help serve build check package test test-host test-browser compile-host test-module release fuzz bench soak clean set-up-build set-up-test

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

serve: set-up-build ## serve the site at http://localhost:8080 (or PORT) and show every change of content and code
	tools/serve.sh $(PORT)

build: check ## write the release site to dist/, to be served at PUBLIC_URL (by default /)
	trunk build --release --public-url $(PUBLIC_URL)

check: set-up-build ## check public/content.json for errors
	$(FRONTISPIECE) check public/content.json

package: set-up-build ## build the archive and the Python package for this platform into target/artifacts/, and try them
	packaging/package.sh
	FRONTISPIECE_ARTIFACTS=target/artifacts cargo test --quiet --test host -- --include-ignored --nocapture packages::

# The linker of the release uses one processor, and so does the module in the browser. So these run at the same time as the
# host tests, which get the rest of the processor time (`nice`), because the journeys wait for the release.
test: set-up-test ## run every check and test, and build the release site
	$(MAKE) --no-print-directory --jobs=3 $(BY_LINE) test-host test-module release
	$(RUN_JOURNEYS)

test-host: compile-host ## run formatting, lints and all tests that need no browser (two minutes once compiled)
	$(TESTED) check public/content.json
	$(LINTED) nice cargo test $(TIMED) $(HOST_TESTS) -- $(TIMES) | $(SLOWEST)
	$(LINTED) cargo test --package frontispiece --doc

test-browser: test-module release ## test the module in a browser, then build the release site and test it in browsers
	$(RUN_JOURNEYS)

compile-host: set-up-test
	cargo fmt --all --check
	$(LINTED) cargo test --no-run --all-targets

test-module: set-up-test
	$(LINTED) cargo build $(WASM) --lib --bins
	$(LINTED) cargo test $(WASM) --no-run $(BROWSER_TESTS) $(SPEED)
	$(LINTED) $(IN_BROWSER) cargo test $(WASM) $(BROWSER_TESTS)

release: compile-host
	$(MAKE) --no-print-directory build PUBLIC_URL=/ FRONTISPIECE=$(TESTED)

fuzz: ## test millions of generated inputs, or FUZZ_SECONDS for each target; more options: tests/host/fuzz/mod.rs
	cargo test --quiet --profile fuzz --test host -- --ignored --exact fuzz::fuzz --nocapture
ifndef FUZZ_REPLAY
	cargo test --quiet --profile fuzz --test host -- --include-ignored --nocapture limits::
endif

bench: set-up-test ## build, then print download sizes and speed
	$(MAKE) --no-print-directory build
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
