/* Groups as rows: columns decoded from the packed values when an expression asks. */
#include "group/group.h"

static struct place rows_place(const struct rowset *set, uint32_t row)
{
	return ((const struct group_rows *)set)->group[row]->place;
}

static const struct evidence *rows_evidence(const struct rowset *set, uint32_t row)
{
	const struct group *group = ((const struct group_rows *)set)->group[row];
	if (!group->evidence.count)
		return NULL;
	bool own = !group->stage->grouped && group->evidence.row[0].stage == group->stage->number;
	return own ? NULL : &group->evidence; /* a projected row of an extract still stands for itself */
}

/* Values lie one behind the other: all that are asked for are read once, of all groups, in their order. */
static const struct column *first_values(struct group_rows *rows, uint32_t column)
{
	uint32_t count = rows->base.rowset.row_count;
	if (!rows->value) {
		rows->value = arena_zero(rows->scratch, rows->stage->value_count, sizeof(*rows->value));
		rows->at = arena_alloc(rows->scratch, (count + 1) * sizeof *rows->at);
		for (uint32_t row = 0; row < count; row++)
			rows->at[row] = rows->group[row]->first;
	}
	for (; rows->value_count <= column; rows->value_count++) {
		struct column *out = column_new(rows->scratch, group_type(rows->stage, rows->value_count), count, true);
		packed_next_all(rows->at, count, out);
		rows->value[rows->value_count] = out;
	}
	return rows->value[column];
}

static const struct column *rows_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	struct group_rows *rows = (struct group_rows *)set;
	if (column < GROUP_AGGREGATE)
		return first_values(rows, column);
	struct column *out = column_new(rows->scratch, group_type(rows->stage, column), set->row_count, false);
	for (uint32_t at = 0; at < count; at++) {
		uint32_t each = row[at];
		struct value amount = {.cell = CELL_VALUE, .number = column == GROUP_AMOUNT ? rows->amount[each] : 0};
		column_set(out, each, column == GROUP_AMOUNT ? amount : group_value(rows->group[each], column));
	}
	return out;
}

void group_rows_init(struct group_rows *rows, const struct stage *stage, const struct group *const *group, uint32_t count,
		     struct arena *scratch)
{
	*rows = (struct group_rows){.stage = stage, .group = group, .scratch = scratch};
	rows->base.rowset = (struct rowset){.row_count = count, .read = rows_read, .place = rows_place};
	rows->base.evidence = rows_evidence;
}
