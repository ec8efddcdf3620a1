#include "gen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("gen: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

void *list_room(void *at, size_t count, size_t *room, size_t size)
{
	if (count == *room) {
		*room = *room ? *room * 2 : 64;
		at = realloc(at, *room * size);
		if (!at)
			die("out of memory");
	}
	memset((char *)at + count * size, 0, size);
	return at;
}

char *text_room(struct world *w, size_t size)
{
	char *room = calloc(1, size);
	if (!room)
		die("out of memory");
	return *list_add(&w->texts) = room;
}

void world_release(struct world *w)
{
	for (size_t i = 0; i < w->texts.count; i++)
		free(w->texts.at[i]);
	free(w->births_taken);
	free(w->persons);
	free(w->benefits);
	free(w->deaths.at);
	free(w->cremations.at);
	free(w->custodies.at);
	free(w->checks.at);
	free(w->records.at);
	free(w->changes.at);
	free(w->balances.at);
	free(w->notices.at);
	free(w->refunds.at);
	free(w->posts.at);
	free(w->totals);
	free(w->extras.at);
	free(w->plants.at);
	free(w->subjects.at);
	free(w->employers.at);
	free(w->files.at);
	free(w->texts.at);
}
