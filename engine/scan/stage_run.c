#include "scan/stage_run.h"

/* Rows of `from` whose tuples are made at a time, and tuples beyond which it is fewer: what expressions need stays a few megabytes. */
enum { OWNERS = 256, TUPLES = 16384 };

struct stage_runner {
	const struct plan *plan;
	const struct stage *stage;
	const struct lookups *lookups;
	struct rowset *set;
	evidence_of evidence;
	struct arena *scratch;
	uint32_t thread;
	const struct stage_sinks *sinks;
	struct frame frame;	/* rows alone; position = row - from */
	uint32_t *row;		/* per position, NULL: identity */
	bool *unknown;		/* per position: no condition was false so far, some unknown */
	const char **null_key;	/* per position: column of a null key that a combination met while it was not false */
	bool *crowded;		/* per position: more than HECHA_TUPLES_PER_ROW_MAX combinations */
	const char **blame;	/* per position: column behind the first unknown */
};

/* ---- blame ---- */

static const char *source_column_name(const struct plan *plan, struct plan_source source, uint32_t column)
{
	if (source.kind == SOURCE_TABLE)
		return table_column_name(plan->table[source.number], column);
	return source.kind == SOURCE_STAGE ? plan->stage[source.number]->output_info[column].name : plan->case_column[column].name;
}

/* One cell, without a column for the whole frame. */
static struct value slot_value(const struct frame_slot *slot, uint32_t column, uint32_t position)
{
	uint32_t row = slot->row ? slot->row[position] : position;
	if (row == ROW_NONE)
		return (struct value){.cell = CELL_ABSENT};
	return column_value(slot->set->read(slot->set, column, &row, 1), row);
}

static bool is_unknown(const struct node *node, struct frame *one)
{
	uint32_t zero = 0;
	return column_value(eval(node, one, (struct selection){1, &zero}), 0).cell != CELL_VALUE;
}

static const char *blame_node(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *one);

/* The branch that was taken, or, when none was, the conditions. */
static const char *blame_case(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *one)
{
	uint32_t zero = 0, pairs = node->child_count / 2;
	for (uint32_t pair = 0; pair < pairs; pair++) {
		struct value when = column_value(eval(node->child[2 * pair], one, (struct selection){1, &zero}), 0);
		if (when.cell == CELL_VALUE && when.number)
			return blame_node(plan, stage, node->child[2 * pair + 1], one);
	}
	if (node->has_else)
		return blame_node(plan, stage, node->child[node->child_count - 1], one);
	const char *column = NULL;
	for (uint32_t pair = 0; pair < pairs && !column; pair++)
		if (is_unknown(node->child[2 * pair], one))
			column = blame_node(plan, stage, node->child[2 * pair], one);
	return column;
}

/* node is unknown: so is what made it so. */
static const char *blame_node(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *one)
{
	if (node->kind == NODE_CASE)
		return blame_case(plan, stage, node, one);
	if (node->kind == NODE_COLUMN) {
		uint8_t cell = slot_value(&one->slot[node->slot], node->column, 0).cell;
		struct plan_source source = node->slot ? stage->match[node->slot - 1].source : stage->source;
		return cell == CELL_NULL || cell == CELL_MALFORMED ? source_column_name(plan, source, node->column) : NULL;
	}
	const char *column = NULL;
	for (uint32_t child = 0; child < node->child_count && !column; child++)
		if (is_unknown(node->child[child], one))
			column = blame_node(plan, stage, node->child[child], one);
	return column;
}

const char *missing_column(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *frame,
			   uint32_t position)
{
	uint32_t row[FRAME_SLOTS_MAX];
	struct frame one = {.count = 1, .slot_count = frame->slot_count, .symbols = frame->symbols, .scratch = frame->scratch};
	for (uint32_t slot = 0; slot < frame->slot_count; slot++) {
		row[slot] = frame->slot[slot].row ? frame->slot[slot].row[position] : position;
		one.slot[slot] = (struct frame_slot){frame->slot[slot].set, &row[slot]};
	}
	return blame_node(plan, stage, node, &one);
}

static const struct node *subject_node(const struct stage *stage)
{
	return stage->key_count && stage->value[0].node->kind == NODE_COLUMN && stage->value[0].node->slot == 0 ? stage->value[0].node : NULL;
}

static void report_missing(struct stage_runner *run, uint32_t position, const char *column)
{
	const struct node *subject = subject_node(run->stage);
	struct missing_row missing = {.stage = run->stage, .column = column};
	if (subject) {
		missing.subject = slot_value(&run->frame.slot[0], subject->column, position);
		missing.subject_type = subject->type;
	}
	missing.place = run->set->place(run->set, run->row ? run->row[position] : position);
	run->sinks->missing(run->sinks->context, run->thread, &missing);
}

/* ---- conditions on the row alone ---- */

/* Keeps in selection what is not false; notes what is unknown. */
static uint32_t filter(struct stage_runner *run, const struct condition *condition, uint32_t *at, uint32_t count)
{
	const struct column *result = eval(condition->node, &run->frame, (struct selection){count, at});
	uint32_t kept = 0;
	for (uint32_t each = 0; each < count; each++) {
		uint32_t position = at[each], source = position & result->mask;
		if (result->cell[source] == CELL_VALUE && !result->number[source])
			continue;
		at[kept++] = position;
		if (result->cell[source] == CELL_VALUE || run->unknown[position])
			continue;
		run->unknown[position] = true;
		run->blame[position] = missing_column(run->plan, run->stage, condition->node, &run->frame, position);
	}
	return kept;
}

/* ---- tuples ---- */

enum verdict { VERDICT_DROPPED, VERDICT_FALSE, VERDICT_UNKNOWN, VERDICT_TRUE };

struct tuples {
	uint32_t count, capacity;
	uint32_t *owner;		/* position of the row of from */
	uint8_t *verdict;		/* of the conditions that can be judged so far */
	uint32_t *row[FRAME_SLOTS_MAX]; /* per slot */
};

static void tuples_room(struct tuples *tuples, uint32_t slots, struct arena *arena)
{
	if (tuples->count < tuples->capacity)
		return;
	uint32_t capacity = tuples->capacity ? tuples->capacity * 2 : 2 * OWNERS;
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

static struct frame tuple_frame(const struct stage_runner *run, const struct tuples *tuples, uint32_t slots)
{
	struct frame frame = {.count = tuples->count, .slot_count = slots, .symbols = run->plan->symbols, .scratch = run->scratch};
	frame.slot[0] = (struct frame_slot){run->set, tuples->row[0]};
	for (uint32_t slot = 1; slot < slots; slot++)
		frame.slot[slot] = (struct frame_slot){&run->lookups->table[run->stage->match[slot - 1].lookup]->rowset, tuples->row[slot]};
	return frame;
}

static struct selection all_of(uint32_t count, struct arena *arena)
{
	uint32_t *at = arena_alloc(arena, (count + 1) * sizeof *at);
	for (uint32_t each = 0; each < count; each++)
		at[each] = each;
	return (struct selection){count, at};
}

/* ---- judging ---- */

/* A condition over the tuples that may still become true. One that is false of mandatory partners rules its tuple out; false of an optional one
 * does not, while undecided codes may still look at that partner. */
static void judge_one(struct stage_runner *run, const struct condition *condition, struct tuples *tuples, struct frame *frame)
{
	uint32_t *at = arena_alloc(run->scratch, (tuples->count + 1) * sizeof *at), count = 0;
	for (uint32_t tuple = 0; tuple < tuples->count; tuple++)
		if (tuples->verdict[tuple] >= VERDICT_UNKNOWN)
			at[count++] = tuple;
	if (!count)
		return;
	uint8_t fails = condition->optional && run->stage->undecided_count ? VERDICT_FALSE : VERDICT_DROPPED;
	const struct column *result = eval(condition->node, frame, (struct selection){count, at});
	for (uint32_t one = 0; one < count; one++) {
		uint32_t tuple = at[one], source = tuple & result->mask, owner = tuples->owner[tuple];
		if (result->cell[source] == CELL_VALUE) {
			tuples->verdict[tuple] = result->number[source] ? tuples->verdict[tuple] : fails;
			continue;
		}
		tuples->verdict[tuple] = VERDICT_UNKNOWN;
		if (!run->blame[owner])
			run->blame[owner] = missing_column(run->plan, run->stage, condition->node, frame, tuple);
	}
}

/* Every condition whose last partner is the one just met. */
static void judge(struct stage_runner *run, uint32_t slot, struct tuples *tuples)
{
	struct frame frame = tuple_frame(run, tuples, slot + 1);
	for (uint32_t each = 0; each < run->stage->after_count; each++)
		if (run->stage->after[each].slot == slot)
			judge_one(run, &run->stage->after[each], tuples, &frame);
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

/* A key that is null in the file cannot be matched: a row that was not false yet is unknown. */
static void blame_key(struct stage_runner *run, const struct plan_match *match, const struct column *const *probe, uint32_t keys,
		      struct frame *frame, uint32_t tuple, uint32_t owner)
{
	for (uint32_t key = 0; key < keys && !run->null_key[owner]; key++)
		if (probe[key]->cell[tuple & probe[key]->mask] != CELL_VALUE)
			run->null_key[owner] = missing_column(run->plan, run->stage, match->probe[key], frame, tuple);
}

static void expand_tuple(struct stage_runner *run, uint32_t number, const struct tuples *from, uint32_t tuple, struct frame *frame,
			 const struct column *const *probe, struct tuples *to)
{
	const struct plan_match *match = &run->stage->match[number];
	const struct index *index = run->lookups->index[match->lookup];
	uint32_t row = index_first(index, probe, tuple), start = to->count;
	if (row == INDEX_NONE && match->optional)
		tuples_add(to, from, tuple, number + 1, ROW_NONE, run->scratch);
	else if (row == INDEX_NONE && from->verdict[tuple] != VERDICT_FALSE)
		blame_key(run, match, probe, index->key_count, frame, tuple, from->owner[tuple]);
	for (; row != INDEX_NONE && to->count - start <= HECHA_TUPLES_PER_ROW_MAX; row = index_next(index, probe, tuple, row))
		tuples_add(to, from, tuple, number + 1, row, run->scratch);
}

/* Partners of one match for all tuples of one row of from, [tuple, …). Returns the tuple behind them. */
static uint32_t expand_owner(struct stage_runner *run, uint32_t number, const struct tuples *from, uint32_t tuple, struct frame *frame,
			     const struct column *const *probe, struct tuples *to)
{
	uint32_t owner = from->owner[tuple], start = to->count;
	for (; tuple < from->count && from->owner[tuple] == owner; tuple++)
		if (to->count - start <= HECHA_TUPLES_PER_ROW_MAX)
			expand_tuple(run, number, from, tuple, frame, probe, to);
	if (to->count - start > HECHA_TUPLES_PER_ROW_MAX) {
		to->count = start;
		run->crowded[owner] = true;
	}
	return tuple;
}

/* Combinations of a row with its partners, rows in order, partners in (file, line) order, but for those that conditions rule out. False when they
 * are so many that fewer rows should be taken at once. */
static bool make_tuples(struct stage_runner *run, const uint32_t *at, uint32_t count, struct tuples *out)
{
	struct tuples tuples = {0};
	for (uint32_t each = 0; each < count; each++) {
		tuples_room(&tuples, 1, run->scratch);
		tuples.owner[tuples.count] = at[each];
		tuples.verdict[tuples.count] = VERDICT_TRUE;
		tuples.row[0][tuples.count++] = run->row ? run->row[at[each]] : at[each];
	}
	for (uint32_t number = 0; number < run->stage->match_count; number++) {
		const struct plan_match *match = &run->stage->match[number];
		struct frame frame = tuple_frame(run, &tuples, number + 1);
		struct selection all = all_of(tuples.count, run->scratch);
		const struct column *probe[HECHA_KEY_MAX];
		for (uint32_t key = 0; key < run->lookups->index[match->lookup]->key_count; key++)
			probe[key] = eval(match->probe[key], &frame, all);
		struct tuples next = {0};
		for (uint32_t tuple = 0; tuple < tuples.count;) {
			tuple = expand_owner(run, number, &tuples, tuple, &frame, probe, &next);
			if (next.count > TUPLES && count > 1)
				return false;
		}
		tuples = next;
		judge(run, number + 1, &tuples);
	}
	*out = tuples;
	return true;
}

/* The tuple each row of from stands for, where it qualifies; rows that are unknown, or meet too many partners, are reported. */
static uint32_t choose(struct stage_runner *run, const uint32_t *at, uint32_t count, const struct tuples *tuples, uint32_t *chosen)
{
	uint32_t chosen_count = 0, tuple = 0;
	for (uint32_t each = 0; each < count; each++) {
		uint32_t owner = at[each], best = tuple;
		uint8_t verdict = VERDICT_FALSE;
		for (; tuple < tuples->count && tuples->owner[tuple] == owner; tuple++)
			if (tuples->verdict[tuple] > verdict) {
				verdict = tuples->verdict[tuple];
				best = tuple;
			}
		if (run->crowded[owner]) {
			report_missing(run, owner, NULL);
			continue;
		}
		const char *blame = verdict == VERDICT_FALSE ? run->null_key[owner] : run->blame[owner];
		if (verdict == VERDICT_TRUE && (!run->unknown[owner] || run->stage->pass_unknown))
			chosen[chosen_count++] = best;
		else if (blame)
			report_missing(run, owner, blame);
	}
	return chosen_count;
}

/* Mandatory partners must be those of the chosen tuple; an optional one may be any. */
static bool may_speak(const struct stage_runner *run, const struct tuples *tuples, uint32_t tuple, uint32_t chosen)
{
	for (uint32_t match = 0; match < run->stage->match_count; match++)
		if (!run->stage->match[match].optional && tuples->row[match + 1][tuple] != tuples->row[match + 1][chosen])
			return false;
	return true;
}

static uint32_t *undecided_bits(struct stage_runner *run, const struct tuples *tuples, struct frame *frame, const uint32_t *chosen,
				uint32_t count)
{
	if (!run->stage->undecided_count)
		return NULL;
	uint32_t *bits = arena_zero(run->scratch, count + 1, sizeof *bits);
	uint32_t *speaker = arena_alloc(run->scratch, (tuples->count + 1) * sizeof *speaker), speakers = 0;
	uint32_t *number = arena_alloc(run->scratch, (tuples->count + 1) * sizeof *number);
	for (uint32_t each = 0; each < count; each++) {
		uint32_t first = chosen[each], owner = tuples->owner[first];
		while (first && tuples->owner[first - 1] == owner)
			first--;
		for (uint32_t tuple = first; tuple < tuples->count && tuples->owner[tuple] == owner; tuple++)
			if (may_speak(run, tuples, tuple, chosen[each])) {
				number[tuple] = each;
				speaker[speakers++] = tuple;
			}
	}
	uint32_t *yes = arena_alloc(run->scratch, (speakers + 1) * sizeof *yes), holds;
	for (uint32_t code = 0; code < run->stage->undecided_count; code++) {
		eval_split(run->stage->undecided[code].node, frame, (struct selection){speakers, speaker}, yes, &holds, NULL, NULL);
		for (uint32_t each = 0; each < holds; each++)
			bits[number[yes[each]]] |= 1u << code;
	}
	return bits;
}

/* ---- out ---- */

static enum status send(struct stage_runner *run, const struct tuples *tuples, struct frame *frame, const uint32_t *chosen,
			const uint32_t *undecided, uint32_t count, struct err *err)
{
	const struct stage *stage = run->stage;
	const struct column **value = arena_alloc(run->scratch, (stage->value_count + 1) * sizeof *value);
	struct place *place = arena_alloc(run->scratch, (count + 1) * sizeof *place);
	const struct evidence **evidence = run->evidence ? arena_alloc(run->scratch, (count + 1) * sizeof *evidence) : NULL;
	for (uint32_t at = 0; at < stage->value_count; at++)
		value[at] = eval(stage->value[at].node, frame, (struct selection){count, chosen});
	for (uint32_t at = 0; at < count; at++) {
		uint32_t row = tuples->row[0][chosen[at]];
		place[at] = run->set->place(run->set, row);
		if (evidence)
			evidence[at] = run->evidence(run->set, row);
	}
	struct row_block block = {.stage = stage, .count = count, .at = chosen, .value = value, .place = place, .undecided = undecided,
				  .frame = frame, .match_row = (const uint32_t *const *)&tuples->row[1], .evidence = evidence};
	return run->sinks->rows(run->sinks->context, run->thread, &block, err);
}

/* Rows that no condition on the row alone made false. */
static enum status run_owners(struct stage_runner *run, const uint32_t *at, uint32_t count, struct err *err)
{
	struct tuples tuples;
	if (!make_tuples(run, at, count, &tuples)) {
		enum status status = run_owners(run, at, count / 2, err);
		return status ? status : run_owners(run, at + count / 2, count - count / 2, err);
	}
	uint32_t *chosen = arena_alloc(run->scratch, (count + 1) * sizeof *chosen);
	uint32_t chosen_count = choose(run, at, count, &tuples, chosen);
	if (!chosen_count)
		return STATUS_OK;
	struct frame frame = tuple_frame(run, &tuples, run->stage->match_count + 1);
	uint32_t *undecided = undecided_bits(run, &tuples, &frame, chosen, chosen_count);
	return send(run, &tuples, &frame, chosen, undecided, chosen_count, err);
}

static void runner_init(struct stage_runner *run, uint32_t from, uint32_t count)
{
	if (from || count < run->set->row_count) {
		run->row = arena_alloc(run->scratch, (count + 1) * sizeof *run->row);
		for (uint32_t at = 0; at < count; at++)
			run->row[at] = from + at;
	}
	run->unknown = arena_zero(run->scratch, count + 1, sizeof *run->unknown);
	run->null_key = arena_zero(run->scratch, count + 1, sizeof *run->null_key);
	run->crowded = arena_zero(run->scratch, count + 1, sizeof *run->crowded);
	run->blame = arena_zero(run->scratch, count + 1, sizeof *run->blame);
	run->frame = (struct frame){.count = count, .slot_count = 1, .slot = {{run->set, run->row}}, .symbols = run->plan->symbols,
				    .scratch = run->scratch};
}

enum status stage_run(const struct plan *plan, const struct stage *stage, const struct lookups *lookups, struct rowset *set,
		      evidence_of evidence, uint32_t from, uint32_t count, struct arena *scratch, uint32_t thread, const struct stage_sinks *sinks, struct err *err)
{
	struct stage_runner run = {.plan = plan, .stage = stage, .lookups = lookups, .set = set, .evidence = evidence, .scratch = scratch,
				   .thread = thread, .sinks = sinks};
	runner_init(&run, from, count);
	uint32_t *at = arena_alloc(scratch, (count + 1) * sizeof *at), open = count;
	for (uint32_t each = 0; each < count; each++)
		at[each] = each;
	for (uint32_t each = 0; each < stage->before_count && open; each++)
		open = filter(&run, &stage->before[each], at, open);
	enum status status = STATUS_OK;
	for (uint32_t start = 0; start < open && status == STATUS_OK; start += OWNERS)
		status = run_owners(&run, at + start, open - start < OWNERS ? open - start : OWNERS, err);
	return status;
}
