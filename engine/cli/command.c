#include "cli/command.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"

static int run_run(struct invocation *invocation, char **error)
{
	struct progress progress;
	progress_start(&progress, &invocation->options);
	char *text = NULL;
	size_t size = 0;
	FILE *out = invocation->options.out;
	if (invocation->quiet) /* cron mails what is printed: nothing when nothing needs a person */
		invocation->options.out = open_memstream(&text, &size);
	int code = hecha_run(&invocation->options, error);
	progress_end(&progress);
	if (invocation->quiet) {
		fclose(invocation->options.out);
		if (code != HECHA_DONE)
			fwrite(text, 1, size, out);
		free(text);
	}
	return code;
}

static int rule_list(struct invocation *invocation, char **error)
{
	return hecha_rule_list(&invocation->options, invocation->argument, invocation->argument_count, error);
}

static int rule_check(struct invocation *invocation, char **error)
{
	return hecha_rule_check(&invocation->options, invocation->argument, invocation->argument_count, error);
}

static int rule_test(struct invocation *invocation, char **error)
{
	return hecha_rule_test(&invocation->options, invocation->argument, invocation->argument_count, error);
}

static int rule_mutate(struct invocation *invocation, char **error)
{
	return hecha_rule_mutate(&invocation->options, invocation->argument, invocation->argument_count, error);
}

static int rule_explain(struct invocation *invocation, char **error)
{
	return hecha_rule_explain(&invocation->options, invocation->argument[0], invocation->argument + 1, invocation->argument_count - 1,
				  error);
}

static int rule_profile(struct invocation *invocation, char **error)
{
	invocation->options.only = invocation->argument_count ? invocation->argument[0] : NULL;
	struct progress progress;
	progress_start(&progress, &invocation->options);
	int code = hecha_rule_profile(&invocation->options, error);
	progress_end(&progress);
	return code;
}

static int rule_fmt(struct invocation *invocation, char **error)
{
	return hecha_rule_fmt(&invocation->options, invocation->argument, invocation->argument_count, error);
}

static int rule_codes(struct invocation *invocation, char **error)
{
	return hecha_rule_codes(&invocation->options, error);
}

static int rule_try(struct invocation *invocation, char **error)
{
	struct progress progress;
	progress_start(&progress, &invocation->options);
	invocation->trial.bars |= isatty(STDOUT_FILENO);
	int code = hecha_rule_try(&invocation->options, invocation->argument[0], &invocation->trial, error);
	progress_end(&progress);
	return code;
}

static int rule_backtest(struct invocation *invocation, char **error)
{
	if (!invocation->outcomes) {
		*error = mem_text("--outcomes is missing\n  hint: hecha rule backtest --outcomes FILE.csv");
		return HECHA_USAGE;
	}
	struct progress progress;
	progress_start(&progress, &invocation->options);
	int code = hecha_rule_backtest(&invocation->options, invocation->outcomes, error);
	progress_end(&progress);
	return code;
}

static int rule_diff(struct invocation *invocation, char **error)
{
	struct progress progress;
	progress_start(&progress, &invocation->options);
	int code = hecha_rule_diff(&invocation->options, invocation->argument[0], invocation->argument[1], invocation->trial.examples, error);
	progress_end(&progress);
	return code;
}

static int rule_functions(struct invocation *invocation, char **error)
{
	return hecha_rule_functions(&invocation->options, error);
}

static int case_list(struct invocation *invocation, char **error)
{
	return hecha_case_list(&invocation->options, error);
}

static int case_show(struct invocation *invocation, char **error)
{
	return hecha_case_show(&invocation->options, invocation->argument[0], error);
}

static int case_why(struct invocation *invocation, char **error)
{
	return hecha_case_why(&invocation->options, invocation->argument[0], false, error);
}

static int case_whynot(struct invocation *invocation, char **error)
{
	return hecha_case_why(&invocation->options, invocation->argument[0], true, error);
}

static int sample(struct invocation *invocation, char **error)
{
	return hecha_sample(&invocation->options, &invocation->sample, error);
}

static int source_check(struct invocation *invocation, char **error)
{
	return hecha_source_check(&invocation->options, invocation->argument[0], invocation->table, error);
}

#define COMMAND(noun, verb, options, min, max, arguments, run, en, zh) {noun, verb, options, min, max, arguments, en, zh, run},
const struct command commands[] = {
#include "cli/command.def"
};
#undef COMMAND
const uint32_t command_count = sizeof commands / sizeof *commands;
