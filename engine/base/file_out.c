/* A file that appears whole or not at all: written beside its place under another name, synced, then renamed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { FLUSH_SIZE = 1 << 16 };

struct file_out {
	char *path;	 /* where it shall stand; a symbolic link there is followed */
	char *temporary; /* where it is written; NULL for a draft, and for a device or pipe: they are written in place */
	bool draft;
	int fd;
	int error; /* errno of the first failure, 0 while there is none */
	struct buffer pending;
};

static void write_bytes(struct file_out *file, struct span s)
{
	size_t at = 0;
	while (!file->error && at < s.size) {
		ssize_t put = write(file->fd, s.data + at, s.size - at);
		if (put >= 0)
			at += (size_t)put;
		else if (errno != EINTR)
			file->error = errno;
	}
}

static void write_pending(struct file_out *file)
{
	write_bytes(file, buffer_span(&file->pending));
	file->pending.size = 0;
}

/* What must go when the file fails; NULL for a device or pipe. */
static const char *unfinished(const struct file_out *file)
{
	return file->draft ? file->path : file->temporary;
}

static void release(struct file_out *file)
{
	buffer_free(&file->pending);
	free(file->path);
	free(file->temporary);
	free(file);
}

/* Hidden and without the suffix, so that no glob takes the file of an interrupted run for an input. */
static int open_beside(struct file_out *file)
{
	char *folder = path_folder(file->path);
	char *name = mem_format(".%s.XXXXXX", path_base(file->path));
	file->temporary = path_join(folder, name);
	free(folder);
	free(name);
	return mkostemp(file->temporary, O_CLOEXEC); /* 0600 */
}

enum status file_create(const char *path, struct file_out **out, struct err *err)
{
	struct file_out *file = mem_zero(1, sizeof *file);
	struct stat info;
	bool exists = stat(path, &info) == 0;
	char *real = exists ? realpath(path, NULL) : NULL;
	file->path = real ? real : mem_text(path);
	if (exists && S_ISDIR(info.st_mode)) {
		file->fd = -1;
		errno = EISDIR;
	} else if (exists && !S_ISREG(info.st_mode)) {
		file->fd = open(path, O_WRONLY | O_CLOEXEC);
	} else {
		file->fd = open_beside(file);
	}
	if (file->fd >= 0) {
		*out = file;
		return STATUS_OK;
	}
	enum status status = file_failed("create", path, STATUS_CANNOT_CREATE, err);
	release(file);
	return status;
}

enum status file_draft(const char *path, struct file_out **out, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return file_failed("create", path, STATUS_CANNOT_CREATE, err);
	struct file_out *file = mem_zero(1, sizeof *file);
	file->path = mem_text(path);
	file->fd = fd;
	file->draft = true;
	*out = file;
	return STATUS_OK;
}

void file_write(struct file_out *file, struct span s)
{
	if (file->pending.size + s.size >= FLUSH_SIZE)
		write_pending(file);
	if (s.size >= FLUSH_SIZE)
		write_bytes(file, s);
	else
		buffer_add_span(&file->pending, s);
}

/* A failed close may be the only sign that a remote disk is full. Devices and pipes cannot be synced; a draft only starts on its way to the
 * disk here, so that whoever publishes it need not wait long. */
static enum status finish(struct file_out *file, struct err *err)
{
	write_pending(file);
	if (file->draft)
		sync_file_range(file->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	if (!file->error && file->temporary && fsync(file->fd) < 0)
		file->error = errno;
	if (close(file->fd) < 0 && !file->error)
		file->error = errno;
	if (!file->error && file->temporary && rename(file->temporary, file->path) < 0)
		file->error = errno;
	if (file->error) {
		if (unfinished(file))
			unlink(unfinished(file));
		errno = file->error;
		return file_failed("write", file->path, STATUS_IO, err);
	}
	if (!file->temporary)
		return STATUS_OK;
	char *folder = path_folder(file->path);
	enum status status = path_sync(folder, err);
	free(folder);
	return status;
}

enum status file_close(struct file_out *file, struct err *err)
{
	enum status status = finish(file, err);
	release(file);
	return status;
}

enum status file_rewrite(const char *path, struct span text, struct err *err)
{
	struct file_out *file = NULL;
	struct stat info;
	bool exists = stat(path, &info) == 0;
	enum status status = file_create(path, &file, err);
	if (status != STATUS_OK)
		return status;
	if (exists && file->temporary && fchmod(file->fd, info.st_mode & 07777) < 0)
		file->error = errno;
	file_write(file, text);
	return file_close(file, err);
}

void file_discard(struct file_out *file)
{
	if (!file)
		return;
	close(file->fd);
	if (unfinished(file))
		unlink(unfinished(file));
	release(file);
}
