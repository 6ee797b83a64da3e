# The doors for people; the build itself is CMakeLists.txt. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run plan build test long bench bench-all signature lint format sanitize tsan fresh setup clean \
  package try-package openapi pictures
SHELL := /bin/sh
BUILD := build/release
NINJA := ninja
COUNTY := out/county
PLAN := out/county-plan
LISTEN := 127.0.0.1:8080

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

setup: ## install what is needed to build (apt, as root or through sudo)
	@scripts/setup build

# Configuring once is enough: ninja runs CMake again by itself when a list of files changes.
$(BUILD)/build.ninja: CMakeLists.txt CMakePresets.json
	@cmake --preset release --log-level=WARNING

build: setup $(BUILD)/build.ninja ## build the program
	@$(NINJA) -C $(BUILD) --quiet sojourn

run: build ## serve an example county with a published plan; LISTEN=127.0.0.1:0 takes a free port
	@$(BUILD)/sojourn serve --example county --listen $(LISTEN) 2>$(BUILD)/serve.log || \
	{ status=$$?; tail -n 20 $(BUILD)/serve.log >&2; exit $$status; }

plan: build ## make a county as files, plan it, and show the summary
	@rm -rf $(COUNTY) $(PLAN)
	@mkdir -p out
	@$(BUILD)/sojourn example county --tight $(COUNTY)
	@$(BUILD)/sojourn plan $(COUNTY) --out $(PLAN)

test: setup $(BUILD)/build.ninja ## build and run all tests
	@scripts/setup test
	@$(NINJA) -C $(BUILD) --quiet
	@ctest --test-dir $(BUILD) --output-on-failure --parallel $$(nproc) --no-tests=error

long: setup $(BUILD)/build.ninja ## kill the server and a writing process 300 times each, fail every call (about 5 minutes)
	@scripts/setup test
	@$(NINJA) -C $(BUILD) --quiet sojourn test_fault
	@start=$$(date +%s); SOJOURN_KILL_ROUNDS=300 SOJOURN_EVERY_CALL=1 $(BUILD)/test_fault \
	--gtest_filter='Kill.*:ServeKill.*:StoreDisk.*' && \
	echo "The long run took $$(($$(date +%s) - start)) seconds."

openapi: setup $(BUILD)/build.ninja ## write docs/openapi.json and docs/data-dictionary*.md anew
	@$(NINJA) -C $(BUILD) --quiet test_program
	@SOJOURN_WRITE=1 $(BUILD)/test_program --gtest_brief=1 --gtest_filter='OpenApi.*:DataDictionary.*'

pictures: build ## take the pictures of docs/guide/pictures anew (Chromium)
	@scripts/setup test
	@tests/web/guide_pictures.py $(BUILD)/sojourn docs/guide/pictures

bench: setup $(BUILD)/build.ninja ## the planner's figures, seed 1, then the server's (about 15 minutes)
	@$(NINJA) -C $(BUILD) --quiet
	@met=0; $(BUILD)/bench_scales --seeds 1 || met=1; \
	for each in read programme questions http ledger letters; do echo; $(BUILD)/bench_$$each || met=1; done; \
	echo; bench/desk.py $(BUILD)/sojourn || met=1; \
	echo; trap 'scripts/test_postgres stop $(CURDIR)/$(BUILD)/bench_postgres' EXIT; trap 'exit 130' INT TERM; \
	scripts/test_postgres start $(CURDIR)/$(BUILD)/bench_postgres && \
	$(BUILD)/bench_import --postgres "$$(cat $(BUILD)/bench_postgres)" || met=1; exit $$met

bench-all: setup $(BUILD)/build.ninja ## the same with seeds 1 to 3, and the nation (about 2 hours)
	@$(NINJA) -C $(BUILD) --quiet
	@$(BUILD)/bench_scales --seeds 3 --nation

signature: setup $(BUILD)/build.ninja ## compare the plans of fixed instances with bench/signature.txt
	@$(NINJA) -C $(BUILD) --quiet bench_signature
	@$(BUILD)/bench_signature --check

package: setup $(BUILD)/build.ninja ## make a Debian package with a service of systemd
	@scripts/setup package
	@$(NINJA) -C $(BUILD) --quiet package_files
	@cd $(BUILD) && cpack --config CPackConfig.cmake -B package >package.log || { cat package.log; exit 1; }
	@ls $(BUILD)/package/*.deb

try-package: package ## prove the package on a minimal Debian 12 without a compiler (needs root)
	@scripts/setup check
	@scripts/try_package $(BUILD)/package/*.deb

lint: ## formatting, include order, clang-tidy
	@scripts/setup check
	@scripts/setup build
	@scripts/lint

format: ## put all files into the house's format
	@scripts/setup check
	@scripts/format --write

sanitize: ## tests and fuzz targets under address and undefined behaviour sanitizers
	@scripts/setup check
	@scripts/setup build
	@scripts/sanitize

tsan: ## the tests that use threads, under the thread sanitizer
	@scripts/setup check
	@scripts/setup build
	@scripts/sanitize threads

fresh: ## prove make run and make test on a minimal Debian 12 (needs root)
	@scripts/setup check
	@scripts/fresh

clean: ## remove what was built and made
	rm -rf build out
