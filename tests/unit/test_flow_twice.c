/* Rules read twice against the same rules read once: whatever is left out of the second reading, hits and what is reported of rows are the same. */
#include "flow/flow.h"

#include <stdio.h>
#include <stdlib.h>

#include "column_rows.h"
#include "unit_plan.h"

enum { ROWS = 3 * HECHA_BATCH_ROWS / 2, PARTNERS = 1200, VALUES = 1200, COLUMNS = 5, SEEDS = 4 };
enum { CROWD = 80 }; /* partners of one value: two matches of them are too many */
_Static_assert(CROWD * CROWD > HECHA_TUPLES_PER_ROW_MAX && CROWD < HECHA_TUPLES_PER_ROW_MAX, "");
enum { COLUMN_K, COLUMN_J, COLUMN_V, COLUMN_T, COLUMN_M };

#define SUBJECT "subject: {kind: account, key: r.k}\n"
#define GROUP(condition) "group: [r.k, r.j]\nhaving: \"" condition "\"\n" SUBJECT
#define WHERE(match, where) "match: [\"" match "\"]\nwhere: \"" where "\"\n"
#define OTHER(where) \
	"with:\n  d: {from: a s, where: \"s.v > 3.00\", group: [s.k, s.j, s.t]}\nfrom: a r\n" WHERE("d o on o.k = r.k", where) SUBJECT
#define EARLY(where) \
	"with:\n  m: {from: b s, where: \"s.v > 7.00\", group: [s.k], select: {most: max(s.v)}}\n  d: {from: a s, group: [s.k, s.j, s.t]}\n" \
	"from: a r\nmatch: [\"m e on e.k = r.k\", \"d o on o.k = e.k\", \"optional b p on p.k = r.k\"]\nwhere: \"" where "\"\n" SUBJECT
#define MOST(match, most) "with:\n  d: {from: a s, " match "group: [s.k, s.j], select: {most: " most "}}\n"
#define JS_DIFFER "group: [r.k]\nhaving: \"count(distinct r.j) > 1\"\n" SUBJECT
#define BY_MONTH(condition) "group: [r.k, r.m]\nhaving: \"" condition "\"\n" SUBJECT
#define B_ON_KEYS "b p on p.k = r.k and p.j = r.j"

static const char *const rules[] = {
	"from: a r\n" GROUP("sum(r.v) < 0.00 - 3.00"),
	"from: a r\n" GROUP("max(r.v) >= 9.00"),
	"from: a r\n" GROUP("min(r.v) < 0.00 - 4.00 and count() > 1"),
	"from: a r\nwhere: \"r.t <> 'x'\"\n" GROUP("sum(r.v) > max(r.v)"),
	OTHER("o.j <> r.j"),
	OTHER("(o.j <> r.j or o.t <> r.t) and r.v > 8.00"),
	"from: a r\n" GROUP("sum(r.v) > 9.00"),
	"from: a r\n" GROUP("sum(r.v) > max(r.v) * 2"),
	"from: a r\nwhere: \"r.t <> 'x'\"\n" GROUP("count(r.v) * 3 < count() * 2"),
	"from: a r\n" GROUP("min(r.v) > 8.00 or sum(r.v) < 0.00 - 3.00 and count(r.t) > 1"),
	"from: a r\n" WHERE(B_ON_KEYS, "p.v > 1.00") GROUP("sum(r.v) > max(p.v) * 2"),
	"from: a r\n" WHERE(B_ON_KEYS, "p.t <> 'x' and p.v > 2.00") GROUP("sum(r.v) > min(p.v) * 3 and count() > 1 or sum(r.v) > 25.00"),
	"from: a r\n" WHERE("b p on p.k = r.k", "p.t = 'x'") GROUP("count() * 4.00 > max(p.v) and sum(r.v) > 6.00"),
	"from: a r\n" WHERE(B_ON_KEYS, "p.v > r.v") GROUP("sum(r.v) > 9.00"),
	"from: a r\n" WHERE(B_ON_KEYS, "p.t <> r.t") GROUP("sum(p.v) > 12.00"),
	"from: a r\n" WHERE("optional " B_ON_KEYS, "r.v > 2.00 or p.v > 3.00") GROUP("sum(r.v) > min(p.v) * 4"),
	"from: a r\n" WHERE("b p on p.k = r.k", "p.j <> r.j") GROUP("count() > 3 and sum(r.v) > 15.00"),
	"from: a r\n" WHERE("b p on p.k = r.k", "p.v > 9.00") "group: [r.k, r.j, r.t]\nhaving: \"count(distinct r.v) > 1\"\n" SUBJECT,
	"with:\n  d: {from: a s, group: [s.k, s.j]}\nfrom: a r\nmatch: [\"b p on p.k = r.k and p.j = r.j\", \"d o on o.k = r.k and o.j = p.j\", optional b e on e.k = p.k]\n"
	"where: \"p.v > r.v and (p.t <> r.t or e.v > 1.00)\"\n" SUBJECT,
	"with:\n  d: {from: a s, where: \"s.v > 3.00\", group: [s.k, s.t]}\n  m: {from: b s, group: [s.k], select: {most: max(s.v)}, having: count() = 1}\nfrom: a r\n"
	"match: [\"m x on x.k = r.k\", \"d o on o.k = r.k and o.t = r.t\", \"optional b p on p.k = r.k\"]\nwhere: \"x.most > r.v and p.j <> 7\"\n" SUBJECT,
	"with:\n  m: {from: b s, group: [s.k, s.j], select: {most: max(s.v)}}\nfrom: a r\nmatch: [\"m d on d.k = r.k and d.j = r.j\", \"optional b p on p.k = r.k\"]\n"
	"where: \"d.most > 0.00\"\n" GROUP("sum(r.v) > max(d.most) * 2"),
	"from: a r\nmatch: [\"" B_ON_KEYS "\", \"optional b o on o.k = r.k\", \"optional b q on q.k = r.k\"]\n" GROUP("sum(r.v) > max(p.v) * 2"), /* some meet too many */
	MOST("", "max(s.v)") "from: d r\nwhere: \"r.most > 0.00\"\n" JS_DIFFER, /* nulls of a derived table */
	MOST("", "\"max(if(s.t = 'x', s.v, 0.00))\"") "from: d r\nwhere: \"r.most > 0.00\"\n" JS_DIFFER, /* nulls of what columns make */
	MOST("", "\"max(if(s.t <> 'x', coalesce(s.v, 0.00), greatest(s.v, 1.00)))\"") "from: d r\nwhere: \"r.most > 0.00\"\n" JS_DIFFER,
	MOST("match: [b p on p.k = s.k], ", "max(p.v)") "from: d r\nwhere: \"r.most > 0.00\"\n" JS_DIFFER,
	"with:\n  d: {from: b s, group: [s.k], select: {most: max(s.v)}}\n  e: {from: a s, where: \"s.t = 'x'\", group: [s.k]}\n" /* nulls in sums, of rows kept aside */
	"  h: {from: a s, match: [d o on o.k = s.k], where: \"s.j > 0 and o.most > s.v + s.v\", group: [s.k, s.t]}\nfrom: h r\nmatch: [\"e x on x.k = r.k\"]\n" SUBJECT,
	/* single months of a value */
	"from: a r\nwhere: r.v > 0.00\n" BY_MONTH("count() > 1"), "from: a r\n" BY_MONTH("min(r.v) < 0.00 and sum(r.v) > max(r.v)"),
	"from: a r\n" WHERE("b p on p.k = r.k", "p.v > r.v") BY_MONTH("count() > 1"),
	"from: a r\nmatch: [\"optional b p on p.k = r.k\", \"optional b o on o.k = r.k\"]\n" BY_MONTH("count() > 1"), /* some meet too many */
	"with:\n  d: {from: a s, group: [s.k, s.m], having: count() > 1}\nfrom: d r\ngroup: [r.k]\n" SUBJECT,
	"with:\n  d: {from: a s, group: [s.k, s.m], having: count() > 1}\nfrom: a r\n" WHERE("d o on o.k = r.k", "o.m > r.m") SUBJECT,
	"from: a r\ngroup: [r.k]\nhaving: \"count(distinct r.t) >= 4\"\n" SUBJECT, "from: a r\ngroup: [r.k]\nhaving: \"3 <= count(distinct r.v)\"\n" SUBJECT,
	"with:\n  d: {from: a s, match: [\"b p on p.k = s.k and p.t = s.t\"], group: [s.k, s.j, p.t], having: sum(s.v) > max(s.v)}\n" /* groups that only the partner tells apart */
	"from: d r\ngroup: [r.k]\nhaving: count() > 1\n" SUBJECT,
	EARLY("e.most > r.v or o.t = p.t"), EARLY("o.j <> r.j and p.v > 2.00"),
};

/* ---- rows ---- */

static struct value random_value(uint32_t column, uint32_t k, uint64_t *seed)
{
	static const char *const words[] = {"x", "y", "z", "w"};
	struct value value = {.cell = CELL_VALUE};
	if (column == COLUMN_K)
		value.number = k;
	else if (column == COLUMN_M)
		value.number = 24300 + random_below(seed, 70); /* pairs know them by 32 at a time */
	else if (column == COLUMN_J)
		value.number = random_below(seed, 3);
	else if (column == COLUMN_V)
		value.number = (int64_t)random_below(seed, 1100) - 100;
	else
		value.text = span_of(words[random_below(seed, 4)]);
	if (random_below(seed, 150) == 0)
		value = (struct value){.cell = CELL_MALFORMED};
	return value;
}

/* Rows of one value mostly stand together, as in a file. crowd: so many of the first value. */
static void fill(struct column_rows *rows, uint32_t count, uint32_t crowd, uint64_t *seed, struct arena *arena)
{
	static const enum value_type types[COLUMNS] = {TYPE_INT, TYPE_INT, TYPE_MONEY, TYPE_TEXT, TYPE_MONTH};
	rows->rowset = column_rows_set(count);
	for (uint32_t column = 0; column < COLUMNS; column++)
		rows->column[column] = column_new(arena, types[column], count, false);
	for (uint32_t row = 0, k = 0; row < count; row++) {
		k = row < crowd ? 0 : random_below(seed, 3) ? k : random_below(seed, VALUES);
		for (uint32_t column = 0; column < COLUMNS; column++)
			column_set(rows->column[column], row, random_value(column, k, seed));
	}
}

/* ---- what comes out ---- */

struct heard {
	struct plan *plan;
	char **line;
	uint32_t count, capacity;
};

static void hear(struct heard *heard, char *line)
{
	ARRAY_GROW(heard->line, heard->count, heard->capacity);
	heard->line[heard->count++] = line;
}

static enum status hear_hits(void *context, uint32_t thread, const struct plan_rule *rule, const struct group *const *group, uint32_t count,
			     struct arena *scratch, struct err *err)
{
	struct heard *heard = context;
	(void)thread, (void)scratch, (void)err;
	const struct stage *stage = heard->plan->stage[rule->stage_first + rule->stage_count - 1];
	for (uint32_t at = 0; at < count; at++) {
		struct buffer line = BUFFER_INIT;
		buffer_format(&line, "hit %llu rows, first %llu, undecided %u:", (unsigned long long)group[at]->rows,
			      (unsigned long long)group[at]->place.line, group[at]->undecided);
		for (uint32_t key = 0; key < stage->key_count; key++)
			buffer_format(&line, " %lld", (long long)group_value(group[at], key).number);
		for (uint32_t each = 0; each < stage->aggregate_count; each++)
			buffer_format(&line, " %lld", (long long)group_value(group[at], GROUP_AGGREGATE + each).number);
		uint64_t lines = 0; /* in no order */
		for (uint32_t each = 0; each < group[at]->evidence.count; each++)
			lines += hash_mix(group[at]->evidence.row[each].place.line);
		buffer_format(&line, ", %u in evidence %llx", group[at]->evidence.count, (unsigned long long)lines);
		hear(heard, mem_format("%.*s", (int)line.size, line.data));
		buffer_free(&line);
	}
	return STATUS_OK;
}

static void hear_missing(void *context, uint32_t thread, const struct missing_row *row)
{
	(void)thread;
	hear(context, mem_format("missing %s of row %llu, %lld", row->column ? row->column : "too many", (unsigned long long)row->place.line,
				 row->subject.cell == CELL_VALUE ? (long long)row->subject.number : -1));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* ---- runs ---- */

static void load(struct flow *flow, struct column_rows *rows)
{
	for (uint32_t table = 0; table < 2; table++) {
		struct flow_load load;
		uint32_t count = rows[table].rowset.row_count, *row = mem_alloc(count * sizeof *row);
		for (uint32_t at = 0; at < count; at++)
			row[at] = at;
		flow_load_begin(flow, table, &load);
		memory_table_add(load.memory, 0, &rows[table].rowset, load.source_column, row, count, NULL);
		flow_load_end(&load);
		free(row);
	}
}

/* Rows shown to stages that read tables. */
static uint64_t run(struct plan *plan, struct column_rows *rows, bool once, uint64_t memory, const char *folder, struct heard *heard)
{
	static const bool active[1] = {true};
	struct err err = ERR_INIT;
	struct arena arena = ARENA_INIT;
	struct flow_options options = {.threads = 1, .memory_bytes = memory, .folder = folder, .read_once = once};
	struct flow_sinks sinks = {.context = heard, .hits = hear_hits, .missing = hear_missing};
	struct flow *flow = flow_new(plan, active, &options, &sinks);
	uint64_t shown = 0;
	heard->plan = plan;
	load(flow, rows);
	if (flow_loaded(flow, &err) || flow_settle(flow, &err) || flow_memory_again(flow, &err) || flow_finish(flow, &err))
		fail_msg("%s", err.text);
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		struct stage_counts *counts = stage_counts_new(plan->stage[at], &arena);
		flow_counts(flow, plan->stage[at], counts);
		shown += plan->stage[at]->source.kind == SOURCE_TABLE ? *counts->rows : 0;
	}
	qsort(heard->line, heard->count, sizeof *heard->line, by_text);
	flow_free(flow);
	arena_free(&arena);
	return shown;
}

static void heard_free(struct heard *heard)
{
	for (uint32_t at = 0; at < heard->count; at++)
		free(heard->line[at]);
	free(heard->line);
}

static void check_same(const char *rule, const struct heard *once, const struct heard *twice)
{
	for (uint32_t at = 0; at < once->count || at < twice->count; at++)
		if (at >= once->count || at >= twice->count || strcmp(once->line[at], twice->line[at]))
			fail_msg("%s\nonce:  %.300s\ntwice: %.300s", rule, at < once->count ? once->line[at] : "-", at < twice->count ? twice->line[at] : "-");
}

static void check_rule(const char *folder, const char *rule, uint64_t seed, uint64_t memory)
{
	struct rule_set *set = NULL;
	struct arena arena = ARENA_INIT;
	struct heard once = {0}, twice = {0};
	struct plan *plan = read_plan(folder, rule, &set);
	struct column_rows *rows = arena_zero(&arena, 2, sizeof *rows);
	fill(&rows[0], ROWS, 1, &seed, &arena);
	fill(&rows[1], PARTNERS, CROWD, &seed, &arena);
	if (!plan->rule[0].anchored)
		fail_msg("not anchored:\n%s", rule);
	uint64_t all = run(plan, rows, true, memory, folder, &once), some = run(plan, rows, false, memory, folder, &twice);
	check_same(rule, &once, &twice);
	if (some * 20 > all * 19 || !once.count)
		fail_msg("%s\n%llu of %llu rows shown, %u lines", rule, (unsigned long long)some, (unsigned long long)all, once.count);
	heard_free(&once);
	heard_free(&twice);
	plan_free(plan);
	rule_set_free(set);
	arena_free(&arena);
}

static void test_once_and_twice(void **state)
{
	for (uint64_t seed = 1; seed <= SEEDS; seed++)
		for (size_t at = 0; at < COUNT_OF(rules); at++)
			check_rule(*state, rules[at], seed, HECHA_MEMORY_DEFAULT);
}

/* What a rule finds in tables in memory is known before others are streamed; and once. */
static void test_rules_of_memory_do_not_wait(void **state)
{
	static const bool active[1] = {true};
	struct rule_set *set = NULL;
	struct arena arena = ARENA_INIT;
	struct err err = ERR_INIT;
	struct plan *plan = read_plan(*state, rules[0], &set);
	struct heard heard = {.plan = plan};
	struct column_rows *rows = arena_zero(&arena, 2, sizeof *rows);
	struct flow_options options = {.threads = 1, .memory_bytes = HECHA_MEMORY_DEFAULT, .folder = *state, .read_once = true};
	struct flow_sinks sinks = {.context = &heard, .hits = hear_hits, .missing = hear_missing};
	struct flow *flow = flow_new(plan, active, &options, &sinks);
	uint64_t seed = 1;
	fill(&rows[0], ROWS, 1, &seed, &arena);
	fill(&rows[1], PARTNERS, CROWD, &seed, &arena);
	load(flow, rows);
	assert_int_equal(flow_loaded(flow, &err), STATUS_OK);
	uint32_t count = heard.count;
	assert_true(count > 0);
	assert_int_equal(flow_finish(flow, &err), STATUS_OK);
	assert_int_equal(heard.count, count);
	flow_free(flow);
	heard_free(&heard);
	plan_free(plan);
	rule_set_free(set);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_once_and_twice), cmocka_unit_test(test_rules_of_memory_do_not_wait)};
	return cmocka_run_group_tests(tests, plan_setup, folder_teardown);
}
