/* Runs the corpus of a fuzz target as plain tests: fuzz_x reads tests/fuzz/corpus/x/ (or the folder named as argument), every file in a
 * child of its own, so that a crash is one failed file. Last line: `N passed, N failed`. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SECONDS_MAX = 60 }; /* for one file */

/* The whole file; NULL when it cannot be read. The block is exactly as large as the file, so that a sanitizer sees one byte too many. */
static uint8_t *read_whole(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	fseek(file, 0, SEEK_END);
	*size = (size_t)ftell(file);
	rewind(file);
	uint8_t *data = malloc(*size ? *size : 1);
	if (data && fread(data, 1, *size, file) != *size) {
		free(data);
		data = NULL;
	}
	fclose(file);
	return data;
}

static int run_file(const char *path)
{
	size_t size = 0;
	uint8_t *data = read_whole(path, &size);
	if (!data)
		return 1;
	alarm(SECONDS_MAX);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 0;
}

static int passes(const char *path)
{
	fflush(NULL);
	pid_t child = fork();
	if (!child)
		exit(run_file(path)); /* not _exit: the leak check runs at exit */
	int state = 0;
	if (child < 0 || waitpid(child, &state, 0) != child || state) {
		printf("FAILED %s (%s %d)\n", path, WIFSIGNALED(state) ? "signal" : "exit",
		       WIFSIGNALED(state) ? WTERMSIG(state) : WEXITSTATUS(state));
		return 0;
	}
	return 1;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	char folder[512], path[1024];
	const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
	snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", !strncmp(name, "fuzz_", 5) ? name + 5 : name);
	if (argc > 1)
		snprintf(folder, sizeof folder, "%s", argv[1]);
	struct dirent **entry = NULL;
	int count = scandir(folder, &entry, is_visible, alphasort), failed = 0;
	if (count <= 0) {
		fprintf(stderr, "no corpus in %s\n", folder);
		return 1;
	}
	for (int at = 0; at < count; at++) {
		snprintf(path, sizeof path, "%s/%s", folder, entry[at]->d_name);
		failed += !passes(path);
		free(entry[at]);
	}
	free(entry);
	printf("%d passed, %d failed\n", count - failed, failed);
	return failed > 0;
}
