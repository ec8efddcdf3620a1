#include "eval/eval_kernel.h"
#include "eval/text_ends.h"

enum { FEW_MAX = 8 };

/* Open addressing over a power of two at least twice the count. */
struct value_set {
	enum value_type type;
	uint32_t mask, few_count;
	int64_t few[FEW_MAX]; /* the values, where they are few: all of them are looked at; texts by their ends first */
	struct text_ends few_ends[FEW_MAX];
	struct span few_text[FEW_MAX];
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
	set->few_count = count <= FEW_MAX ? count : 0;
	for (uint32_t at = 0; at < set->few_count; at++) {
		set->few[at] = value[at].number;
		set->few_text[at] = value[at].text;
		set->few_ends[at] = text_ends(value[at].text);
	}
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

uint32_t value_set_few(const struct value_set *set, const int64_t **value)
{
	*value = set->few;
	return set->type == TYPE_TEXT ? 0 : set->few_count;
}

static void find_few(const struct value_set *set, const struct column *from, struct selection selection, struct column *out)
{
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		int64_t number = from->number[position & from->mask];
		bool found = false;
		for (uint32_t each = 0; each < set->few_count; each++)
			found |= set->few[each] == number;
		out->number[position] = found;
	}
}

static void find_few_texts(const struct value_set *set, const struct column *from, struct selection selection, struct column *out)
{
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at], source = position & from->mask;
		struct span text = from->cell[source] == CELL_VALUE ? from->text[source] : (struct span){0};
		struct text_ends ends = text_ends(text);
		bool found = false;
		for (uint32_t each = 0; each < set->few_count && !found; each++)
			found = text_ends_equal(set->few_ends[each], ends, set->few_text[each], text);
		out->number[position] = found;
	}
}

void value_set_find(const struct value_set *set, const struct column *from, struct selection selection, struct column *out)
{
	if (set->few_count) {
		(set->type == TYPE_TEXT ? find_few_texts : find_few)(set, from, selection, out);
		return;
	}
	for (uint32_t at = 0; at < selection.count; at++) {
		struct value value = column_value(from, selection.at[at]);
		out->number[selection.at[at]] = value.cell == CELL_VALUE && slot_of(set, value)->cell != CELL_UNREAD;
	}
}
