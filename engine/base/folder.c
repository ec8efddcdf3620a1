/* Folders: made, published by one rename, removed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Some network file systems cannot sync folders, and need not. */
static bool needs_no_sync(int fd)
{
	struct stat info;
	return (errno == EINVAL || errno == ENOTSUP) && fstat(fd, &info) == 0 && S_ISDIR(info.st_mode);
}

enum status path_sync(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return file_failed("open", path, STATUS_IO, err);
	enum status status = STATUS_OK;
	if (fsync(fd) < 0 && !needs_no_sync(fd))
		status = file_failed("sync", path, STATUS_IO, err);
	close(fd);
	return status;
}

static enum status sync_parent(const char *path, struct err *err)
{
	char *parent = path_folder(path);
	enum status status = path_sync(parent, err);
	free(parent);
	return status;
}

/* One folder whose parent is there. */
static enum status folder_make(const char *path, bool synced, struct err *err)
{
	struct stat info;
	if (mkdir(path, 0700) == 0)
		return synced ? sync_parent(path, err) : STATUS_OK;
	int error = errno;
	if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
		return STATUS_OK;
	errno = error;
	return file_failed("create the folder", path, STATUS_CANNOT_CREATE, err);
}

static enum status make_all(const char *path, bool synced, struct err *err)
{
	char *part = mem_text(path);
	char *slash = part + (*part == '/');
	enum status status = STATUS_OK;
	while (!status && (slash = strchr(slash, '/'))) {
		*slash = '\0';
		status = folder_make(part, synced, err);
		*slash++ = '/';
	}
	free(part);
	return status ? status : folder_make(path, synced, err);
}

enum status folder_create(const char *path, struct err *err)
{
	return make_all(path, true, err);
}

enum status folder_draft(const char *path, struct err *err)
{
	return make_all(path, false, err);
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

/* ---- drafts ---- */

/* What lies in a folder behind what was found before; nothing lies in a file. */
static enum status list_inside(const char *path, struct paths *all, struct err *err)
{
	DIR *dir = opendir(path);
	if (!dir)
		return errno == ENOTDIR ? STATUS_OK : file_failed("open", path, STATUS_IO, err);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		ARRAY_GROW(all->path, all->count, all->capacity);
		all->path[all->count++] = path_join(path, entry->d_name);
	}
	closedir(dir);
	return STATUS_OK;
}

/* A disk that is asked for many things at once does them together: one file after the other takes ten times as long, whatever the cores do. */
static enum status sync_each(const struct paths *all, struct err *err)
{
	enum { AT_ONCE = 4 };
	enum status failed = STATUS_OK;
#pragma omp parallel for schedule(dynamic, 1) num_threads(AT_ONCE)
	for (size_t at = 0; at < all->count; at++) {
		struct err own = ERR_INIT;
		enum status status = path_sync(all->path[at], &own);
#pragma omp critical(folder_sync_each)
		if (status && !failed)
			failed = err_set(err, status, "%s", own.text);
		err_clear(&own);
	}
	return failed;
}

/* A file whose writing out failed before says so to the first who asks, also through another descriptor. */
static enum status sync_tree(const char *path, struct err *err)
{
	struct paths all = {0};
	enum status status = STATUS_OK;
	ARRAY_GROW(all.path, all.count, all.capacity);
	all.path[all.count++] = mem_text(path);
	for (size_t at = 0; at < all.count && !status; at++)
		status = list_inside(all.path[at], &all, err);
	if (!status)
		status = sync_each(&all, err);
	paths_free(&all);
	return status;
}

enum status folder_publish(const char *from, const char *to, struct err *err)
{
	enum status status = sync_tree(from, err);
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
