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

/* Value `column` of the first row, raw cell included. */
static struct value first_value(const struct group *group, uint32_t column, struct span *raw)
{
	const uint8_t *at = group->first;
	struct value value = {0};
	for (uint32_t each = 0; each <= column; each++)
		value = packed_next(&at, group->stage->value[each].node->type, raw);
	return value;
}

static const struct column *rows_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	struct group_rows *rows = (struct group_rows *)set;
	struct column *out = column_new(rows->scratch, group_type(rows->stage, column), set->row_count, column < GROUP_AGGREGATE);
	for (uint32_t at = 0; at < count; at++) {
		uint32_t each = row[at];
		if (column == GROUP_AMOUNT)
			column_set(out, each, (struct value){.cell = CELL_VALUE, .number = rows->amount[each]});
		else if (column >= GROUP_AGGREGATE)
			column_set(out, each, group_value(rows->group[each], column));
		else
			column_set(out, each, first_value(rows->group[each], column, &out->raw[each]));
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
