/* Folders: made, published by one rename, removed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum status folder_sync(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return file_failed("open", path, STATUS_IO, err);
	enum status status = STATUS_OK;
	if (fsync(fd) < 0 && errno != EINVAL && errno != ENOTSUP) /* some network file systems cannot, and need not */
		status = file_failed("sync", path, STATUS_IO, err);
	close(fd);
	return status;
}

static enum status sync_parent(const char *path, struct err *err)
{
	char *parent = path_folder(path);
	enum status status = folder_sync(parent, err);
	free(parent);
	return status;
}

/* One folder whose parent is there. */
static enum status folder_make(const char *path, struct err *err)
{
	struct stat info;
	if (mkdir(path, 0700) == 0)
		return sync_parent(path, err);
	int error = errno;
	if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
		return STATUS_OK;
	errno = error;
	return file_failed("create the folder", path, STATUS_CANNOT_CREATE, err);
}

enum status folder_create(const char *path, struct err *err)
{
	char *part = mem_text(path);
	char *slash = part + (*part == '/');
	enum status status = STATUS_OK;
	while (!status && (slash = strchr(slash, '/'))) {
		*slash = '\0';
		status = folder_make(part, err);
		*slash++ = '/';
	}
	free(part);
	return status ? status : folder_make(path, err);
}

/* Removes the files of one folder and queues its folders. */
static void remove_files(const char *path, struct paths *folders)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlinkat(fd, entry->d_name, 0) == 0 || (errno != EISDIR && errno != EPERM))
			continue;
		ARRAY_GROW(folders->path, folders->count, folders->capacity);
		folders->path[folders->count++] = mem_format("%s/%s", path, entry->d_name);
	}
	closedir(dir);
}

/* Level by level, so that a deep tree costs neither stack nor descriptors; then the empty folders, deepest first. */
void folder_remove(const char *path)
{
	struct paths folders = {0};
	if (unlink(path) == 0 || (errno != EISDIR && errno != EPERM))
		return;
	ARRAY_GROW(folders.path, folders.count, folders.capacity);
	folders.path[folders.count++] = mem_text(path);
	for (size_t i = 0; i < folders.count; i++)
		remove_files(folders.path[i], &folders);
	for (size_t i = folders.count; i-- > 0;)
		rmdir(folders.path[i]);
	paths_free(&folders);
}

/* Without RENAME_NOREPLACE an empty folder would be replaced silently; a file system that lacks it gets the check in front,
 * which is enough under the agency's lock. */
static int rename_to_new(const char *from, const char *to)
{
	struct stat info;
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (lstat(to, &info) == 0) {
		errno = EEXIST;
		return -1;
	}
	return rename(from, to);
}

enum status folder_publish(const char *from, const char *to, struct err *err)
{
	enum status status = folder_sync(from, err);
	if (status)
		return status;
	if (rename_to_new(from, to) < 0)
		return file_failed("publish as", to, STATUS_CANNOT_CREATE, err);
	return sync_parent(to, err);
}

enum status link_replace(const char *link, const char *target, struct err *err)
{
	char *folder = path_folder(link), *name = mem_format(".%s.tmp", path_base(link)), *temporary = path_join(folder, name);
	unlink(temporary); /* left behind by a process that was killed */
	enum status status = STATUS_OK;
	if (symlink(target, temporary) < 0 || rename(temporary, link) < 0) {
		status = file_failed("replace the link", link, STATUS_CANNOT_CREATE, err);
		unlink(temporary);
	}
	free(folder);
	free(name);
	free(temporary);
	return status ? status : sync_parent(link, err);
}
