#include "scan/stage_run.h"

#include "scan/row_conditions.h"
#include "scan/tuples.h"

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
	missing.place = run->set->place(run->set, run->frame.slot[0].from + position);
	run->sinks->missing(run->sinks->context, run->thread, &missing);
}

/* ---- conditions on the row alone ---- */

/* Rows that no condition makes false; what is unknown is noted. */
static uint64_t *judge_conditions(struct stage_runner *run, const uint64_t *rows)
{
	const struct stage *stage = run->stage;
	struct frame *frame = &run->frame;
	struct row_conditions judged = row_conditions_judge(stage, run->lookups, frame, rows, run->sinks->as_written ? run->counts->before : NULL);
	for (uint32_t w = 0; w < bits_words(frame->count); w++)
		for (uint64_t left = judged.unknown[w]; left; left &= left - 1) {
			uint32_t position = 64 * w + (uint32_t)__builtin_ctzll(left);
			struct row_flaw *flaw = row_flaw(run, position);
			flaw->unknown = true;
			flaw->blame = missing_column(run->plan, stage, row_conditions_unknown(stage, &judged, position), frame, position);
		}
	return judged.open;
}

/* Does a row with this verdict on its best tuple qualify? One that is unknown, or meets too many partners, is reported. */
static bool qualifies(struct stage_runner *run, uint32_t owner, uint8_t verdict)
{
	static const struct row_flaw none;
	const struct row_flaw *flaw = run->flaw ? &run->flaw[owner] : &none;
	if (flaw->crowded) {
		report_missing(run, owner, NULL);
		return false;
	}
	const char *blame = verdict <= VERDICT_FALSE ? flaw->null_key : flaw->blame;
	if (verdict == VERDICT_TRUE && (!flaw->unknown || run->stage->pass_unknown))
		return true;
	if (blame)
		report_missing(run, owner, blame);
	return false;
}

/* The tuple each row of from stands for, where it qualifies. */
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
		chosen[chosen_count] = best;
		chosen_count += qualifies(run, owner, verdict);
	}
	return chosen_count;
}

/* The same without matches: every row stands for itself. */
static uint32_t choose_alone(struct stage_runner *run, uint32_t *at, uint32_t count)
{
	uint32_t chosen_count = 0;
	if (!run->flaw || run->stage->pass_unknown)
		return count;
	for (uint32_t each = 0; each < count; each++) {
		const struct row_flaw *flaw = &run->flaw[at[each]];
		if (!flaw->unknown)
			at[chosen_count++] = at[each];
		else if (flaw->blame)
			report_missing(run, at[each], flaw->blame);
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

/* Positions of a frame, and the number of the chosen row each speaks for. */
struct speakers {
	uint32_t *at, *number, count;
};

static struct speakers speakers_new(struct stage_runner *run, uint32_t most)
{
	return (struct speakers){arena_alloc(run->scratch, (most + 1) * sizeof(uint32_t)), arena_alloc(run->scratch, (most + 1) * sizeof(uint32_t)), 0};
}

static void speakers_add(struct speakers *speakers, uint32_t position, uint32_t number)
{
	speakers->at[speakers->count] = position;
	speakers->number[speakers->count++] = number;
}

static struct speakers tuples_that_speak(struct stage_runner *run, const struct tuples *tuples, const uint32_t *chosen, uint32_t count)
{
	struct speakers speakers = speakers_new(run, tuples->count);
	for (uint32_t each = 0; each < count; each++) {
		uint32_t first = chosen[each], owner = tuples->owner[first];
		while (first && tuples->owner[first - 1] == owner)
			first--;
		for (uint32_t tuple = first; tuple < tuples->count && tuples->owner[tuple] == owner; tuple++)
			if (may_speak(run, tuples, tuple, chosen[each]))
				speakers_add(&speakers, tuple, each);
	}
	return speakers;
}

static struct speakers rows_that_speak(struct stage_runner *run, const uint32_t *at, uint32_t count)
{
	struct speakers speakers = speakers_new(run, count);
	for (uint32_t each = 0; each < count; each++)
		speakers_add(&speakers, at[each], each);
	return speakers;
}

/* Per chosen row, bits by number of the code. */
static uint32_t *undecided_bits(struct stage_runner *run, struct frame *frame, struct speakers speakers, uint32_t count)
{
	uint32_t *bits = arena_zero(run->scratch, count + 1, sizeof *bits);
	for (uint32_t code = 0; code < run->stage->undecided_count; code++) {
		const struct column *result = eval(run->stage->undecided[code].node, frame, (struct selection){speakers.count, speakers.at});
		uint32_t holds = 0;
		for (uint32_t each = 0; each < speakers.count; each++) {
			uint32_t source = speakers.at[each] & result->mask;
			bool yes = result->cell[source] == CELL_VALUE && result->number[source];
			bits[speakers.number[each]] |= (uint32_t)yes << code;
			holds += yes;
		}
		pass_count_add(&run->counts->undecided[code], speakers.count, holds);
	}
	return bits;
}

/* ---- out ---- */

/* match_row: per match, by position of the frame. */
static enum status send(struct stage_runner *run, struct frame *frame, const uint32_t *const *match_row, const uint32_t *chosen,
			const uint32_t *undecided, uint32_t count, struct err *err)
{
	const struct stage *stage = run->stage;
	const struct column **value = arena_alloc(run->scratch, (stage->value_count + 1) * sizeof *value);
	const struct evidence **evidence = run->evidence ? arena_alloc(run->scratch, (count + 1) * sizeof *evidence) : NULL;
	for (uint32_t at = 0; at < stage->value_count; at++)
		value[at] = eval(stage->value[at].node, frame, (struct selection){count, chosen});
	for (uint32_t at = 0; at < count && evidence; at++)
		evidence[at] = run->evidence(run->set, slot_row(&frame->slot[0], chosen[at]));
	struct row_block block = {.stage = stage, .count = count, .at = chosen, .value = value, .undecided = undecided, .frame = frame,
				  .match_row = match_row, .evidence = evidence};
	return run->sinks->rows(run->sinks->context, run->thread, &block, err);
}

/* Rows that speak for themselves alone. */
static enum status send_rows(struct stage_runner *run, struct frame *frame, const uint32_t *const *match_row, const uint32_t *at, uint32_t count,
			     struct err *err)
{
	uint32_t *undecided = NULL;
	if (!count)
		return STATUS_OK;
	if (run->stage->undecided_count)
		undecided = undecided_bits(run, frame, rows_that_speak(run, at, count), count);
	return send(run, frame, match_row, at, undecided, count, err);
}

/* What was counted of matches that are made anew in another way. */
static void forget_matches(struct stage_runner *run, const uint64_t *mark)
{
	stage_counts_reset(run->counts, mark);
	run->missed = 0;
	run->made = 0;
}

/* Rows that no condition on the row alone made false, of a stage with matches. */
static enum status run_owners(struct stage_runner *run, const uint32_t *at, uint32_t count, struct err *err)
{
	struct tuples tuples;
	const uint64_t *mark = stage_counts_mark(run->counts, run->scratch);
	if (!tuples_make(run, at, count, &tuples)) {
		forget_matches(run, mark);
		enum status status = run_owners(run, at, count / 2, err);
		return status ? status : run_owners(run, at + count / 2, count - count / 2, err);
	}
	uint32_t *chosen = arena_alloc(run->scratch, (count + 1) * sizeof *chosen);
	uint32_t chosen_count = choose(run, at, count, &tuples, chosen);
	if (!chosen_count)
		return STATUS_OK;
	struct frame frame = tuples_frame(run, &tuples, run->stage->match_count + 1);
	uint32_t *undecided = NULL;
	if (run->stage->undecided_count)
		undecided = undecided_bits(run, &frame, tuples_that_speak(run, &tuples, chosen, chosen_count), chosen_count);
	return send(run, &frame, (const uint32_t *const *)&tuples.row[1], chosen, undecided, chosen_count, err);
}

/* As many of them at a time as suits tuples. */
static enum status run_all_owners(struct stage_runner *run, const uint32_t *at, uint32_t count, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t start = 0; start < count && status == STATUS_OK; start += TUPLE_OWNERS)
		status = run_owners(run, at + start, count - start < TUPLE_OWNERS ? count - start : TUPLE_OWNERS, err);
	return status;
}

/* Rows with one partner at most, as many as there are; then those with more. */
static enum status run_singles(struct stage_runner *run, const struct singles *singles, uint32_t *at, uint32_t count, struct err *err)
{
	struct frame frame = singles->frame;
	uint32_t *aside = arena_alloc(run->scratch, (count + 1) * sizeof *aside), chosen = 0, aside_count = 0;
	for (uint32_t each = 0; each < count; each++) {
		uint32_t position = at[each];
		if (singles->verdict[position] == VERDICT_ASIDE) {
			aside[aside_count++] = position;
			continue;
		}
		at[chosen] = position;
		chosen += qualifies(run, position, singles->verdict[position]);
	}
	enum status status = send_rows(run, &frame, (const uint32_t *const *)singles->row, at, chosen, err);
	return status ? status : run_all_owners(run, aside, aside_count, err);
}

/* The same, whichever way suits them. */
static enum status run_matched(struct stage_runner *run, uint32_t *at, uint32_t count, struct err *err)
{
	struct singles singles;
	const uint64_t *mark = stage_counts_mark(run->counts, run->scratch);
	if (count && singles_likely(run, count)) {
		if (singles_make(run, at, count, &singles))
			return run_singles(run, &singles, at, count, err);
		forget_matches(run, mark);
	}
	return run_all_owners(run, at, count, err);
}

enum status stage_run(const struct plan *plan, const struct stage *stage, const struct lookups *lookups, struct rowset *set,
		      evidence_of evidence, struct row_list rows, struct arena *scratch, uint32_t thread, struct stage_counts *counts,
		      const struct stage_sinks *sinks, struct err *err)
{
	struct stage_runner run = {.plan = plan, .stage = stage, .lookups = lookups, .set = set, .evidence = evidence, .scratch = scratch,
				   .thread = thread, .counts = counts, .sinks = sinks};
	run.frame = (struct frame){.count = rows.count, .slot_count = 1, .slot = {{.set = set, .from = rows.from}}, .symbols = plan->symbols,
				   .scratch = scratch};
	const uint64_t *asked = rows.some ? rows.some : bits_all(rows.count, scratch);
	*counts->rows += rows.some ? bits_count(asked, rows.count) : rows.count;
	const uint64_t *passing = judge_conditions(&run, asked);
	if (!bits_any(passing, rows.count))
		return STATUS_OK;
	uint32_t *at = arena_alloc(scratch, (rows.count + 1) * sizeof *at), open = bits_positions(passing, rows.count, at);
	if (!stage->match_count)
		return send_rows(&run, &run.frame, NULL, at, choose_alone(&run, at, open), err);
	return run_matched(&run, at, tuples_drop(&run, at, open), err);
}
