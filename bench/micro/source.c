/* How fast chunks of an extract come in when nothing is done with them, in its first reading and in its second: build/micro/source FILE [ROUNDS].
 * For one thread and for two: the least wall and CPU time of all rounds, and GB of content for each second of it. Warm the file up first
 * (cat FILE > /dev/null); set OMP_WAIT_POLICY=passive, or waiting for the other thread to end is counted as CPU time. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "hecha_limits.h"
#include "source/source.h"

static void must(enum status status, struct err *err)
{
	if (status == STATUS_OK || status == STATUS_END)
		return;
	fprintf(stderr, "%s\n", err->text);
	exit(1);
}

static void pull_all(struct source *source)
{
	struct chunk chunk = {0};
	struct err err = ERR_INIT;
	enum status status;
	do {
		status = source_next(source, &chunk, &err);
	} while (status == STATUS_OK);
	must(status, &err);
	buffer_free(&chunk.bytes);
}

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct reading {
	double wall, cpu;
	uint64_t bytes; /* of content */
};

typedef enum status opening(const struct source_options *options, struct source **out, struct err *err);

static struct reading read_once(opening *open, const struct source_options *options, int threads)
{
	struct err err = ERR_INIT;
	struct source *source = NULL;
	double start = omp_get_wtime(), cpu_start = cpu_seconds();
	must(open(options, &source, &err), &err);
#pragma omp parallel num_threads(threads)
	pull_all(source);
	struct reading reading = {omp_get_wtime() - start, cpu_seconds() - cpu_start, source_facts(source)->content_bytes};
	source_close(source);
	return reading;
}

static void measure(const char *name, opening *open, const struct source_options *options, int threads, int rounds)
{
	struct reading best = {1e9, 1e9, 0};
	for (int round = 0; round < rounds; round++) {
		struct reading each = read_once(open, options, threads);
		best.bytes = each.bytes;
		best.wall = each.wall < best.wall ? each.wall : best.wall;
		best.cpu = each.cpu < best.cpu ? each.cpu : best.cpu;
	}
	printf("%s, %d thread%s: wall %.3f s, %.2f GB/s; CPU %.3f s, %.2f GB/s\n", name, threads, threads > 1 ? "s" : "", best.wall,
	       (double)best.bytes / best.wall / 1e9, best.cpu, (double)best.bytes / best.cpu / 1e9);
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
	if (argc < 2 || rounds < 1) {
		fprintf(stderr, "usage: source FILE [ROUNDS]\n");
		return 2;
	}
	struct source_options options = {.path = argv[1], .index = source_index_new(HECHA_MARKS_MAX)};
	for (int threads = 1; threads <= 2; threads++) {
		measure("first", source_open, &options, threads, rounds);
		measure("second", source_open_again, &options, threads, rounds);
	}
	source_index_free(options.index);
	return 0;
}
