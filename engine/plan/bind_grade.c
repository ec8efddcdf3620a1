/* Grades of a rule's matches: what grade(…) compares is kept with every row, so that evidence and cases can show it. */
#include "plan/bind.h"

static bool is_grade(const struct expr *expr)
{
	return expr->kind == EXPR_CALL && span_equal(expr->name, SPAN("grade"));
}

/* The last slot an expression reads: the partner the grade is of. */
static uint32_t last_slot(const struct node *node)
{
	uint32_t slot = node->kind == NODE_COLUMN ? node->slot : 0;
	for (uint32_t child = 0; child < node->child_count; child++) {
		uint32_t below = last_slot(node->child[child]);
		slot = below > slot ? below : slot;
	}
	return slot;
}

/* The columns compared are values of the row too, where they are plain. */
static bool keep_compared(struct binder *binder, const struct expr *grade)
{
	for (uint32_t child = 0; child < grade->child_count; child++)
		if (grade->child[child]->kind == EXPR_NAME && grade->child[child]->qualifier.size && bind_value(binder, grade->child[child]) < 0)
			return false;
	return true;
}

static bool keep_grade(struct binder *binder, const struct expr *grade)
{
	struct stage *stage = binder->stage;
	int32_t value = bind_value(binder, grade);
	if (value < 0)
		return false;
	stage->value[value].label = arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(grade->source));
	stage->value[value].slot = last_slot(stage->value[value].node);
	return keep_compared(binder, grade);
}

static bool keep_grades(struct binder *binder, const struct expr *expr)
{
	if (!expr)
		return true;
	if (is_grade(expr))
		return keep_grade(binder, expr);
	for (uint32_t child = 0; child < expr->child_count; child++)
		if (!keep_grades(binder, expr->child[child]))
			return false;
	return true;
}

bool bind_grades(struct binder *binder, const struct rule *rule)
{
	if (!keep_grades(binder, rule->query.where))
		return false;
	for (uint32_t at = 0; at < rule->undecided_count; at++)
		if (!keep_grades(binder, rule->undecided[at].when))
			return false;
	return true;
}

/* max(grade(…)) over the rows of a case, as if the rule had written it. */
static struct node *weakest(struct binder *binder, const struct expr *grade)
{
	struct arena *arena = &binder->plan->arena;
	struct expr *max = arena_zero(arena, 1, sizeof *max);
	*max = *grade;
	max->name = SPAN("max");
	max->child = arena_zero(arena, 1, sizeof *max->child);
	max->child[0] = memcpy(arena_alloc(arena, sizeof *grade), grade, sizeof *grade);
	max->child_count = 1;
	return bind(binder, max);
}

bool bind_case_grades(struct binder *binder)
{
	struct plan_rule *rule = binder->rule;
	const struct stage *stage = binder->stage;
	uint32_t values = stage->value_count;
	rule->grade = arena_zero(&binder->plan->arena, values + 1, sizeof *rule->grade);
	for (uint32_t at = 0; at < values; at++)
		if (stage->value[at].expr && is_grade(stage->value[at].expr) &&
		    !(rule->grade[rule->grade_count++] = weakest(binder, stage->value[at].expr)))
			return false;
	return true;
}
