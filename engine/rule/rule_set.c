#include <stdlib.h>

#include "rule/set_files.h"
#include "rule/set_read.h"

/* Files first, all of them; then what others refer to (lists) before what refers (tables); rules last. Each file keeps its own
 * error, so one broken file hides no other, and messages come out in the order of the files. */

static enum status read_one_list(struct rule_set *set, struct set_file *file)
{
	bool holidays = !strcmp(file->base, "holidays.yaml");
	if (holidays)
		return holidays_read(file->document, &set->arena, &set->holidays, &file->err);
	enum status status = list_read(file->document, &set->arena, &set->list[set->list_count], &file->err);
	set->list_count += !status;
	return status;
}

/* Columns refer to a list by name: what is wrong with the list is not said again at each of them. */
static void keep_broken_list(struct rule_set *set, const struct set_file *file)
{
	int size = (int)(strlen(file->base) - strlen(".yaml"));
	set->list[set->list_count++] = (struct dictionary){.name = arena_text(&set->arena, "%.*s", size, file->base)};
}

static enum status read_one_table(struct rule_set *set, struct set_file *file)
{
	enum status status = table_read(file->document, &set->arena, set, &set->table[set->table_count], &file->err);
	set->table_count += !status;
	return status;
}

static enum status read_one_rule(struct rule_set *set, struct set_file *file)
{
	enum status status = rule_read(file->document, &set->arena, &set->rule[set->rule_count], &file->err);
	set->rule_count += !status;
	return status;
}

static enum status read_classes_file(struct rule_set *set, struct set_file *file)
{
	return classes_read(file->document, set, &file->err);
}

static enum status read_samples_file(struct rule_set *set, struct set_file *file)
{
	return samples_read(file->document, set, &file->err);
}

/* Tests whose rule has errors of its own are not read: they could only repeat them. */
static enum status read_one_test_file(struct rule_set *set, struct set_file *file)
{
	size_t stem = strlen(file->path) - strlen(".test.yaml");
	for (uint32_t i = 0; i < set->rule_count; i++) {
		const char *path = set->rule[i].path;
		if (!strncmp(path, file->path, stem) && !strcmp(path + stem, ".yaml"))
			return rule_test_file_read(file->document, &set->arena, &set->rule[i], &file->err);
	}
	return STATUS_OK;
}

/* In the order in which they depend on each other. */
static enum status (*const readers[SET_FILE_KINDS])(struct rule_set *set, struct set_file *file) = {
	[SET_FILE_LIST] = read_one_list,
	[SET_FILE_TABLE] = read_one_table,
	[SET_FILE_CLASSES] = read_classes_file,
	[SET_FILE_SAMPLES] = read_samples_file,
	[SET_FILE_RULE] = read_one_rule,
	[SET_FILE_TESTS] = read_one_test_file,
};

static void open_file(struct rule_set *set, struct set_file *file)
{
	enum status status = yaml_read(file->path, &file->document, &file->err);
	if (status)
		return;
	set->document[set->document_count++] = file->document;
	if (!file->document->root)
		file_error(file->path, 0, NULL, &file->err, H1014, "the file is empty");
}

static void read_kind(struct rule_set *set, struct set_files *files, enum set_file_kind kind)
{
	for (size_t i = 0; i < files->count; i++) {
		struct set_file *file = &files->file[i];
		if (file->kind != kind || file->replaced)
			continue;
		bool good = !file->err.text && !readers[kind](set, file);
		if (!good && kind == SET_FILE_LIST)
			keep_broken_list(set, file);
	}
}

static int compare_rules(const void *a, const void *b)
{
	const struct rule *x = a, *y = b;
	return span_compare(x->id, y->id);
}

static void read_files(struct rule_set *set, struct set_files *files)
{
	set->document = arena_zero(&set->arena, files->count, sizeof *set->document);
	set->list = arena_zero(&set->arena, files->count, sizeof *set->list);
	set->table = arena_zero(&set->arena, files->count, sizeof *set->table);
	set->rule = arena_zero(&set->arena, files->count, sizeof *set->rule);
	classes_default(set);
	for (size_t i = 0; i < files->count; i++)
		if (!files->file[i].replaced && !files->file[i].err.text)
			open_file(set, &files->file[i]);
	for (int kind = 0; kind < SET_FILE_KINDS; kind++)
		read_kind(set, files, (enum set_file_kind)kind);
	if (set->rule_count)
		qsort(set->rule, set->rule_count, sizeof *set->rule, compare_rules);
}

static enum status join_errors(struct set_files *files, struct err *err)
{
	struct err all = ERR_INIT;
	for (size_t i = 0; i < files->count; i++)
		err_join(&all, &files->file[i].err);
	if (!all.text)
		return STATUS_OK;
	err_clear(err);
	*err = all;
	return all.status;
}

enum status rule_set_read(const char *const *folders, uint32_t count, bool tests, struct rule_set **out, struct err *err)
{
	struct set_files files = {.tests = tests};
	struct rule_set *set = mem_zero(1, sizeof *set);
	set->folder_count = count;
	set->folder = arena_zero(&set->arena, count, sizeof *set->folder);
	for (uint32_t i = 0; i < count; i++)
		set->folder[i] = arena_text(&set->arena, "%s", folders[i]);
	enum status status = set_files_find(&files, folders, count, err);
	if (!status) {
		read_files(set, &files);
		status = join_errors(&files, err);
	}
	set_files_free(&files);
	if (status) {
		rule_set_free(set);
		return status;
	}
	*out = set;
	return STATUS_OK;
}

void rule_set_free(struct rule_set *set)
{
	if (!set)
		return;
	for (uint32_t i = 0; i < set->document_count; i++)
		document_free(set->document[i]);
	arena_free(&set->arena);
	free(set);
}

const struct table_spec *rule_set_table(const struct rule_set *set, struct span name)
{
	for (uint32_t i = 0; i < set->table_count; i++)
		if (span_equal(name, span_of(set->table[i].name)))
			return &set->table[i];
	return NULL;
}

const struct rule *rule_set_rule(const struct rule_set *set, struct span id)
{
	struct rule wanted = {.id = id};
	return set->rule_count ? bsearch(&wanted, set->rule, set->rule_count, sizeof *set->rule, compare_rules) : NULL;
}
