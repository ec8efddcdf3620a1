/* Error texts are a product: every folder of tests/errors/ holds files with one mistake (rules/, sometimes hecha.yaml) and the
 * exact text a person gets to read. HECHA_REGENERATE=1 writes expect.txt anew; read the difference before committing it. */
#include "workbench/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"
#include "unit.h"

enum { CASES_MAX = 1000 };

/* What `hecha rule check` reads, seen from inside the folder of the case. */
static enum status read_agency_rules(struct rule_set **set, struct err *err)
{
	struct agency *agency = NULL;
	enum status status = agency_read(".", &agency, err);
	if (!status)
		status = rule_set_read(agency->rule_folder, agency->folder_count, true, set, err);
	if (!status)
		status = agency_apply_params(agency, *set, err);
	if (!status)
		status = agency_check_extracts(agency, *set, err);
	agency_free(agency);
	return status;
}

static enum status read_case(struct err *err)
{
	static const char *const rules[] = {"rules"};
	struct rule_set *set = NULL;
	enum status status = access("hecha.yaml", F_OK) ? rule_set_read(rules, 1, true, &set, err) : read_agency_rules(&set, err);
	int64_t day;
	assert_true(day_make(2024, 6, 30, &day));
	if (!status)
		status = check_rules(set, ".", day, err);
	rule_set_free(set);
	return status;
}

static void write_expectation(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	fprintf(file, "%s\n", text);
	assert_int_equal(fclose(file), 0);
}

static void compare_expectation(const char *path, const char *text)
{
	struct buffer expected = BUFFER_INIT;
	struct err err = ERR_INIT;
	if (file_read(path, 1u << 20, &expected, &err))
		fail_msg("%s", err.text);
	buffer_add_char(&expected, '\0');
	char *actual = mem_format("%s\n", text);
	if (strcmp(expected.data, actual) != 0)
		fail_msg("%s: got\n%s\nwanted\n%s", path, actual, expected.data);
	free(actual);
	buffer_free(&expected);
}

static enum status read_inside(const char *folder, struct err *err)
{
	char *back = getcwd(NULL, 0);
	assert_int_equal(chdir(folder), 0);
	enum status status = read_case(err);
	assert_int_equal(chdir(back), 0);
	free(back);
	return status;
}

static void test_case(void **state)
{
	struct err err = ERR_INIT;
	char *folder = mem_format("tests/errors/%s", (const char *)*state);
	char *path = mem_format("%s/expect.txt", folder);
	enum status status = read_inside(folder, &err);
	if (!status)
		fail_msg("%s: no error", folder);
	assert_int_equal(status, err.status);
	if (getenv("HECHA_REGENERATE"))
		write_expectation(path, err.text);
	compare_expectation(path, err.text);
	err_clear(&err);
	free(path);
	free(folder);
}

/* A code nobody has seen is a promise nobody has kept. */
static void test_every_code(void **state)
{
	const struct CMUnitTest *tests = *state;
	struct buffer all = BUFFER_INIT;
	struct err err = ERR_INIT;
	for (; tests->test_func == test_case; tests++) {
		char *path = mem_format("tests/errors/%s/expect.txt", tests->name);
		assert_int_equal(file_read(path, 1u << 20, &all, &err), STATUS_OK);
		free(path);
	}
	buffer_add_char(&all, '\0');
	for (uint32_t at = 0; at < PROBLEM_COUNT; at++) {
		char *shown = mem_format("%s %s: ", problem_severity_names[problems[at].severity], problems[at].code);
		if (!strstr(all.data, shown))
			fail_msg("no folder of tests/errors shows %s", problems[at].code);
		free(shown);
	}
	buffer_free(&all);
}

static int is_case(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(void)
{
	static struct CMUnitTest tests[CASES_MAX + 1];
	struct dirent **entry = NULL;
	int count = scandir("tests/errors", &entry, is_case, alphasort);
	if (count <= 0 || count > CASES_MAX) {
		fprintf(stderr, "run me where tests/errors/ is, with at most %d cases in it\n", CASES_MAX);
		return 1;
	}
	for (int i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){.name = entry[i]->d_name, .test_func = test_case, .initial_state = entry[i]->d_name};
	tests[count] = (struct CMUnitTest){.name = "every code", .test_func = test_every_code, .initial_state = tests};
	int failed = _cmocka_run_group_tests("rule errors", tests, (size_t)count + 1, NULL, NULL);
	for (int i = 0; i < count; i++)
		free(entry[i]);
	free(entry);
	return failed;
}
