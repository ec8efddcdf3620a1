/* Memory that may grow up to a limit, and by how many bytes it grew. */
#ifndef HECHA_UNIT_GROWTH_H
#define HECHA_UNIT_GROWTH_H

#include "base/memory.h"

struct unit_growth {
	size_t limit;
	_Atomic size_t bytes;
};

static inline bool unit_may_grow(void *context, size_t bytes)
{
	struct unit_growth *growth = context;
	bool may = growth->bytes + bytes <= growth->limit;
	growth->bytes += may ? bytes : 0;
	return may;
}

#define UNIT_GROWTH(growth) ((struct mem_growth){unit_may_grow, (growth)})
#define UNLIMITED UNIT_GROWTH(&(struct unit_growth){.limit = SIZE_MAX})

#endif
