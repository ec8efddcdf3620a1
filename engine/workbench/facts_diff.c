#include "workbench/facts_diff.h"

#include <stdlib.h>

static bool same_fact(const struct fact *a, const struct fact *b)
{
	return span_equal(a->key, b->key) && span_equal(a->text, b->text);
}

/* ---- line by line ---- */

enum side { SIDE_BOTH, SIDE_A, SIDE_B };
struct line {
	enum side side;
	const struct fact *fact;
};

/* length[i][j]: the longest common part of a from i and b from j. Rules have some hundred facts at most. */
static uint32_t *common_lengths(const struct facts *a, const struct facts *b)
{
	size_t width = b->count + 1;
	uint32_t *length = mem_zero((a->count + 1) * width, sizeof *length);
	for (uint32_t i = a->count; i-- > 0;)
		for (uint32_t j = b->count; j-- > 0;) {
			uint32_t down = length[(i + 1) * width + j], right = length[i * width + j + 1];
			length[i * width + j] = same_fact(&a->fact[i], &b->fact[j]) ? length[(i + 1) * width + j + 1] + 1
					       : down > right			     ? down
										     : right;
		}
	return length;
}

static struct line *align(const struct facts *a, const struct facts *b, uint32_t *count)
{
	struct line *line = mem_alloc((a->count + b->count + 1) * sizeof *line);
	uint32_t *length = common_lengths(a, b), i = 0, j = 0;
	size_t width = b->count + 1;
	*count = 0;
	while (i < a->count || j < b->count) {
		bool both = i < a->count && j < b->count && same_fact(&a->fact[i], &b->fact[j]);
		bool drop = !both && i < a->count && (j == b->count || length[(i + 1) * width + j] >= length[i * width + j + 1]);
		line[(*count)++] = (struct line){both ? SIDE_BOTH : drop ? SIDE_A : SIDE_B, both || drop ? &a->fact[i] : &b->fact[j]};
		i += both || drop;
		j += both || !drop;
	}
	free(length);
	return line;
}

static bool is_near_change(const struct line *line, uint32_t count, uint32_t at)
{
	enum { AROUND = 3 };
	for (uint32_t each = at < AROUND ? 0 : at - AROUND; each < count && each <= at + AROUND; each++)
		if (line[each].side != SIDE_BOTH)
			return true;
	return false;
}

void facts_unified(const struct facts *a, const struct facts *b, const char *a_name, const char *b_name, struct buffer *out)
{
	uint32_t count;
	struct line *line = align(a, b, &count);
	bool open = false, any = false;
	for (uint32_t at = 0; at < count; at++) {
		bool near = is_near_change(line, count, at);
		if (near && !any)
			buffer_format(out, "--- %s\n+++ %s\n", a_name, b_name);
		if (near && !open)
			buffer_add_span(out, SPAN("@@\n"));
		if (near)
			buffer_format(out, "%c%.*s: %.*s\n", " -+"[line[at].side], SPAN_ARG(line[at].fact->key), SPAN_ARG(line[at].fact->text));
		open = near;
		any |= near;
	}
	free(line);
}

/* ---- by key ---- */

/* The next fact of this key that the other side lacks, at or behind *at. */
static const struct fact *next_own(const struct line *line, uint32_t count, enum side side, struct span key, uint32_t *at)
{
	for (; *at < count; ++*at)
		if (line[*at].side == side && span_equal(line[*at].fact->key, key))
			return line[(*at)++].fact;
	return NULL;
}

static uint32_t count_own(const struct line *line, uint32_t count, enum side side, struct span key)
{
	uint32_t own = 0;
	for (uint32_t at = 0; at < count; at++)
		own += line[at].side == side && span_equal(line[at].fact->key, key);
	return own;
}

static bool key_came_before(const struct line *line, uint32_t at)
{
	for (uint32_t before = 0; before < at; before++)
		if (line[before].side != SIDE_BOTH && span_equal(line[before].fact->key, line[at].fact->key))
			return true;
	return false;
}

static uint32_t changes_of_key(const struct line *line, uint32_t count, struct span key, struct fact_change *out)
{
	uint32_t a_at = 0, b_at = 0, changes = 0;
	bool one = count_own(line, count, SIDE_A, key) == 1 && count_own(line, count, SIDE_B, key) == 1;
	if (one) {
		out[0] = (struct fact_change){key, next_own(line, count, SIDE_A, key, &a_at)->text, next_own(line, count, SIDE_B, key, &b_at)->text};
		return 1;
	}
	for (const struct fact *fact; (fact = next_own(line, count, SIDE_A, key, &a_at));)
		out[changes++] = (struct fact_change){.key = key, .before = fact->text};
	for (const struct fact *fact; (fact = next_own(line, count, SIDE_B, key, &b_at));)
		out[changes++] = (struct fact_change){.key = key, .after = fact->text};
	return changes;
}

struct fact_change *facts_compare(const struct facts *a, const struct facts *b, struct arena *arena, uint32_t *count)
{
	uint32_t lines;
	struct line *line = align(a, b, &lines);
	struct fact_change *change = arena_alloc(arena, (lines + 1) * sizeof *change);
	*count = 0;
	for (uint32_t at = 0; at < lines; at++)
		if (line[at].side != SIDE_BOTH && !key_came_before(line, at))
			*count += changes_of_key(line, lines, line[at].fact->key, &change[*count]);
	free(line);
	return change;
}
