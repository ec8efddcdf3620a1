#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum status file_failed(const char *doing, const char *path, enum status otherwise, struct err *err)
{
	int error = errno;
	enum status status = otherwise;
	if (error == EACCES || error == EPERM)
		status = STATUS_PERMISSION;
	else if (error == ENOSPC || error == EDQUOT || error == EIO || error == EMFILE || error == ENFILE)
		status = STATUS_IO;
	return err_set(err, status, "cannot %s '%s': %s", doing, path, strerror(error));
}

/* An input that cannot be opened: what is not there is another exit code than what cannot be read. */
static enum status open_failed(struct err *err, const char *path)
{
	bool missing = errno == ENOENT || errno == ENOTDIR;
	return file_failed("open", path, missing ? STATUS_MISSING : STATUS_UNREADABLE, err);
}

static enum status too_large(struct err *err, const char *path, size_t size_max)
{
	return err_set(err, STATUS_UNREADABLE, "'%s' is larger than %zu bytes", path, size_max);
}

/* Reads to the end whatever the size said: the file may be growing. */
static enum status read_all(int fd, const char *path, size_t size_max, struct buffer *out, struct err *err)
{
	enum { STEP = 1 << 16 };
	size_t start = out->size;
	for (;;) {
		ssize_t got = read(fd, buffer_room(out, STEP), STEP);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return file_failed("read", path, STATUS_IO, err);
		if (got == 0)
			return STATUS_OK;
		out->size += (size_t)got;
		if (out->size - start > size_max)
			return too_large(err, path, size_max);
	}
}

enum status file_read(const char *path, size_t size_max, struct buffer *out, struct err *err)
{
	size_t start = out->size;
	struct stat info;
	enum status status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe without a writer must not hang a nightly run */
	if (fd < 0)
		return open_failed(err, path);
	if (fstat(fd, &info) < 0)
		status = file_failed("examine", path, STATUS_IO, err);
	else if (!S_ISREG(info.st_mode))
		status = err_set(err, STATUS_UNREADABLE, "'%s' is not a regular file", path);
	else if ((uint64_t)info.st_size > size_max)
		status = too_large(err, path, size_max);
	else
		status = read_all(fd, path, size_max, out, err);
	close(fd);
	if (status)
		out->size = start;
	return status;
}

/* The name is gone before anybody else can open it. */
static int temporary_named(const char *folder)
{
	char *path = mem_format("%s/.hecha-XXXXXX", folder);
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	int error = errno;
	free(path);
	errno = error;
	return fd;
}

int file_temporary(const char *folder, struct err *err)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
		fd = temporary_named(folder); /* a file system without O_TMPFILE */
	if (fd < 0)
		(void)file_failed("create a temporary file in", folder, STATUS_CANNOT_CREATE, err);
	return fd;
}

bool file_write_at(int file, struct span bytes, off_t at)
{
	while (bytes.size) {
		ssize_t written = pwrite(file, bytes.data, bytes.size, at);
		if (written <= 0)
			return false;
		bytes = span_slice(bytes, (size_t)written, bytes.size - (size_t)written);
		at += written;
	}
	return true;
}

bool file_read_at(int file, char *room, size_t size, off_t at)
{
	while (size) {
		ssize_t got = pread(file, room, size, at);
		if (got <= 0)
			return false;
		room += got;
		at += got;
		size -= (size_t)got;
	}
	return true;
}

/* The file stays behind when the lock goes: removing it would let two runs lock two files of one name. */
enum status lock_take(const char *path, int *out, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return file_failed("create the lock", path, STATUS_CANNOT_CREATE, err);
	int failed;
	do
		failed = flock(fd, LOCK_EX | LOCK_NB);
	while (failed && errno == EINTR);
	if (!failed) {
		*out = fd;
		return STATUS_OK;
	}
	enum status status = errno == EWOULDBLOCK
				     ? err_set(err, STATUS_LOCKED, "'%s' is locked by another run", path)
				     : file_failed("lock", path, STATUS_IO, err);
	close(fd);
	return status;
}
