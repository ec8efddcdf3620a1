/* A disk that is full, or a machine that dies, at a chosen moment: preloaded into hecha by crash.py.
 *
 * Every call that changes a disk is counted (DISK_ONLY: only calls of this name). From number DISK_FAIL_AT on they fail with ENOSPC;
 * before number DISK_SIGNAL_AT the process gets the signal DISK_SIGNAL (9: it dies there). DISK_COUNT names a file that gets the count at the end.
 * At read number READ_SIGNAL_AT the process gets the signal READ_SIGNAL. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long count, reads;

static long setting(const char *name)
{
	const char *text = getenv(name);
	return text ? atol(text) : 0;
}

/* Counts a call; true: it shall fail. */
static bool disk_fails(const char *name)
{
	const char *only = getenv("DISK_ONLY");
	if (only && strcmp(only, name))
		return false;
	long number = atomic_fetch_add(&count, 1) + 1, fail = setting("DISK_FAIL_AT");
	if (number == setting("DISK_SIGNAL_AT"))
		kill(getpid(), (int)setting("DISK_SIGNAL"));
	if (!fail || number < fail)
		return false;
	errno = ENOSPC;
	return true;
}

static bool is_file(int fd)
{
	struct stat info;
	return fstat(fd, &info) == 0 && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode));
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int open(const char *path, int flags, ...)
{
	va_list args;
	va_start(args, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	bool makes = flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
	return makes && disk_fails("open") ? -1 : NEXT(open)(path, flags, mode);
}

int mkostemp(char *path, int flags)
{
	return disk_fails("mkostemp") ? -1 : NEXT(mkostemp)(path, flags);
}

int mkdir(const char *path, mode_t mode)
{
	return disk_fails("mkdir") ? -1 : NEXT(mkdir)(path, mode);
}

ssize_t write(int fd, const void *data, size_t size)
{
	return is_file(fd) && disk_fails("write") ? -1 : NEXT(write)(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
	return disk_fails("pwrite") ? -1 : NEXT(pwrite)(fd, data, size, offset);
}

int fsync(int fd)
{
	return disk_fails("fsync") ? -1 : NEXT(fsync)(fd);
}

int rename(const char *from, const char *to)
{
	return disk_fails("rename") ? -1 : NEXT(rename)(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
	return disk_fails("rename") ? -1 : NEXT(renameat2)(from_folder, from, to_folder, to, flags);
}

int symlink(const char *target, const char *link)
{
	return disk_fails("symlink") ? -1 : NEXT(symlink)(target, link);
}

ssize_t read(int fd, void *room, size_t size)
{
	long at = setting("READ_SIGNAL_AT");
	if (at && atomic_fetch_add(&reads, 1) + 1 == at)
		raise((int)setting("READ_SIGNAL"));
	return NEXT(read)(fd, room, size);
}

__attribute__((destructor)) static void say(void)
{
	const char *path = getenv("DISK_COUNT");
	char text[32];
	int size = snprintf(text, sizeof text, "%ld", atomic_load(&count));
	long fd = path ? syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd >= 0) {
		syscall(SYS_write, fd, text, size);
		close((int)fd);
	}
}
