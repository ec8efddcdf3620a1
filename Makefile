# hecha: build, demo, tests. `make list` shows the targets; V=1 shows the commands.
include engine/rooms.mk

CC := gcc
BUILD := build
CFLAGS := -O2 -g
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Werror
ISAL := $(shell echo '\#include <isa-l/igzip_lib.h>' | $(CC) -E -x c - >/dev/null 2>&1 && echo -lisal)
LIBS := -lcsv -lpcre2-8 -lz $(ISAL) -lyaml -lxxhash -ljansson -lpthread -lm
FLAGS = -std=gnu11 -D_GNU_SOURCE -fopenmp -Iengine -Iinclude -MMD -MP $(WARN) $(CFLAGS)
Q := $(if $(V),,@)

# Debian 12 packages: to build, and for the tests.
PACKAGES := gcc make libc6-dev libcsv-dev libpcre2-dev zlib1g-dev libisal-dev libyaml-dev libxxhash-dev libjansson-dev libcmocka-dev \
	python3 xxhash

room_of = $(lastword $(subst :, ,$(1)))
SOURCES := $(foreach room,$(ROOMS),$(wildcard engine/$(call room_of,$(room))/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(filter-out $(BUILD)/engine/cli/%,$(OBJECTS))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZ_TESTS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
GENERATOR_SOURCES := $(wildcard bench/gen/*.c)

all: $(BUILD)/hecha ## build build/hecha

deps: ## install the Debian packages that are missing (needs root or sudo)
	@missing=""; for package in $(PACKAGES); do dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing; fi

# Exit 3 is expected here: the sample has gaps on purpose, and hecha says so.
demo: $(BUILD)/hecha ## run the main job on data-samples/
	@code=0; $(BUILD)/hecha run -C data-samples/city || code=$$?; [ $$code -eq 0 ] || [ $$code -eq 3 ]
	@echo; echo "results: data-samples/city/runs/current/ (summary.txt, ledger.csv, cases/ …)"

$(BUILD)/hecha: $(OBJECTS)
	@echo "  LD   $@"
	$(Q)$(CC) $(FLAGS) $^ $(LDFLAGS) $(LIBS) -o $@

# Loops that the compiler makes vectors of; gcc does so at -O3 only.
$(BUILD)/engine/table/decode_numbers.o $(BUILD)/engine/group/aggregate.o $(BUILD)/engine/record/record_regular.o \
$(BUILD)/engine/scan/stripes.o $(BUILD)/engine/flow/flow_choose.o: CFLAGS += -O3

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(FLAGS) -c $< -o $@

$(BUILD)/gen: $(GENERATOR_SOURCES) $(wildcard bench/gen/*.h bench/gen/*.def)
	@mkdir -p $(@D)
	@echo "  LD   $@"
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARN) $(CFLAGS) $(GENERATOR_SOURCES) $(LDFLAGS) -lz -o $@

$(BUILD)/unit/%: tests/unit/%.c $(wildcard tests/unit/*.h) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LD   $@"
	$(Q)$(CC) $(FLAGS) $< $(LIBRARY) $(LDFLAGS) $(LIBS) -lcmocka -o $@

# A fuzz target with a driver that runs its corpus as plain tests; `make fuzz` runs it under libFuzzer.
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/corpus_driver.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LD   $@"
	$(Q)$(CC) $(FLAGS) $(filter %.c,$^) $(LIBRARY) $(LDFLAGS) $(LIBS) -o $@

# Measurements of one inner loop each, see bench/README.md.
$(BUILD)/micro/%: bench/micro/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LD   $@"
	$(Q)$(CC) $(FLAGS) $< $(LIBRARY) $(LDFLAGS) $(LIBS) -o $@

unit-binaries: $(UNIT_TESTS) $(FUZZ_TESTS)

test: ## every test: rooms, units, rules, goldens, differential, determinism, sanitizers; ends with `N passed, N failed`
	$(Q)tests/run

# Batches and chunks so small that every boundary is crossed, and no memory for anchors: results must not depend on them.
build/small/hecha: FORCE
	$(Q)$(MAKE) BUILD=build/small-objects CFLAGS="-O1 -DHECHA_BATCH_ROWS=16u -DHECHA_CHUNK_BYTES=4096u -DHECHA_MARK_BYTES=10000u -DHECHA_WINDOW_BYTES=256u -DHECHA_ANCHOR_SHARE=4096 -DHECHA_STRIPE_RUNS=2u" build/small-objects/hecha
	@mkdir -p $(@D)
	$(Q)cp build/small-objects/hecha $@

asan: ## the binaries with address and undefined-behaviour sanitizers, in build/asan
	$(Q)$(MAKE) BUILD=build/asan CFLAGS="-O1 -g $(SANITIZE)" build/asan/hecha build/asan/gen unit-binaries-asan

unit-binaries-asan: $(UNIT_TESTS) $(FUZZ_TESTS)

fuzz: ## libFuzzer on every entrance, FUZZ_SECONDS each (clang)
	$(Q)for target in $(notdir $(basename $(wildcard tests/fuzz/fuzz_*.c))); do \
	mkdir -p build/fuzz-work/$$target && clang -g -O1 -std=gnu11 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -Iengine -Iinclude \
	tests/fuzz/$$target.c $(filter-out engine/cli/%,$(SOURCES)) $(LIBS) -o build/fuzz-work/$$target.bin && \
	build/fuzz-work/$$target.bin -max_total_time=$(or $(FUZZ_SECONDS),60) build/fuzz-work/$$target tests/fuzz/corpus/$${target#fuzz_}; done

# Part of it: `make bench ROWS=2000000 SPELLINGS=plain RULES=six MEMORY=4G THREADS=2 RUNS=3 ONLY=hecha`.
bench: ## time hecha and DuckDB side by side (hours; bench/README.md tells the parts)
	$(Q)bench/run $(if $(ROWS),--rows "$(ROWS)") $(if $(SPELLINGS),--spelling "$(SPELLINGS)") $(if $(RULES),--rules "$(RULES)") \
	$(if $(MEMORY),--memory "$(MEMORY)") $(if $(THREADS),--threads "$(THREADS)") $(if $(RUNS),--runs $(RUNS)) $(if $(ONLY),--only $(ONLY))

check: ## rooms include only lower rooms, headers compile alone, foreign libraries stay in one file
	$(Q)tests/check_rooms

clean: ## remove build/
	rm -rf build

list: ## the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 12

-include $(OBJECTS:.o=.d)
FORCE:

.PHONY: all deps demo test asan fuzz bench check clean list unit-binaries unit-binaries-asan
.DEFAULT_GOAL := all
