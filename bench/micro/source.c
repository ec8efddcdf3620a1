/* How fast chunks of an extract come in when nothing is done with them: build/micro/source FILE [ROUNDS].
 * For one thread and for two: wall time of every round, GB/s of content of the best. Warm the file up first (cat FILE > /dev/null). */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

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
#pragma omp critical(pull)
		status = source_next(source, &chunk, &err);
	} while (status == STATUS_OK);
	must(status, &err);
	buffer_free(&chunk.bytes);
}

/* Seconds; *bytes of content. */
static double read_once(const char *path, int threads, uint64_t *bytes)
{
	struct err err = ERR_INIT;
	struct source *source = NULL;
	double start = omp_get_wtime();
	must(source_open(&(struct source_options){.path = path}, &source, &err), &err);
#pragma omp parallel num_threads(threads)
	pull_all(source);
	double seconds = omp_get_wtime() - start;
	*bytes = source_facts(source)->content_bytes;
	source_close(source);
	return seconds;
}

int main(int argc, char **argv)
{
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
	if (argc < 2 || rounds < 1) {
		fprintf(stderr, "usage: source FILE [ROUNDS]\n");
		return 2;
	}
	for (int threads = 1; threads <= 2; threads++) {
		double best = 1e9;
		uint64_t bytes = 0;
		printf("%d thread%s:", threads, threads > 1 ? "s" : "");
		for (int round = 0; round < rounds; round++) {
			double seconds = read_once(argv[1], threads, &bytes);
			printf(" %.3f", seconds);
			best = seconds < best ? seconds : best;
		}
		printf(" s; best %.2f GB/s\n", (double)bytes / best / 1e9);
	}
	return 0;
}
