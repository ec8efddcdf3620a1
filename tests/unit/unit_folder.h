/* A fresh folder per group of tests, removed behind them: cmocka_run_group_tests(tests, folder_setup, folder_teardown).
 * *state is its path. */
#ifndef HECHA_UNIT_FOLDER_H
#define HECHA_UNIT_FOLDER_H

#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

static inline int folder_setup(void **state)
{
	const char *place = getenv("TMPDIR");
	char *path = mem_format("%s/hecha-unit-XXXXXX", place ? place : "/tmp");
	*state = path;
	return mkdtemp(path) ? 0 : -1;
}

static inline int folder_teardown(void **state)
{
	folder_remove(*state);
	free(*state);
	return 0;
}

static inline char *inside(const char *folder, const char *name)
{
	return path_join(folder, name);
}

static inline void put_file(const char *path, struct span s)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(s.data, 1, s.size, file), s.size);
	assert_int_equal(fclose(file), 0);
}

static inline void check_file(const char *path, struct span expected)
{
	struct buffer found = BUFFER_INIT;
	struct err err = ERR_INIT;
	if (file_read(path, 64u << 20, &found, &err))
		fail_msg("%s", err.text);
	assert_span(buffer_span(&found), expected);
	buffer_free(&found);
}

/* Entries of a folder, hidden ones too. */
static inline int entries_of(const char *folder)
{
	DIR *dir = opendir(folder);
	int count = -2; /* . and .. */
	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

#endif
