#include "run/publish.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"

/* Unfinished runs start with a dot; only the holder of the lock writes them, so any that are there are left over. */
#define UNFINISHED ".unfinished"

enum status publish_lock(const char *folder, int *lock, struct err *err)
{
	char *runs = path_join(folder, "runs");
	enum status status = folder_create(runs, err);
	char *path = path_join(runs, ".lock"), *left = path_join(runs, UNFINISHED);
	if (status == STATUS_OK)
		status = lock_take(path, lock, err);
	if (status == STATUS_OK)
		folder_remove(left);
	free(left);
	free(path);
	free(runs);
	return status;
}

void publish_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

/* One more than the largest n of runs/<as-of>.<n>. */
static unsigned long next_number(const char *runs, const char *as_of)
{
	unsigned long number = 0;
	DIR *folder = opendir(runs);
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		size_t size = strlen(as_of);
		if (strncmp(entry->d_name, as_of, size) || entry->d_name[size] != '.')
			continue;
		unsigned long each = strtoul(entry->d_name + size + 1, NULL, 10);
		if (each > number)
			number = each;
	}
	if (folder)
		closedir(folder);
	return number + 1;
}

static bool points_at(const char *link, const char *name)
{
	char target[64];
	ssize_t size = readlink(link, target, sizeof target);
	return size >= 0 && span_equal((struct span){target, (size_t)size}, span_of(name));
}

/* A run that could not be made the current one does not stay behind looking like a good one. Behind the switch nothing is taken back:
 * a failure there only says that a crash may undo the switch. */
static enum status put_in_place(const char *runs, const char *unfinished, const char *as_of, struct err *err)
{
	char *name = mem_format("%s.%lu", as_of, next_number(runs, as_of));
	char *final = path_join(runs, name), *current = path_join(runs, "current");
	enum status status = folder_publish(unfinished, final, err);
	if (status == STATUS_OK)
		status = link_replace(current, name, err);
	if (status != STATUS_OK && !points_at(current, name))
		folder_remove(final);
	free(current);
	free(final);
	free(name);
	return status;
}

enum status publish_report(const struct report *report, struct err *err)
{
	char as_of[CALENDAR_TEXT_SIZE];
	day_text(report->as_of, as_of);
	char *runs = path_join(report->agency->folder, "runs"), *unfinished = path_join(runs, UNFINISHED);
	enum status status = folder_create(unfinished, err);
	if (status == STATUS_OK)
		status = report_write(report, unfinished, err);
	if (status == STATUS_OK)
		status = put_in_place(runs, unfinished, as_of, err);
	if (status != STATUS_OK)
		folder_remove(unfinished);
	free(unfinished);
	free(runs);
	return status;
}
