/* The profile on a terminal: bars first, then every condition with what came in and what passed. */
#include <assert.h>

#include "base/calendar.h"
#include "report/text_grid.h"
#include "workbench/profile.h"

enum { BAR_WIDTH = 24 };

/* part of whole in eighths of a character; what is not nothing shows. */
static void put_bar(struct text_grid *grid, uint64_t part, uint64_t whole)
{
	static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	uint64_t length = whole ? (uint64_t)((unsigned __int128)part * BAR_WIDTH * 8 / whole) : 0;
	char bar[BAR_WIDTH * 3 + 4];
	size_t size = 0;
	assert(part <= whole);
	if (part && !length)
		length = 1;
	for (; length >= 8; length -= 8, size += 3)
		memcpy(bar + size, "█", 3);
	text_grid_add(grid, "%.*s%s", (int)size, bar, eighths[length]);
}

static void put_count(struct text_grid *grid, uint64_t number)
{
	text_grid_add(grid, "%llu", (unsigned long long)number);
}

/* 41.3%, rounded half up. */
static void put_share(struct text_grid *grid, uint64_t part, uint64_t whole)
{
	uint64_t permille = whole ? (uint64_t)(((unsigned __int128)part * 2000 + whole) / ((unsigned __int128)whole * 2)) : 0;
	if (whole)
		text_grid_add(grid, "%llu.%llu%%", (unsigned long long)(permille / 10), (unsigned long long)(permille % 10));
	else
		text_grid_add(grid, "-");
}

static void put_head(struct text_grid *grid, const char *const *head, uint32_t count)
{
	for (uint32_t at = 0; at < count; at++)
		text_grid_add(grid, "%s", head[at]);
}

static void put_tables(const struct profile *profile, struct buffer *out)
{
	static const char *const head[] = {"table", "bytes", "records", "columns", "kept"};
	struct text_grid grid = {.align = "lrrrl"};
	buffer_format(out, "\nread, split and decoded once for all rules\n");
	put_head(&grid, head, 5);
	for (uint32_t at = 0; at < profile->table_count; at++) {
		const struct profile_table *table = &profile->table[at];
		text_grid_add(&grid, "%s", table->spec->name);
		put_count(&grid, table->bytes);
		put_count(&grid, table->records);
		text_grid_add(&grid, "%u of %u", table->columns_read, table->columns);
		text_grid_add(&grid, "%s", table->in_memory ? "in memory, by key" : "streamed");
	}
	text_grid_end(&grid, 2, out);
}

static void put_rules(const struct profile *profile, struct buffer *out)
{
	static const char *const head[] = {"rule", "visits", "share", "cost"};
	struct text_grid grid = {.align = "lrrl"};
	buffer_add_char(out, '\n');
	put_head(&grid, head, 4);
	for (uint32_t at = 0; at < profile->rule_count; at++) {
		const struct profile_rule *rule = &profile->rule[at];
		int size;
		const char *name = profile_rule_name(profile, rule, &size);
		text_grid_add(&grid, "%.*s", size, name);
		if (rule->why) {
			put_head(&grid, (const char *const[]){"-", "-"}, 2);
			text_grid_add(&grid, "did not run: %.*s", (int)strcspn(rule->why, "\n"), rule->why);
			continue;
		}
		put_count(&grid, rule->visits);
		put_share(&grid, rule->visits, profile->visits);
		put_bar(&grid, rule->visits, profile->rule[0].visits);
	}
	text_grid_end(&grid, 2, out);
}

static void put_node(struct text_grid *grid, const struct profile_node *node, uint64_t most)
{
	static const char *const words[] = {"where", "match", "undecided", "having"};
	text_grid_add(grid, "%s", words[node->kind]);
	put_count(grid, node->in);
	put_count(grid, node->passed);
	put_share(grid, node->passed, node->in);
	if (node->kind == PROFILE_MATCH)
		put_count(grid, node->partners);
	else
		text_grid_add(grid, "%s", "");
	put_bar(grid, node->visits, most);
	if (node->kind == PROFILE_MATCH)
		text_grid_add(grid, "%s on %.*s", node->table, SPAN_ARG(node->text));
	else if (node->kind == PROFILE_UNDECIDED)
		text_grid_add(grid, "%.*s: %.*s", SPAN_ARG(node->code), SPAN_ARG(node->text));
	else
		text_grid_add(grid, "%.*s", SPAN_ARG(node->text));
}

/* A line that is no condition: what goes in and what comes out. */
static void put_step(struct text_grid *grid, const char *word, uint64_t in, uint64_t passed, uint64_t visits, uint64_t most, const char *text)
{
	text_grid_add(grid, "%s", word);
	put_count(grid, in);
	put_count(grid, passed);
	text_grid_add(grid, "%s", "");
	text_grid_add(grid, "%s", "");
	put_bar(grid, visits, most);
	text_grid_add(grid, "%s", text);
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* What the longest bar of a rule stands for. */
static uint64_t widest(const struct profile_rule *rule)
{
	uint64_t most = 1;
	for (uint32_t at = 0; at < rule->stage_count; at++) {
		const struct profile_stage *stage = &rule->stage[at];
		most = larger(most, larger(*stage->counts->rows, *stage->counts->grouped + *stage->counts->groups));
		for (uint32_t node = 0; node < stage->node_count; node++)
			most = larger(most, stage->node[node].visits);
	}
	return most;
}

static void put_stage(const struct profile *profile, const struct profile_stage *stage, uint64_t most, struct text_grid *grid)
{
	const struct stage_counts *counts = stage->counts;
	bool having = false;
	put_step(grid, "from", *counts->rows, *counts->rows, *counts->rows, most, plan_source_name(profile->job->plan, stage->stage->source));
	for (uint32_t at = 0; at < stage->node_count; at++) {
		if (stage->node[at].kind == PROFILE_HAVING && !having)
			put_step(grid, "group", *counts->grouped, *counts->groups, *counts->grouped + *counts->groups, most, "rows into groups");
		having |= stage->node[at].kind == PROFILE_HAVING;
		put_node(grid, &stage->node[at], most);
	}
	if (!having)
		put_step(grid, stage->stage->grouped ? "group" : "keep", *counts->grouped, *counts->groups, *counts->grouped + *counts->groups, most,
			 stage->stage->grouped ? "rows into groups" : "rows as they are");
}

/* A derived table stands before what it is made of. */
static void put_name(struct text_grid *grid, const char *name)
{
	static const char *const blank[] = {"", "", "", "", ""};
	text_grid_add(grid, "%s", "with");
	put_head(grid, blank, 5);
	text_grid_add(grid, "%s:", name);
}

static void put_detail(const struct profile *profile, const struct profile_rule *rule, struct buffer *out)
{
	static const char *const head[] = {"", "in", "passed", "", "partners", "visits", "what"};
	struct text_grid grid = {.align = "lrrrrll"};
	int size;
	const char *name = profile_rule_name(profile, rule, &size);
	buffer_format(out, "\n%.*s  %llu visits\n", size, name, (unsigned long long)rule->visits);
	put_head(&grid, head, 7);
	for (uint32_t at = 0; at < rule->stage_count; at++) {
		if (!rule->stage[at].stage->is_rule)
			put_name(&grid, rule->stage[at].stage->name);
		put_stage(profile, &rule->stage[at], widest(rule), &grid);
	}
	text_grid_end(&grid, 2, out);
}

void profile_text(const struct profile *profile, struct buffer *out)
{
	char day[CALENDAR_TEXT_SIZE];
	int day_size = day_text(profile->job->plan->as_of, day);
	buffer_format(out, "cost as of %.*s: %llu visits (rows, keys, partner rows and groups looked at; no clock)\n", day_size, day,
		      (unsigned long long)profile->visits);
	put_tables(profile, out);
	put_rules(profile, out);
	for (uint32_t at = 0; at < profile->rule_count; at++)
		if (!profile->rule[at].why)
			put_detail(profile, &profile->rule[at], out);
}
