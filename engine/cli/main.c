/* argv → exit code. The only file that prints to the terminal or exits. */
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/command.h"

static volatile sig_atomic_t stop_signal;

static void on_signal(int number)
{
	stop_signal = number;
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESETHAND}; /* a second one ends at once */
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes is an error of the write, like a full disk */
}

/* Large blocks go back to the system as soon as they are freed, and grow without a copy: what one part of a run gives back, another takes as blocks
 * of other sizes. Left alone, malloc keeps ever larger ones to itself. Smaller ones stay: a page that comes back must be cleared first. */
static void set_up_malloc(void)
{
	mallopt(M_MMAP_THRESHOLD, 512 << 10);
	mallopt(M_TRIM_THRESHOLD, 16 << 20);
	mallopt(M_MMAP_MAX, 16 << 10); /* the system allows some 64 thousand */
}

/* The command of argv[1] (and argv[2]); *from is the first word behind it. */
static const struct command *find_command(int argc, char **argv, int *from)
{
	for (uint32_t at = 0; at < command_count && argc > 1; at++) {
		const struct command *command = &commands[at];
		if (strcmp(command->noun, argv[1]) || (command->verb && (argc < 3 || strcmp(command->verb, argv[2]))))
			continue;
		*from = command->verb ? 3 : 2;
		return command;
	}
	return NULL;
}

static bool is_noun(const char *word)
{
	for (uint32_t at = 0; at < command_count; at++)
		if (!strcmp(commands[at].noun, word))
			return true;
	return false;
}

/* A word as it may stand in a log: whoever forgets a verb has a number or a name there. */
static const char *speakable(const char *word)
{
	return word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_")] ? "…" : word;
}

static int unknown_command(int argc, char **argv)
{
	const char *words[64];
	uint32_t count = 0;
	bool noun = is_noun(argv[1]);
	const char *word = noun ? (argc > 2 ? argv[2] : "") : argv[1];
	for (uint32_t at = 0; at < command_count && count < 64; at++)
		if (!noun || !strcmp(commands[at].noun, argv[1]))
			words[count++] = noun ? commands[at].verb : commands[at].noun;
	const char *near = text_suggest(span_of(word), words, count);
	if (noun && !*word)
		fprintf(stderr, "hecha: '%s' wants a verb\n", argv[1]);
	else
		fprintf(stderr, "hecha: unknown command '%s%s%s'\n", noun ? argv[1] : "", noun ? " " : "", speakable(word));
	if (near)
		fprintf(stderr, "  hint: did you mean '%s%s%s'?\n", noun ? argv[1] : near, noun ? " " : "", noun ? near : "");
	else
		fputs("  hint: hecha --help lists the commands\n", stderr);
	return HECHA_USAGE;
}

static int finish(int code, char *error)
{
	if (error)
		fprintf(stderr, "%s%s\n", code == HECHA_CONFIG ? "" : "hecha: ", error);
	else if (code >= HECHA_SIGNAL)
		fprintf(stderr, "hecha: stopped by signal %d, nothing published\n", code - HECHA_SIGNAL);
	free(error);
	if (fflush(stdout) || ferror(stdout)) {
		fputs("hecha: cannot write to standard output\n", stderr);
		return code == HECHA_DONE ? HECHA_IO : code;
	}
	return code;
}

int main(int argc, char **argv)
{
	if (argc < 2 || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		print_help(NULL, argc < 2 ? stderr : stdout);
		return finish(argc < 2 ? HECHA_USAGE : HECHA_DONE, NULL);
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "version")) {
		printf("hecha %s\n", hecha_version());
		return finish(HECHA_DONE, NULL);
	}
	int from = 0;
	const struct command *command = find_command(argc, argv, &from);
	if (!command)
		return unknown_command(argc, argv);
	struct invocation invocation = {.options = {.out = stdout, .stop = &stop_signal}, .trial = {.seed = 1, .examples = 10}};
	bool help = false;
	char *error = NULL;
	if (!parse_options(argc, argv, from, command, &invocation, &help, &error))
		return finish(HECHA_USAGE, error);
	if (help) {
		print_help(command, stdout);
		return finish(HECHA_DONE, NULL);
	}
	catch_signals();
	set_up_malloc();
	int code = command->run(&invocation, &error);
	return finish(code, error);
}
