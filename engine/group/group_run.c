/* Runs of rows with one key: few groups and every row of an extract, as rules about whole files have them. */
#include "group/store.h"

#include "group/aggregate.h"

static bool same_cell(const struct column *column, uint32_t a, uint32_t b)
{
	a &= column->mask;
	b &= column->mask;
	if (column->cell[a] != CELL_VALUE || column->cell[b] != CELL_VALUE)
		return false;
	return column->type == TYPE_TEXT ? span_equal(column->text[a], column->text[b]) : column->number[a] == column->number[b];
}

static bool same_key(const struct row_block *block, uint32_t a, uint32_t b)
{
	bool same = true;
	for (uint32_t key = 0; key < block->stage->key_count && same; key++)
		same = same_cell(block->value[key], block->at[a], block->at[b]);
	return same;
}

/* Neither the group's first row, nor one that is undecided, nor one of those kept as evidence. */
static bool is_only_counted(const struct group *group, const struct row_block *block, uint32_t index)
{
	struct place place = block->place[index];
	if ((block->undecided && block->undecided[index]) || place_compare(place, group->place) <= 0)
		return false;
	const struct evidence *evidence = &group->evidence;
	return !group->stage->keeps_evidence ||
	       (evidence->count == HECHA_EVIDENCE_ROWS_MAX && place_compare(place, evidence->row[0].place) >= 0);
}

uint32_t group_add_run(struct group_store *store, uint32_t thread_number, const struct row_block *block, uint32_t index)
{
	struct store_thread *thread = store->thread[thread_number];
	struct group *group = thread->last;
	if (!index || !group || block->evidence)
		return 0;
	uint32_t end = index;
	while (end < block->count && is_only_counted(group, block, end) && same_key(block, end - 1, end))
		end++;
	uint32_t count = end - index;
	if (!count)
		return 0;
	group->rows += count;
	if (store->stage->keeps_evidence)
		group->evidence.total += count;
	for (uint32_t each = 0; each < store->stage->aggregate_count; each++) {
		const struct aggregate *aggregate = &store->stage->aggregate[each];
		const struct column *column = aggregate->kind == AGGREGATE_ROWS ? NULL : block->value[aggregate->value];
		aggregate_add_run(&group->state[each], store->stage, aggregate, column, block->at + index, count, store->symbols,
				  &thread->early_arena);
	}
	return count;
}
