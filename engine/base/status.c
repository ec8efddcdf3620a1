#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

static void free_places(struct err *err)
{
	for (uint32_t at = 0; at < err->place_count; at++) {
		free(err->place[at].file);
		free(err->place[at].message);
		free(err->place[at].hint);
	}
	free(err->place);
	err->place = NULL;
	err->place_count = 0;
}

enum status err_set(struct err *err, enum status status, const char *format, ...)
{
	if (!err)
		return status;
	char *text = NULL;
	va_list args;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	free(err->text); /* after formatting: the old message may be an argument */
	free_places(err);
	err->text = text;
	err->status = status;
	return status;
}

void err_clear(struct err *err)
{
	free(err->text);
	free_places(err);
	*err = ERR_INIT;
}

/* Doubled when the count is a power of two. */
static struct err_place *new_place(struct err *err)
{
	uint32_t count = err->place_count;
	if (!(count & (count - 1)))
		err->place = mem_resize(err->place, (count ? 2 * (size_t)count : 1) * sizeof *err->place);
	return &err->place[err->place_count++];
}

void err_add_place(struct err *err, struct err_place place, const char *file, const char *message, const char *hint)
{
	if (!err)
		return;
	place.file = mem_text(file);
	place.message = mem_text(message);
	place.hint = hint ? mem_text(hint) : NULL;
	*new_place(err) = place;
}

void err_join(struct err *all, struct err *one)
{
	if (!one->text)
		return;
	char *text = all->text ? mem_format("%s\n\n%s", all->text, one->text) : mem_text(one->text);
	free(all->text);
	all->text = text;
	all->status = one->status;
	for (uint32_t at = 0; at < one->place_count; at++)
		*new_place(all) = one->place[at];
	free(one->place); /* what it pointed to has moved */
	one->place = NULL;
	one->place_count = 0;
	err_clear(one);
}
