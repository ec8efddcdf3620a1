/* Files written whole or not at all, locks, globs, digests. Everything with personal data is created 0600. */
#ifndef HECHA_FILE_H
#define HECHA_FILE_H

#include <sys/types.h>

#include "base/memory.h"

/* After a failed system call: `cannot <doing> '<path>': <reason>` with PERMISSION, IO (disk full, broken) or `otherwise`. */
enum status file_failed(const char *doing, const char *path, enum status otherwise, struct err *err);

/* Whole file into buffer (appended; as it was on failure); size_max bytes at most. MISSING, PERMISSION, UNREADABLE (not a
 * regular file, too large) or IO. */
MUST_USE enum status file_read(const char *path, size_t size_max, struct buffer *out, struct err *err);

/* A file that is being written: created 0600, buffered, any failure is sticky and comes out of close. It is written beside
 * its place and stands there, replacing an older one, only when close succeeds. A device or pipe is written in place.
 * PERMISSION or CANNOT_CREATE. */
struct file_out;
MUST_USE enum status file_create(const char *path, struct file_out **out, struct err *err);
/* A file of a folder that folder_publish shall put in place: written there at once, replacing what is there. Its close starts it on its way to
 * the disk and does not wait until it is there. PERMISSION, CANNOT_CREATE or IO. */
MUST_USE enum status file_draft(const char *path, struct file_out **out, struct err *err);
void file_write(struct file_out *file, struct span s);
/* Flush, fsync, close, rename, sync of the folder; frees file in any case. IO or PERMISSION; the path is then as it was. */
MUST_USE enum status file_close(struct file_out *file, struct err *err);
/* Puts `text` in place of the file that is there; it keeps its permissions. As create, write and close. */
MUST_USE enum status file_rewrite(const char *path, struct span text, struct err *err);
void file_discard(struct file_out *file); /* instead of close when something else failed; NULL is fine */

/* Creates path and missing parents (0700), synced. A folder that is there is fine. */
MUST_USE enum status folder_create(const char *path, struct err *err);
/* The same without waiting for the disk, for folders inside one that folder_publish shall put in place. */
MUST_USE enum status folder_draft(const char *path, struct err *err);
/* Removes a folder with everything in it; missing is fine. Does not follow symbolic links. */
void folder_remove(const char *path);
/* fsync of a file, or of a folder, so that a rename in it survives a crash. */
MUST_USE enum status path_sync(const char *path, struct err *err);
/* rename(2) that must not replace anything (CANNOT_CREATE), with a sync of everything in the folder before and of its new parent after. */
MUST_USE enum status folder_publish(const char *from, const char *to, struct err *err);
/* Points the symbolic link `link` at `target` (relative) atomically. One process at a time. */
MUST_USE enum status link_replace(const char *link, const char *target, struct err *err);
/* An anonymous temporary file in folder (unlinked at once, or never named), read/write; -1 and err on failure. */
int file_temporary(const char *folder, struct err *err);
/* All of the bytes at an offset, however the system cuts them up; false: errno says why, or the file ends before. */
MUST_USE bool file_write_at(int file, struct span bytes, off_t at);
MUST_USE bool file_read_at(int file, char *room, size_t size, off_t at);

/* Kernel lock on a file in an agency folder, gone with the process. LOCKED when another holds it. fd in *out. */
MUST_USE enum status lock_take(const char *path, int *out, struct err *err);

/* A list of paths, without doubles, in byte order. Start with {0}; glob and walk add to it. Free with paths_free. */
struct paths {
	char **path;
	size_t count, capacity;
};
/* Paths matching a glob; none, or no such folder, is not an error. PERMISSION or IO for an unreadable folder. */
MUST_USE enum status paths_glob(const char *pattern, struct paths *out, struct err *err);
/* Files below folder whose name ends with suffix, recursively, whether they can be read or not. Names with a dot in front are passed over, links to
 * folders are not followed. MISSING, PERMISSION, UNREADABLE or IO. */
MUST_USE enum status paths_walk(const char *folder, const char *suffix, struct paths *out, struct err *err);
void paths_free(struct paths *paths);

char *path_join(const char *folder, const char *name); /* heap; an absolute name stays as it is, "" and "." add nothing */
char *path_folder(const char *path);		       /* heap; "." for a bare name, slashes at the end do not count */
const char *path_base(const char *path);	       /* borrowed; what stands behind the last slash */

/* XXH3 with 128 bits, streaming; digest_text may be asked at any time: 32 lower-case hex digits, as
 * `xxh128sum` prints. */
struct digest;
struct digest *digest_new(void);
void digest_add(struct digest *digest, const void *data, size_t size);
void digest_text(const struct digest *digest, char out[33]);
void digest_free(struct digest *digest);
uint64_t hash_bytes(const void *data, size_t size); /* XXH3 64 bits: hash tables, never written to a file */
static inline uint64_t hash_mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0x9E3779B97F4A7C15ull;
	x ^= x >> 29;
	return x * 0xBF58476D1CE4E5B9ull ^ x >> 32;
}

#endif
