#include "rule/rule_read.h"

/* Bands are asked from the top, the first that holds counts. So the last one must hold for everything (else there is a gap), no
 * other may (else the ones below it are never reached), and thresholds on one figure must go down. */

static const char *const levels[] = {"critical", "high", "medium", "low", "info", NULL};

static enum status read_band(const struct yaml *node, struct arena *arena, struct severity *out, struct err *err)
{
	static const struct schema_key keys[] = {
		{"level", SCHEMA_TEXT | SCHEMA_REQUIRED, "{level: high, when: amount >= 20000.00}"},
		{"when", SCHEMA_TEXT, "{level: high, when: amount >= 20000.00}"},
	};
	const struct yaml *value[2];
	uint32_t level = 0;
	out->at = node;
	enum status status = SCHEMA_MAPPING_READ(node, "a severity band", keys, value, err);
	if (!status)
		status = schema_word(value[0], "severity level", levels, &level, err);
	out->level = span_of(levels[level]);
	return status ? status : rule_expr_read(value[1], arena, &out->when, err);
}

/* `figure >= number` or `figure > number`; the number in billionths. */
static bool is_threshold(const struct expr *when, struct span *figure, __int128 *number)
{
	if (!when || when->kind != EXPR_COMPARE || (when->op != OP_GE && when->op != OP_GT))
		return false;
	const struct expr *right = when->child[1];
	if (right->kind != EXPR_INT && right->kind != EXPR_DECIMAL)
		return false;
	*figure = when->child[0]->source;
	*number = right->number;
	for (int scale = right->scale; scale < 9; scale++)
		*number *= 10;
	return true;
}

static enum status check_reached(const struct rule *rule, uint32_t i, struct err *err)
{
	const struct severity *band = &rule->severity[i];
	struct span figure, above_figure;
	__int128 number, above_number;
	if (!is_threshold(band->when, &figure, &number))
		return STATUS_OK;
	for (uint32_t above = 0; above < i; above++) {
		const struct expr *when = rule->severity[above].when;
		if (is_threshold(when, &above_figure, &above_number) && span_equal(figure, above_figure) && above_number <= number)
			return expr_error(band->when, "order the bands from the highest threshold down", err,
					  H5001, "this band is never reached: '%.*s' above already holds", SPAN_ARG(when->source));
	}
	return STATUS_OK;
}

static enum status check_band(const struct rule *rule, uint32_t i, struct err *err)
{
	const struct severity *band = &rule->severity[i];
	bool last = i + 1 == rule->severity_count;
	for (uint32_t before = 0; before < i; before++)
		if (span_equal(rule->severity[before].level, band->level))
			return yaml_error(band->at, "join the two conditions with or", err,
					  H2016, "level '%.*s' stands here again, first in line %u", SPAN_ARG(band->level),
					  rule->severity[before].at->line);
	if (last && band->when)
		return yaml_error(band->at, "- {level: low}", err, H5001, "a gap: the last band must have no 'when'");
	if (!last && !band->when)
		return yaml_error(band->at, "only the last band has no 'when'", err, H5001, "the bands below this one are never reached");
	return check_reached(rule, i, err);
}

enum status rule_severity_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	enum status status = STATUS_OK;
	bool none = schema_count(node) == 0;
	rule->severity_count = none ? 1 : schema_count(node);
	rule->severity = arena_zero(arena, rule->severity_count, sizeof *rule->severity);
	if (none) {
		rule->severity[0] = (struct severity){.level = SPAN("medium"), .at = rule->document->root};
		return STATUS_OK;
	}
	for (uint32_t i = 0; !status && i < rule->severity_count; i++)
		status = read_band(schema_item(node, i), arena, &rule->severity[i], err);
	for (uint32_t i = 0; !status && i < rule->severity_count; i++)
		status = check_band(rule, i, err);
	return status;
}
