# hecha: build, demo, tests. `make list` shows the targets; V=1 shows the commands.
CC ?= gcc
include engine/rooms.mk

BUILD ?= build
LIBS := -lcsv -lpcre2-8 -lz -lyaml -lxxhash -ljansson -lpthread
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Werror
CFLAGS ?= -O2 -g
ALL_CFLAGS := -std=gnu11 -D_GNU_SOURCE -fopenmp -Iengine -Iinclude -MMD -MP $(WARN) $(CFLAGS)
Q := $(if $(V),,@)

ENGINE_SOURCES := $(foreach room,$(ROOMS),$(wildcard engine/$(lastword $(subst :, ,$(room)))/*.c))
ENGINE_OBJECTS := $(ENGINE_SOURCES:%.c=$(BUILD)/%.o)
LIBRARY_OBJECTS := $(filter-out $(BUILD)/engine/cli/main.o,$(ENGINE_OBJECTS))

all: $(BUILD)/hecha ## build build/hecha

$(BUILD)/hecha: $(ENGINE_OBJECTS)
	@echo "  LD   $@"
	$(Q)$(CC) $(ALL_CFLAGS) $^ $(LDFLAGS) $(LIBS) -o $@

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(ALL_CFLAGS) -c $< -o $@

-include $(ENGINE_OBJECTS:.o=.d)
.PHONY: all
