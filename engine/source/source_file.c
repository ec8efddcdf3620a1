#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "source/source_container.h"

struct source_input {
	const char *shown;
	struct stat stat;  /* at open */
	int fd;		   /* -1: rest is all there is */
	struct span rest;  /* of options.bytes, or of head: served before anything is read again */
	struct span bytes; /* options.bytes as given */
	char head[SOURCE_HEAD_BYTES];
	size_t head_size;
	struct digest *digest; /* NULL: nothing is counted */
	uint64_t byte_count;
};

static enum status open_failed(const char *shown, int error, struct err *err)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return err_set(err, STATUS_MISSING, "%s: no such file\n  expected: an extract as CSV text, plain or .gz", shown);
	case EACCES:
	case EPERM:
		return err_set(err, STATUS_PERMISSION, "%s: no permission to read the file\n  expected: an extract this user may read", shown);
	default:
		return err_set(err, STATUS_IO, "%s: cannot open the file: %s\n  expected: an extract as CSV text, plain or .gz", shown, strerror(error));
	}
}

static enum status read_failed(const struct source_input *input, uint64_t at, struct err *err)
{
	return err_set(err, STATUS_IO, "%s: reading failed at byte %llu: %s", input->shown, (unsigned long long)at, strerror(errno));
}

static enum status read_descriptor(struct source_input *input, char *room, size_t size, size_t *got, struct err *err)
{
	ssize_t count;
	do
		count = read(input->fd, room, size);
	while (count < 0 && errno == EINTR);
	if (count < 0)
		return read_failed(input, input->byte_count, err);
	*got = (size_t)count;
	return STATUS_OK;
}

/* Looked at before a container is chosen, and served again as the first bytes. */
static enum status read_head(struct source_input *input, struct err *err)
{
	size_t got = 0;
	do {
		char *room = input->head + input->head_size;
		enum status status = read_descriptor(input, room, sizeof input->head - input->head_size, &got, err);
		if (status != STATUS_OK)
			return status;
		input->head_size += got;
	} while (got && input->head_size < sizeof input->head);
	input->rest = (struct span){input->head, input->head_size};
	return STATUS_OK;
}

/* A run reads an extract twice, its header first: what can be read once only is refused, and a pipe without a writer must not hang it. */
static enum status open_path(struct source_input *input, const char *path, struct err *err)
{
	input->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (input->fd < 0)
		return open_failed(input->shown, errno, err);
	if (fstat(input->fd, &input->stat) == 0 && !S_ISREG(input->stat.st_mode))
		return err_set(err, STATUS_UNREADABLE, "%s: is %s\n  expected: an extract as CSV text, plain or .gz", input->shown,
			       S_ISDIR(input->stat.st_mode) ? "a folder" : "no regular file");
	return read_head(input, err);
}

enum status source_input_open(const char *path, const char *shown, struct span bytes, struct source_input **out, struct err *err)
{
	struct source_input *input = mem_zero(1, sizeof *input);
	*input = (struct source_input){.shown = shown, .fd = -1, .rest = bytes, .bytes = bytes, .digest = digest_new()};
	enum status status = bytes.data ? STATUS_OK : open_path(input, path, err);
	if (status == STATUS_OK)
		*out = input;
	else
		source_input_close(input);
	return status;
}

void source_input_close(struct source_input *input)
{
	if (!input)
		return;
	if (input->fd >= 0)
		close(input->fd);
	digest_free(input->digest);
	free(input);
}

const struct stat *source_input_stat(const struct source_input *input)
{
	return &input->stat;
}

static bool same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool source_input_is(const struct source_input *input, const struct stat *before)
{
	struct stat now = {0};
	if (input->fd >= 0 && fstat(input->fd, &now) != 0)
		return false;
	return now.st_dev == before->st_dev && now.st_ino == before->st_ino && now.st_size == before->st_size &&
	       same_time(now.st_mtim, before->st_mtim) && same_time(now.st_ctim, before->st_ctim);
}

void source_input_stop_counting(struct source_input *input)
{
	digest_free(input->digest);
	input->digest = NULL;
}

struct span source_input_head(const struct source_input *input)
{
	if (!input->bytes.data)
		return (struct span){input->head, input->head_size};
	return span_slice(input->bytes, 0, input->bytes.size < SOURCE_HEAD_BYTES ? input->bytes.size : SOURCE_HEAD_BYTES);
}

enum status source_input_read(struct source_input *input, char *room, size_t size, size_t *got, struct err *err)
{
	*got = input->rest.size < size ? input->rest.size : size;
	if (*got) {
		memcpy(room, input->rest.data, *got);
		input->rest = span_slice(input->rest, *got, input->rest.size - *got);
	} else if (input->fd >= 0) {
		enum status status = read_descriptor(input, room, size, got, err);
		if (status != STATUS_OK)
			return status;
	}
	digest_add(input->digest, room, *got);
	input->byte_count += *got;
	return STATUS_OK;
}

static size_t copy_at(struct span bytes, uint64_t at, char *room, size_t size)
{
	size_t left = at < bytes.size ? bytes.size - (size_t)at : 0;
	size_t count = left < size ? left : size;
	if (count)
		memcpy(room, bytes.data + at, count);
	return count;
}

enum status source_input_read_at(const struct source_input *input, uint64_t at, char *room, size_t size, size_t *got, struct err *err)
{
	ssize_t count;
	*got = input->fd < 0 ? copy_at(input->bytes, at, room, size) : 0;
	while (input->fd >= 0 && *got < size) {
		count = pread(input->fd, room + *got, size - *got, (off_t)(at + *got));
		if (count < 0 && errno != EINTR)
			return read_failed(input, at + *got, err);
		if (count == 0)
			break;
		*got += count > 0 ? (size_t)count : 0;
	}
	return STATUS_OK;
}

void source_input_add(struct source_input *input, uint64_t at, struct span bytes)
{
	uint64_t known = input->byte_count - at;
	if (!input->digest || known >= bytes.size)
		return;
	digest_add(input->digest, bytes.data + known, bytes.size - (size_t)known);
	input->byte_count = at + bytes.size;
}

uint64_t source_input_bytes(const struct source_input *input)
{
	return input->byte_count;
}

void source_input_digest(const struct source_input *input, char out[33])
{
	digest_text(input->digest, out);
}

const char *source_input_shown(const struct source_input *input)
{
	return input->shown;
}

enum status source_digest(const char *path, char out[33], struct err *err)
{
	struct source_input *input = NULL;
	enum status status = source_input_open(path, path, (struct span){0}, &input, err);
	if (status != STATUS_OK)
		return status;
	char *room = mem_alloc(256u << 10);
	size_t got = 0;
	do
		status = source_input_read(input, room, 256u << 10, &got, err);
	while (status == STATUS_OK && got);
	if (status == STATUS_OK)
		source_input_digest(input, out);
	free(room);
	source_input_close(input);
	return status;
}

/* The smallest container: the file is the content. */
static bool plain_recognise(struct span head)
{
	(void)head;
	return true;
}

static enum status plain_open(struct source_input *input, void **state, struct err *err)
{
	(void)err;
	*state = input;
	return STATUS_OK;
}

static enum status plain_read(void *state, char *room, size_t size, size_t *got, struct err *err)
{
	return source_input_read(state, room, size, got, err);
}

static void plain_close(void *state)
{
	(void)state; /* the input is closed by whoever opened it */
}

const struct container container_plain = {
	.name = "plain",
	.help = "text as it is",
	.recognise = plain_recognise,
	.open = plain_open,
	.read = plain_read,
	.is_plain = true,
	.close = plain_close,
};
