/* What rules find about the registered dead, whoever told their story. */
#include "gen_calendar.h"
#include "people_index.h"
#include "plant.h"
#include "record.h"
#include "tables.h"

#define GAP_DAYS 31
#define OPEN_MONTHS 12

/* Everything known of one person, by person_index. */
struct person_facts {
	const struct world *w;
	struct person_index deaths, cremations, checks, contributions;
};

static bool seen_alive(const struct person_facts *f, uint32_t person, int death)
{
	size_t end, i = index_first(&f->checks, person, &end);
	for (; i < end; i++) {
		const struct fact *check = &f->w->checks.at[f->checks.row[i].at];
		if (!check->failed && check->day > death)
			return true;
	}
	int routine = f->w->persons[person].check_last;
	return routine && routine > death; /* days before 1970 are below 0, which is never */
}

static bool sources_disagree(const struct person_facts *f, uint32_t person, int death)
{
	size_t end, i = index_first(&f->deaths, person, &end);
	for (; i < end; i++) {
		const struct fact *other = &f->w->deaths.at[f->deaths.row[i].at];
		if (!other->raw_day && (other->day - death > GAP_DAYS || death - other->day > GAP_DAYS))
			return true;
	}
	return false;
}

static bool cremation_disagrees(const struct person_facts *f, uint32_t person, int death)
{
	size_t end, i = index_first(&f->cremations, person, &end);
	for (; i < end; i++) {
		int day = f->w->cremations.at[f->cremations.row[i].at].day;
		if (day < death || day - death > GAP_DAYS)
			return true;
	}
	return false;
}

static bool contributed_later(const struct person_facts *f, uint32_t person, int death)
{
	size_t end, i = index_first(&f->contributions, person, &end);
	for (; i < end; i++) {
		const struct record *r = &f->w->records.at[f->contributions.row[i].at];
		if (record_value(r, CON_FOR) > month_of_day(death) && record_value(r, CON_MONTH) > month_of_day(death))
			return true;
	}
	return false;
}

static bool registered_otherwise(const struct benefit *b, const struct fact *death)
{
	bool other = b->other_name || b->register_name == NAME_OTHER;
	return other != (death->name == NAME_OTHER) && death->name != NAME_NULL;
}

static void find_evidence(struct planter *p, const struct person_facts *f, uint32_t at, const struct fact *death)
{
	uint32_t person = death->person;
	if (death->raw_day) {
		plant_undecided(p, RULE_EVIDENCE, at, "undecided:missing:date", "a death with a date that is none");
		return;
	}
	if (!sources_disagree(f, person, death->day) && !cremation_disagrees(f, person, death->day)
		&& !seen_alive(f, person, death->day) && !contributed_later(f, person, death->day))
		return;
	if (registered_otherwise(&p->w->benefits[at], death))
		plant_undecided(p, RULE_EVIDENCE, at, "undecided:name-differs", "evidence of a death under another name disagrees");
	else
		plant_subject(p, RULE_EVIDENCE, at, "evidence of a death disagrees");
}

/* The register's stop may be one month after the death of one source, and the one of another. */
static bool stopped_in_time(const struct world *w, const struct benefit *b, const struct person_facts *f)
{
	size_t end, i = index_first(&f->deaths, b->person, &end);
	for (; i < end; i++) {
		const struct fact *death = &w->deaths.at[f->deaths.row[i].at];
		if (!death->raw_day && b->stopped_from <= month_of_day(death->day) + 1)
			return true;
	}
	return false;
}

/* What withholds a late stop, by this death; NULL: nothing does. */
static const char *doubt_of_stop(const struct world *w, const struct benefit *b, const struct person_facts *f, const struct fact *death)
{
	if (death->raw_day)
		return "undecided:missing:date";
	if (registered_otherwise(b, death))
		return "undecided:name-differs";
	if (seen_alive(f, b->person, death->day))
		return "undecided:seen-alive-later";
	return stopped_in_time(w, b, f) ? "undecided:sources-disagree" : NULL;
}

static void find_late_stop(struct planter *p, const struct person_facts *f, uint32_t at)
{
	const struct world *w = p->w;
	const struct benefit *b = &w->benefits[at];
	size_t end, i = index_first(&f->deaths, b->person, &end);
	bool late = false, doubted = false;
	for (; i < end && b->state != PERSON_NORMAL && b->stopped_from; i++) {
		const struct fact *death = &w->deaths.at[f->deaths.row[i].at];
		if (!death->raw_day && b->stopped_from <= month_of_day(death->day) + 1)
			continue;
		const char *doubt = doubt_of_stop(w, b, f, death);
		late = true;
		doubted |= doubt != NULL;
		if (doubt)
			plant_undecided(p, RULE_LATE_STOP, at, doubt, "a death, and a stop that was entered late");
	}
	if (late && !doubted)
		plant_subject(p, RULE_LATE_STOP, at, "the stop was entered more than a month after the month of death");
}

static void find_open_account(struct planter *p, const struct person_facts *f, const struct balance *a, const struct fact *death)
{
	int at = a->raw_at || !a->at ? p->w->opt.as_of : a->at;
	if (a->balance <= 0)
		return;
	if (death->raw_day)
		plant_undecided(p, RULE_DEAD_ACCOUNT, a->benefit, "undecided:missing:date", "a death with a date that is none");
	else if (month_of_day(at) <= month_of_day(death->day) + OPEN_MONTHS)
		return;
	else if (a->raw_at)
		plant_undecided(p, RULE_DEAD_ACCOUNT, a->benefit, "undecided:date-unreadable", "the date of a dead person's balance is none");
	else if (registered_otherwise(&p->w->benefits[a->benefit], death))
		plant_undecided(p, RULE_DEAD_ACCOUNT, a->benefit, "undecided:name-differs", "an open account, dead under another name");
	else if (seen_alive(f, death->person, death->day))
		plant_undecided(p, RULE_DEAD_ACCOUNT, a->benefit, "undecided:seen-alive-later", "an open account, certified since death");
	else
		plant_subject(p, RULE_DEAD_ACCOUNT, a->benefit, "dead for more than twelve months, the account is open");
}

static void index_facts(struct person_index *index, const struct fact_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->at[i].id < ID_DAMAGED) /* else nobody can be found by it */
			index_add(index, list->at[i].person, i);
	index_sort(index);
}

static void index_contributions(struct person_index *index, const struct world *w)
{
	for (size_t i = 0; i < w->records.count; i++)
		if (w->records.at[i].table == TABLE_CONTRIBUTION)
			index_add(index, w->records.at[i].person, i);
	index_sort(index);
}

/* For each death of the owner. */
static void find_of_benefit(struct planter *p, const struct person_facts *f, uint32_t at)
{
	uint32_t person = p->w->benefits[at].person;
	size_t end, i = index_first(&f->deaths, person, &end);
	if (!p->w->persons[person].person_id_raw && !p->w->benefits[at].unregistered && p->w->benefits[at].fund <= FUND_RESIDENT)
		for (; i < end; i++)
			find_evidence(p, f, at, &p->w->deaths.at[f->deaths.row[i].at]);
}

static void find_of_account(struct planter *p, const struct person_facts *f, const struct balance *a)
{
	size_t end, i = index_first(&f->deaths, p->w->benefits[a->benefit].person, &end);
	for (; i < end; i++)
		find_open_account(p, f, a, &p->w->deaths.at[f->deaths.row[i].at]);
}

void found_dead(struct planter *p)
{
	struct world *w = p->w;
	struct person_facts f = {.w = w};
	index_facts(&f.deaths, &w->deaths);
	index_facts(&f.cremations, &w->cremations);
	index_facts(&f.checks, &w->checks);
	index_contributions(&f.contributions, w);
	for (uint32_t i = 0; i < w->benefit_count; i++) {
		find_of_benefit(p, &f, i);
		if (!w->persons[w->benefits[i].person].person_id_raw && !w->benefits[i].unregistered)
			find_late_stop(p, &f, i);
	}
	for (size_t i = 0; i < w->balances.count; i++)
		find_of_account(p, &f, &w->balances.at[i]);
	index_release(&f.deaths);
	index_release(&f.cremations);
	index_release(&f.checks);
	index_release(&f.contributions);
}
