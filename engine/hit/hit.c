#include "hit/hit.h"

#include <stdlib.h>

#include "hit/hit_order.h"

struct hit_thread {
	struct arena arena;
	struct hit *hit;
	uint32_t hit_count, hit_capacity;
	struct undecided_row *undecided;
	uint32_t undecided_count, undecided_capacity;
	uint64_t *netted;
	bool beyond; /* more came than are kept */
};

struct hit_collector {
	const struct plan *plan;
	struct exempt_list *const *exempt;
	uint32_t thread_count;
	struct hit_thread *thread;
	struct hits sorted;
};

struct hit_collector *hit_collector_new(const struct plan *plan, struct exempt_list *const *exempt, uint32_t threads)
{
	struct hit_collector *collector = mem_zero(1, sizeof *collector);
	collector->plan = plan;
	collector->exempt = exempt;
	collector->thread_count = threads;
	collector->thread = mem_zero(threads, sizeof *collector->thread);
	for (uint32_t at = 0; at < threads; at++)
		collector->thread[at].netted = mem_zero(plan->rule_count + 1, sizeof *collector->thread->netted);
	return collector;
}

void hit_collector_free(struct hit_collector *collector)
{
	if (!collector)
		return;
	for (uint32_t at = 0; at < collector->thread_count; at++) {
		arena_free(&collector->thread[at].arena);
		free(collector->thread[at].hit);
		free(collector->thread[at].undecided);
		free(collector->thread[at].netted);
	}
	free(collector->thread);
	free(collector->sorted.hit);
	free(collector->sorted.undecided);
	free(collector->sorted.netted);
	free(collector);
}

/* ---- groups into hits ---- */

/* The parts of a claim or subject, evaluated for a batch of groups. */
struct parts {
	const struct column *key, *fund, *county, *month, *amount, *exempt;
};

static const struct column *part(const struct node *node, struct frame *frame, struct selection all)
{
	return node ? eval(node, frame, all) : NULL;
}

static struct parts eval_parts(const struct plan_rule *rule, struct frame *frame, struct selection all)
{
	bool claim = rule->rule->has_claim;
	return (struct parts){
		.key = part(claim ? rule->claim[CLAIM_PERSON] : rule->subject_key, frame, all),
		.fund = part(claim ? rule->claim[CLAIM_FUND] : rule->subject_fund, frame, all),
		.county = part(claim ? rule->claim[CLAIM_COUNTY] : rule->subject_county, frame, all),
		.month = claim ? part(rule->claim[CLAIM_MONTH], frame, all) : NULL,
		.amount = claim ? part(rule->claim[CLAIM_AMOUNT], frame, all) : NULL,
		.exempt = part(rule->exempt_on, frame, all),
	};
}

static struct span part_text(const struct hit_collector *collector, const struct column *column, uint32_t row, struct arena *arena)
{
	if (!column)
		return (struct span){"", 0};
	struct buffer text = BUFFER_INIT;
	value_text(column_value(column, row), column->type, collector->plan->symbols, &text);
	struct span copy = arena_span(arena, buffer_span(&text));
	buffer_free(&text);
	return copy;
}

static bool is_value(const struct column *column, uint32_t row)
{
	return !column || column->cell[row & column->mask] == CELL_VALUE;
}

/* What a hit cannot do without and does not have. fund and county of a subject may be empty. */
static const char *lacking(const struct plan_rule *rule, const struct parts *parts, uint32_t row)
{
	if (!is_value(parts->key, row))
		return rule->rule->has_claim ? "person" : "key";
	if (!rule->rule->has_claim)
		return NULL;
	return !is_value(parts->fund, row)	? "fund"
	       : !is_value(parts->month, row)	? "month"
	       : !is_value(parts->county, row)	? "county"
	       : !is_value(parts->amount, row)	? "amount"
						: NULL;
}

/* A row met by a `with` table and by its rule is kept twice until they are sorted: the limit is on what is kept. */
static void add_undecided(struct hit_thread *thread, const struct plan_rule *rule, const char *column, struct place place,
			  struct span subject)
{
	if (thread->undecided_count == HECHA_UNDECIDED_ROWS_MAX) {
		thread->beyond = true;
		return;
	}
	ARRAY_GROW(thread->undecided, thread->undecided_count, thread->undecided_capacity);
	thread->undecided[thread->undecided_count++] = (struct undecided_row){rule, column, place, subject};
}

static void add_hit(struct hit_collector *collector, struct hit_thread *thread, const struct plan_rule *rule, const struct parts *parts,
		    const struct group *group, uint32_t row)
{
	struct hit hit = {.rule = rule, .kind = hit_kind(rule->rule)};
	const char *lacks = lacking(rule, parts, row);
	hit.key = part_text(collector, parts->key, row, &thread->arena);
	if (lacks)
		add_undecided(thread, rule, lacks, group->place, hit.key);
	else if (parts->amount)
		hit.amount = parts->amount->number[row & parts->amount->mask];
	if (parts->amount && hit.amount <= 0) {
		thread->netted[rule->number] += !lacks && !group->undecided;
		hit.amount = 0; /* no claim, but a doubt would hold for the whole case */
	}
	bool no_claim = lacks || (parts->amount && !hit.amount);
	bool has_case = is_value(parts->key, row) && is_value(parts->fund, row) && is_value(parts->county, row);
	if (no_claim && !(group->undecided && has_case))
		return;
	hit.month = parts->month ? parts->month->number[row & parts->month->mask] : 0;
	hit.fund = part_text(collector, parts->fund, row, &thread->arena);
	hit.county = part_text(collector, parts->county, row, &thread->arena);
	if (parts->exempt && is_value(parts->exempt, row))
		hit.exempt = exempt_find(collector->exempt[rule->number], part_text(collector, parts->exempt, row, &thread->arena),
					 collector->plan->as_of);
	hit.group = group_copy(group, collector->plan->symbols, &thread->arena);
	ARRAY_GROW(thread->hit, thread->hit_count, thread->hit_capacity);
	thread->hit[thread->hit_count++] = hit;
}

enum status hit_collect(void *context, uint32_t thread_number, const struct plan_rule *rule, const struct group *const *group,
			uint32_t count, struct arena *scratch, struct err *err)
{
	struct hit_collector *collector = context;
	struct hit_thread *thread = &collector->thread[thread_number];
	(void)err;
	struct group_rows rows;
	group_rows_init(&rows, group[0]->stage, group, count, scratch);
	struct frame frame = {.count = count, .slot_count = 1, .slot = {{.set = &rows.base.rowset}}, .symbols = collector->plan->symbols,
			      .scratch = scratch};
	struct parts parts = eval_parts(rule, &frame, selection_all(count, scratch));
	for (uint32_t row = 0; row < count; row++)
		add_hit(collector, thread, rule, &parts, group[row], row);
	return STATUS_OK;
}

void hit_collect_missing(void *context, uint32_t thread_number, const struct missing_row *row)
{
	struct hit_collector *collector = context;
	struct hit_thread *thread = &collector->thread[thread_number];
	struct buffer text = BUFFER_INIT;
	value_text(row->subject, row->subject_type, collector->plan->symbols, &text);
	add_undecided(thread, &collector->plan->rule[row->stage->rule], row->column, row->place, arena_span(&thread->arena, buffer_span(&text)));
	buffer_free(&text);
}

enum status hit_collector_check(const struct hit_collector *collector, struct err *err)
{
	const struct undecided_row *example = NULL;
	uint64_t rows = 0;
	for (uint32_t at = 0; at < collector->thread_count; at++) {
		const struct hit_thread *thread = &collector->thread[at];
		rows += thread->undecided_count + thread->beyond;
		if (thread->undecided_count)
			example = &thread->undecided[thread->undecided_count - 1];
	}
	if (rows <= HECHA_UNDECIDED_ROWS_MAX)
		return STATUS_OK;
	return err_set(err, STATUS_GATE,
		       "more than %u rows are undecided for want of a value, such as column '%s' in rule '%.*s'; nothing published\n  hint: "
		       "`hecha source check FILE` shows which columns cannot be read",
		       HECHA_UNDECIDED_ROWS_MAX, example->column ? example->column : "?", SPAN_ARG(example->rule->rule->id));
}

/* ---- all of them ---- */

/* They move, so that the many are there once. Returns how many came. */
static uint32_t take_hits(struct hit_collector *collector)
{
	struct hits *out = &collector->sorted;
	uint32_t before = out->count;
	for (uint32_t at = 0; at < collector->thread_count; at++) {
		struct hit_thread *thread = &collector->thread[at];
		if (!thread->hit_count)
			continue;
		out->hit = mem_resize(out->hit, ((size_t)out->count + thread->hit_count) * sizeof *out->hit);
		memcpy(out->hit + out->count, thread->hit, thread->hit_count * sizeof *out->hit);
		out->count += thread->hit_count;
		free(thread->hit);
		thread->hit = NULL;
		thread->hit_count = thread->hit_capacity = 0;
	}
	return out->count - before;
}

static void sort_hits(struct hit_collector *collector, const bool *drop)
{
	struct hits *out = &collector->sorted;
	uint32_t came = take_hits(collector), all = out->count;
	out->count = 0;
	for (uint32_t at = 0; at < all; at++)
		if (!drop[out->hit[at].rule->number])
			out->hit[out->count++] = out->hit[at];
	if (came) /* else they lie in order */
		hits_sort(collector->plan, out->hit, out->count);
}

const struct hits *hit_collector_sort(struct hit_collector *collector, const bool *drop)
{
	struct hits *out = &collector->sorted;
	uint32_t undecided = 0;
	sort_hits(collector, drop);
	for (uint32_t at = 0; at < collector->thread_count; at++)
		undecided += collector->thread[at].undecided_count;
	free(out->undecided);
	free(out->netted);
	out->undecided = mem_alloc((undecided + 1) * sizeof *out->undecided);
	out->undecided_count = 0;
	out->netted = mem_zero(collector->plan->rule_count + 1, sizeof *out->netted);
	for (uint32_t at = 0; at < collector->thread_count; at++) {
		const struct hit_thread *thread = &collector->thread[at];
		for (uint32_t each = 0; each < thread->undecided_count; each++)
			if (!drop[thread->undecided[each].rule->number])
				out->undecided[out->undecided_count++] = thread->undecided[each];
		for (uint32_t rule = 0; rule < collector->plan->rule_count; rule++)
			out->netted[rule] += drop[rule] ? 0 : thread->netted[rule];
	}
	out->undecided_count = undecided_sort(out->undecided, out->undecided_count);
	return out;
}
