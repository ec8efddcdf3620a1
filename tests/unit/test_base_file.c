/* base/file.h: reading, whole files, temporary files, locks, digests. */
#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit_folder.h"

static void test_read(void **state)
{
	char *path = inside(*state, "plain");
	struct buffer out = BUFFER_INIT;
	struct err err = ERR_INIT;
	put_file(path, SPAN("12345"));
	buffer_add(&out, "kept ", 5);
	assert_int_equal(file_read(path, 5, &out, &err), STATUS_OK);
	assert_span(buffer_span(&out), SPAN("kept 12345"));
	assert_int_equal(file_read(path, 4, &out, &err), STATUS_UNREADABLE);
	assert_span(buffer_span(&out), SPAN("kept 12345"));
	assert_non_null(strstr(err.text, "larger than 4 bytes"));
	put_file(path, SPAN(""));
	assert_int_equal(file_read(path, 0, &out, &err), STATUS_OK);
	assert_int_equal(out.size, 10);
	err_clear(&err);
	buffer_free(&out);
	free(path);
}

static void check_unreadable(const char *path, enum status expected)
{
	struct buffer out = BUFFER_INIT;
	struct err err = ERR_INIT;
	assert_int_equal(file_read(path, 100, &out, &err), expected);
	assert_int_equal(err.status, expected);
	assert_non_null(strstr(err.text, path));
	assert_int_equal(out.size, 0);
	err_clear(&err);
	buffer_free(&out);
}

static void test_read_failures(void **state)
{
	char *missing = inside(*state, "missing"), *below = inside(*state, "plain2/below");
	char *plain = inside(*state, "plain2"), *pipe = inside(*state, "pipe");
	put_file(plain, SPAN("x"));
	assert_int_equal(mkfifo(pipe, 0600), 0);
	check_unreadable(missing, STATUS_MISSING);
	check_unreadable(below, STATUS_MISSING);
	check_unreadable(*state, STATUS_UNREADABLE);
	check_unreadable(pipe, STATUS_UNREADABLE); /* and does not wait for a writer */
	if (geteuid() != 0) {
		assert_int_equal(chmod(plain, 0), 0);
		check_unreadable(plain, STATUS_PERMISSION);
	}
	free(missing);
	free(below);
	free(plain);
	free(pipe);
}

/* A file larger than any stat said, as those below /proc are. */
static void test_read_goes_on_to_the_end(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct err err = ERR_INIT;
	(void)state;
	if (access("/proc/self/status", R_OK) != 0)
		skip();
	assert_int_equal(file_read("/proc/self/status", 1 << 20, &out, &err), STATUS_OK);
	assert_true(out.size > 0);
	out.size = 0;
	assert_int_equal(file_read("/proc/self/status", 10, &out, &err), STATUS_UNREADABLE);
	assert_int_equal(out.size, 0);
	err_clear(&err);
	buffer_free(&out);
}

static void test_write(void **state)
{
	char *path = inside(*state, "written");
	struct file_out *file = NULL;
	struct err err = ERR_INIT;
	struct stat info;
	umask(0);
	assert_int_equal(file_create(path, &file, &err), STATUS_OK);
	file_write(file, SPAN("中文,"));
	file_write(file, (struct span){NULL, 0});
	file_write(file, SPAN("7-x"));
	assert_int_not_equal(access(path, F_OK), 0); /* not before it is whole */
	assert_int_equal(file_close(file, &err), STATUS_OK);
	check_file(path, SPAN("中文,7-x"));
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_null(err.text);
	free(path);
}

/* More than the buffer, in pieces that do and do not fit it. */
static void test_write_large(void **state)
{
	char *path = inside(*state, "large");
	struct file_out *file = NULL;
	struct err err = ERR_INIT;
	struct buffer expected = BUFFER_INIT, piece = BUFFER_INIT;
	assert_int_equal(file_create(path, &file, &err), STATUS_OK);
	for (size_t size = 1; size < 300000; size = size * 3 + 1) {
		piece.size = 0;
		while (piece.size < size)
			buffer_add_char(&piece, (char)('a' + piece.size % 23));
		file_write(file, buffer_span(&piece));
		buffer_add_span(&expected, buffer_span(&piece));
		file_write(file, SPAN("|"));
		buffer_add_char(&expected, '|');
	}
	assert_int_equal(file_close(file, &err), STATUS_OK);
	check_file(path, buffer_span(&expected));
	buffer_free(&expected);
	buffer_free(&piece);
	free(path);
}

static void test_draft(void **state)
{
	char *path = inside(*state, "draft"), *link = inside(*state, "draft.link"), *nowhere = inside(*state, "none/draft");
	struct file_out *file = NULL;
	struct err err = ERR_INIT;
	struct stat info;
	umask(0);
	put_file(path, SPAN("older and longer"));
	assert_int_equal(file_draft(path, &file, &err), STATUS_OK);
	file_write(file, SPAN("new"));
	assert_int_equal(file_close(file, &err), STATUS_OK);
	check_file(path, SPAN("new"));
	assert_int_equal(remove(path), 0);
	assert_int_equal(file_draft(path, &file, &err), STATUS_OK);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	file_discard(file);
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(file_draft(link, &file, &err), STATUS_CANNOT_CREATE);
	assert_int_equal(file_draft(nowhere, &file, &err), STATUS_CANNOT_CREATE);
	err_clear(&err);
	free(path);
	free(link);
	free(nowhere);
}

static void test_discard_leaves_the_old_file(void **state)
{
	char *path = inside(*state, "discard/old"), *folder = inside(*state, "discard");
	struct file_out *file = NULL;
	struct err err = ERR_INIT;
	assert_int_equal(folder_create(folder, &err), STATUS_OK);
	put_file(path, SPAN("old"));
	assert_int_equal(file_create(path, &file, &err), STATUS_OK);
	file_write(file, SPAN("new"));
	file_discard(file);
	file_discard(NULL);
	check_file(path, SPAN("old"));
	assert_int_equal(entries_of(folder), 1);
	free(path);
	free(folder);
}

static void test_replace_keeps_a_link(void **state)
{
	char *path = inside(*state, "real"), *link = inside(*state, "link_to_real");
	struct file_out *file = NULL;
	struct err err = ERR_INIT;
	struct stat info;
	put_file(path, SPAN("old"));
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(symlink("real", link), 0);
	assert_int_equal(file_create(link, &file, &err), STATUS_OK);
	file_write(file, SPAN("new"));
	assert_int_equal(file_close(file, &err), STATUS_OK);
	check_file(path, SPAN("new"));
	assert_true(lstat(link, &info) == 0 && S_ISLNK(info.st_mode));
	assert_true(stat(path, &info) == 0 && (info.st_mode & 0777) == 0600);
	free(path);
	free(link);
}

static void test_create_failures(void **state)
{
	char *path = inside(*state, "no/such/folder");
	struct file_out *file = NULL;
	struct err err = ERR_INIT;
	assert_int_equal(file_create(path, &file, &err), STATUS_CANNOT_CREATE);
	assert_int_equal(file_create(*state, &file, &err), STATUS_CANNOT_CREATE);
	assert_null(file);
	err_clear(&err);
	free(path);
}

/* A full disk shows at the end, however early it filled. */
static void test_a_full_disk_comes_out_of_close(void **state)
{
	struct file_out *file = NULL;
	struct err err = ERR_INIT;
	(void)state;
	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_int_equal(file_create("/dev/full", &file, &err), STATUS_OK);
	for (int i = 0; i < 100000; i++)
		file_write(file, SPAN("0123456789"));
	assert_int_equal(file_close(file, &err), STATUS_IO);
	assert_non_null(strstr(err.text, "/dev/full"));
	err_clear(&err);
	assert_int_equal(access("/dev/full", F_OK), 0);
}

static void test_a_device_is_written_in_place(void **state)
{
	struct file_out *file = NULL;
	struct err err = ERR_INIT;
	struct stat info;
	(void)state;
	assert_int_equal(file_create("/dev/null", &file, &err), STATUS_OK);
	file_write(file, SPAN("x"));
	assert_int_equal(file_close(file, &err), STATUS_OK);
	assert_true(stat("/dev/null", &info) == 0 && S_ISCHR(info.st_mode));
}

static void test_temporary(void **state)
{
	struct err err = ERR_INIT;
	int before = entries_of(*state);
	int fd = file_temporary(*state, &err);
	char back[3];
	assert_true(fd >= 0);
	assert_int_equal(entries_of(*state), before);
	assert_int_equal(write(fd, "abc", 3), 3);
	assert_int_equal(pread(fd, back, 3, 0), 3);
	assert_memory_equal(back, "abc", 3);
	close(fd);
	char *missing = inside(*state, "missing");
	assert_int_equal(file_temporary(missing, &err), -1);
	assert_int_equal(err.status, STATUS_CANNOT_CREATE);
	err_clear(&err);
	free(missing);
}

/* Tries the lock in another process and returns what that got. */
static enum status lock_elsewhere(const char *path)
{
	int how;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct err err = ERR_INIT;
		int fd;
		enum status status = lock_take(path, &fd, &err);
		err_clear(&err);
		_exit((int)status);
	}
	assert_true(waitpid(child, &how, 0) == child && WIFEXITED(how));
	return (enum status)WEXITSTATUS(how);
}

static void test_lock(void **state)
{
	char *path = inside(*state, "lock"), *nowhere = inside(*state, "missing/lock");
	struct err err = ERR_INIT;
	int fd = -1, second = -1;
	assert_int_equal(lock_take(path, &fd, &err), STATUS_OK);
	assert_int_equal(lock_elsewhere(path), STATUS_LOCKED);
	assert_int_equal(lock_take(path, &second, &err), STATUS_LOCKED);
	assert_int_equal(second, -1);
	close(fd);
	assert_int_equal(lock_elsewhere(path), STATUS_OK);
	assert_int_equal(lock_take(path, &second, &err), STATUS_OK); /* the child's lock went with it */
	close(second);
	assert_int_equal(lock_take(nowhere, &fd, &err), STATUS_CANNOT_CREATE);
	err_clear(&err);
	free(path);
	free(nowhere);
}

static void check_digest(struct span s, size_t step, const char *expected)
{
	struct digest *digest = digest_new();
	char text[33];
	for (size_t at = 0; at < s.size; at += step)
		digest_add(digest, s.data + at, s.size - at < step ? s.size - at : step);
	digest_text(digest, text);
	assert_string_equal(text, expected);
	digest_text(digest, text);
	assert_string_equal(text, expected);
	digest_free(digest);
}

/* Expected values: printf … | xxh128sum. */
static void test_digest(void **state)
{
	struct buffer long_text = BUFFER_INIT;
	(void)state;
	for (int i = 0; i < 100000; i++)
		buffer_add_char(&long_text, (char)('a' + i % 26));
	check_digest((struct span){NULL, 0}, 1, "99aa06d3014798d86001c324468d497f");
	check_digest(SPAN("hecha"), 1, "4c8cfc1232d9d5b0a6413cab70d8854b");
	check_digest(SPAN("hecha"), 5, "4c8cfc1232d9d5b0a6413cab70d8854b");
	check_digest(buffer_span(&long_text), 100000, "e785560b9f6575a0f7edd902a697d021");
	check_digest(buffer_span(&long_text), 77, "e785560b9f6575a0f7edd902a697d021");
	buffer_free(&long_text);
}

static void test_hashes(void **state)
{
	(void)state;
	assert_true(hash_bytes("a", 1) != hash_bytes("b", 1));
	assert_true(hash_bytes("a\0", 2) != hash_bytes("a", 1));
	assert_true(hash_bytes(NULL, 0) == hash_bytes("", 0));
	for (uint64_t x = 0; x < 1000; x++)
		assert_true(hash_mix(x) != hash_mix(x + 1) && (hash_mix(x) & 63) < 64);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_read_failures),
		cmocka_unit_test(test_read_goes_on_to_the_end),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_draft),
		cmocka_unit_test(test_write_large),
		cmocka_unit_test(test_discard_leaves_the_old_file),
		cmocka_unit_test(test_replace_keeps_a_link),
		cmocka_unit_test(test_create_failures),
		cmocka_unit_test(test_a_full_disk_comes_out_of_close),
		cmocka_unit_test(test_a_device_is_written_in_place),
		cmocka_unit_test(test_temporary),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_hashes),
	};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
