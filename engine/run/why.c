#include "run/why.h"

#include <stdlib.h>

#include "group/packed.h"

/* ---- is a row about the subject? ---- */

static bool is_subject(const struct why *why, const struct column *column, uint32_t row)
{
	struct value value = column_value(column, row);
	if (value.cell != CELL_VALUE || (column->type != TYPE_ID && column->type != TYPE_TEXT))
		return false;
	struct buffer text = BUFFER_INIT;
	value_text(value, column->type, why->plan->symbols, &text);
	bool same = span_equal(buffer_span(&text), why->subject);
	buffer_free(&text);
	return same;
}

static bool may_name_subject(const struct why *why, const struct stage *stage, uint32_t column, const struct memory_column *info)
{
	bool wanted = stage->source.kind != SOURCE_TABLE || why->plan->table[stage->source.number]->wanted[column];
	return wanted && (info[column].type == TYPE_ID || info[column].type == TYPE_TEXT);
}

/* ---- values a condition read ---- */

static const char *shown_path(const struct why *why, struct place place)
{
	return place.extract < why->inputs->count ? why->inputs->input[place.extract].shown : "?";
}

static void add_columns(const struct why *why, const struct node *node, struct frame *frame, uint32_t position, struct buffer *out)
{
	if (node->kind == NODE_COLUMN && node->expr) {
		const struct column *column = frame_column(frame, node->slot, node->column, (struct selection){1, &position});
		struct value value = column_value(column, position);
		buffer_format(out, "%s%.*s=", out->size ? "; " : "", SPAN_ARG(node->expr->source));
		if (value.cell == CELL_VALUE)
			value_text(value, column->type, why->plan->symbols, out);
		else
			buffer_add_span(out, value.cell == CELL_MALFORMED ? SPAN("(malformed)") : SPAN("null"));
		if (node->slot && frame->slot[node->slot].row[position] != ROW_NONE) {
			struct rowset *set = frame->slot[node->slot].set;
			struct place place = set->place(set, frame->slot[node->slot].row[position]);
			buffer_format(out, " (%s:%llu)", shown_path(why, place), (unsigned long long)place.line);
		}
	}
	for (uint32_t child = 0; child < node->child_count; child++)
		add_columns(why, node->child[child], frame, position, out);
}

/* ---- one row through the conditions, one after the other ---- */

struct walk {
	uint32_t step; /* the first that was not true */
	bool unknown;
	struct buffer values;
};

/* True: it held. Otherwise the step is noted when the walk came further than before. */
static bool holds(const struct why *why, const struct condition *condition, struct frame *frame, uint32_t position, uint32_t step,
		  struct walk *walk)
{
	const struct column *result = eval(condition->node, frame, (struct selection){1, &position});
	struct value value = column_value(result, position);
	if (value.cell == CELL_VALUE && value.number)
		return true;
	if (step < walk->step && walk->values.size)
		return false;
	walk->step = step;
	walk->unknown = value.cell != CELL_VALUE;
	walk->values.size = 0;
	add_columns(why, condition->node, frame, position, &walk->values);
	return false;
}

struct tuple {
	uint32_t row[FRAME_SLOTS_MAX];
};

/* Follows every combination of partners; the one that comes furthest is told. */
static bool walk_matches(struct why *why, const struct stage *stage, const struct lookups *lookups, struct rowset *set,
			 struct tuple *tuple, uint32_t match, struct walk *walk)
{
	uint32_t zero = 0, last = stage->before_count + stage->match_count;
	struct frame frame = {.count = 1, .slot_count = match + 1, .symbols = why->plan->symbols,
			      .scratch = &why->scratch};
	frame.slot[0] = (struct frame_slot){.set = set, .row = &tuple->row[0]};
	for (uint32_t slot = 1; slot <= match; slot++)
		frame.slot[slot] = (struct frame_slot){.set = &lookups->table[stage->match[slot - 1].lookup]->rowset, .row = &tuple->row[slot]};
	if (match == stage->match_count) {
		for (uint32_t at = 0; at < stage->after_count; at++)
			if (!holds(why, &stage->after[at], &frame, 0, last + at, walk))
				return false;
		return true;
	}
	const struct index *index = lookups->index[stage->match[match].lookup];
	const struct column *probe[HECHA_KEY_MAX];
	for (uint32_t key = 0; key < index->key_count; key++)
		probe[key] = eval(stage->match[match].probe[key], &frame, (struct selection){1, &zero});
	uint32_t row = index_first(index, probe, 0);
	if (row == INDEX_NONE && stage->match[match].optional) {
		tuple->row[match + 1] = ROW_NONE;
		return walk_matches(why, stage, lookups, set, tuple, match + 1, walk);
	}
	if (row == INDEX_NONE && (walk->step <= stage->before_count + match || !walk->values.size)) {
		walk->step = stage->before_count + match;
		walk->unknown = false;
		walk->values.size = 0;
		for (uint32_t key = 0; key < index->key_count; key++)
			add_columns(why, stage->match[match].probe[key], &frame, 0, &walk->values);
	}
	for (; row != INDEX_NONE; row = index_next(index, probe, 0, row)) {
		tuple->row[match + 1] = row;
		if (walk_matches(why, stage, lookups, set, tuple, match + 1, walk))
			return true;
	}
	return false;
}

static void walk_row(struct why *why, const struct stage *stage, const struct lookups *lookups, struct rowset *set, uint32_t row,
		     struct walk *walk)
{
	struct tuple tuple = {{row}};
	struct frame frame = {.count = 1, .slot_count = 1, .slot = {{.set = set, .row = tuple.row}}, .symbols = why->plan->symbols,
			      .scratch = &why->scratch};
	for (uint32_t at = 0; at < stage->before_count; at++)
		if (!holds(why, &stage->before[at], &frame, 0, at, walk))
			return;
	if (!walk_matches(why, stage, lookups, set, &tuple, 0, walk))
		return;
	walk->step = stage->before_count + stage->match_count + stage->after_count; /* came through */
	walk->unknown = false;
	walk->values.size = 0;
	frame.slot_count = 1;
	for (uint32_t at = 0; at < stage->before_count; at++)
		add_columns(why, stage->before[at].node, &frame, 0, &walk->values);
	frame.slot_count = stage->match_count + 1;
	for (uint32_t slot = 1; slot <= stage->match_count; slot++)
		frame.slot[slot] = (struct frame_slot){.set = &lookups->table[stage->match[slot - 1].lookup]->rowset, .row = &tuple.row[slot]};
	for (uint32_t at = 0; at < stage->after_count; at++)
		add_columns(why, stage->after[at].node, &frame, 0, &walk->values);
}

/* ---- listening ---- */

static void note_step(struct why *why, const struct stage *stage, const struct walk *walk, struct place place)
{
	for (uint32_t at = 0; why->subject.data && at < why->step_count; at++) {
		struct why_step *step = &why->step[at];
		if (step->stage == stage && step->step == walk->step && step->unknown == walk->unknown) {
			step->rows++;
			return;
		}
	}
	ARRAY_GROW(why->step, why->step_count, why->step_capacity);
	why->step[why->step_count++] =
		(struct why_step){stage, walk->step, walk->unknown, 1, place, mem_format("%.*s", SPAN_ARG(buffer_span(&walk->values)))};
}

static void trace_rows(void *context, const struct stage *stage, struct rowset *set, uint32_t from, uint32_t count,
		       const struct lookups *lookups)
{
	struct why *why = context;
	struct arena arena = ARENA_INIT;
	uint32_t columns;
	const struct memory_column *info = plan_source_columns(why->plan, stage->source, &columns, &arena);
	uint32_t *row = arena_alloc(&arena, (count + 1) * sizeof *row);
	bool *about = arena_zero(&arena, count + 1, sizeof *about);
	for (uint32_t at = 0; at < count; at++)
		row[at] = from + at;
	if (!why->subject.data)
		memset(about, true, count * sizeof *about);
	for (uint32_t column = 0; why->subject.data && column < columns; column++) {
		if (!may_name_subject(why, stage, column, info))
			continue;
		const struct column *values = set->read(set, column, row, count);
		for (uint32_t at = 0; at < count; at++)
			about[at] |= is_subject(why, values, row[at]);
	}
	for (uint32_t at = 0; at < count; at++) {
		struct walk walk = {0};
		if (!about[at])
			continue;
		walk_row(why, stage, lookups, set, row[at], &walk);
		note_step(why, stage, &walk, set->place(set, row[at]));
		buffer_free(&walk.values);
		arena_reset(&why->scratch);
	}
	arena_free(&arena);
}

/* Some row behind the group names the subject in a value the rule keeps, or the group's key does. */
static bool group_is_about(const struct why *why, const struct group *group)
{
	for (uint32_t at = 0; at < group->evidence.count; at++) {
		const struct evidence_row *row = &group->evidence.row[at];
		const struct stage *stage = why->plan->stage[row->stage];
		const uint8_t *bytes = row->values;
		for (uint32_t each = 0; each < stage->value_count; each++) {
			struct span raw;
			enum value_type type = stage->value[each].node->type;
			struct value value = packed_next(&bytes, type, &raw);
			struct column column = {.type = type, .cell = &value.cell, .number = type == TYPE_TEXT ? NULL : &value.number,
						.text = type == TYPE_TEXT ? &value.text : NULL};
			if (is_subject(why, &column, 0))
				return true;
		}
	}
	return false;
}

static void add_group_values(const struct why *why, const struct node *node, const struct group *group, struct buffer *out)
{
	if (node->kind == NODE_COLUMN && node->expr) {
		buffer_format(out, "%s%.*s=", out->size ? "; " : "", SPAN_ARG(node->expr->source));
		value_text(group_value(group, node->column), group_type(group->stage, node->column), why->plan->symbols, out);
	}
	for (uint32_t child = 0; child < node->child_count; child++)
		add_group_values(why, node->child[child], group, out);
}

static void add_group_keys(const struct why *why, const struct group *group, struct buffer *out)
{
	for (uint32_t key = 0; key < group->stage->key_count; key++) {
		buffer_format(out, "%s%.*s=", key ? "; " : "", SPAN_ARG(group->stage->value[key].expr->source));
		value_text(group_value(group, key), group_type(group->stage, key), why->plan->symbols, out);
	}
}

/* Counted with the others that stopped at the same place; the first of them is told. */
static void note_group(struct why *why, const struct group *group, uint32_t having, bool unknown)
{
	const struct stage *stage = group->stage;
	uint32_t at = why->subject.data ? 0 : why->group_count;
	while (at < why->group_count && (why->group[at].stage != stage || why->group[at].having != having || why->group[at].unknown != unknown))
		at++;
	if (at == why->group_count) {
		ARRAY_GROW(why->group, why->group_count, why->group_capacity);
		why->group[why->group_count++] = (struct why_group){.stage = stage, .having = having, .unknown = unknown};
	}
	struct why_group *note = &why->group[at];
	note->groups++;
	if (note->values && place_compare(group->place, note->place) >= 0)
		return;
	struct buffer text = BUFFER_INIT;
	add_group_keys(why, group, &text);
	if (having < why->having_count[stage->number])
		add_group_values(why, stage->having[having].node, group, &text);
	free(note->values);
	note->values = mem_format("%.*s", SPAN_ARG(buffer_span(&text)));
	note->place = group->place;
	buffer_free(&text);
}

static bool judge_group(struct why *why, const struct group *group, struct arena *scratch)
{
	const struct stage *stage = group->stage;
	struct group_rows rows;
	uint32_t zero = 0, at = 0, count = why->having_count[stage->number];
	bool unknown = false;
	group_rows_init(&rows, stage, &group, 1, scratch);
	struct frame frame = {.count = 1, .slot_count = 1, .slot = {{.set = &rows.base.rowset}}, .symbols = why->plan->symbols,
			      .scratch = scratch};
	for (; at < count; at++) {
		struct value holds_now = column_value(eval(stage->having[at].node, &frame, (struct selection){1, &zero}), 0);
		unknown = holds_now.cell != CELL_VALUE;
		if (unknown || !holds_now.number)
			break;
	}
	if (!why->subject.data || group_is_about(why, group))
		note_group(why, group, at, at < count && unknown);
	return at == count;
}

static enum status hear_groups(void *context, uint32_t thread, const struct plan_rule *rule, const struct group *const *group,
			       uint32_t count, struct arena *scratch, struct err *err)
{
	struct why *why = context;
	const struct group **passed = arena_alloc(scratch, (count + 1) * sizeof *passed);
	uint32_t passed_count = 0;
	for (uint32_t at = 0; at < count; at++)
		if (judge_group(why, group[at], scratch))
			passed[passed_count++] = group[at];
	return passed_count ? hit_collect(why->collector, thread, rule, passed, passed_count, scratch, err) : STATUS_OK;
}

static void hear_missing(void *context, uint32_t thread, const struct missing_row *row)
{
	hit_collect_missing(((struct why *)context)->collector, thread, row);
}

void why_listen(struct why *why, struct job *job, struct span subject)
{
	*why = (struct why){.plan = job->plan, .inputs = &job->inputs, .subject = subject};
	why->having_count = mem_zero(job->plan->stage_count + 1, sizeof *why->having_count);
	for (uint32_t at = 0; at < job->plan->stage_count; at++) {
		struct stage *stage = job->plan->stage[at];
		if (!stage->is_rule)
			continue;
		why->having_count[at] = stage->having_count;
		stage->having_count = 0; /* groups that fail are of interest too */
	}
	job->threads = 1;
	job->trace = trace_rows;
	job->hits_listener = hear_groups;
	job->missing_listener = hear_missing;
	job->listener = why;
}

void why_release(struct why *why)
{
	for (uint32_t at = 0; at < why->step_count; at++)
		free(why->step[at].values);
	for (uint32_t at = 0; at < why->group_count; at++)
		free(why->group[at].values);
	free(why->step);
	free(why->group);
	free(why->having_count);
	arena_free(&why->scratch);
}

void why_step_text(const struct why_step *step, struct buffer *out)
{
	const struct stage *stage = step->stage;
	uint32_t at = step->step, matches = stage->before_count + stage->match_count;
	if (at < stage->before_count)
		buffer_format(out, "where %.*s", SPAN_ARG(stage->before[at].expr->source));
	else if (at < matches)
		buffer_format(out, "no row of %.*s on %.*s", SPAN_ARG(stage->match[at - stage->before_count].spec->table),
			      SPAN_ARG(stage->match[at - stage->before_count].spec->on->source));
	else if (at < matches + stage->after_count)
		buffer_format(out, "where %.*s", SPAN_ARG(stage->after[at - matches].expr->source));
	else
		buffer_add_span(out, SPAN("every condition of the row"));
}

bool why_step_through(const struct why_step *step)
{
	return step->step == step->stage->before_count + step->stage->match_count + step->stage->after_count;
}

bool why_group_through(const struct why *why, const struct why_group *group)
{
	return group->having == why->having_count[group->stage->number];
}

void why_group_text(const struct why *why, const struct why_group *group, struct buffer *out)
{
	if (why_group_through(why, group))
		buffer_add_span(out, SPAN("every condition of the group"));
	else
		buffer_format(out, "having %.*s", SPAN_ARG(group->stage->having[group->having].expr->source));
}
