/* base/file.h: folders, publishing, links, lists of paths. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit_folder.h"

static bool folder_is(const char *path)
{
	struct stat info;
	return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void test_create(void **state)
{
	char *deep = inside(*state, "a/b//c/"), *plain = inside(*state, "plain"), *below = inside(*state, "plain/x");
	struct err err = ERR_INIT;
	struct stat info;
	umask(0);
	assert_int_equal(folder_create(deep, &err), STATUS_OK);
	assert_int_equal(folder_create(deep, &err), STATUS_OK);
	assert_true(folder_is(deep));
	assert_true(stat(deep, &info) == 0 && (info.st_mode & 0777) == 0700);
	put_file(plain, SPAN("x"));
	assert_int_equal(folder_create(plain, &err), STATUS_CANNOT_CREATE);
	assert_int_equal(folder_create(below, &err), STATUS_CANNOT_CREATE);
	assert_int_equal(folder_create("", &err), STATUS_CANNOT_CREATE);
	assert_int_equal(folder_create("/", &err), STATUS_OK);
	assert_int_equal(folder_create(".", &err), STATUS_OK);
	err_clear(&err);
	free(deep);
	free(plain);
	free(below);
}

/* A link out of the folder loses the link, not what it points to. */
static void test_remove(void **state)
{
	char *folder = inside(*state, "gone/x/y"), *top = inside(*state, "gone"), *kept = inside(*state, "kept");
	char *file = inside(folder, "file"), *link = inside(folder, "link"), *precious = inside(kept, "precious");
	char *link_to_kept = inside(*state, "link_to_kept");
	struct err err = ERR_INIT;
	assert_int_equal(folder_create(folder, &err), STATUS_OK);
	assert_int_equal(folder_create(kept, &err), STATUS_OK);
	put_file(file, SPAN("x"));
	put_file(precious, SPAN("y"));
	assert_int_equal(symlink(kept, link), 0);
	assert_int_equal(symlink(kept, link_to_kept), 0);
	folder_remove(top);
	assert_int_not_equal(access(top, F_OK), 0);
	folder_remove(top); /* missing is fine */
	folder_remove(link_to_kept);
	assert_int_not_equal(access(link_to_kept, F_OK), 0);
	check_file(precious, SPAN("y"));
	folder_remove(precious); /* a file goes too */
	assert_int_not_equal(access(precious, F_OK), 0);
	char *all[] = {folder, top, kept, file, link, precious, link_to_kept};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		free(all[i]);
}

static void test_remove_a_deep_tree(void **state)
{
	struct buffer path = BUFFER_INIT;
	struct err err = ERR_INIT;
	buffer_format(&path, "%s/deep", (char *)*state);
	size_t top = path.size;
	for (int i = 0; i < 200; i++)
		buffer_add(&path, "/d", 2);
	buffer_add_char(&path, '\0');
	assert_int_equal(folder_create(path.data, &err), STATUS_OK);
	path.data[top] = '\0';
	folder_remove(path.data);
	assert_int_not_equal(access(path.data, F_OK), 0);
	buffer_free(&path);
}

static void test_publish(void **state)
{
	char *from = inside(*state, "run.tmp"), *to = inside(*state, "run.1"), *file = inside(*state, "run.1/summary");
	char *inner = inside(from, "summary"), *deep = inside(from, "a/b");
	struct err err = ERR_INIT;
	assert_int_equal(folder_create(from, &err), STATUS_OK);
	put_file(inner, SPAN("1"));
	assert_int_equal(folder_draft(deep, &err), STATUS_OK);
	assert_int_equal(folder_draft(deep, &err), STATUS_OK);
	assert_true(folder_is(deep));
	assert_int_equal(folder_publish(from, to, &err), STATUS_OK);
	check_file(file, SPAN("1"));
	assert_int_equal(folder_create(from, &err), STATUS_OK);
	assert_int_equal(folder_publish(from, to, &err), STATUS_CANNOT_CREATE); /* what is published stays */
	assert_int_equal(remove(file), 0);
	assert_int_equal(folder_publish(from, to, &err), STATUS_CANNOT_CREATE); /* also when it is empty */
	assert_true(folder_is(from));
	assert_non_null(strstr(err.text, to));
	folder_remove(from);
	assert_int_equal(folder_publish(from, to, &err), STATUS_IO);
	err_clear(&err);
	free(from);
	free(to);
	free(file);
	free(inner);
	free(deep);
}

static void check_link(const char *link, const char *expected)
{
	char target[100] = "";
	ssize_t size = readlink(link, target, sizeof target - 1);
	assert_true(size >= 0);
	assert_string_equal(target, expected);
}

static void test_link_replace(void **state)
{
	char *runs = inside(*state, "runs"), *link = inside(*state, "runs/current"), *folder = inside(*state, "runs/folder");
	struct err err = ERR_INIT;
	assert_int_equal(folder_create(folder, &err), STATUS_OK);
	assert_int_equal(link_replace(link, "2026-11-22.1", &err), STATUS_OK);
	check_link(link, "2026-11-22.1");
	assert_int_equal(link_replace(link, "2026-11-22.2", &err), STATUS_OK);
	check_link(link, "2026-11-22.2");
	assert_int_equal(entries_of(runs), 2);
	assert_int_equal(link_replace(folder, "x", &err), STATUS_CANNOT_CREATE);
	assert_int_equal(entries_of(runs), 2);
	err_clear(&err);
	free(runs);
	free(link);
	free(folder);
}

static void check_paths(struct paths *paths, const char *folder, const char *const *expected, size_t count)
{
	assert_int_equal(paths->count, count);
	for (size_t i = 0; i < count; i++) {
		char *path = inside(folder, expected[i]);
		assert_string_equal(paths->path[i], path);
		free(path);
	}
	paths_free(paths);
	assert_null(paths->path);
}

static char *tree(const char *root, const char *name)
{
	static const char *const files[] = {"b.csv",	 "a.csv",    "B.csv",	   "中.csv",	 ".hidden.csv", "c.txt",
					    "sub/a.csv", "sub/z.csv", "sub/x/y.csv", ".git/k.csv"};
	char *folder = inside(root, name);
	struct err err = ERR_INIT;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char *path = inside(folder, files[i]), *parent = path_folder(path);
		assert_int_equal(folder_create(parent, &err), STATUS_OK);
		put_file(path, SPAN("x"));
		free(parent);
		free(path);
	}
	return folder;
}

static void glob_in(const char *folder, const char *pattern, struct paths *out)
{
	char *whole = inside(folder, pattern);
	struct err err = ERR_INIT;
	assert_int_equal(paths_glob(whole, out, &err), STATUS_OK);
	free(whole);
}

static void test_glob(void **state)
{
	char *folder = tree(*state, "glob");
	struct paths found = {0};
	glob_in(folder, "*.csv", &found);
	check_paths(&found, folder, (const char *const[]){"B.csv", "a.csv", "b.csv", "中.csv"}, 4);
	glob_in(folder, "b.csv", &found);
	glob_in(folder, "[ab].csv", &found);
	glob_in(folder, "*/a.csv", &found);
	check_paths(&found, folder, (const char *const[]){"a.csv", "b.csv", "sub/a.csv"}, 3); /* each file once */
	glob_in(folder, "none*.csv", &found);
	glob_in(folder, "missing/*.csv", &found);
	glob_in(folder, "a.csv/*.csv", &found);
	assert_int_equal(found.count, 0);
	paths_free(&found);
	free(folder);
}

static void test_walk(void **state)
{
	char *folder = tree(*state, "walk"), *missing = inside(*state, "nowhere"), *file = inside(folder, "a.csv");
	char *loop = inside(folder, "sub/loop.csv"), *link = inside(folder, "sub/link.csv");
	char *dead = inside(folder, "dead.csv");
	struct paths found = {0};
	struct err err = ERR_INIT;
	assert_int_equal(symlink("..", loop), 0);
	assert_int_equal(symlink("../c.txt", link), 0);
	assert_int_equal(symlink("nothing", dead), 0);
	assert_int_equal(paths_walk(folder, ".csv", &found, &err), STATUS_OK);
	check_paths(&found, folder,
		    (const char *const[]){"B.csv", "a.csv", "b.csv", "dead.csv", "sub/a.csv", "sub/link.csv", "sub/x/y.csv",
					  "sub/z.csv", "中.csv"}, 9);
	assert_int_equal(paths_walk(missing, ".csv", &found, &err), STATUS_MISSING);
	assert_int_equal(paths_walk(file, ".csv", &found, &err), STATUS_MISSING);
	assert_int_equal(found.count, 0);
	paths_free(&found);
	err_clear(&err);
	char *all[] = {folder, missing, file, loop, link, dead};
	for (size_t i = 0; i < COUNT_OF(all); i++)
		free(all[i]);
}

/* Nobody may take an unreadable folder for an empty one. */
static void test_unreadable_folder(void **state)
{
	if (geteuid() == 0) /* root may read everything */
		skip();
	char *folder = inside(*state, "closed"), *pattern = inside(*state, "closed/*.csv");
	struct paths found = {0};
	struct err err = ERR_INIT;
	assert_int_equal(folder_create(folder, &err), STATUS_OK);
	assert_int_equal(chmod(folder, 0), 0);
	assert_int_equal(paths_glob(pattern, &found, &err), STATUS_PERMISSION);
	assert_int_equal(paths_walk(folder, ".csv", &found, &err), STATUS_PERMISSION);
	assert_int_equal(chmod(folder, 0700), 0);
	err_clear(&err);
	free(folder);
	free(pattern);
}

static void check_owned(char *got, const char *expected)
{
	assert_string_equal(got, expected);
	free(got);
}

static void test_parts_of_paths(void **state)
{
	(void)state;
	check_owned(path_join("a", "b"), "a/b");
	check_owned(path_join("a/", "b"), "a/b");
	check_owned(path_join("/", "b"), "/b");
	check_owned(path_join("a", "/b"), "/b");
	check_owned(path_join("", "b"), "b");
	check_owned(path_join(".", "b"), "b");
	check_owned(path_join("..", "b"), "../b");
	check_owned(path_folder("a/b"), "a");
	check_owned(path_folder("a/b/"), "a");
	check_owned(path_folder("a//b"), "a");
	check_owned(path_folder("a"), ".");
	check_owned(path_folder("a/"), ".");
	check_owned(path_folder(""), ".");
	check_owned(path_folder("/a"), "/");
	check_owned(path_folder("/"), "/");
	check_owned(path_folder("//a"), "/");
	assert_string_equal(path_base("a/b"), "b");
	assert_string_equal(path_base("b"), "b");
	assert_string_equal(path_base("/b"), "b");
	assert_string_equal(path_base("a/"), "");
	assert_string_equal(path_base(""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_create),	       cmocka_unit_test(test_remove),
		cmocka_unit_test(test_remove_a_deep_tree), cmocka_unit_test(test_publish),
		cmocka_unit_test(test_link_replace),   cmocka_unit_test(test_glob),
		cmocka_unit_test(test_walk),	       cmocka_unit_test(test_unreadable_folder),
		cmocka_unit_test(test_parts_of_paths),
	};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
