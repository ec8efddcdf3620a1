#include "gen_options.h"

#include "gen_calendar.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
	"usage: gen --seed N --out DIR [options]\n"
	"  --counties K   counties beside the city office, 1..18 (18)\n"
	"  --persons N    people who draw a benefit (20000)\n"
	"  --rows N       so many payment rows, about; chooses --persons\n"
	"  --months M     months of payments up to the as-of month, 12..120 (36)\n"
	"  --as-of DATE   YYYY-MM-DD (2026-11-22)\n"
	"  --rules PATH   rules folder written into hecha.yaml (../../rules)\n"
	"  --plain        one plain UTF-8 CSV per table, without the mess of real extracts\n"
	"Same seed and options, same bytes.\n";

_Noreturn static void stop(const char *problem)
{
	if (problem)
		fprintf(stderr, "gen: %s\n", problem);
	fputs(usage, problem ? stderr : stdout);
	exit(problem ? 64 : 0);
}

static uint64_t number(const char *text, uint64_t low, uint64_t high)
{
	char *end;
	errno = 0;
	uint64_t value = strtoull(text, &end, 10);
	if (errno || *end || end == text || text[0] == '-' || value < low || value > high)
		stop("a number is missing or out of range");
	return value;
}

enum { OPT_SEED = 1, OPT_OUT, OPT_COUNTIES, OPT_PERSONS, OPT_ROWS, OPT_MONTHS, OPT_AS_OF, OPT_RULES, OPT_PLAIN, OPT_HELP };

static void take(struct options *o, int option, const char *value)
{
	switch (option) {
	case OPT_SEED: o->seed = number(value, 0, UINT64_MAX); break;
	case OPT_OUT: o->out = value; break;
	case OPT_COUNTIES: o->counties = (int)number(value, 1, 18); break;
	case OPT_PERSONS: o->persons = (uint32_t)number(value, 1, 8000000); break;
	case OPT_ROWS: o->rows = number(value, 1, 2000000000); break;
	case OPT_MONTHS: o->months = (int)number(value, 12, MONTH_LIMIT); break;
	case OPT_AS_OF: o->as_of = day_read(value); break;
	case OPT_RULES: o->rules = value; break;
	case OPT_PLAIN: o->plain = true; break;
	case OPT_HELP: stop(NULL);
	default: stop("unknown option");
	}
}

struct options options_read(int argc, char **argv)
{
	static const struct option known[] = {
		{"seed", 1, NULL, OPT_SEED}, {"out", 1, NULL, OPT_OUT}, {"counties", 1, NULL, OPT_COUNTIES},
		{"persons", 1, NULL, OPT_PERSONS}, {"rows", 1, NULL, OPT_ROWS}, {"months", 1, NULL, OPT_MONTHS},
		{"as-of", 1, NULL, OPT_AS_OF}, {"rules", 1, NULL, OPT_RULES}, {"plain", 0, NULL, OPT_PLAIN},
		{"help", 0, NULL, OPT_HELP}, {NULL, 0, NULL, 0}};
	struct options o = {.seed = 1, .rules = "../../rules", .counties = 18, .persons = 20000, .months = 36,
		.as_of = day_of(2026, 11, 22)};
	int option;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
		take(&o, option, optarg);
	if (!o.out || optind < argc)
		stop("--out is missing, or there is something left over");
	if (!o.as_of)
		stop("--as-of is no date");
	return o;
}
