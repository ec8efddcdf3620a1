#include "source/source.h"
#include "source/source_content.h"

/* Where a line end is looked for before the end of a block, at first. */
#define WINDOW_BYTES 4096u

/* Behind the last line end; 0 when there is none. */
static size_t lines_size(struct span bytes)
{
	const char *line_end = bytes.size ? memrchr(bytes.data, '\n', bytes.size) : NULL;
	return line_end ? (size_t)(line_end + 1 - bytes.data) : 0;
}

/* More than blanks: a record, or part of one. */
static bool has_text(struct span bytes)
{
	for (size_t at = 0; at < bytes.size; at++)
		if ((unsigned char)bytes.data[at] > ' ')
			return true;
	return false;
}

/* The storage of ahead goes out and the old one comes in: only what stands behind the last line end is copied. A plain file is read again
 * from there, packed content is not. */
static void claim_ahead(struct content *content, size_t size, struct block *block, struct buffer *out)
{
	struct buffer filled = content->ahead;
	bool plain = content->container->is_plain;
	block->last = content->over && filled.size <= size;
	block->size = filled.size < size ? filled.size : size;
	size_t lines = block->last ? 0 : lines_size(span_slice(buffer_span(&filled), 0, block->size));
	if (lines)
		block->size = lines;
	struct span rest = span_slice(buffer_span(&filled), block->size, filled.size - block->size);
	block->followed = has_text(rest);
	block->is_read = true;
	block->file_bytes = plain ? block->byte + block->size : source_input_bytes(content->input);
	content->ahead = *out;
	content->ahead.size = 0;
	buffer_room(&content->ahead, 1);
	if (!plain)
		buffer_add_span(&content->ahead, rest);
	content->over &= !plain || block->last;
	*out = filled;
	out->size = block->size;
	buffer_room(out, SOURCE_SLACK_BYTES);
}

/* A block of a plain file ends where a line does: mostly where a record does too, and then nothing is left over from one block to the next. */
static enum status find_end(const struct content *content, size_t size, struct block *block, struct err *err)
{
	struct buffer window = BUFFER_INIT;
	enum status status = STATUS_OK;
	size_t reach = size < WINDOW_BYTES ? size : WINDOW_BYTES, got = 0, lines = 0;
	for (;; reach = reach < size / 8 ? reach * 8 : size) {
		char *room = buffer_room(&window, reach);
		status = source_input_read_at(content->input, block->byte + size - reach, room, reach, &got, err);
		struct span seen = {room, got};
		lines = lines_size(seen);
		block->last = got < reach;
		block->followed = has_text(span_slice(seen, lines, got - lines));
		if (status != STATUS_OK || block->last || lines || reach == size)
			break;
	}
	if (block->last || !lines)
		lines = got;
	block->size = size - reach + lines;
	buffer_free(&window);
	return status;
}

enum status content_claim(struct content *content, size_t size, struct block *block, struct buffer *out, struct err *err)
{
	bool from_disk = content->container->is_plain && !content->ahead.size && !content->over;
	enum status status = STATUS_OK;
	*block = (struct block){.byte = content->byte};
	if (from_disk)
		status = find_end(content, size, block, err);
	else if (!content->container->is_plain)
		status = content_load(content, size, err);
	if (status != STATUS_OK)
		return status;
	if (!from_disk)
		claim_ahead(content, size, block, out);
	content->byte += block->size;
	block->followed &= !block->last;
	return STATUS_OK;
}

enum status content_fill(const struct content *content, struct block *block, struct buffer *out, struct err *err)
{
	if (block->is_read)
		return STATUS_OK;
	size_t got;
	out->size = 0;
	char *room = buffer_room(out, block->size + SOURCE_SLACK_BYTES);
	enum status status = source_input_read_at(content->input, block->byte, room, block->size, &got, err);
	if (status != STATUS_OK)
		return status;
	if (got < block->size && !block->last)
		return content_refuse(content, "the file became shorter while it was read", "copy it again", err);
	out->size = block->size = got;
	block->file_bytes = block->byte + got;
	block->is_read = true;
	return STATUS_OK;
}

enum status content_peek(struct content *content, const struct block *block, size_t size, struct buffer *out, struct err *err)
{
	size_t got;
	if (content->container->is_plain) {
		char *room = buffer_room(out, size);
		enum status status = source_input_read_at(content->input, block->byte + block->size, room, size, &got, err);
		out->size += got;
		return status;
	}
	enum status status = content_load(content, size, err);
	got = content->ahead.size < size ? content->ahead.size : size;
	buffer_add(out, content->ahead.data, got);
	return status;
}

void content_pass(struct content *content, const struct block *block, struct span bytes)
{
	if (content->container->is_plain)
		source_input_add(content->input, block->byte, bytes);
}
