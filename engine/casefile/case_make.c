/* One case from its hits: what each rule says in it, what is due for each month. */
#include "casefile/case_make.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

int64_t hits_sum(const struct hit *hit, uint32_t count)
{
	int64_t sum = 0;
	for (uint32_t at = 0; at < count; at++)
		sum += hit[at].amount;
	return sum;
}

/* ---- parts: the hits of one rule in one case ---- */

/* All that is asked of a draft's groups is where they begin. */
static const struct group *first_group(const struct hit *hit, uint32_t count)
{
	const struct group *first = hit->group;
	for (uint32_t at = 1; at < count; at++)
		if (place_compare(hit[at].group->place, first->place) < 0)
			first = hit[at].group;
	return first;
}

static const struct group *merge_hits(struct builder *builder, const struct hit *hit, uint32_t count)
{
	struct arena *arena = &builder->cases->arena;
	struct symbols *symbols = builder->from->plan->symbols;
	if (count == 1)
		return hit->group;
	if (builder->from->draft)
		return first_group(hit, count);
	struct group *merged = group_copy(hit->group, symbols, arena);
	for (uint32_t at = 1; at < count; at++)
		group_join(merged, hit[at].group, symbols, arena);
	return merged;
}

static void add_exempted(struct builder *builder, const struct hit *hit)
{
	struct cases *cases = builder->cases;
	struct rule_totals *totals = &cases->totals[hit->rule->number];
	ARRAY_GROW(cases->exempted, cases->exempted_count, builder->exempted_capacity);
	cases->exempted[cases->exempted_count++] = (struct exempted){hit->rule, hit};
	totals->exempted_hits++;
	totals->exempted_claimed += hit->amount;
}

static void add_withheld(struct builder *builder, const struct hit *hit, uint32_t count, uint32_t codes)
{
	struct cases *cases = builder->cases;
	struct rule_totals *totals = &cases->totals[hit->rule->number];
	ARRAY_GROW(cases->withheld, cases->withheld_count, builder->withheld_capacity);
	cases->withheld[cases->withheld_count++] =
		(struct withheld){hit->rule, hit, count, codes, merge_hits(builder, hit, count)};
	totals->withheld_hits += count;
	totals->withheld_claimed += hits_sum(hit, count);
}

static void count_part(struct builder *builder, const struct case_part *part)
{
	struct rule_totals *totals = &builder->cases->totals[part->rule->number];
	const struct hit **last = &builder->last_subject[part->rule->number];
	totals->rows += part->group->rows;
	totals->hits += part->hit_count;
	totals->claimed += part->claimed;
	if (!*last || !span_equal((*last)->kind, part->hit->kind) || !span_equal((*last)->key, part->hit->key))
		totals->subjects++;
	*last = part->hit;
}

/* Those that are not exempted; the others are set aside. */
static const struct hit *open_hits(struct builder *builder, const struct hit *hit, uint32_t count, uint32_t *open_count)
{
	uint32_t exempted = 0;
	for (uint32_t at = 0; at < count; at++)
		exempted += hit[at].exempt != NULL;
	*open_count = count - exempted;
	if (!exempted)
		return hit;
	struct hit *open = arena_alloc(&builder->cases->arena, (count + 1) * sizeof *open);
	for (uint32_t at = 0, kept = 0; at < count; at++) {
		if (hit[at].exempt)
			add_exempted(builder, &hit[at]);
		else
			open[kept++] = hit[at];
	}
	return open;
}

static void judge_part(struct builder *builder, struct case_part *part)
{
	const struct plan *plan = builder->from->plan;
	const struct deadline *deadline = &builder->deadline[part->rule->number];
	struct arena *arena = &builder->cases->arena;
	part->level = severity_level(plan, part->rule, part->group, part->claimed, arena);
	part->message = message_text(plan, part->rule, part->group, part->claimed, arena);
	part->grade = part_grade(plan, part->rule, part->group, arena);
	part->handling = deadline->handling;
	part->deadline = deadline->day;
	part->deadline_unknown_year = deadline->unknown_year;
}

/* False: nothing of this rule stands in the case. Exempted hits are set aside first, then one undecided hit holds back the rest. */
static bool make_part(struct builder *builder, const struct hit *hit, uint32_t count, struct case_part *out)
{
	struct arena *arena = &builder->cases->arena;
	uint32_t open_count, codes = 0;
	const struct hit *open = open_hits(builder, hit, count, &open_count);
	for (uint32_t at = 0; at < open_count; at++)
		codes |= open[at].group->undecided;
	if (open_count && codes)
		add_withheld(builder, open, open_count, codes);
	if (!open_count || codes)
		return false;
	*out = (struct case_part){.rule = hit->rule, .hit = open, .hit_count = open_count, .group = merge_hits(builder, open, open_count),
				  .claimed = hits_sum(open, open_count)};
	out->hit_due = arena_zero(arena, open_count + 1, sizeof *out->hit_due);
	count_part(builder, out);
	if (!builder->from->draft)
		judge_part(builder, out);
	return true;
}

static int part_order(const void *left, const void *right)
{
	const struct case_part *a = left, *b = right;
	if (a->rule->rule->class != b->rule->rule->class)
		return a->rule->rule->class > b->rule->rule->class ? -1 : 1;
	if (a->claimed != b->claimed)
		return a->claimed > b->claimed ? -1 : 1;
	bool a_review = span_equal(a->rule->rule->action, SPAN("review")), b_review = span_equal(b->rule->rule->action, SPAN("review"));
	if (a_review != b_review) /* what is to be done comes before what is to be looked at */
		return a_review ? 1 : -1;
	return span_compare(a->rule->rule->id, b->rule->rule->id);
}

/* ---- months: one yuan once ---- */

struct month_claim {
	int64_t month, amount;
	uint32_t part;
};

static int month_order(const void *left, const void *right)
{
	const struct month_claim *a = left, *b = right;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	if (a->amount != b->amount)
		return a->amount > b->amount ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

/* What each rule claims for each month. A row is in one group of a rule, so groups of one rule for one month add up; over rules they never do. */
static struct month_claim *claims_by_month(struct arena *arena, const struct case_file *file, uint32_t *count)
{
	uint32_t most = 0;
	for (uint32_t part = 0; part < file->part_count; part++)
		most += file->part[part].hit_count;
	struct month_claim *claim = arena_alloc(arena, (most + 1) * sizeof *claim);
	*count = 0;
	for (uint32_t part = 0; part < file->part_count; part++) {
		if (!file->part[part].rule->rule->has_claim)
			continue;
		for (uint32_t at = 0; at < file->part[part].hit_count; at++) { /* hits of a part come by month */
			const struct hit *hit = &file->part[part].hit[at];
			bool same = at && file->part[part].hit[at - 1].month == hit->month;
			if (same)
				claim[*count - 1].amount += hit->amount;
			else
				claim[(*count)++] = (struct month_claim){hit->month, hit->amount, part};
		}
	}
	qsort(claim, *count, sizeof *claim, month_order);
	return claim;
}

/* Spreads the due of a month over the hits that carry it, in order, none beyond its claim. */
static void carry_due(struct case_part *part, int64_t month, int64_t due)
{
	for (uint32_t at = 0; at < part->hit_count && due > 0; at++) {
		if (part->hit[at].month != month)
			continue;
		part->hit_due[at] = part->hit[at].amount < due ? part->hit[at].amount : due;
		due -= part->hit_due[at];
	}
}

static void make_months(struct builder *builder, struct case_file *file)
{
	struct arena *arena = &builder->cases->arena;
	const struct net_paid *paid = &builder->from->net;
	uint32_t count;
	struct month_claim *claim = claims_by_month(arena, file, &count);
	file->month = arena_alloc(arena, (count + 1) * sizeof *file->month);
	for (uint32_t at = 0; at < count; at++) {
		if (at && claim[at].month == claim[at - 1].month)
			continue;
		int64_t due = claim[at].amount, net;
		if (paid->find && paid->find(paid->context, file->key, file->fund, claim[at].month, file->county, &net) && net < due)
			due = net > 0 ? net : 0;
		file->month[file->month_count++] = (struct case_month){claim[at].month, due, claim[at].part};
		file->due += due;
		carry_due(&file->part[claim[at].part], claim[at].month, due);
	}
}

/* ---- cases ---- */

void case_number(struct span kind, struct span key, struct span fund, struct span county, char number[CASE_NUMBER_SIZE])
{
	struct digest *digest = digest_new();
	const struct span part[] = {kind, key, fund, county};
	for (size_t at = 0; at < sizeof part / sizeof *part; at++) {
		digest_add(digest, part[at].data, part[at].size);
		digest_add(digest, "\x1f", 1);
	}
	char hex[33];
	digest_text(digest, hex);
	digest_free(digest);
	bool plain = county.size > 0 && county.size <= 12;
	for (size_t at = 0; at < county.size; at++)
		plain &= isalnum((unsigned char)county.data[at]) != 0;
	snprintf(number, CASE_NUMBER_SIZE, "%.*s-%.15s", plain ? (int)county.size : 1, plain ? county.data : "0", hex);
}

/* Levels are words of the rules; the known ones are ordered, any other ranks below them. */
static int level_rank(struct span level)
{
	static const char *const words[] = {"low", "medium", "high", "critical"};
	for (int at = 3; at >= 0; at--)
		if (span_equal(level, span_of(words[at])))
			return at + 1;
	return 0;
}

static void finish_case(struct builder *builder, struct case_file *file)
{
	qsort(file->part, file->part_count, sizeof *file->part, part_order);
	file->class = file->part[0].rule->rule->class;
	file->action = file->part[0].rule->rule->action;
	file->level = file->part[0].level;
	for (uint32_t part = 0; part < file->part_count; part++) {
		if (level_rank(file->part[part].level) > level_rank(file->level))
			file->level = file->part[part].level;
		if (file->part[part].grade > file->grade)
			file->grade = file->part[part].grade;
	}
	case_number(file->kind, file->key, file->fund, file->county, file->number);
	make_months(builder, file);
	file->handling = file->part[0].handling;
	file->deadline = file->part[0].deadline;
	file->deadline_unknown_year = file->part[0].deadline_unknown_year;
	builder->cases->due += file->due;
	builder->cases->class_totals[file->class].hits++;
	builder->cases->class_totals[file->class].claimed += file->due;
}

void case_make(struct builder *builder, const struct hit *hit, uint32_t count)
{
	struct cases *cases = builder->cases;
	struct case_file file = {.kind = hit->kind, .key = hit->key, .fund = hit->fund, .county = hit->county};
	uint32_t rules = 0;
	for (uint32_t at = 0; at < count; at++)
		rules += !at || hit[at].rule != hit[at - 1].rule;
	file.part = arena_zero(&cases->arena, rules, sizeof *file.part);
	for (uint32_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && hit[to].rule == hit[from].rule;)
			to++;
		file.part_count += make_part(builder, &hit[from], to - from, &file.part[file.part_count]);
	}
	if (!file.part_count)
		return;
	finish_case(builder, &file);
	ARRAY_GROW(cases->file, cases->case_count, builder->case_capacity);
	cases->file[cases->case_count++] = file;
}
