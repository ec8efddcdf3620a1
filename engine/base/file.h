/* Files written whole or not at all, locks, globs, digests. Everything with personal data is created 0600. */
#ifndef HECHA_FILE_H
#define HECHA_FILE_H

#include "base/memory.h"

/* Whole file into buffer (appended); size_max bytes at most. MISSING, PERMISSION, UNREADABLE (a folder, too large) or IO. */
MUST_USE enum status file_read(const char *path, size_t size_max, struct buffer *out, struct err *err);

/* A file that is being written: created 0600, buffered, any failure is sticky and comes out of close. */
struct file_out;
MUST_USE enum status file_create(const char *path, struct file_out **out, struct err *err);
void file_write(struct file_out *file, struct span s);
void file_format(struct file_out *file, const char *format, ...) PRINTF_LIKE(2, 3);
MUST_USE enum status file_close(struct file_out *file, struct err *err); /* flush, fsync, close; frees file in any case */

/* Creates path and missing parents (0700). */
MUST_USE enum status folder_create(const char *path, struct err *err);
/* Removes a folder with everything in it; missing is fine. Does not follow symbolic links. */
void folder_remove(const char *path);
/* fsync of a folder, so that a rename in it survives a crash. */
MUST_USE enum status folder_sync(const char *path, struct err *err);
/* rename(2) that must not replace an existing folder, then sync of the parent. */
MUST_USE enum status folder_publish(const char *from, const char *to, struct err *err);
/* Points the symbolic link `link` at `target` (relative) atomically. */
MUST_USE enum status link_replace(const char *link, const char *target, struct err *err);
/* An anonymous temporary file in folder (unlinked at once), read/write; -1 and err on failure. */
int file_temporary(const char *folder, struct err *err);

/* Kernel lock on a file in an agency folder, gone with the process. LOCKED when another holds it. fd in *out. */
MUST_USE enum status lock_take(const char *path, int *out, struct err *err);

/* Paths matching a glob, byte order; count 0 is not an error. Free with paths_free. */
struct paths {
	char **path;
	size_t count, capacity;
};
MUST_USE enum status paths_glob(const char *pattern, struct paths *out, struct err *err);
/* Regular files below folder whose name ends with suffix, recursively, byte order of the path. */
MUST_USE enum status paths_walk(const char *folder, const char *suffix, struct paths *out, struct err *err);
void paths_free(struct paths *paths);

char *path_join(const char *folder, const char *name); /* heap; an absolute name stays as it is */
char *path_folder(const char *path);		       /* heap; "." for a bare name */
const char *path_base(const char *path);	       /* borrowed */

/* XXH3 with 128 bits, streaming; text is 32 lower-case hex digits, as `xxh128sum` prints. */
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
