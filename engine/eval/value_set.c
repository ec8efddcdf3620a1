#include "eval/eval.h"

/* Open addressing over a power of two at least twice the count. */
struct value_set {
	enum value_type type;
	uint32_t mask;
	struct value *slot; /* cell UNREAD: empty */
};

static struct value *slot_of(const struct value_set *set, struct value value)
{
	uint32_t at = (uint32_t)value_hash(value, set->type) & set->mask;
	while (set->slot[at].cell != CELL_UNREAD && !value_equal(set->slot[at], value, set->type))
		at = (at + 1) & set->mask;
	return &set->slot[at];
}

struct value_set *value_set_new(enum value_type type, const struct value *value, uint32_t count, struct arena *arena)
{
	struct value_set *set = arena_zero(arena, 1, sizeof *set);
	uint32_t size = 4;
	while (size < 2 * count)
		size *= 2;
	set->type = type;
	set->mask = size - 1;
	set->slot = arena_zero(arena, size, sizeof *set->slot);
	for (uint32_t at = 0; at < count; at++)
		*slot_of(set, value[at]) = value[at];
	return set;
}

/* Slots depend on the order in which values came: equal sets may be called different, never the other way. */
bool value_set_equal(const struct value_set *a, const struct value_set *b)
{
	bool equal = a->type == b->type && a->mask == b->mask;
	for (uint32_t at = 0; equal && at <= a->mask; at++)
		equal = a->slot[at].cell == b->slot[at].cell && (a->slot[at].cell == CELL_UNREAD || value_equal(a->slot[at], b->slot[at], a->type));
	return equal;
}

bool value_set_has(const struct value_set *set, struct value value)
{
	return slot_of(set, value)->cell != CELL_UNREAD;
}
