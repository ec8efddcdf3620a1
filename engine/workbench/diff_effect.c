#include "workbench/diff_effect.h"

#include <stdlib.h>

#include "report/report.h"

struct comparing {
	const struct diff_side *side[2]; /* before, after */
	struct span a_rule, b_rule;
	struct arena *arena;
};

/* ---- figures by name: one entry per thing and side, sorted so that both sides of a thing are neighbours ---- */

struct entry {
	struct span name, thing;
	int side;
	int64_t due;
};

struct entries {
	uint32_t count, capacity;
	struct entry *entry;
};

static void add(struct entries *entries, int side, struct span name, struct span thing, int64_t due)
{
	ARRAY_GROW(entries->entry, entries->count, entries->capacity);
	entries->entry[entries->count++] = (struct entry){name, thing, side, due};
}

static int entry_order(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = span_compare(a->name, b->name);
	order = order ? order : span_compare(a->thing, b->thing);
	return order ? order : a->side - b->side;
}

/* Entries of one name. A thing may stand there twice on one side (undecided in two cases): it is one thing. */
static struct effect_row add_up(const struct entry *entry, uint32_t count)
{
	struct effect_row row = {.name = entry[0].name};
	for (uint32_t from = 0, to; from < count; from = to) {
		bool there[2] = {false, false};
		for (to = from; to < count && span_equal(entry[to].thing, entry[from].thing); to++) {
			there[entry[to].side] = true;
			*(entry[to].side ? &row.due_after : &row.due_before) += entry[to].due;
		}
		row.before += there[0];
		row.after += there[1];
		row.lost += there[0] && !there[1];
		row.gained += there[1] && !there[0];
	}
	return row;
}

/* Frees the entries. */
static struct effect_rows rows_of(struct entries *entries, struct arena *arena)
{
	struct effect_rows rows = {0, arena_alloc(arena, (entries->count + 1) * sizeof *rows.row)};
	if (entries->count)
		qsort(entries->entry, entries->count, sizeof *entries->entry, entry_order);
	for (uint32_t from = 0, to; from < entries->count; from = to) {
		for (to = from; to < entries->count && span_equal(entries->entry[to].name, entries->entry[from].name);)
			to++;
		rows.row[rows.count++] = add_up(&entries->entry[from], to - from);
	}
	free(entries->entry);
	return rows;
}

static struct span rule_name(const struct comparing *comparing, struct span id)
{
	return comparing->a_rule.size && span_equal(id, comparing->a_rule) ? comparing->b_rule : id;
}

static int64_t part_due(const struct case_part *part)
{
	int64_t due = 0;
	for (uint32_t at = 0; at < part->hit_count; at++)
		due += part->hit_due[at];
	return due;
}

static const struct cases *cases_of(const struct comparing *comparing, int side)
{
	return comparing->side[side]->job.cases;
}

static void add_cases(const struct comparing *comparing, int side, struct entries *rules, struct entries *counties, struct entries *classes,
		      struct entries *all)
{
	for (uint32_t at = 0; at < cases_of(comparing, side)->case_count; at++) {
		const struct case_file *file = &cases_of(comparing, side)->file[at];
		struct span number = span_of(file->number);
		add(all, side, SPAN("all"), number, file->due);
		add(counties, side, file->county, number, file->due);
		add(classes, side, span_of(rule_class_names[file->class]), number, file->due);
		for (uint32_t part = 0; part < file->part_count; part++)
			add(rules, side, rule_name(comparing, file->part[part].rule->rule->id), number, part_due(&file->part[part]));
	}
}

static struct span code_name(const struct comparing *comparing, const struct rule *rule, const char *kind, struct span code)
{
	struct span id = rule_name(comparing, rule->id);
	return span_of(arena_text(comparing->arena, "%.*s %s%.*s", SPAN_ARG(id), kind, SPAN_ARG(code)));
}

static void add_undecided(const struct comparing *comparing, int side, struct entries *entries)
{
	const struct cases *cases = cases_of(comparing, side);
	const struct hits *hits = comparing->side[side]->job.hits;
	for (uint32_t at = 0; at < cases->withheld_count; at++) {
		const struct withheld *withheld = &cases->withheld[at];
		const struct rule *rule = withheld->rule->rule;
		for (uint32_t code = 0; code < rule->undecided_count; code++)
			if (withheld->codes >> code & 1)
				add(entries, side, code_name(comparing, rule, "", rule->undecided[code].code), withheld->hit->key, 0);
	}
	for (uint32_t at = 0; at < hits->undecided_count; at++) {
		const struct undecided_row *row = &hits->undecided[at];
		struct span column = row->column ? span_of(row->column) : SPAN(CODE_TOO_MANY);
		add(entries, side, code_name(comparing, row->rule->rule, row->column ? "missing:" : "", column),
		    span_of(arena_text(comparing->arena, "%u %llu", row->place.extract, (unsigned long long)row->place.byte)), 0);
	}
}

/* ---- cases ---- */

static int by_number(const void *left, const void *right)
{
	return strcmp((*(const struct case_file *const *)left)->number, (*(const struct case_file *const *)right)->number);
}

static const struct case_file **sorted_cases(const struct cases *cases)
{
	const struct case_file **file = mem_alloc((cases->case_count + 1) * sizeof(*file));
	for (uint32_t at = 0; at < cases->case_count; at++)
		file[at] = &cases->file[at];
	if (cases->case_count)
		qsort(file, cases->case_count, sizeof(*file), by_number);
	return file;
}

static bool same_part(const struct comparing *comparing, const struct case_part *a, const struct case_part *b)
{
	return span_equal(rule_name(comparing, a->rule->rule->id), rule_name(comparing, b->rule->rule->id)) && a->hit_count == b->hit_count &&
	       a->claimed == b->claimed;
}

static bool same_case(const struct comparing *comparing, const struct case_file *a, const struct case_file *b)
{
	bool same = a->class == b->class && a->due == b->due && a->part_count == b->part_count && a->month_count == b->month_count;
	for (uint32_t at = 0; same && at < a->part_count; at++)
		same = same_part(comparing, &a->part[at], &b->part[at]);
	for (uint32_t at = 0; same && at < a->month_count; at++)
		same = a->month[at].month == b->month[at].month && a->month[at].due == b->month[at].due;
	return same;
}

static int by_order(const void *left, const void *right)
{
	const struct effect_case *a = left, *b = right;
	return a->order == b->order ? 0 : a->order < b->order ? -1 : 1;
}

static void add_case(struct effect *effect, const struct case_file *before, const struct case_file *after)
{
	uint64_t order = sample_hash(span_of((before ? before : after)->number), 1);
	effect->item[effect->case_count++] = (struct effect_case){before, after, order};
	effect->changed += before && after;
}

static void compare_cases(const struct comparing *comparing, struct effect *effect)
{
	const struct cases *before = cases_of(comparing, 0), *after = cases_of(comparing, 1);
	const struct case_file **a = sorted_cases(before), **b = sorted_cases(after);
	effect->item = arena_alloc(comparing->arena, ((size_t)before->case_count + after->case_count + 1) * sizeof *effect->item);
	for (uint32_t i = 0, j = 0; i < before->case_count || j < after->case_count;) {
		int order = i == before->case_count ? 1 : j == after->case_count ? -1 : by_number(&a[i], &b[j]);
		if (order || !same_case(comparing, a[i], b[j]))
			add_case(effect, order <= 0 ? a[i] : NULL, order >= 0 ? b[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
	if (effect->case_count)
		qsort(effect->item, effect->case_count, sizeof *effect->item, by_order);
	free(a);
	free(b);
}

struct effect effect_of(const struct diff_side *a, const struct diff_side *b, struct span a_rule, struct span b_rule, struct arena *arena)
{
	struct comparing comparing = {{a, b}, a_rule, b_rule, arena};
	struct entries rules = {0}, counties = {0}, classes = {0}, all = {0}, undecided = {0};
	struct effect effect = {0};
	for (int side = 0; side < 2; side++) {
		add_cases(&comparing, side, &rules, &counties, &classes, &all);
		add_undecided(&comparing, side, &undecided);
	}
	struct effect_rows total = rows_of(&all, arena);
	effect.all = total.count ? total.row[0] : (struct effect_row){0};
	effect.rules = rows_of(&rules, arena);
	effect.counties = rows_of(&counties, arena);
	effect.classes = rows_of(&classes, arena);
	effect.undecided = rows_of(&undecided, arena);
	compare_cases(&comparing, &effect);
	effect.differs = effect.case_count > 0;
	for (uint32_t at = 0; at < effect.undecided.count; at++)
		effect.differs |= effect.undecided.row[at].gained || effect.undecided.row[at].lost;
	return effect;
}
