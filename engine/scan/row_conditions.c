#include "scan/row_conditions.h"

#include "scan/tuples.h"

/* Whether any stay open. */
static bool close_false(uint64_t *open, const struct truth *of, uint32_t count)
{
	uint64_t any = 0;
	for (uint32_t w = 0; w < bits_words(count); w++)
		any |= open[w] &= of->yes[w] | of->unknown[w];
	return any != 0;
}

/* Whether no partner can make a row be reported: see plan/implied.c. */
static bool partners_are_silent(const struct stage *stage, const struct lookups *lookups)
{
	for (uint32_t number = 0; number < stage->match_count; number++) {
		const struct plan_match *match = &stage->match[number];
		for (uint32_t at = 0; at < match->trusted_count; at++)
			if (!lookups->table[match->lookup]->whole[match->trusted[at]])
				return false;
	}
	return !may_crowd(stage, lookups);
}

/* One after the other as written, what is implied left out. */
static void judge_written(const struct stage *stage, struct frame *frame, struct row_conditions *out, struct pass_count *passes)
{
	bool open = bits_any(out->open, frame->count);
	for (uint32_t each = 0; each < stage->before_count && open; each++) {
		uint32_t judged = bits_count(out->open, frame->count);
		out->of[each] = truth_of(stage->before[each].node, frame, out->open);
		open = close_false(out->open, out->of[each], frame->count);
		pass_count_add(&passes[each], judged, bits_count(out->open, frame->count));
	}
}

/* What costs least first, and what is implied among it. */
static void judge_in_order(const struct stage *stage, const struct lookups *lookups, struct frame *frame, struct row_conditions *out)
{
	bool open = bits_any(out->open, frame->count);
	for (uint32_t each = 0; each < stage->order_count && open; each++) {
		uint32_t number = stage->order[each];
		if (number < stage->before_count)
			open = close_false(out->open, out->of[number] = truth_of(stage->before[number].node, frame, out->open), frame->count);
		else if (partners_are_silent(stage, lookups))
			open = close_false(out->open, truth_of(stage->implied, frame, out->open), frame->count);
	}
}

struct row_conditions row_conditions_judge(const struct stage *stage, const struct lookups *lookups, struct frame *frame, const uint64_t *rows,
					   struct pass_count *passes)
{
	uint32_t count = frame->count;
	struct row_conditions out = {bits_none(count, frame->scratch), bits_none(count, frame->scratch),
				     arena_alloc(frame->scratch, (stage->before_count + 1) * sizeof *out.of)};
	memcpy(out.open, rows, bits_words(count) * sizeof *rows);
	if (passes)
		judge_written(stage, frame, &out, passes);
	else
		judge_in_order(stage, lookups, frame, &out);
	bool open = bits_any(out.open, count);
	for (uint32_t each = 0; each < stage->before_count && open; each++)
		for (uint32_t w = 0; w < bits_words(count); w++)
			out.unknown[w] |= out.open[w] & out.of[each]->unknown[w];
	return out;
}

const struct node *row_conditions_unknown(const struct stage *stage, const struct row_conditions *conditions, uint32_t position)
{
	uint32_t each = 0;
	while (!bits_has(conditions->of[each]->unknown, position))
		each++;
	return stage->before[each].node;
}
