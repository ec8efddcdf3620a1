/* Severity, message and grade: expressions over all rows behind a rule's hits in a case. */
#include "base/calendar.h"
#include "base/text.h"
#include "casefile/casefile.h"

static struct frame part_frame(struct group_rows *rows, const struct plan *plan, const struct group *const *group, const int64_t *amount,
			       struct arena *scratch)
{
	group_rows_init(rows, (*group)->stage, group, 1, scratch);
	rows->amount = amount;
	return (struct frame){.count = 1, .slot_count = 1, .slot = {{.set = &rows->base.rowset}}, .symbols = plan->symbols,
			      .scratch = scratch};
}

struct span severity_level(const struct plan *plan, const struct plan_rule *rule, const struct group *group, int64_t amount,
			   struct arena *arena)
{
	struct group_rows rows;
	struct frame frame = part_frame(&rows, plan, &group, &amount, arena);
	uint32_t zero = 0;
	for (uint32_t band = 0; band < rule->rule->severity_count; band++) {
		if (!rule->severity[band])
			return rule->rule->severity[band].level;
		struct value holds = column_value(eval(rule->severity[band], &frame, (struct selection){1, &zero}), 0);
		if (holds.cell == CELL_VALUE && holds.number)
			return rule->rule->severity[band].level;
	}
	return SPAN("medium");
}

char part_grade(const struct plan *plan, const struct plan_rule *rule, const struct group *group, struct arena *scratch)
{
	int64_t amount = 0;
	struct group_rows rows;
	struct frame frame = part_frame(&rows, plan, &group, &amount, scratch);
	char last = 0;
	uint32_t zero = 0;
	for (uint32_t at = 0; at < rule->grade_count; at++) {
		struct value grade = column_value(eval(rule->grade[at], &frame, (struct selection){1, &zero}), 0);
		if (grade.cell == CELL_VALUE && grade.text.size && grade.text.data[0] > last)
			last = grade.text.data[0];
	}
	return last;
}

static void add_formatted(struct buffer *out, const struct node *node, struct span format, struct value value, struct symbols *symbols)
{
	char yuan[MONEY_TEXT_SIZE];
	struct buffer text = BUFFER_INIT;
	value_text(value, node->type, symbols, &text);
	if (span_equal(format, SPAN("label")))
		buffer_add_span(out, dictionary_label(node->dictionary, buffer_span(&text)));
	else if (span_equal(format, SPAN("yuan")) && node->type == TYPE_MONEY)
		buffer_add(out, yuan, (size_t)money_yuan(value.number, yuan));
	else if (span_equal(format, SPAN("percent")) && node->type == TYPE_SHARE) /* cut, not rounded: 99.99% is not all */
		buffer_format(out, "%lld.%02lld%%", (long long)(value.number / (SHARE_ONE / 100)),
			      (long long)(value.number / (SHARE_ONE / 10000) % 100));
	else if (span_equal(format, SPAN("mask")))
		text_mask(buffer_span(&text), out);
	else
		buffer_add_span(out, buffer_span(&text));
	buffer_free(&text);
}

struct span message_text(const struct plan *plan, const struct plan_rule *rule, const struct group *group, int64_t amount, struct arena *arena)
{
	struct arena scratch = ARENA_INIT;
	struct group_rows rows;
	struct frame frame = part_frame(&rows, plan, &group, &amount, &scratch);
	struct buffer out = BUFFER_INIT;
	uint32_t zero = 0;
	for (uint32_t at = 0; at < rule->rule->message_count; at++) {
		const struct message_part *part = &rule->rule->message[at];
		if (!part->expr) {
			buffer_add_span(&out, part->text);
			continue;
		}
		struct value value = column_value(eval(rule->message[at], &frame, (struct selection){1, &zero}), 0);
		if (value.cell == CELL_VALUE)
			add_formatted(&out, rule->message[at], part->format, value, plan->symbols);
		else
			buffer_add_span(&out, SPAN("—"));
	}
	struct span text = arena_span(arena, buffer_span(&out));
	buffer_free(&out);
	arena_free(&scratch);
	return text;
}
