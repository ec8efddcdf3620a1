#include "run/inputs.h"

#include <stdlib.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/text.h"

static struct source_options source_options_of(const struct input *input)
{
	const struct extract_spec *spec = input->spec;
	struct source_options options = {.path = input->path, .shown = input->shown, .bytes = input->bytes, .index = input->index};
	if (spec) {
		options.encoding = (enum encoding)spec->encoding;
		options.delimiter = spec->delimiter;
		options.trailer = spec->trailer;
	} else if (input->bytes.data) {
		options.encoding = ENCODING_UTF8;
		options.delimiter = '|';
	}
	return options;
}

static void set_problem(struct input *input, const char *text, bool unusable)
{
	free(input->problem);
	input->problem = mem_text(text);
	input->unusable |= unusable;
}

bool input_open(struct inputs *inputs, const struct plan *plan, uint32_t number)
{
	struct input *input = &inputs->input[number];
	struct source_options options = source_options_of(input);
	struct err err = ERR_INIT;
	arena_free(&input->extract.arena);
	input->extract = (struct extract){.path = input->path, .shown = input->shown, .name = span_of(path_base(input->shown)),
					  .number = number, .table = plan->table[input->table], .spec = input->spec,
					  .received = input->received};
	if (extract_open(&input->extract, &options, &err) == STATUS_OK)
		return true;
	set_problem(input, err.text, true);
	err_clear(&err);
	return false;
}

enum status input_open_again(struct input *input, const struct flow *flow, struct err *err)
{
	struct source_options options = source_options_of(input);
	input->choice = (struct flow_choice){flow, input->table, input->extract.number};
	options.choose = flow_choose;
	options.choose_context = &input->choice;
	return extract_open_again(&input->extract, &options, err);
}

void input_close(struct input *input)
{
	if (input->extract.source)
		input->facts = *source_facts(input->extract.source);
	extract_close(&input->extract);
}

/* ---- finding ---- */

/* YYYYMMDD, YYYY-MM-DD, YYYYMM or YYYY-MM in a file name; a month stands for its last day. */
static int64_t date_in_name(const char *name)
{
	size_t size = strlen(name);
	for (size_t at = 0; at < size; at++) {
		int64_t day, month;
		bool digit_before = at && name[at - 1] >= '0' && name[at - 1] <= '9';
		if (digit_before || name[at] != '2')
			continue;
		static const size_t sizes[] = {10, 8};
		for (size_t each = 0; each < 2; each++)
			if (at + sizes[each] <= size && day_parse((struct span){name + at, sizes[each]}, &day))
				return day;
		static const size_t month_sizes[] = {7, 6};
		for (size_t each = 0; each < 2; each++)
			if (at + month_sizes[each] <= size && month_parse((struct span){name + at, month_sizes[each]}, &month))
				return month_first_day(month + 1) - 1;
	}
	return INT64_MIN;
}

static int64_t received_day(const struct input *input, const struct stat *stat)
{
	if (input->spec && input->spec->received != INT64_MIN)
		return input->spec->received;
	int64_t named = date_in_name(path_base(input->shown));
	if (named != INT64_MIN || !stat)
		return named;
	struct tm local;
	localtime_r(&stat->st_mtime, &local);
	day_t day;
	return day_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &day) ? day : INT64_MIN;
}

/* The name of a file may be any bytes; what outputs say of it is UTF-8. */
static char *shown_name(const char *path)
{
	struct buffer text = BUFFER_INIT;
	struct span bytes = span_of(path);
	for (size_t at = 0; at < bytes.size;)
		text_put(&text, text_next(bytes, &at));
	buffer_add_char(&text, '\0');
	return text.data;
}

struct input *inputs_add(struct inputs *inputs, const struct plan *plan, uint32_t table, const char *path, const char *shown,
			 struct span bytes, const struct extract_spec *spec)
{
	(void)plan;
	ARRAY_GROW(inputs->input, inputs->count, inputs->capacity);
	struct input *input = &inputs->input[inputs->count++];
	*input = (struct input){.table = table, .path = mem_text(path), .shown = shown_name(shown), .bytes = bytes, .spec = spec};
	struct stat stat_buffer;
	bool found = !bytes.data && !stat(path, &stat_buffer);
	input->file_bytes = found ? (uint64_t)stat_buffer.st_size : bytes.size;
	input->received = received_day(input, found ? &stat_buffer : NULL);
	return input;
}

static bool has_path(const struct inputs *inputs, uint32_t table, const char *path)
{
	for (uint32_t at = 0; at < inputs->count; at++)
		if (inputs->input[at].table == table && !strcmp(inputs->input[at].path, path))
			return true;
	return false;
}

static bool is_pattern(const char *path)
{
	return strpbrk(path, "*?[") != NULL;
}

/* The agency's folder may be called anything; only what hecha.yaml says is a pattern. */
static char *glob_pattern(const char *folder, const char *shown)
{
	struct buffer plain = BUFFER_INIT;
	for (; *folder; folder++) {
		if (strchr("*?[\\", *folder))
			buffer_add_char(&plain, '\\');
		buffer_add_char(&plain, *folder);
	}
	buffer_add_char(&plain, '\0');
	char *pattern = path_join(plain.data, shown);
	buffer_free(&plain);
	return pattern;
}

static void add_problem(struct inputs *inputs, const struct plan *plan, uint32_t table, const struct extract_spec *spec, const char *path,
			const char *shown, const char *what)
{
	char *text = mem_format("%s: %s", shown, what);
	set_problem(inputs_add(inputs, plan, table, path, shown, (struct span){0}, spec), text, true);
	free(text);
}

/* A file of exactly this name, or those the pattern matches. A path without wildcards that is not there is a missing file, by name.
 * False: there is nothing. */
static bool add_matches(struct inputs *inputs, const char *folder, const struct plan *plan, uint32_t table,
			const struct extract_spec *spec, const char *shown)
{
	char *path = path_join(folder, shown), *pattern = glob_pattern(folder, shown);
	struct paths paths = {0};
	struct err err = ERR_INIT;
	size_t prefix = strlen(path) - strlen(shown);
	bool named = !is_pattern(shown) || access(path, F_OK) == 0;
	if (named && !has_path(inputs, table, path))
		inputs_add(inputs, plan, table, path, shown, (struct span){0}, spec);
	else if (!named && paths_glob(pattern, &paths, &err) != STATUS_OK)
		add_problem(inputs, plan, table, spec, path, shown, "the folder cannot be read\n  expected: a folder this user may list");
	bool some = named || paths.count || err.text;
	for (size_t each = 0; each < paths.count; each++)
		if (!has_path(inputs, table, paths.path[each]))
			inputs_add(inputs, plan, table, paths.path[each], paths.path[each] + prefix, (struct span){0}, spec);
	err_clear(&err);
	paths_free(&paths);
	free(pattern);
	free(path);
	return some;
}

static void add_files(struct inputs *inputs, const struct agency *agency, const struct plan *plan, uint32_t table,
		      const struct extract_spec *spec)
{
	bool some = false;
	for (uint32_t at = 0; at < spec->file_count; at++) {
		char *shown = mem_format("%.*s", SPAN_ARG(spec->file[at]));
		some |= add_matches(inputs, agency->folder, plan, table, spec, shown);
		free(shown);
	}
	if (some || !spec->file_count)
		return;
	char *shown = mem_format("%.*s", SPAN_ARG(spec->file[0])); /* nothing matched any pattern: say so by the first */
	char *path = path_join(agency->folder, shown);
	add_problem(inputs, plan, table, spec, path, shown, "no file matches\n  expected: an extract as CSV text, plain or .gz");
	free(path);
	free(shown);
}

/* ---- the same content twice ---- */

static bool same_content(const struct input *a, const struct input *b)
{
	char left[33], right[33];
	struct err err = ERR_INIT;
	bool same = source_digest(a->path, left, &err) == STATUS_OK && source_digest(b->path, right, &err) == STATUS_OK &&
		    !strcmp(left, right);
	err_clear(&err);
	return same;
}

/* Only files of one size can be the same, so few are read for it. */
static void find_doubles(struct inputs *inputs)
{
	for (uint32_t at = 0; at < inputs->count; at++)
		for (uint32_t before = 0; before < at && !inputs->input[at].same_as; before++) {
			struct input *first = &inputs->input[before], *second = &inputs->input[at];
			if (first->table == second->table && first->file_bytes == second->file_bytes && first->file_bytes && !first->same_as &&
			    !first->bytes.data && same_content(first, second))
				second->same_as = first;
		}
}

/* ---- headers ---- */

static void note_header(struct input *input, const struct plan *plan)
{
	const struct table *table = plan->table[input->table];
	input->has_column = mem_zero(table->column_count, sizeof *input->has_column);
	for (uint32_t column = 0; column < table->column_count; column++)
		input->has_column[column] = !extract_lacks(&input->extract, column);
}

void inputs_look(struct inputs *inputs, const struct plan *plan)
{
	for (uint32_t at = 0; at < inputs->count; at++) {
		struct input *input = &inputs->input[at];
		inputs->total_bytes += input->same_as ? 0 : input->file_bytes;
		if (input->problem || input->same_as || !input_open(inputs, plan, at))
			continue;
		note_header(input, plan);
		input_close(input);
	}
}

void inputs_find(const struct agency *agency, const struct plan *plan, struct inputs *out)
{
	out->configured = mem_zero(plan->table_count + 1, sizeof *out->configured);
	for (uint32_t at = 0; at < agency->extract_count; at++) {
		uint32_t table = 0;
		while (!span_equal(span_of(plan->table[table]->spec->name), agency->extract[at].table))
			table++; /* agency_check_extracts saw that it exists */
		out->configured[table] = true;
		add_files(out, agency, plan, table, &agency->extract[at]);
	}
	find_doubles(out);
	inputs_look(out, plan);
}

void inputs_free(struct inputs *inputs)
{
	for (uint32_t at = 0; at < inputs->count; at++) {
		struct input *input = &inputs->input[at];
		input_close(input);
		arena_free(&input->extract.arena);
		arena_free(&input->rejects.arena);
		source_index_free(input->index);
		free(input->rejects.item);
		free(input->has_column);
		free(input->problem);
		free(input->path);
		free(input->shown);
	}
	free(inputs->input);
	free(inputs->configured);
}
