#include "rule/yaml.h"

#include <stdlib.h>
#include <yaml.h>

#include "base/file.h"
#include "hecha_limits.h"
#include "rule/yaml_parts.h"

/* Reads libyaml's events into a tree. Children of open collections wait on `stack`; when a collection closes, its children move
 * from there into the arena as one array. */
struct reader {
	yaml_parser_t parser;
	yaml_event_t event;
	struct document *document;
	struct err *err;
	size_t character, byte; /* the same place counted both ways: libyaml counts characters */
	uint32_t depth, flow_depth;
	const struct yaml *last; /* read whole: what stands before a syntax error */
	struct yaml **stack;
	size_t stack_count, stack_capacity;
};

/* Marks come almost in order, so walking from the last one is cheap. */
static uint32_t byte_of(struct reader *reader, yaml_mark_t mark)
{
	struct span text = reader->document->text;
	while (reader->character < mark.index && reader->byte < text.size) {
		reader->byte++;
		while (reader->byte < text.size && ((unsigned char)text.data[reader->byte] & 0xC0) == 0x80)
			reader->byte++;
		reader->character++;
	}
	while (reader->character > mark.index) {
		reader->byte--;
		while (((unsigned char)text.data[reader->byte] & 0xC0) == 0x80)
			reader->byte--;
		reader->character--;
	}
	return (uint32_t)reader->byte;
}

static enum status next_event(struct reader *reader)
{
	yaml_event_delete(&reader->event);
	if (yaml_parser_parse(&reader->parser, &reader->event))
		return STATUS_OK;
	yaml_parser_t *parser = &reader->parser;
	struct yaml_stop stop = {.problem = parser->problem ? parser->problem : "not readable as YAML",
				 .at = byte_of(reader, parser->problem_mark),
				 .last = reader->last,
				 .in_flow = reader->flow_depth > 0};
	stop.context = parser->context ? byte_of(reader, parser->context_mark) : stop.at;
	return yaml_problem(reader->document, &stop, reader->err);
}

static struct yaml *new_node(struct reader *reader, enum yaml_kind kind)
{
	struct yaml *node = arena_zero(&reader->document->arena, 1, sizeof *node);
	yaml_mark_t mark = reader->event.start_mark;
	node->kind = kind;
	node->document = reader->document;
	node->line = (uint32_t)mark.line + 1;
	node->column = (uint32_t)mark.column + 1;
	node->start = byte_of(reader, mark);
	node->end = byte_of(reader, reader->event.end_mark);
	node->in_flow = reader->flow_depth > 0;
	return node;
}

static void push(struct reader *reader, struct yaml *node)
{
	ARRAY_GROW(reader->stack, reader->stack_count, reader->stack_capacity);
	reader->stack[reader->stack_count++] = node;
}

static enum status check_properties(struct reader *reader, const struct yaml *node, const yaml_char_t *anchor,
				    const yaml_char_t *tag)
{
	if (anchor)
		return yaml_error(node, "write the value out where it is needed", reader->err, H1004, "anchors are not part of hecha's YAML");
	if (tag)
		return yaml_error(node, "leave it out: a value gets its type from the key it stands under", reader->err,
				  H1004, "tags are not part of hecha's YAML");
	return STATUS_OK;
}

static enum status read_scalar(struct reader *reader, struct yaml **out)
{
	struct yaml *node = new_node(reader, YAML_SCALAR);
	yaml_scalar_style_t style = reader->event.data.scalar.style;
	struct span value = {(const char *)reader->event.data.scalar.value, reader->event.data.scalar.length};
	enum status status = check_properties(reader, node, reader->event.data.scalar.anchor, reader->event.data.scalar.tag);
	if (status)
		return status;
	node->quoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	node->block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
	node->text = arena_span(&reader->document->arena, value);
	node->place = yaml_place_map(reader->document, node);
	reader->last = *out = node;
	return yaml_check_indent(node, reader->err);
}

static enum status read_node(struct reader *reader, struct yaml **out);

static void open_collection(struct reader *reader, struct yaml *node, bool flow)
{
	node->flow = flow;
	reader->flow_depth += flow;
	reader->depth++;
}

/* Takes the children above `base` off the stack; of a mapping, keys and values alternate there. */
static void close_collection(struct reader *reader, struct yaml *node, size_t base)
{
	struct arena *arena = &reader->document->arena;
	size_t taken = reader->stack_count - base;
	struct yaml **child = arena_alloc(arena, (taken + 1) * sizeof *child);
	bool pairs = node->kind == YAML_MAPPING;
	node->count = (uint32_t)(pairs ? taken / 2 : taken);
	node->key = pairs ? child : NULL;
	node->value = pairs ? child + node->count : child;
	for (uint32_t i = 0; i < node->count; i++) {
		if (pairs)
			node->key[i] = reader->stack[base + 2 * (size_t)i];
		node->value[i] = reader->stack[base + (pairs ? 2 * (size_t)i + 1 : i)];
	}
	reader->stack_count = base;
	reader->flow_depth -= node->flow;
	reader->depth--;
	node->end = byte_of(reader, reader->event.end_mark);
	reader->last = node;
}

static enum status check_commas(struct reader *reader, size_t base)
{
	uint32_t count = (uint32_t)(reader->stack_count - base);
	return yaml_check_commas(reader->document, reader->stack + base, count, reader->err);
}

static enum status read_sequence(struct reader *reader, struct yaml *node)
{
	size_t base = reader->stack_count;
	struct yaml *child;
	yaml_event_t *event = &reader->event;
	enum status status =
		check_properties(reader, node, event->data.sequence_start.anchor, event->data.sequence_start.tag);
	open_collection(reader, node, event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
	while (!status && !(status = next_event(reader)) && reader->event.type != YAML_SEQUENCE_END_EVENT) {
		status = read_node(reader, &child);
		if (!status)
			push(reader, child);
	}
	if (!status && node->flow)
		status = check_commas(reader, base);
	if (!status)
		close_collection(reader, node, base);
	return status;
}

static enum status read_pair(struct reader *reader)
{
	struct yaml *key, *value;
	enum status status = read_node(reader, &key);
	if (!status)
		status = yaml_check_key(key, reader->err);
	if (!status)
		status = next_event(reader);
	if (!status)
		status = read_node(reader, &value);
	if (status)
		return status;
	push(reader, key);
	push(reader, value);
	return STATUS_OK;
}

static enum status read_mapping(struct reader *reader, struct yaml *node)
{
	size_t base = reader->stack_count;
	yaml_event_t *event = &reader->event;
	enum status status = check_properties(reader, node, event->data.mapping_start.anchor, event->data.mapping_start.tag);
	open_collection(reader, node, event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
	while (!status && !(status = next_event(reader)) && reader->event.type != YAML_MAPPING_END_EVENT)
		status = read_pair(reader);
	if (!status && node->flow)
		status = check_commas(reader, base);
	if (status)
		return status;
	close_collection(reader, node, base);
	return yaml_check_unique(node, reader->err);
}

static enum status read_collection(struct reader *reader, enum yaml_kind kind, struct yaml **out)
{
	struct yaml *node = new_node(reader, kind);
	enum status status = yaml_check_indent(node, reader->err);
	if (!status && reader->depth >= HECHA_YAML_DEPTH_MAX)
		status = yaml_error(node, NULL, reader->err, H1012, "nested deeper than %u levels", HECHA_YAML_DEPTH_MAX);
	*out = node;
	if (status)
		return status;
	return kind == YAML_MAPPING ? read_mapping(reader, node) : read_sequence(reader, node);
}

/* The current event begins a node. */
static enum status read_node(struct reader *reader, struct yaml **out)
{
	switch (reader->event.type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(reader, out);
	case YAML_SEQUENCE_START_EVENT:
		return read_collection(reader, YAML_SEQUENCE, out);
	case YAML_MAPPING_START_EVENT:
		return read_collection(reader, YAML_MAPPING, out);
	default: /* an alias: `*name` */
		return yaml_error(new_node(reader, YAML_SCALAR), "write the value out; a text that begins with * is quoted",
				  reader->err, H1004, "aliases are not part of hecha's YAML");
	}
}

static enum status check_directives(struct reader *reader)
{
	if (reader->event.data.document_start.version_directive ||
	    reader->event.data.document_start.tag_directives.start != reader->event.data.document_start.tag_directives.end)
		return document_error(reader->document, 0, 1, "leave the line out", reader->err,
				      H1004, "'%%' directives are not part of hecha's YAML");
	return STATUS_OK;
}

static enum status read_document(struct reader *reader)
{
	enum status status = next_event(reader); /* start of stream */
	if (!status)
		status = next_event(reader);
	if (status || reader->event.type == YAML_STREAM_END_EVENT)
		return status;
	status = check_directives(reader);
	if (!status)
		status = next_event(reader);
	if (!status)
		status = read_node(reader, &reader->document->root);
	if (!status)
		status = next_event(reader); /* end of document */
	if (!status)
		status = next_event(reader);
	if (!status && reader->event.type != YAML_STREAM_END_EVENT)
		status = yaml_error(new_node(reader, YAML_SCALAR), "one file holds one rule, table or list", reader->err,
				    H1004, "a second document begins here");
	return status;
}

static enum status read_text(struct document *document, struct err *err)
{
	struct reader reader = {.document = document, .err = err};
	if (!yaml_parser_initialize(&reader.parser))
		return err_set(err, STATUS_INTERNAL, "libyaml: no parser");
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)document->text.data, document->text.size);
	enum status status = read_document(&reader);
	yaml_event_delete(&reader.event);
	yaml_parser_delete(&reader.parser);
	free(reader.stack);
	return status;
}

enum status yaml_parse(const char *path, struct span text, struct document **out, struct err *err)
{
	if (text.size > HECHA_YAML_BYTES_MAX)
		return file_error(path, 0, NULL, err, H1012, "larger than %u bytes, the limit for one YAML file", HECHA_YAML_BYTES_MAX);
	struct document *document = mem_zero(1, sizeof *document);
	document->byte_order_mark = text.size >= 3 && !memcmp(text.data, "\xEF\xBB\xBF", 3);
	if (document->byte_order_mark)
		text = span_slice(text, 3, text.size - 3);
	document->path = mem_text(path);
	document->text = arena_span(&document->arena, text);
	enum status status = yaml_check_text(document, err);
	if (!status)
		status = read_text(document, err);
	if (status) {
		document_free(document);
		return status;
	}
	*out = document;
	return STATUS_OK;
}

enum status yaml_read(const char *path, struct document **out, struct err *err)
{
	struct buffer bytes = BUFFER_INIT;
	enum status status = file_read(path, HECHA_YAML_BYTES_MAX, &bytes, err);
	if (!status)
		status = yaml_parse(path, buffer_span(&bytes), out, err);
	buffer_free(&bytes);
	return status;
}

void document_free(struct document *document)
{
	if (!document)
		return;
	arena_free(&document->arena);
	free(document->path);
	free(document);
}

const struct yaml *yaml_get(const struct yaml *mapping, const char *key)
{
	if (!mapping || mapping->kind != YAML_MAPPING)
		return NULL;
	for (uint32_t i = 0; i < mapping->count; i++)
		if (span_equal(mapping->key[i]->text, span_of(key)))
			return mapping->value[i];
	return NULL;
}
