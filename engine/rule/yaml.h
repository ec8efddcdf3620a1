/* The strict YAML subset of hecha's files, with positions. The only room that speaks to libyaml.
 * Scalars are text until a schema gives them a type. Errors: duplicate keys, anchors, aliases, tags, merge keys, several documents,
 * TABs as indentation, invalid UTF-8, depth and size beyond hecha_limits.h. */
#ifndef HECHA_YAML_H
#define HECHA_YAML_H

#include "base/memory.h"
#include "rule/problem.h"

enum yaml_kind { YAML_SCALAR, YAML_MAPPING, YAML_SEQUENCE };

struct document;

struct yaml {
	enum yaml_kind kind;
	const struct document *document;
	uint32_t line, column; /* 1-based; column counts characters */
	bool quoted, block, flow;
	bool in_flow;		/* stands inside a {…} or […] */
	struct span text;	/* SCALAR: the value, with a NUL behind it */
	const uint32_t *place;	/* SCALAR: where each byte of text stands in document->text (text.size + 1 of them); NULL when text
				   is there byte for byte. Ask yaml_place. */
	uint32_t start, end;	/* byte offsets of the node in document->text, quotes included */
	uint32_t count;		/* MAPPING: pairs; SEQUENCE: items */
	struct yaml **key;	/* MAPPING: scalars */
	struct yaml **value;	/* MAPPING and SEQUENCE */
};

struct document {
	char *path; /* as messages show it */
	struct span text;  /* the file without a byte order mark; in arena */
	bool byte_order_mark; /* the file had one */
	struct yaml *root; /* NULL for an empty file */
	struct arena arena;
};

/* Reads a file (yaml_read) or bytes under a name (yaml_parse). CONFIG with path:line:col, the line, a caret and a hint; MISSING. */
MUST_USE enum status yaml_read(const char *path, struct document **out, struct err *err);
MUST_USE enum status yaml_parse(const char *path, struct span text, struct document **out, struct err *err);
void document_free(struct document *document);

/* Line and column (in characters) of a byte of the text, both from 1. */
void document_place(const struct document *document, uint32_t byte, uint32_t *line, uint32_t *column);

/* A problem at a place of a file: `path:line:col: error H1001: message`, the source line, a caret line (wide characters count two), and,
 * when hint is not NULL, `  hint: …`. Returns CONFIG. */
enum status document_error(const struct document *document, uint32_t byte_from, uint32_t byte_to, const char *hint, struct err *err,
			   enum problem_code code, const char *format, ...) PRINTF_LIKE(7, 8);
enum status document_error_list(const struct document *document, uint32_t byte_from, uint32_t byte_to, const char *hint,
				struct err *err, enum problem_code code, const char *format, va_list args);
enum status yaml_error(const struct yaml *at, const char *hint, struct err *err, enum problem_code code, const char *format, ...)
	PRINTF_LIKE(5, 6);

const struct yaml *yaml_get(const struct yaml *mapping, const char *key); /* NULL when absent */
/* The byte of document->text at which byte `offset` (0..text.size) of a scalar's text stands: undoes quotes, escapes, indentation
 * and folding, so that an error inside a block scalar points at its own line. */
uint32_t yaml_place(const struct yaml *scalar, uint32_t offset);

#endif
