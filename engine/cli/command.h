/* Commands of the command line: what the files of cli/ share. A new command is one line in command.def and one function. */
#ifndef HECHA_COMMAND_H
#define HECHA_COMMAND_H

#include "hecha.h"

enum option_flag {
	OPTION_FOLDER = 1 << 0,	 /* -C DIR */
	OPTION_AS_OF = 1 << 1,	 /* --as-of DATE */
	OPTION_ONLY = 1 << 2,	 /* --only RULE,… */
	OPTION_MEMORY = 1 << 3,	 /* --memory 4G */
	OPTION_THREADS = 1 << 4, /* --threads N */
	OPTION_QUIET = 1 << 5,
	OPTION_JSON = 1 << 6,
	OPTION_TABLE = 1 << 7, /* --table NAME */
	OPTION_SAMPLE = 1 << 8, /* --sample SHARE */
	OPTION_ALL = 1 << 9,
	OPTION_SEED = 1 << 10,	   /* --seed N */
	OPTION_EXAMPLES = 1 << 11, /* --examples N */
	OPTION_BARS = 1 << 12,
	OPTION_OUTCOMES = 1 << 13, /* --outcomes FILE */
	OPTION_ACCEPT = 1 << 15,
	OPTION_CHECK = 1 << 17,
	OPTION_DRAW = 1 << 16, /* --quarterly --units --seed --quarter --share --count */
};

struct invocation {
	struct hecha_options options;
	const char *table, *outcomes;
	struct hecha_try trial;
	struct hecha_sample sample;
	bool quiet;
	const char *const *argument; /* behind the verb */
	uint32_t argument_count;
};

struct command {
	const char *noun, *verb; /* verb NULL: the noun alone */
	unsigned options;
	uint32_t argument_min, argument_max;
	const char *arguments;	/* for the usage line */
	const char *help_en, *help_zh;
	int (*run)(struct invocation *invocation, char **error);
};

extern const struct command commands[];
extern const uint32_t command_count;

bool speaks_chinese(void);
void print_help(const struct command *command, FILE *out); /* NULL: all commands */
/* Reads options and arguments from argv[from…]. False: *error says why. *help: --help was there. */
bool parse_options(int argc, char **argv, int from, const struct command *command, struct invocation *out, bool *help, char **error);

/* Progress on a terminal: installs itself into options when stderr is one. */
struct progress {
	double started, last;
	bool shown;
};
void progress_start(struct progress *progress, struct hecha_options *options);
void progress_end(struct progress *progress);

#endif
