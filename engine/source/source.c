#include "source/source.h"

#include <stdio.h>
#include <stdlib.h>

#include "hecha_limits.h"
#include "source/source_content.h"
#include "source/source_cut.h"
#include "source/source_encoding.h"
#include "source/source_header.h"

/* content.ahead starts at a record boundary from source_open on. It holds a chunk's worth, and more while a record has no end in
 * sight or the encoding is being decided. */
struct source {
	struct source_options options;
	char *shown;
	struct source_facts facts;
	struct content content;
	size_t ascii_size; /* first bytes of ahead, known to be ASCII */
	bool encoding_is_decided;
	uint64_t chunk_count, row_count; /* handed out */
	struct buffer header, trailer;
	uint64_t trailer_line;
};

static enum status set_encoding(struct source *source, enum encoding encoding, struct err *err)
{
	source->encoding_is_decided = true;
	source->facts.encoding = encoding;
	source->facts.dialect.gb18030 = encoding == ENCODING_GB18030 && source->facts.dialect.delimiter == '|';
	if (encoding_is_available(encoding))
		return STATUS_OK;
	return err_set(err, STATUS_INTERNAL, "%s: the C library has no GB18030 converter; install its gconv modules", source->shown);
}

/* Eight bytes at a time: every byte of a file of ASCII passes here. */
static size_t ascii_prefix(const char *data, size_t size)
{
	size_t at = 0;
	for (uint64_t word; at + sizeof word <= size; at += sizeof word) {
		memcpy(&word, data + at, sizeof word);
		if (word & 0x8080808080808080ull)
			break;
	}
	while (at < size && (unsigned char)data[at] < 0x80)
		at++;
	return at;
}

/* Looks at as much text behind the first byte beyond ASCII as there is, up to a fixed size and then back to a line end: what it
 * decides does not depend on the size of a chunk. */
static enum status decide_encoding(struct source *source, struct err *err)
{
	struct content *content = &source->content;
	if (source->encoding_is_decided)
		return STATUS_OK;
	size_t from = source->ascii_size;
	from += ascii_prefix(content->ahead.data + from, content->ahead.size - from);
	source->ascii_size = from;
	if (from == content->ahead.size)
		return STATUS_OK;
	enum status status = content_read(content, from + HECHA_ENCODING_BYTES, err);
	if (status != STATUS_OK)
		return status;
	struct span text = span_slice(content_span(content), from, content->ahead.size - from);
	if (text.size >= HECHA_ENCODING_BYTES) {
		const char *line_end = memrchr(text.data, '\n', HECHA_ENCODING_BYTES);
		text.size = line_end ? (size_t)(line_end + 1 - text.data) : HECHA_ENCODING_BYTES;
	}
	return set_encoding(source, encoding_detect(text), err);
}

/* Bytes at the start of ahead went away. */
static void forget(struct source *source, size_t size)
{
	source->ascii_size = source->ascii_size > size ? source->ascii_size - size : 0;
}

/* Until at least size bytes, or all there are, can be looked at with their encoding known. */
static enum status look(struct source *source, size_t size, struct err *err)
{
	enum status status = content_read(&source->content, size, err);
	if (status == STATUS_OK)
		status = decide_encoding(source, err);
	source->facts.file_bytes = source_input_bytes(source->content.input);
	source->facts.content_bytes = source->content.byte + source->content.ahead.size;
	return status;
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
	forget(source, blank_size + size);
	return check_header(source, err);
}

static enum status read_header(struct source *source, struct err *err)
{
	size_t blank_size, size, wanted = source->options.chunk_bytes;
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

enum status source_open(const struct source_options *options, struct source **out, struct err *err)
{
	struct source *source = mem_zero(1, sizeof *source);
	source->options = *options;
	source->shown = mem_text(options->shown ? options->shown : options->path ? options->path : "(memory)");
	if (!source->options.chunk_bytes)
		source->options.chunk_bytes = HECHA_CHUNK_BYTES;
	source->facts.dialect.delimiter = options->delimiter;
	enum status status = content_open(&source->content, options->path, source->shown, options->bytes, err);
	if (status == STATUS_OK)
		status = read_start(source, err);
	if (status == STATUS_OK)
		status = read_header(source, err);
	if (status == STATUS_OK)
		*out = source;
	else
		source_close(source);
	return status;
}

void source_close(struct source *source)
{
	if (!source)
		return;
	content_close(&source->content);
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

static void hand_out(struct source *source, struct cut cut, struct chunk *chunk)
{
	chunk->line = source->content.line;
	chunk->byte = source->content.byte;
	chunk->row = source->row_count;
	chunk->number = source->chunk_count++;
	chunk->encoding = source->facts.encoding;
	content_take(&source->content, cut.size, cut.line_count, &chunk->bytes);
	source->row_count += cut.record_count;
	forget(source, cut.size);
}

/* What is left at the end was held back. */
static void finish(struct source *source)
{
	struct span rest = content_span(&source->content);
	size_t size;
	source_input_digest(source->content.input, source->facts.digest);
	if (boundary_find(rest, &source->facts.dialect, true, &size) == BOUNDARY_MORE)
		return;
	source->trailer_line = source->content.line;
	buffer_add_span(&source->trailer, boundary_trim_line_end(span_slice(rest, 0, size)));
	content_drop(&source->content, rest.size);
	forget(source, rest.size);
}

static enum status refuse_line(struct source *source, struct err *err)
{
	char what[80];
	snprintf(what, sizeof what, "line %llu is longer than %u bytes", (unsigned long long)source->content.line, HECHA_LINE_BYTES_MAX);
	return content_refuse(&source->content, what, "the file is not made of lines", err);
}

enum status source_next(struct source *source, struct chunk *chunk, struct err *err)
{
	size_t wanted = source->options.chunk_bytes;
	for (;;) {
		enum status status = look(source, wanted, err);
		if (status != STATUS_OK)
			return status;
		struct span bytes = content_span(&source->content);
		bool at_end = source->content.over && bytes.size <= wanted;
		if (!at_end)
			bytes.size = wanted;
		struct cut cut = cut_records(bytes, &source->facts.dialect, at_end, source->options.trailer);
		if (cut.size) {
			hand_out(source, cut, chunk);
			return STATUS_OK;
		}
		if (at_end) {
			finish(source);
			return STATUS_END;
		}
		if (wanted >= HECHA_LINE_BYTES_MAX)
			return refuse_line(source, err);
		wanted = wanted * 2 < HECHA_LINE_BYTES_MAX ? wanted * 2 : HECHA_LINE_BYTES_MAX;
	}
}
