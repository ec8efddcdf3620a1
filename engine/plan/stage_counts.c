#include "plan/stage_counts.h"

static struct pass_count *take_passes(uint64_t **at, uint32_t count)
{
	struct pass_count *passes = (struct pass_count *)*at;
	*at += count * (sizeof *passes / sizeof **at);
	return passes;
}

struct stage_counts *stage_counts_new(const struct stage *stage, struct arena *arena)
{
	enum { SINGLE = 4, PASS = sizeof(struct pass_count) / sizeof(uint64_t), MATCH = sizeof(struct match_count) / sizeof(uint64_t) };
	struct stage_counts *counts = arena_zero(arena, 1, sizeof *counts);
	uint32_t conditions = stage->before_count + stage->after_count + stage->undecided_count + stage->having_count;
	counts->figure_count = SINGLE + conditions * PASS + stage->match_count * MATCH;
	counts->figure = arena_zero(arena, counts->figure_count, sizeof *counts->figure);
	uint64_t *at = counts->figure;
	counts->rows = at++;
	counts->grouped = at++;
	counts->groups = at++;
	counts->passed = at++;
	counts->before = take_passes(&at, stage->before_count);
	counts->after = take_passes(&at, stage->after_count);
	counts->undecided = take_passes(&at, stage->undecided_count);
	counts->having = take_passes(&at, stage->having_count);
	counts->match = (struct match_count *)at;
	return counts;
}

void stage_counts_add(struct stage_counts *into, const struct stage_counts *from)
{
	for (uint32_t at = 0; at < into->figure_count; at++)
		into->figure[at] += from->figure[at];
}

const uint64_t *stage_counts_mark(const struct stage_counts *counts, struct arena *arena)
{
	uint64_t *mark = arena_alloc(arena, counts->figure_count * sizeof *mark);
	memcpy(mark, counts->figure, counts->figure_count * sizeof *mark);
	return mark;
}

void stage_counts_reset(struct stage_counts *counts, const uint64_t *mark)
{
	memcpy(counts->figure, mark, counts->figure_count * sizeof *mark);
}
