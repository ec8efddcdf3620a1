#include "workbench/format.h"

#include <stdlib.h>

#include "base/text.h"
#include "hecha_limits.h"
#include "run/rule_test.h"

/* ---- tables: cells trimmed, columns as wide as a terminal shows them ---- */

static bool next_line(struct span text, size_t *at, struct span *out)
{
	if (*at >= text.size)
		return false;
	const char *end = memchr(text.data + *at, '\n', text.size - *at);
	size_t size = end ? (size_t)(end - text.data) - *at : text.size - *at;
	*out = span_slice(text, *at, size);
	*at += size + 1;
	return true;
}

static void measure(struct span table, int width[HECHA_COLUMNS_MAX], size_t *indent)
{
	struct span line, cell;
	*indent = SIZE_MAX;
	for (size_t at = 0; next_line(table, &at, &line);) {
		uint32_t column = 0;
		if (!text_trim(line, false).size)
			continue;
		if (*indent == SIZE_MAX)
			for (*indent = 0; line.data[*indent] == ' ';)
				++*indent;
		for (size_t in = 0; column < HECHA_COLUMNS_MAX && test_cell_next(line, &in, &cell); column++)
			if (text_width(cell) > width[column])
				width[column] = text_width(cell);
	}
}

static void align_line(struct span line, const int width[HECHA_COLUMNS_MAX], size_t indent, struct buffer *out)
{
	struct span cell, next;
	size_t at = 0;
	buffer_format(out, "%*s", (int)indent, "");
	test_cell_next(line, &at, &cell);
	for (uint32_t column = 0; test_cell_next(line, &at, &next); cell = next, column++)
		buffer_format(out, "%.*s%*s | ", SPAN_ARG(cell), column < HECHA_COLUMNS_MAX ? width[column] - text_width(cell) : 0, "");
	buffer_add_span(out, cell);
	while (out->size && out->data[out->size - 1] == ' ')
		out->size--;
	buffer_add_char(out, '\n');
}

static void align_table(struct span table, struct buffer *out)
{
	int *width = mem_zero(HECHA_COLUMNS_MAX, sizeof *width);
	struct span line;
	size_t indent;
	measure(table, width, &indent);
	for (size_t at = 0; next_line(table, &at, &line);)
		if (text_trim(line, false).size)
			align_line(line, width, indent, out);
		else
			buffer_add_char(out, '\n');
	free(width);
}

/* The lines of a block scalar, behind the one with its `|`. */
static struct span block_lines(const struct yaml *block)
{
	struct span text = block->document->text;
	uint32_t from = block->start, to = block->end < text.size ? block->end : (uint32_t)text.size;
	while (from < to && text.data[from] != '\n')
		from++;
	from += from < to;
	while (to > from && text.data[to - 1] != '\n' && to < text.size)
		to--;
	return span_slice(text, from, to - from);
}

static void align_given(const struct yaml *given, uint32_t *done, struct buffer *out)
{
	struct span text = given->document->text;
	for (uint32_t at = 0; at < given->count; at++) {
		if (given->value[at]->kind != YAML_SCALAR || !given->value[at]->block)
			continue;
		struct span table = block_lines(given->value[at]);
		uint32_t from = (uint32_t)(table.data - text.data);
		buffer_add_span(out, span_slice(text, *done, from - *done));
		align_table(table, out);
		*done = from + (uint32_t)table.size;
	}
}

static void align_tests(const struct document *document, struct buffer *out)
{
	const struct yaml *tests = document->root->kind == YAML_MAPPING ? yaml_get(document->root, "tests") : NULL;
	uint32_t done = 0;
	for (uint32_t at = 0; tests && tests->kind == YAML_SEQUENCE && at < tests->count; at++) {
		const struct yaml *given = tests->value[at]->kind == YAML_MAPPING ? yaml_get(tests->value[at], "given") : NULL;
		if (given && given->kind == YAML_MAPPING)
			align_given(given, &done, out);
	}
	buffer_add_span(out, span_slice(document->text, done, document->text.size - done));
	if (out->size && out->data[out->size - 1] != '\n')
		buffer_add_char(out, '\n');
}

/* ---- the order of keys: a key moves with its value and the comment lines right above it ---- */

struct piece {
	uint32_t rank, number;
	struct span text;
};

static int by_rank(const void *left, const void *right)
{
	const struct piece *a = left, *b = right;
	return a->rank != b->rank ? (a->rank > b->rank) - (a->rank < b->rank) : (a->number > b->number) - (a->number < b->number);
}

static uint32_t line_start(struct span text, uint32_t at)
{
	while (at && text.data[at - 1] != '\n')
		at--;
	return at;
}

/* What stands above the first key stays at the top. */
static uint32_t chunk_start(const struct yaml *root, uint32_t key)
{
	struct span text = root->document->text;
	uint32_t at = line_start(text, root->key[key]->start);
	while (key && at) {
		uint32_t above = line_start(text, at - 1);
		if (text.data[above] != '#')
			break;
		at = above;
	}
	return at;
}

static void order_keys(const struct document *document, struct buffer *out)
{
	const struct yaml *root = document->root;
	struct span text = document->text;
	if (root->kind != YAML_MAPPING || root->flow || !yaml_get(root, "rule") || !yaml_get(root, "hecha")) {
		buffer_add_span(out, text);
		return;
	}
	struct piece *chunk = mem_alloc(root->count * sizeof *chunk);
	for (uint32_t key = 0; key < root->count; key++) {
		uint32_t from = chunk_start(root, key), to = key + 1 < root->count ? chunk_start(root, key + 1) : (uint32_t)text.size;
		chunk[key] = (struct piece){rule_key_rank(root->key[key]->text), key, span_slice(text, from, to - from)};
	}
	buffer_add_span(out, span_slice(text, 0, chunk_start(root, 0)));
	qsort(chunk, root->count, sizeof *chunk, by_rank);
	for (uint32_t key = 0; key < root->count; key++)
		buffer_add_span(out, chunk[key].text);
	free(chunk);
}

/* ---- the same meaning ---- */

static bool same_table(struct span a, struct span b)
{
	struct span left, right, left_cell, right_cell;
	size_t at_left = 0, at_right = 0;
	while (next_line(a, &at_left, &left)) {
		bool more = next_line(b, &at_right, &right);
		size_t in_left = 0, in_right = 0;
		while (more && test_cell_next(left, &in_left, &left_cell))
			more = test_cell_next(right, &in_right, &right_cell) && span_equal(left_cell, right_cell);
		if (!more || in_right <= right.size)
			return false;
	}
	return at_right >= b.size;
}

static bool same_yaml(const struct yaml *a, const struct yaml *b)
{
	bool same = a->kind == b->kind && a->count == b->count;
	if (same && a->kind == YAML_SCALAR)
		return span_equal(a->text, b->text) || (a->block && b->block && same_table(a->text, b->text));
	for (uint32_t at = 0; same && at < a->count; at++) {
		const struct yaml *other = a->kind == YAML_MAPPING ? yaml_get(b, a->key[at]->text.data) : b->value[at];
		same = other && same_yaml(a->value[at], other);
	}
	return same;
}

static enum status pass(const char *path, struct span text, void (*form)(const struct document *, struct buffer *), struct buffer *out,
			struct err *err)
{
	struct document *before = NULL, *after = NULL;
	enum status status = yaml_parse(path, text, &before, err);
	if (status == STATUS_OK && before->root)
		form(before, out);
	if (status == STATUS_OK && before->root)
		status = yaml_parse(path, buffer_span(out), &after, err);
	if (status == STATUS_OK && before->root && !same_yaml(before->root, after->root))
		status = err_set(err, STATUS_INTERNAL, "%s: the formatted text would mean something else; the file is left as it is", path);
	document_free(before);
	document_free(after);
	return status;
}

enum status format_file(const char *path, struct span text, struct buffer *out, struct err *err)
{
	struct buffer aligned = BUFFER_INIT;
	enum status status = pass(path, text, align_tests, &aligned, err);
	if (status == STATUS_OK)
		status = pass(path, buffer_span(&aligned), order_keys, out, err);
	buffer_free(&aligned);
	return status;
}
