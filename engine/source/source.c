#include "source/source.h"

#include <stdio.h>
#include <stdlib.h>

#include "hecha_limits.h"
#include "source/source_content.h"
#include "source/source_encoding.h"
#include "source/source_header.h"
#include "source/source_state.h"

/* Looked at for the header, at first: whoever opens a file to see its header alone does not pay for a chunk. */
#define HEADER_BYTES (64u << 10)

static enum status set_encoding(struct source *source, enum encoding encoding, struct err *err)
{
	source->encoding_is_decided = true;
	source->facts.encoding = encoding;
	source->facts.dialect.gb18030 = encoding == ENCODING_GB18030 && source->facts.dialect.delimiter == '|';
	if (encoding_is_available(encoding))
		return STATUS_OK;
	return err_set(err, STATUS_INTERNAL, "%s: the C library has no GB18030 converter; install its gconv modules", source->shown);
}

/* Up to a fixed size, and then back to a line end: what is decided does not depend on the size of a chunk. */
enum status source_decide_encoding(struct source *source, struct span text, struct err *err)
{
	if (text.size >= HECHA_ENCODING_BYTES) {
		const char *line_end = memrchr(text.data, '\n', HECHA_ENCODING_BYTES);
		text.size = line_end ? (size_t)(line_end + 1 - text.data) : HECHA_ENCODING_BYTES;
	}
	return set_encoding(source, encoding_detect(text), err);
}

/* Until at least size bytes, or all there are, can be looked at with their encoding known. */
static enum status look(struct source *source, size_t size, struct err *err)
{
	struct content *content = &source->content;
	enum status status = content_read(content, size, err);
	if (status != STATUS_OK || source->encoding_is_decided)
		return status;
	size_t from = source->ascii(content_span(content));
	if (from == content->ahead.size)
		return STATUS_OK;
	status = content_read(content, from + HECHA_ENCODING_BYTES, err);
	if (status != STATUS_OK)
		return status;
	return source_decide_encoding(source, span_slice(content_span(content), from, content->ahead.size - from), err);
}

/* The first bytes: foreign formats, byte order mark, the encoding as far as it is given. */
static enum status read_start(struct source *source, struct err *err)
{
	struct content *content = &source->content;
	enum encoding encoding = source->options.encoding;
	enum status status = content_read(content, SOURCE_HEAD_BYTES, err);
	if (status != STATUS_OK)
		return status;
	if (!content->ahead.size)
		return content_refuse(content, "empty file", "ask for the extract again", err);
	size_t mark_size = encoding_mark(content_span(content), &encoding);
	content_drop(content, mark_size);
	source->facts.bom = mark_size != 0;
	source->facts.gzip = content->container == &container_gzip;
	source->facts.encoding = ENCODING_UTF8;
	return encoding == ENCODING_AUTO ? STATUS_OK : set_encoding(source, encoding, err);
}

static enum status refuse_header(struct source *source, enum header found, struct err *err)
{
	if (found == HEADER_NONE)
		return content_refuse(&source->content, "empty: no header line", "ask for the extract again", err);
	if (found == HEADER_OPEN_QUOTE)
		return content_refuse(&source->content, "a quote without end in the header line", "mend the header line", err);
	return content_refuse(&source->content, "no end of the header line within 1 MiB", "the file is not made of lines", err);
}

/* Lines that end in CR alone are one line: its first part reads like a header, and every row would be lost behind it. */
static bool has_lone_cr(struct span header)
{
	const char *cr = header.size ? memchr(header.data, '\r', header.size) : NULL;
	return cr && (cr + 1 == header.data + header.size || cr[1] != '\n');
}

static enum status check_header(const struct source *source, struct err *err)
{
	uint32_t field_count = source->facts.dialect.column_count;
	if (has_lone_cr(buffer_span(&source->header)))
		return content_refuse(&source->content, "the header line holds a carriage return", "end lines with LF or CRLF", err);
	struct buffer text = BUFFER_INIT;
	char what[80];
	bool decodes = source_decode(buffer_span(&source->header), source->facts.encoding, &text);
	buffer_free(&text);
	if (!decodes) {
		snprintf(what, sizeof what, "the header line is not %s", source->facts.encoding == ENCODING_UTF8 ? "UTF-8" : "GB18030");
		return content_refuse(&source->content, what, "save it as CSV (UTF-8)", err);
	}
	if (field_count <= HECHA_COLUMNS_MAX)
		return STATUS_OK;
	snprintf(what, sizeof what, "the header line has %u fields, more than %u", field_count, HECHA_COLUMNS_MAX);
	return content_refuse(&source->content, what, "leave out columns", err);
}

static enum status accept_header(struct source *source, size_t blank_size, size_t size, struct err *err)
{
	struct content *content = &source->content;
	content_drop(content, blank_size);
	buffer_add_span(&source->header, boundary_trim_line_end(span_slice(content_span(content), 0, size)));
	content_drop(content, size);
	return check_header(source, err);
}

static enum status read_header(struct source *source, struct err *err)
{
	size_t blank_size, size, wanted = source->options.chunk_bytes < HEADER_BYTES ? source->options.chunk_bytes : HEADER_BYTES;
	for (;; wanted *= 2) {
		enum status status = look(source, wanted, err);
		if (status != STATUS_OK)
			return status;
		enum header found = header_find(content_span(&source->content), source->content.over, source->facts.encoding,
						&source->facts.dialect, &blank_size, &size);
		if (found == HEADER_FOUND)
			return accept_header(source, blank_size, size, err);
		if (found != HEADER_MORE || wanted > HECHA_RECORD_BYTES_MAX)
			return refuse_header(source, found, err);
	}
}

static struct source *source_new(const struct source_options *options)
{
	struct source *source = mem_zero(1, sizeof *source);
	source->options = *options;
	source->shown = mem_text(options->shown ? options->shown : options->path ? options->path : "(memory)");
	return source;
}

enum status source_open(const struct source_options *options, struct source **out, struct err *err)
{
	struct source *source = source_new(options);
	if (!source->options.chunk_bytes)
		source->options.chunk_bytes = HECHA_CHUNK_BYTES;
	source->facts.dialect.delimiter = options->delimiter;
	source->ascii = scan_ascii_of(simd_level());
	enum status status = content_open(&source->content, options, source->shown, err);
	if (status == STATUS_OK)
		status = read_start(source, err);
	if (status == STATUS_OK)
		status = read_header(source, err);
	source_start(source);
	if (status == STATUS_OK)
		*out = source;
	else
		source_close(source);
	return status;
}

enum status source_open_again(const struct source_options *options, struct source **out, struct err *err)
{
	struct source *source = source_new(options);
	source->facts = options->index->facts;
	enum status status = again_open(&source->options, source->shown, &source->again, err);
	source_start(source);
	if (status == STATUS_OK)
		*out = source;
	else
		source_close(source);
	return status;
}

void chunk_release(struct chunk *chunk)
{
	buffer_free(&chunk->bytes);
	free(chunk->part);
}

void source_close(struct source *source)
{
	if (!source)
		return;
	again_close(source->again);
	content_close(&source->content);
	source_stop(source);
	buffer_free(&source->header);
	buffer_free(&source->trailer);
	free(source->shown);
	free(source);
}

const struct source_facts *source_facts(const struct source *source)
{
	return &source->facts;
}

struct span source_header(const struct source *source)
{
	return buffer_span(&source->header);
}

struct span source_trailer(const struct source *source, uint64_t *line)
{
	*line = source->trailer_line;
	return buffer_span(&source->trailer);
}
