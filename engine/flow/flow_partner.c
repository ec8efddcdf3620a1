/* Partners in memory, noted for the values that have them. See plan/anchor.h. */
#include "base/file.h"
#include "flow/flow_parts.h"
#include "plan/anchor.h"

/* Whether more than a few rows have this one's key. Asked of the first of them only: the others have the same value. */
static bool is_crowded(const struct index *index, const struct column *const *key, uint32_t row, uint32_t few)
{
	if (index->most <= few)
		return false;
	uint32_t count = 0, next = index_first(index, key, row);
	for (; next != INDEX_NONE && next >= row && count <= few; count++)
		next = index_next(index, key, next, next);
	return count > few;
}

/* A value of which something may have to be reported gets all that the rule needs. */
static uint64_t bits_of_row(const struct plan_rule *rule, const struct anchor_partner *partner, const struct index *index,
			    const struct column *const *key, uint32_t row)
{
	bool keep = is_crowded(index, key, row, partner->few);
	for (uint32_t at = 0; at < partner->used_count; at++)
		keep |= !anchor_known(index->table->column[partner->used[at]], row);
	return keep ? rule->needs | (uint64_t)rule->by_month << ANCHOR_KEEP : partner->need;
}

static void note_partner(struct flow *flow, const struct plan_rule *rule, const struct anchor_partner *partner, uint32_t from, uint32_t count, struct arena *scratch)
{
	const struct index *index = flow->lookups.index[partner->lookup];
	const struct column *key[HECHA_KEY_MAX], *anchor = index->table->column[partner->column];
	uint32_t *row = arena_alloc(scratch, (count + 1) * sizeof *row);
	struct record_rows rows = {.hash = arena_alloc(scratch, (count + 1) * sizeof *rows.hash),
				   .bits = arena_alloc(scratch, (count + 1) * sizeof *rows.bits)};
	for (uint32_t at = 0; at < index->key_count; at++)
		key[at] = index->table->column[index->key[at]];
	for (uint32_t at = from; at < from + count; at++) {
		bool known = true;
		for (uint32_t part = 0; part < index->key_count; part++)
			known &= anchor_known(key[part], at);
		if (!known) /* nobody's partner */
			continue;
		row[rows.count] = at;
		rows.bits[rows.count++] = bits_of_row(rule, partner, index, key, at);
	}
	column_hashes(anchor, row, rows.count, rows.hash);
	records_note(flow->records[anchor->type], &rows, scratch);
}

void flow_note_partners(struct flow *flow)
{
	struct arena *scratch = &flow->scratch[0];
	for (uint32_t at = 0; at < flow->plan->rule_count && flow->twice; at++) {
		const struct plan_rule *rule = &flow->plan->rule[at];
		for (uint32_t each = 0; each < rule->partner_count && flow->active[at]; each++) {
			uint32_t rows = flow->lookups.table[rule->partner[each].lookup]->rowset.row_count;
			for (uint32_t from = 0; from < rows && !flow->anchor_all; from += HECHA_BATCH_ROWS) {
				uint32_t left = rows - from;
				arena_reset(scratch);
				note_partner(flow, rule, &rule->partner[each], from, left < HECHA_BATCH_ROWS ? left : HECHA_BATCH_ROWS, scratch);
			}
		}
	}
}
