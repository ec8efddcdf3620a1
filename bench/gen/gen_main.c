/*
 * gen: a seeded city agency folder for tests and benches. See bench/README.md.
 *
 * The order matters: people, then what is planted among them, then the lawful run of things for the rest,
 * then the files, whose making decides what truth.csv says about damaged extracts.
 */
#include "gen_calendar.h"
#include "gen_options.h"
#include "payrows.h"
#include "people.h"
#include "plant.h"
#include "truth.h"
#include "write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void folder(const char *root, const char *below)
{
	char path[512];
	snprintf(path, sizeof path, "%s%s", root, below);
	if (mkdir(path, 0777) && errno != EEXIST)
		die("cannot make '%s': %s", path, strerror(errno));
}

static void make_folders(const struct world *w)
{
	folder(w->opt.out, "");
	folder(w->opt.out, "/inbox");
	folder(w->opt.out, "/lists");
	folder(w->opt.out, "/lists/exempt");
}

static struct world world_of(const struct options *o)
{
	struct world w = {.opt = *o};
	w.last_month = month_of_day(o->as_of);
	w.first_month = w.last_month - o->months + 1;
	w.agency_count = o->counties + 1;
	return w;
}

static void plant(struct world *w)
{
	struct planter p;
	planter_init(&p, w);
	plant_deaths(&p);
	plant_custody(&p);
	plant_payments(&p);
	plant_pairs(&p);
	plant_accounts(&p);
	plant_checks(&p);
	plant_identity(&p);
	plant_employers(&p);
	plant_register(&p);
	plant_money(&p);
	plant_changes(&p);
	plant_dead_accounts(&p);
	plant_evidence(&p);
	plant_posts(&p);
	plant_overdue(&p);
	plant_namesakes(&p);
	plant_shares(&p);
	plant_careers(&p);
	plant_late_stops(&p);
	plant_detained(&p);
	plant_back_paid(&p);
	plant_probation(&p);
	plant_two_pensions(&p);
	plant_unemployed(&p);
	plant_over_cap(&p);
	plant_injured(&p);
	plant_survivors(&p);
	plant_retired(&p);
	plant_residents(&p);
	plant_fate(&p);
	plant_proxies(&p);
	plant_history(&p);
	extras_sort(w);
	plant_handling(&p);
	plant_found(&p);
	planter_release(&p);
}

/* Rows inside the window. Failed, reversed and adjusted payments make seven more in a thousand. */
static uint64_t rows_of(const struct world *w)
{
	uint64_t rows = 0;
	for (uint32_t i = 0; i < w->benefit_count; i++) {
		const struct benefit *b = &w->benefits[i];
		int first = b->from > w->first_month ? b->from : w->first_month;
		if (b->to >= first)
			rows += (uint64_t)(b->to - first + 1) * b->item_count;
	}
	return rows * 1007 / 1000 + w->extras.count;
}

static uint64_t rows_with(struct options o, uint32_t persons)
{
	o.persons = persons;
	struct world w = world_of(&o);
	people_make(&w);
	plant(&w);
	uint64_t rows = rows_of(&w);
	world_release(&w);
	return rows;
}

/* The rows of a person hardly depend on how many there are: count those of a small city, and of a smaller one again. */
static uint32_t persons_for(const struct options *o)
{
	uint64_t persons = 20000;
	persons = o->rows * persons / rows_with(*o, (uint32_t)persons);
	if (persons > 300 && persons < 20000)
		persons = o->rows * persons / rows_with(*o, (uint32_t)persons);
	if (persons < 1 || persons > 8000000)
		die("--rows asks for %llu persons", (unsigned long long)persons);
	return (uint32_t)persons;
}

static void write_city(struct world *w)
{
	make_folders(w);
	write_payments(w);
	write_persons(w);
	write_registers(w);
	write_checks(w);
	write_employers(w);
	write_handling(w);
	write_posts(w);
	write_damaged(w);
	write_finance(w);
	write_records(w);
	write_yaml(w);
	truth_write(w);
	files_write(w);
}

int main(int argc, char **argv)
{
	struct options o = options_read(argc, argv);
	if (o.rows)
		o.persons = persons_for(&o);
	struct world w = world_of(&o);
	people_make(&w);
	plant(&w);
	write_city(&w);
	world_release(&w);
	return 0;
}
