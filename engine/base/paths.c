/* Lists of paths in byte order whatever the locale, and parts of a path. */
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"

static void paths_take(struct paths *paths, char *path)
{
	ARRAY_GROW(paths->path, paths->count, paths->capacity);
	paths->path[paths->count++] = path;
}

static int path_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A path that two patterns match is one file, and is read once. */
static void paths_sort(struct paths *paths)
{
	size_t kept = 0;
	if (paths->count)
		qsort(paths->path, paths->count, sizeof *paths->path, path_order);
	for (size_t i = 0; i < paths->count; i++) {
		if (kept && strcmp(paths->path[kept - 1], paths->path[i]) == 0)
			free(paths->path[i]);
		else
			paths->path[kept++] = paths->path[i];
	}
	paths->count = kept;
}

/* A folder that is not there matches nothing; one that cannot be read must not pass for empty. */
static int unreadable_folder(const char *path, int error)
{
	(void)path;
	return error != ENOENT && error != ENOTDIR;
}

enum status paths_glob(const char *pattern, struct paths *out, struct err *err)
{
	glob_t found = {0};
	enum status status = STATUS_OK;
	errno = 0;
	int failed = glob(pattern, GLOB_NOSORT, unreadable_folder, &found);
	if (failed == GLOB_ABORTED)
		status = file_failed("read a folder of", pattern, STATUS_IO, err);
	else if (failed && failed != GLOB_NOMATCH)
		status = err_set(err, STATUS_INTERNAL, "cannot expand '%s': out of memory", pattern);
	for (size_t i = 0; !failed && i < found.gl_pathc; i++)
		paths_take(out, mem_text(found.gl_pathv[i]));
	globfree(&found);
	paths_sort(out);
	return status;
}

static bool ends_with(const char *name, const char *suffix)
{
	size_t size = strlen(name), tail = strlen(suffix);
	return size >= tail && strcmp(name + size - tail, suffix) == 0;
}

/* Sorts one entry into folders (to be walked later), files, or neither. A link to a file counts, and one that leads nowhere: whoever
 * opens it will say so. A link to a folder does not: it could lead round in circles. */
static void walk_entry(char *path, const char *suffix, struct paths *folders, struct paths *files)
{
	struct stat info;
	bool there = lstat(path, &info) == 0;
	if (there && S_ISDIR(info.st_mode))
		paths_take(folders, path);
	else if (there && ends_with(path, suffix) && (stat(path, &info) || !S_ISDIR(info.st_mode)))
		paths_take(files, path);
	else
		free(path);
}

static enum status walk_folder(const char *folder, const char *suffix, struct paths *folders, struct paths *files,
			       struct err *err)
{
	DIR *dir = opendir(folder);
	if (!dir) {
		bool missing = errno == ENOENT || errno == ENOTDIR;
		return file_failed("read the folder", folder, missing ? STATUS_MISSING : STATUS_UNREADABLE, err);
	}
	struct dirent *entry;
	errno = 0;
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] != '.') /* ., .. and what editors and other tools hide */
			walk_entry(path_join(folder, entry->d_name), suffix, folders, files);
		errno = 0;
	}
	enum status status = errno ? file_failed("read the folder", folder, STATUS_IO, err) : STATUS_OK;
	closedir(dir);
	return status;
}

enum status paths_walk(const char *folder, const char *suffix, struct paths *out, struct err *err)
{
	struct paths folders = {0};
	enum status status = STATUS_OK;
	paths_take(&folders, mem_text(folder));
	for (size_t i = 0; !status && i < folders.count; i++)
		status = walk_folder(folders.path[i], suffix, &folders, out, err);
	paths_free(&folders);
	paths_sort(out);
	return status;
}

void paths_free(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->path[i]);
	free(paths->path);
	*paths = (struct paths){0};
}

char *path_join(const char *folder, const char *name)
{
	size_t size = strlen(folder);
	if (name[0] == '/' || size == 0 || strcmp(folder, ".") == 0)
		return mem_text(name);
	return mem_format(folder[size - 1] == '/' ? "%s%s" : "%s/%s", folder, name);
}

char *path_folder(const char *path)
{
	size_t size = strlen(path);
	while (size > 1 && path[size - 1] == '/')
		size--;
	while (size && path[size - 1] != '/')
		size--;
	if (size == 0)
		return mem_text(".");
	while (size > 1 && path[size - 1] == '/')
		size--;
	return mem_format("%.*s", (int)size, path);
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}
