/* One line on a terminal: rows, bytes per second, time left. Never in a log. */
#include <time.h>
#include <unistd.h>

#include "cli/command.h"

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void draw(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t rows)
{
	enum { BAR = 24 };
	struct progress *progress = context;
	double time = now(), elapsed = time - progress->started;
	if (time - progress->last < 0.1 || elapsed <= 0)
		return;
	progress->last = time;
	progress->shown = true;
	double part = total_bytes ? (double)done_bytes / (double)total_bytes : 0;
	part = part > 1 ? 1 : part;
	char bar[BAR + 1];
	for (int at = 0; at < BAR; at++)
		bar[at] = at < (int)(part * BAR) ? '#' : '.';
	bar[BAR] = '\0';
	double left = part > 0.01 ? elapsed * (1 - part) / part : 0;
	fprintf(stderr, "\r[%s] %3.0f%%  %llu rows  %.1f MB/s  %.0fs left \x1b[K", bar, part * 100, (unsigned long long)rows,
		(double)done_bytes / elapsed / 1e6, left);
}

void progress_start(struct progress *progress, struct hecha_options *options)
{
	*progress = (struct progress){.started = now()};
	if (!isatty(STDERR_FILENO))
		return;
	options->progress = draw;
	options->progress_context = progress;
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\x1b[K", stderr);
}
