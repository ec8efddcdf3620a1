#include "scan/tuples.h"

static void tuples_room(struct tuples *tuples, uint32_t slots, struct arena *arena)
{
	if (tuples->count < tuples->capacity)
		return;
	uint32_t capacity = tuples->capacity ? tuples->capacity * 2 : 2 * TUPLE_OWNERS;
	uint32_t **array[FRAME_SLOTS_MAX + 1] = {&tuples->owner};
	for (uint32_t slot = 0; slot < slots; slot++)
		array[slot + 1] = &tuples->row[slot];
	for (uint32_t each = 0; each <= slots; each++) {
		uint32_t *larger = arena_alloc(arena, capacity * sizeof *larger);
		if (tuples->count)
			memcpy(larger, *array[each], tuples->count * sizeof *larger);
		*array[each] = larger;
	}
	uint8_t *verdict = arena_alloc(arena, capacity);
	if (tuples->count)
		memcpy(verdict, tuples->verdict, tuples->count);
	tuples->verdict = verdict;
	tuples->capacity = capacity;
}

static void tuples_add(struct tuples *to, const struct tuples *from, uint32_t tuple, uint32_t slot, uint32_t row, struct arena *arena)
{
	tuples_room(to, slot + 1, arena);
	to->owner[to->count] = from->owner[tuple];
	to->verdict[to->count] = from->verdict[tuple];
	for (uint32_t each = 0; each < slot; each++)
		to->row[each][to->count] = from->row[each][tuple];
	to->row[slot][to->count++] = row;
}

struct frame tuples_frame(const struct stage_runner *run, const struct tuples *tuples, uint32_t slots)
{
	struct frame frame = {.count = tuples->count, .slot_count = slots, .symbols = run->plan->symbols, .scratch = run->scratch};
	frame.slot[0] = (struct frame_slot){.set = run->set, .row = tuples->row[0]};
	for (uint32_t slot = 1; slot < slots; slot++)
		frame.slot[slot] = (struct frame_slot){.set = &run->lookups->table[run->stage->match[slot - 1].lookup]->rowset, .row = tuples->row[slot]};
	return frame;
}

/* ---- judging ---- */

/* One that is false of mandatory partners rules its tuple out; false of an optional one does not, while undecided codes may still look at that
 * partner. */
static void judge_one(struct stage_runner *run, uint32_t number, struct frame *frame, struct selection tuples, uint8_t *verdict,
		      const uint32_t *owner)
{
	const struct condition *condition = &run->stage->after[number];
	uint32_t *at = arena_alloc(run->scratch, (tuples.count + 1) * sizeof *at), count = 0, failed = 0;
	for (uint32_t each = 0; each < tuples.count; each++) {
		at[count] = tuples.at[each];
		count += verdict[tuples.at[each]] >= VERDICT_UNKNOWN;
	}
	if (!count)
		return;
	uint8_t fails = condition->optional && run->stage->undecided_count ? VERDICT_FALSE : VERDICT_DROPPED;
	const struct column *result = eval(condition->node, frame, (struct selection){count, at});
	for (uint32_t one = 0; one < count; one++) {
		uint32_t tuple = at[one], source = tuple & result->mask;
		if (result->cell[source] == CELL_VALUE) {
			verdict[tuple] = result->number[source] ? verdict[tuple] : fails;
			failed += !result->number[source];
			continue;
		}
		verdict[tuple] = VERDICT_UNKNOWN;
		struct row_flaw *flaw = row_flaw(run, owner ? owner[tuple] : tuple);
		if (!flaw->blame)
			flaw->blame = missing_column(run->plan, run->stage, condition->node, frame, tuple);
	}
	pass_count_add(&run->counts->after[number], count, count - failed);
}

void tuples_judge(struct stage_runner *run, uint32_t slot, struct frame *frame, struct selection tuples, uint8_t *verdict, const uint32_t *owner)
{
	for (uint32_t each = 0; each < run->stage->after_count; each++)
		if (run->stage->after[each].slot == slot)
			judge_one(run, each, frame, tuples, verdict, owner);
}

static void judge(struct stage_runner *run, uint32_t slot, struct tuples *tuples)
{
	struct frame frame = tuples_frame(run, tuples, slot + 1);
	tuples_judge(run, slot, &frame, selection_all(tuples->count, run->scratch), tuples->verdict, tuples->owner);
	uint32_t kept = 0;
	for (uint32_t tuple = 0; tuple < tuples->count; tuple++) {
		if (tuples->verdict[tuple] == VERDICT_DROPPED)
			continue;
		tuples->owner[kept] = tuples->owner[tuple];
		tuples->verdict[kept] = tuples->verdict[tuple];
		for (uint32_t each = 0; each <= slot; each++)
			tuples->row[each][kept] = tuples->row[each][tuple];
		kept++;
	}
	tuples->count = kept;
}

/* ---- partners ---- */

bool may_crowd(const struct stage *stage, const struct lookups *lookups)
{
	uint64_t most = 1;
	for (uint32_t number = 0; number < stage->match_count && most <= HECHA_TUPLES_PER_ROW_MAX; number++)
		most *= lookups->index[stage->match[number].lookup]->most + 1ull;
	return most > HECHA_TUPLES_PER_ROW_MAX;
}

void match_blame_key(struct stage_runner *run, uint32_t number, const struct column *const *probe, struct frame *frame, uint32_t position,
		     uint32_t owner)
{
	const struct plan_match *match = &run->stage->match[number];
	for (uint32_t key = 0; key < run->lookups->index[match->lookup]->key_count; key++) {
		if (probe[key]->cell[position & probe[key]->mask] == CELL_VALUE)
			continue;
		struct row_flaw *flaw = row_flaw(run, owner);
		if (!flaw->null_key)
			flaw->null_key = missing_column(run->plan, run->stage, match->probe[key], frame, position);
	}
}

void match_probe(const struct stage_runner *run, uint32_t number, struct frame *frame, struct selection selection,
		 const struct column *probe[HECHA_KEY_MAX])
{
	const struct plan_match *match = &run->stage->match[number];
	for (uint32_t key = 0; key < run->lookups->index[match->lookup]->key_count; key++)
		probe[key] = eval(match->probe[key], frame, selection);
}

uint32_t tuples_drop(struct stage_runner *run, uint32_t *at, uint32_t count)
{
	const struct plan_match *match = &run->stage->match[0];
	const struct column *probe[HECHA_KEY_MAX];
	if (match->optional)
		return count;
	match_probe(run, 0, &run->frame, (struct selection){count, at}, probe);
	uint32_t kept = index_filter(run->lookups->index[match->lookup], probe, at, count);
	run->counts->match[0].keys += count - kept;
	return kept;
}

/* One match being made: what tuples it starts from, and what was looked up for them. */
struct expansion {
	struct stage_runner *run;
	uint32_t number;
	const struct tuples *from;
	struct frame *frame;
	const struct column *probe[HECHA_KEY_MAX];
	uint32_t *first; /* per tuple */
	struct tuples to;
};

static void expand_tuple(struct expansion *expansion, uint32_t tuple)
{
	struct stage_runner *run = expansion->run;
	const struct tuples *from = expansion->from;
	struct tuples *to = &expansion->to;
	const struct plan_match *match = &run->stage->match[expansion->number];
	const struct index *index = run->lookups->index[match->lookup];
	uint32_t row = expansion->first[tuple], start = to->count, slot = expansion->number + 1;
	run->missed += row == INDEX_NONE;
	if (row == INDEX_NONE && match->optional)
		tuples_add(to, from, tuple, slot, ROW_NONE, run->scratch);
	else if (row == INDEX_NONE && from->verdict[tuple] != VERDICT_FALSE)
		match_blame_key(run, expansion->number, expansion->probe, expansion->frame, tuple, from->owner[tuple]);
	for (; row != INDEX_NONE && to->count - start <= HECHA_TUPLES_PER_ROW_MAX; row = index_next(index, expansion->probe, tuple, row))
		tuples_add(to, from, tuple, slot, row, run->scratch);
}

/* Partners of one match for all tuples of one row of from, [tuple, …). Returns the tuple behind them. */
static uint32_t expand_owner(struct expansion *expansion, uint32_t tuple)
{
	const struct tuples *from = expansion->from;
	struct tuples *to = &expansion->to;
	uint32_t owner = from->owner[tuple], start = to->count;
	for (; tuple < from->count && from->owner[tuple] == owner; tuple++)
		if (to->count - start <= HECHA_TUPLES_PER_ROW_MAX)
			expand_tuple(expansion, tuple);
	expansion->run->made += to->count - start;
	if (to->count - start > HECHA_TUPLES_PER_ROW_MAX) {
		to->count = start;
		row_flaw(expansion->run, owner)->crowded = true;
	}
	return tuple;
}

void match_counted(struct stage_runner *run, uint32_t number, uint32_t keys)
{
	struct match_count *count = &run->counts->match[number];
	count->keys += keys;
	count->matched += keys - run->missed;
	count->partners += run->made - (run->stage->match[number].optional ? run->missed : 0); /* a tuple without partner is none */
	run->missed = 0;
	run->made = 0;
}

/* Combinations of a row with its partners, rows in order, partners in (file, line) order, but for those that conditions rule out. False when they
 * are so many that fewer rows should be taken at once. */
bool tuples_make(struct stage_runner *run, const uint32_t *at, uint32_t count, struct tuples *out)
{
	struct tuples tuples = {0};
	for (uint32_t each = 0; each < count; each++) {
		tuples_room(&tuples, 1, run->scratch);
		tuples.owner[tuples.count] = at[each];
		tuples.verdict[tuples.count] = VERDICT_TRUE;
		tuples.row[0][tuples.count++] = slot_row(&run->frame.slot[0], at[each]);
	}
	for (uint32_t number = 0; number < run->stage->match_count; number++) {
		const struct plan_match *match = &run->stage->match[number];
		struct frame frame = tuples_frame(run, &tuples, number + 1);
		struct expansion expansion = {.run = run, .number = number, .from = &tuples, .frame = &frame};
		struct selection all = selection_all(tuples.count, run->scratch);
		match_probe(run, number, &frame, all, expansion.probe);
		expansion.first = arena_alloc(run->scratch, (tuples.count + 1) * sizeof *expansion.first);
		index_first_all(run->lookups->index[match->lookup], expansion.probe, all.at, all.count, expansion.first);
		for (uint32_t tuple = 0; tuple < tuples.count;) {
			tuple = expand_owner(&expansion, tuple);
			if (expansion.to.count > TUPLE_MANY && count > 1)
				return false;
		}
		match_counted(run, number, tuples.count);
		tuples = expansion.to;
		judge(run, number + 1, &tuples);
	}
	*out = tuples;
	return true;
}
