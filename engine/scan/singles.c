/* Rows with at most one partner in each match: nothing is copied together, nothing can become too many. The others are put aside. */
#include "scan/tuples.h"

_Static_assert(INDEX_NONE == ROW_NONE, "what an index does not find is no partner");

static const struct index *match_index(const struct stage_runner *run, uint32_t number)
{
	return run->lookups->index[run->stage->match[number].lookup];
}

/* Fewer rows than one in so many: results for every position of the frame cost more than copies. Of the rows of an index one in so many may have
 * another with its key: more would be put aside. */
enum { FEW_ROWS = 16, FEW_DOUBLED = 4 };

bool singles_likely(const struct stage_runner *run, uint32_t count)
{
	bool likely = (uint64_t)count * FEW_ROWS >= run->frame.count;
	for (uint32_t number = 0; number < run->stage->match_count && likely; number++) {
		const struct index *index = match_index(run, number);
		likely = (uint64_t)index->doubled * (run->sinks->as_written ? count : FEW_DOUBLED) <= index->table->rowset.row_count;
	}
	return likely;
}

/* Partners of one match for the rows in `at`; leaves those that may still become true, UINT32_MAX: some row has more than one, and what was counted
 * of it before must not be counted again. */
static uint32_t meet(struct stage_runner *run, uint32_t number, uint32_t *at, uint32_t count, struct singles *singles)
{
	const struct plan_match *match = &run->stage->match[number];
	const struct index *index = match_index(run, number);
	const struct column *probe[HECHA_KEY_MAX];
	uint32_t *first = arena_alloc(run->scratch, (count + 1) * sizeof *first), *row = singles->row[number], kept = 0, aside = 0;
	match_probe(run, number, &singles->frame, (struct selection){count, at}, probe);
	index_first_all(index, probe, at, count, first);
	for (uint32_t each = 0; each < count; each++) {
		uint32_t position = at[each];
		row[position] = first[each];
		if (first[each] != INDEX_NONE && index_has_more(index, first[each])) {
			if (run->sinks->as_written)
				return UINT32_MAX;
			singles->verdict[position] = VERDICT_ASIDE;
			aside++;
			continue;
		}
		run->missed += first[each] == INDEX_NONE;
		if (first[each] == INDEX_NONE && !match->optional) {
			if (singles->verdict[position] != VERDICT_FALSE)
				match_blame_key(run, number, probe, &singles->frame, position, position);
			singles->verdict[position] = VERDICT_DROPPED;
			continue;
		}
		at[kept++] = position;
	}
	run->made = kept;
	match_counted(run, number, count - aside);
	return kept;
}

/* A row whose only tuple is false is nothing any more; where its further partners might be too many, or are counted, they are still looked for. */
static enum verdict least_verdict(const struct stage_runner *run)
{
	return run->sinks->as_written || may_crowd(run->stage, run->lookups) ? VERDICT_FALSE : VERDICT_UNKNOWN;
}

static uint32_t judge(struct stage_runner *run, uint32_t slot, uint32_t *at, uint32_t count, struct singles *singles)
{
	tuples_judge(run, slot, &singles->frame, (struct selection){count, at}, singles->verdict, NULL);
	enum verdict least = least_verdict(run);
	uint32_t kept = 0;
	for (uint32_t each = 0; each < count; each++) {
		uint32_t position = at[each];
		at[kept] = position;
		kept += singles->verdict[position] >= least;
	}
	return kept;
}

bool singles_make(struct stage_runner *run, const uint32_t *at, uint32_t count, struct singles *out)
{
	uint32_t positions = run->frame.count;
	uint32_t *open = arena_alloc(run->scratch, (count + 1) * sizeof *open);
	memcpy(open, at, count * sizeof *open);
	*out = (struct singles){.frame = run->frame, .verdict = arena_alloc(run->scratch, positions + 1)};
	memset(out->verdict, VERDICT_TRUE, positions);
	for (uint32_t number = 0; number < run->stage->match_count; number++) {
		out->row[number] = arena_alloc(run->scratch, (positions + 1) * sizeof(uint32_t));
		count = meet(run, number, open, count, out);
		if (count == UINT32_MAX)
			return false;
		struct rowset *partners = &run->lookups->table[run->stage->match[number].lookup]->rowset;
		out->frame.slot[out->frame.slot_count++] = (struct frame_slot){.set = partners, .row = out->row[number]};
		count = judge(run, number + 1, open, count, out);
	}
	return true;
}
