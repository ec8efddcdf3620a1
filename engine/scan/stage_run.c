#include "scan/stage_run.h"

/* Rows of `from` whose tuples are made at a time: bounds the tuples, HECHA_TUPLES_PER_ROW_MAX each, to a few tens of megabytes. */
enum { OWNERS = 256 };

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
	const char **blame;	/* per position: column behind the unknown */
};

/* ---- blame ---- */

static const char *source_column_name(const struct plan *plan, struct plan_source source, uint32_t column)
{
	if (source.kind == SOURCE_TABLE)
		return table_column_name(plan->table[source.number], column);
	return source.kind == SOURCE_STAGE ? plan->stage[source.number]->output_info[column].name : plan->case_column[column].name;
}

const char *missing_column(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *frame,
			   uint32_t position)
{
	if (node->kind == NODE_COLUMN) {
		const struct column *column = frame_column(frame, node->slot, node->column, (struct selection){1, &position});
		uint8_t cell = column->cell[position & column->mask];
		struct plan_source source = node->slot ? stage->match[node->slot - 1].source : stage->source;
		return cell == CELL_NULL || cell == CELL_MALFORMED ? source_column_name(plan, source, node->column) : NULL;
	}
	for (uint32_t child = 0; child < node->child_count; child++) {
		const char *column = missing_column(plan, stage, node->child[child], frame, position);
		if (column)
			return column;
	}
	return NULL;
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
		const struct column *value = eval(subject, &run->frame, (struct selection){1, &position});
		missing.subject = column_value(value, position);
		missing.subject_type = value->type;
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

struct tuples {
	uint32_t count, capacity;
	uint32_t *owner;		/* position of the row of from */
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
	tuples->capacity = capacity;
}

static void tuples_add(struct tuples *to, const struct tuples *from, uint32_t tuple, uint32_t slot, uint32_t row, struct arena *arena)
{
	tuples_room(to, slot + 1, arena);
	to->owner[to->count] = from->owner[tuple];
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

/* A key that is null in the file cannot be matched: the row is unknown, not false. */
static void blame_key(struct stage_runner *run, const struct plan_match *match, const struct column *const *probe, uint32_t keys,
		      struct frame *frame, uint32_t tuple, uint32_t owner)
{
	for (uint32_t key = 0; key < keys && !run->blame[owner]; key++)
		if (probe[key]->cell[tuple & probe[key]->mask] != CELL_VALUE)
			run->blame[owner] = missing_column(run->plan, run->stage, match->probe[key], frame, tuple);
}

static void expand_tuple(struct stage_runner *run, uint32_t number, const struct tuples *from, uint32_t tuple, struct frame *frame,
			 const struct column *const *probe, struct tuples *to, bool *crowded)
{
	const struct plan_match *match = &run->stage->match[number];
	const struct index *index = run->lookups->index[match->lookup];
	uint32_t owner = from->owner[tuple], row = index_first(index, probe, tuple), partners = 0;
	if (row == INDEX_NONE && match->optional)
		tuples_add(to, from, tuple, number + 1, ROW_NONE, run->scratch);
	else if (row == INDEX_NONE)
		blame_key(run, match, probe, index->key_count, frame, tuple, owner);
	for (; row != INDEX_NONE; row = index_next(index, probe, tuple, row)) {
		tuples_add(to, from, tuple, number + 1, row, run->scratch);
		if (++partners > HECHA_TUPLES_PER_ROW_MAX) {
			*crowded = true;
			return;
		}
	}
}

/* All combinations of a row with its partners, rows in order, partners in (file, line) order. */
static struct tuples make_tuples(struct stage_runner *run, const uint32_t *at, uint32_t count)
{
	struct tuples tuples = {0};
	for (uint32_t each = 0; each < count; each++) {
		tuples_room(&tuples, 1, run->scratch);
		tuples.owner[tuples.count] = at[each];
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
			uint32_t owner = tuples.owner[tuple], start = next.count;
			bool crowded = false;
			for (; tuple < tuples.count && tuples.owner[tuple] == owner; tuple++)
				if (!crowded && next.count - start <= HECHA_TUPLES_PER_ROW_MAX)
					expand_tuple(run, number, &tuples, tuple, &frame, probe, &next, &crowded);
			if (crowded || next.count - start > HECHA_TUPLES_PER_ROW_MAX) {
				next.count = start;
				report_missing(run, owner, NULL);
			}
		}
		tuples = next;
	}
	return tuples;
}

/* ---- judging ---- */

enum verdict { VERDICT_FALSE, VERDICT_UNKNOWN, VERDICT_TRUE };

/* Per tuple, from the conditions over matches. */
static uint8_t *judge(struct stage_runner *run, const struct tuples *tuples, struct frame *frame)
{
	uint8_t *verdict = arena_alloc(run->scratch, tuples->count + 1);
	memset(verdict, VERDICT_TRUE, tuples->count);
	struct selection open = all_of(tuples->count, run->scratch);
	uint32_t *at = arena_alloc(run->scratch, (tuples->count + 1) * sizeof *at);
	memcpy(at, open.at, tuples->count * sizeof *at);
	uint32_t count = tuples->count;
	for (uint32_t each = 0; each < run->stage->after_count && count; each++) {
		const struct node *node = run->stage->after[each].node;
		const struct column *result = eval(node, frame, (struct selection){count, at});
		uint32_t kept = 0;
		for (uint32_t one = 0; one < count; one++) {
			uint32_t tuple = at[one], source = tuple & result->mask, owner = tuples->owner[tuple];
			if (result->cell[source] == CELL_VALUE && !result->number[source]) {
				verdict[tuple] = VERDICT_FALSE;
				continue;
			}
			at[kept++] = tuple;
			if (result->cell[source] == CELL_VALUE)
				continue;
			verdict[tuple] = VERDICT_UNKNOWN;
			if (!run->blame[owner])
				run->blame[owner] = missing_column(run->plan, run->stage, node, frame, tuple);
		}
		count = kept;
	}
	return verdict;
}

/* The tuple a row of from stands for, per row that qualifies; others are reported when unknown. */
static uint32_t choose(struct stage_runner *run, const struct tuples *tuples, const uint8_t *verdict, uint32_t *chosen)
{
	uint32_t count = 0;
	for (uint32_t tuple = 0; tuple < tuples->count;) {
		uint32_t owner = tuples->owner[tuple], best = tuple;
		for (; tuple < tuples->count && tuples->owner[tuple] == owner; tuple++)
			if (verdict[tuple] > verdict[best])
				best = tuple;
		bool unknown = verdict[best] == VERDICT_UNKNOWN || (verdict[best] == VERDICT_TRUE && run->unknown[owner]);
		if (verdict[best] == VERDICT_TRUE && (!unknown || run->stage->pass_unknown))
			chosen[count++] = best;
		else if (unknown && run->blame[owner])
			report_missing(run, owner, run->blame[owner]);
	}
	return count;
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
				  .match_row = (const uint32_t *const *)&tuples->row[1], .evidence = evidence};
	return run->sinks->rows(run->sinks->context, run->thread, &block, err);
}

static void report_unmatched(struct stage_runner *run, const struct tuples *tuples, const uint32_t *at, uint32_t count)
{
	uint32_t tuple = 0;
	for (uint32_t each = 0; each < count; each++) {
		while (tuple < tuples->count && tuples->owner[tuple] < at[each])
			tuple++;
		bool has_tuple = tuple < tuples->count && tuples->owner[tuple] == at[each];
		if (!has_tuple && run->blame[at[each]])
			report_missing(run, at[each], run->blame[at[each]]);
	}
}

/* Rows that no condition on the row alone made false. */
static enum status run_owners(struct stage_runner *run, const uint32_t *at, uint32_t count, struct err *err)
{
	/* A row that was unknown before it met nobody is false for want of a partner: only a null key makes it unknown. */
	const char **before = arena_alloc(run->scratch, (count + 1) * sizeof *before);
	for (uint32_t each = 0; each < count; each++) {
		before[each] = run->blame[at[each]];
		run->blame[at[each]] = NULL;
	}
	struct tuples tuples = make_tuples(run, at, count);
	report_unmatched(run, &tuples, at, count);
	for (uint32_t each = 0; each < count; each++)
		if (before[each])
			run->blame[at[each]] = before[each];
	if (!tuples.count)
		return STATUS_OK;
	struct frame frame = tuple_frame(run, &tuples, run->stage->match_count + 1);
	uint8_t *verdict = judge(run, &tuples, &frame);
	uint32_t *chosen = arena_alloc(run->scratch, (count + 1) * sizeof *chosen);
	uint32_t chosen_count = choose(run, &tuples, verdict, chosen);
	if (!chosen_count)
		return STATUS_OK;
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
