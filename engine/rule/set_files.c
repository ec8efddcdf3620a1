#include "rule/set_files.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

static bool ends_with(const char *text, const char *suffix)
{
	size_t size = strlen(text), tail = strlen(suffix);
	return size >= tail && !strcmp(text + size - tail, suffix);
}

/* `inside` is the path below the rule folder. */
static enum set_file_kind kind_of(const char *inside)
{
	if (starts_with(inside, "tables/"))
		return SET_FILE_TABLE;
	if (starts_with(inside, "lists/"))
		return SET_FILE_LIST;
	if (!strcmp(inside, "classes.yaml"))
		return SET_FILE_CLASSES;
	if (!strcmp(inside, "samples.yaml"))
		return SET_FILE_SAMPLES;
	return ends_with(inside, ".test.yaml") ? SET_FILE_TESTS : SET_FILE_RULE;
}

/* Takes over path. */
static void add_file(struct set_files *files, char *path, const char *inside, uint32_t folder)
{
	enum set_file_kind kind = kind_of(inside);
	if (kind == SET_FILE_TESTS && !files->tests) {
		free(path);
		return;
	}
	ARRAY_GROW(files->file, files->count, files->capacity);
	files->file[files->count++] = (struct set_file){.path = path, .base = path_base(path), .kind = kind, .folder = folder};
}

/* A file given by name is what it would be in a folder: lists/x.yaml a list, classes.yaml the classes. */
static void add_single(struct set_files *files, const char *path, uint32_t folder)
{
	char *copy = mem_text(path);
	const char *base = path_base(copy), *inside = base;
	while (inside > copy + 1 && inside[-2] != '/')
		inside--;
	if (inside > copy)
		inside--;
	bool known = starts_with(inside, "tables/") || starts_with(inside, "lists/");
	add_file(files, copy, known ? inside : base, folder);
}

static void add_walked(struct set_files *files, const char *folder, struct paths *paths, uint32_t number)
{
	size_t size = strlen(folder);
	for (size_t i = 0; i < paths->count; i++) {
		char *path = paths->path[i];
		const char *inside = starts_with(path, folder) ? path + size : path;
		while (*inside == '/')
			inside++;
		/* An agency may keep its rules beside its hecha.yaml. */
		if (strcmp(inside, "hecha.yaml") != 0) {
			add_file(files, path, inside, number);
			paths->path[i] = NULL;
		}
	}
}

static enum status find_in(struct set_files *files, const char *folder, uint32_t number, struct err *err)
{
	struct stat about;
	struct paths paths = {0};
	if (!stat(folder, &about) && S_ISREG(about.st_mode)) {
		add_single(files, folder, number);
		return STATUS_OK;
	}
	enum status status = paths_walk(folder, ".yaml", &paths, err);
	if (!status)
		add_walked(files, folder, &paths, number);
	paths_free(&paths);
	return status;
}

/* Kind, name, then the later folder first; test files are told apart by their whole path, they go with the rule beside them. */
static int compare_files(const void *a, const void *b)
{
	const struct set_file *x = *(struct set_file *const *)a, *y = *(struct set_file *const *)b;
	bool tests = x->kind == SET_FILE_TESTS;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = tests ? strcmp(x->path, y->path) : strcmp(x->base, y->base);
	if (!order)
		order = (x->folder < y->folder) - (x->folder > y->folder);
	return order ? order : strcmp(x->path, y->path);
}

static bool same_name(const struct set_file *a, const struct set_file *b)
{
	return a->kind == b->kind && !strcmp(a->base, b->base) && (a->kind != SET_FILE_TESTS || !strcmp(a->path, b->path));
}

static void mark_replaced(struct set_files *files)
{
	struct set_file **sorted = mem_alloc(files->count * sizeof *sorted);
	const struct set_file *winner = NULL;
	for (size_t i = 0; i < files->count; i++)
		sorted[i] = &files->file[i];
	qsort(sorted, files->count, sizeof *sorted, compare_files);
	for (size_t i = 0; i < files->count; i++) {
		struct set_file *file = sorted[i];
		bool again = winner && same_name(winner, file);
		if (again && winner->folder == file->folder)
			file_error(file->path, 0, NULL, &file->err, H2011, "'%s' stands in this folder twice, also as %s", file->base, winner->path);
		else if (again)
			file->replaced = true;
		else
			winner = file;
	}
	free(sorted);
}

/* A rule file that has this path but for `.test`, replaced or not. */
static void check_test_file(struct set_files *files, struct set_file *tests)
{
	size_t stem = strlen(tests->path) - strlen(".test.yaml");
	for (size_t i = 0; i < files->count; i++) {
		const struct set_file *file = &files->file[i];
		if (file->kind == SET_FILE_RULE && !strncmp(file->path, tests->path, stem) && !strcmp(file->path + stem, ".yaml"))
			return;
	}
	file_error(tests->path, 0, NULL, &tests->err, H2012, "no rule '%.*s.yaml' beside these tests",
		   (int)(strlen(tests->base) - strlen(".test.yaml")), tests->base);
}

enum status set_files_find(struct set_files *files, const char *const *folders, uint32_t count, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t i = 0; !status && i < count; i++)
		status = find_in(files, folders[i], i, err);
	if (status)
		return status;
	if (!files->count)
		return file_error(count ? folders[0] : ".", 0, NULL, err, H2022, "no rules, tables or lists (*.yaml) here%s",
				  count > 1 ? " and in the other rule folders" : "");
	mark_replaced(files);
	for (size_t i = 0; i < files->count; i++)
		if (files->file[i].kind == SET_FILE_TESTS)
			check_test_file(files, &files->file[i]);
	return STATUS_OK;
}

void set_files_free(struct set_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		free(files->file[i].path);
		err_clear(&files->file[i].err);
	}
	free(files->file);
	*files = (struct set_files){0};
}
