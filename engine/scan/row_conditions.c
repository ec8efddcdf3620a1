#include "scan/row_conditions.h"

/* Whether any stay open. */
static bool close_false(uint64_t *open, const struct truth *of, uint32_t count)
{
	uint64_t any = 0;
	for (uint32_t w = 0; w < bits_words(count); w++)
		any |= open[w] &= of->yes[w] | of->unknown[w];
	return any != 0;
}

struct row_conditions row_conditions_judge(const struct stage *stage, struct frame *frame, const uint64_t *rows, struct pass_count *passes)
{
	uint32_t count = frame->count;
	bool open = bits_any(rows, count);
	struct row_conditions out = {bits_none(count, frame->scratch), bits_none(count, frame->scratch),
				     arena_alloc(frame->scratch, (stage->before_count + 1) * sizeof *out.of)};
	memcpy(out.open, rows, bits_words(count) * sizeof *rows);
	for (uint32_t each = 0; each < stage->before_count && open; each++) {
		uint32_t number = passes ? each : stage->order[each], judged = passes ? bits_count(out.open, count) : 0;
		out.of[number] = truth_of(stage->before[number].node, frame, out.open);
		open = close_false(out.open, out.of[number], count);
		if (passes)
			pass_count_add(&passes[number], judged, bits_count(out.open, count));
	}
	if (stage->implied && open && !passes)
		open = close_false(out.open, truth_of(stage->implied, frame, out.open), count);
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
