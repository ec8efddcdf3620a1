#include "source/source_content.h"

#include <stdio.h>

#include "source/source_encoding.h"

#define READ_BYTES_MIN (16u << 10)

static const struct container *const containers[] = {
#define CONTAINER(name) &container_##name,
#include "source/source_container.def"
#undef CONTAINER
};

enum status content_refuse(const struct content *content, const char *what, const char *hint, struct err *err)
{
	return err_set(err, STATUS_UNREADABLE, "%s: %s\n  expected: an extract as CSV text (UTF-8 or GB18030), plain or .gz; %s",
		       content->shown, what, hint);
}

enum status content_open(struct content *content, const struct source_options *options, const char *shown, struct err *err)
{
	content->shown = shown;
	content->line = 1;
	buffer_room(&content->ahead, 1);
	enum status status = source_input_open(options->path, shown, options->bytes, &content->input, err);
	if (status != STATUS_OK)
		return status;
	size_t at = 0;
	while (!containers[at]->recognise(source_input_head(content->input)))
		at++;
	status = containers[at]->open(content->input, &content->container_state, err);
	if (status != STATUS_OK)
		return status;
	content->container = containers[at];
	content->index = options->index;
	if (content->index)
		index_begin(content->index, content->input, content->container);
	return STATUS_OK;
}

void content_close(struct content *content)
{
	if (content->container)
		content->container->close(content->container_state);
	source_input_close(content->input);
	buffer_free(&content->ahead);
}

enum status content_check_nul(const struct content *content, uint64_t byte, struct span bytes, struct err *err)
{
	const char *nul = memchr(bytes.data, '\0', bytes.size);
	char what[80];
	if (!nul)
		return STATUS_OK;
	snprintf(what, sizeof what, "binary: a NUL byte at byte %llu", (unsigned long long)(byte + (uint64_t)(nul - bytes.data)));
	return content_refuse(content, what, "save it as CSV, or copy it again", err);
}

static enum status check_text(const struct content *content, size_t from, struct err *err)
{
	struct span fresh = span_slice(content_span(content), from, content->ahead.size - from);
	const struct foreign *foreign = content->byte + from == 0 ? encoding_foreign(fresh) : NULL;
	if (foreign)
		return content_refuse(content, foreign->what, foreign->hint, err);
	return fresh.size ? content_check_nul(content, content->byte + from, fresh, err) : STATUS_OK;
}

/* Of size bytes: what there is room for, and in a buffer that is still growing not more than it would double. A file of some
 * rows (a rule test is one) does not pay for a chunk of a large one. */
static size_t read_step(const struct buffer *ahead, size_t size)
{
	size_t room = ahead->capacity - ahead->size;
	if (room < READ_BYTES_MIN)
		room = ahead->size < READ_BYTES_MIN ? READ_BYTES_MIN : ahead->size;
	return size - ahead->size < room ? size - ahead->size : room;
}

static void make_mark(const struct content *content)
{
	if (content->index && !content->container->is_plain)
		index_pass(content->index, content->byte + content->ahead.size, content->container_state, content->input);
}

enum status content_load(struct content *content, size_t size, struct err *err)
{
	while (!content->over && content->ahead.size < size) {
		size_t wanted = read_step(&content->ahead, size), got = 0;
		char *room = buffer_room(&content->ahead, wanted);
		enum status status = content->container->read(content->container_state, room, wanted, &got, err);
		if (status != STATUS_OK)
			return status;
		content->ahead.size += got;
		content->over = got == 0;
		make_mark(content);
	}
	return STATUS_OK;
}

enum status content_read(struct content *content, size_t size, struct err *err)
{
	size_t from = content->ahead.size;
	enum status status = content_load(content, size, err);
	return status == STATUS_OK ? check_text(content, from, err) : status;
}

void content_drop(struct content *content, size_t size)
{
	if (!size)
		return;
	content->line += boundary_line_count(span_slice(content_span(content), 0, size));
	content->byte += size;
	content->ahead.size -= size;
	memmove(content->ahead.data, content->ahead.data + size, content->ahead.size);
}
