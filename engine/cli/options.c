/* Options and help. */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/command.h"

struct option_help {
	const char *name, *argument; /* argument NULL: a switch */
	unsigned flag;
	const char *en, *zh;
};

static const struct option_help option_helps[] = {
	{"-C", "DIR", OPTION_FOLDER, "the agency folder (default: here)", "经办机构目录（默认当前目录）"},
	{"--as-of", "DATE", OPTION_AS_OF, "judge as of this day, such as 2026-11-22", "按此日期判断，如 2026-11-22"},
	{"--only", "RULE,…", OPTION_ONLY, "only these rules", "只执行这些规则"},
	{"--memory", "SIZE", OPTION_MEMORY, "memory for grouping, such as 256M or 4G", "分组计算的内存上限，如 256M、4G"},
	{"--threads", "N", OPTION_THREADS, "threads (default: all cores)", "线程数（默认全部核）"},
	{"--table", "NAME", OPTION_TABLE, "read the file as this table", "按此表读取"},
	{"--sample", "SHARE", OPTION_SAMPLE, "this share of the subjects (default: 0.1)", "按主体抽取的比例（默认 0.1）"},
	{"--all", NULL, OPTION_ALL, "every row instead of a sample", "不抽样，读取全部数据"},
	{"--seed", "N", OPTION_SEED, "another sample (default: 1)", "抽样的种子，换一个即换一批（默认 1）"},
	{"--examples", "N", OPTION_EXAMPLES, "how many examples (default: 10)", "列出多少件例子（默认 10）"},
	{"--bars", NULL, OPTION_BARS, "draw bars though this is no terminal", "不在终端上也画条形图"},
	{"--outcomes", "FILE", OPTION_OUTCOMES, "what was found out: a file of the table outcome", "已核实结果文件（outcome 表）"},
	{"--quarterly", NULL, OPTION_DRAW, "rows of the business of a quarter", "抽取一个季度的业务"},
	{"--units", NULL, OPTION_DRAW, "agencies one level down", "抽取下一级经办机构"},
	{"--seed", "N", OPTION_DRAW, "the same number draws the same", "种子：同一数字抽出同一结果"},
	{"--quarter", "YYYYQN", OPTION_DRAW, "such as 2026Q3 (default: the last one that is over)", "如 2026Q3（默认最近一个已结束的季度）"},
	{"--share", "PART", OPTION_DRAW, "of each stratum, such as 0.05", "每层的比例，如 0.05"},
	{"--count", "N", OPTION_DRAW, "rows in all instead of a share", "共抽多少行，代替比例"},
	{"--quiet", NULL, OPTION_QUIET, "print nothing when nothing needs a person", "无需人工处理时不输出"},
	{"--check", NULL, OPTION_CHECK, "change nothing, list the files that would change", "不改文件，只列出需要改的文件"},
	{"--accept", NULL, OPTION_ACCEPT, "record new versions of rules in versions.csv", "将规则的新版本记入 versions.csv"},
	{"--json", NULL, OPTION_JSON, "print JSON", "输出 JSON"},
};
enum { OPTION_HELPS = sizeof option_helps / sizeof *option_helps, ARGUMENT_WIDTH = 8 };

bool speaks_chinese(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t at = 0; at < sizeof names / sizeof *names; at++) {
		const char *value = getenv(names[at]);
		if (value && *value)
			return !strncmp(value, "zh", 2);
	}
	return false;
}

static void print_usage(const struct command *command, FILE *out)
{
	fprintf(out, "hecha %s%s%s", command->noun, command->verb ? " " : "", command->verb ? command->verb : "");
	for (size_t at = 0; at < OPTION_HELPS; at++)
		if (command->options & option_helps[at].flag)
			fprintf(out, " [%s%s%s]", option_helps[at].name, option_helps[at].argument ? " " : "",
				option_helps[at].argument ? option_helps[at].argument : "");
	fprintf(out, "%s%s\n", *command->arguments ? " " : "", command->arguments);
}

static void print_options(const struct command *command, FILE *out)
{
	for (size_t at = 0; at < OPTION_HELPS; at++) {
		const struct option_help *help = &option_helps[at];
		const char *argument = help->argument ? help->argument : "";
		int pad = ARGUMENT_WIDTH - text_width(span_of(argument)); /* not %-8s: `…` is three bytes and one column */
		if (command->options & help->flag)
			fprintf(out, "  %-10s %s%*s %s\n", help->name, argument, pad > 0 ? pad : 0, "", speaks_chinese() ? help->zh : help->en);
	}
}

void print_help(const struct command *command, FILE *out)
{
	bool chinese = speaks_chinese();
	if (command) {
		print_usage(command, out);
		fprintf(out, "\n%s\n\n", chinese ? command->help_zh : command->help_en);
		print_options(command, out);
		return;
	}
	fputs(chinese ? "hecha 核查：比对待遇发放与死亡、火化、在押等数据，形成疑点台账\n\n"
		      : "hecha checks benefit payments against death, cremation and custody extracts\n\n",
	      out);
	for (uint32_t at = 0; at < command_count; at++) {
		char name[32];
		snprintf(name, sizeof name, "%s%s%s", commands[at].noun, commands[at].verb ? " " : "",
			 commands[at].verb ? commands[at].verb : "");
		fprintf(out, "  hecha %-15s %s\n", name, chinese ? commands[at].help_zh : commands[at].help_en);
	}
	fputs(chinese ? "\n每个命令都可加 --help。退出码：0 完成，1 否，3 有缺口，4 停在关口未发布，64 用法，78 配置或规则错误\n"
		      : "\n--help on each. Exit codes: 0 done, 1 the answer is no, 3 published with gaps, 4 stopped at a gate, 64 usage, 78 "
			"configuration or rule error\n",
	      out);
}

/* 256M, 4G, 1024K or bytes. */
static bool parse_size(const char *text, uint64_t *out)
{
	static const char units[] = "KMGT";
	char *end;
	unsigned long long number = strtoull(text, &end, 10);
	const char *unit = *end ? strchr(units, *end & ~0x20) : NULL;
	unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
	if (end == text || *text == '-' || (*end && (!unit || end[1])) || number > (UINT64_MAX >> shift))
		return false;
	*out = (uint64_t)number << shift;
	return *out > 0;
}

static bool parse_count(const char *text, int64_t least, uint32_t *out)
{
	int64_t number;
	if (!integer_parse(span_of(text), &number) || number < least || number > 65535)
		return false;
	*out = (uint32_t)number;
	return true;
}

static void set_sample(struct hecha_sample *sample, const char *name, const char *value)
{
	const struct {
		const char *name, **value;
	} texts[] = {{"--seed", &sample->seed}, {"--quarter", &sample->quarter}, {"--share", &sample->share}, {"--count", &sample->count}};
	for (size_t at = 0; at < sizeof texts / sizeof *texts; at++)
		if (!strcmp(texts[at].name, name))
			*texts[at].value = value;
	sample->quarterly |= !strcmp(name, "--quarterly");
	sample->units |= !strcmp(name, "--units");
}

static bool set_option(struct invocation *out, unsigned flag, const char *value, char **error)
{
	struct hecha_options *options = &out->options;
	switch (flag) {
	case OPTION_FOLDER:
		options->folder = value;
		return true;
	case OPTION_AS_OF:
		options->as_of = value;
		return true;
	case OPTION_ONLY:
		options->only = value;
		return true;
	case OPTION_TABLE:
		out->table = value;
		return true;
	case OPTION_OUTCOMES:
		out->outcomes = value;
		return true;
	case OPTION_QUIET:
		return out->quiet = true;
	case OPTION_CHECK:
		return options->check = true;
	case OPTION_ACCEPT:
		return options->accept = true;
	case OPTION_JSON:
		return options->json = true;
	case OPTION_SAMPLE:
		out->trial.sample = value;
		return true;
	case OPTION_ALL:
		return out->trial.all = true;
	case OPTION_BARS:
		return out->trial.bars = true;
	case OPTION_SEED:
		if (parse_count(value, 0, &out->trial.seed))
			return true;
		*error = mem_format("--seed is no number\n  hint: write --seed 7; at most 65535");
		return false;
	case OPTION_EXAMPLES:
		if (parse_count(value, 0, &out->trial.examples))
			return true;
		*error = mem_format("--examples is no number\n  hint: write --examples 10; at most 65535");
		return false;
	case OPTION_MEMORY:
		if (parse_size(value, &options->memory_bytes))
			return true;
		*error = mem_format("--memory '%s' is no size\n  hint: write --memory 256M or --memory 4G", value);
		return false;
	default:
		if (parse_count(value, 1, &options->threads))
			return true;
		*error = mem_format("--threads '%s' is no number of threads", value);
		return false;
	}
}

/* Two commands may have an option of one name, each its own. */
static const struct option_help *find_option(const char *text, size_t size, unsigned flags)
{
	for (size_t at = 0; at < OPTION_HELPS; at++)
		if ((flags & option_helps[at].flag) && strlen(option_helps[at].name) == size && !memcmp(option_helps[at].name, text, size))
			return &option_helps[at];
	return NULL;
}

/* One option at argv[*at]; both `--memory 4G` and `--memory=4G`. */
static bool parse_option(int argc, char **argv, int *at, const struct command *command, struct invocation *out, char **error)
{
	const char *text = argv[*at], *equals = strchr(text, '=');
	const struct option_help *option = find_option(text, equals ? (size_t)(equals - text) : strlen(text), command->options);
	if (!option) {
		*error = mem_format("unknown option '%s'\n  hint: hecha %s%s%s --help lists them", text, command->noun,
				    command->verb ? " " : "", command->verb ? command->verb : "");
		return false;
	}
	const char *value = equals ? equals + 1 : NULL;
	if (option->argument && !value && *at + 1 < argc)
		value = argv[++*at];
	if (!option->argument != !value) {
		*error = mem_format("option '%s' %s", option->name, option->argument ? "wants a value" : "takes no value");
		return false;
	}
	if (option->flag == OPTION_DRAW) {
		set_sample(&out->sample, option->name, value);
		return true;
	}
	return set_option(out, option->flag, value, error);
}

bool parse_options(int argc, char **argv, int from, const struct command *command, struct invocation *out, bool *help, char **error)
{
	bool options_end = false;
	uint32_t count = 0;
	for (int at = from; at < argc; at++) {
		if (!options_end && !strcmp(argv[at], "--")) {
			options_end = true;
		} else if (!options_end && (!strcmp(argv[at], "--help") || !strcmp(argv[at], "-h"))) {
			return *help = true;
		} else if (!options_end && argv[at][0] == '-' && argv[at][1]) {
			if (!parse_option(argc, argv, &at, command, out, error))
				return false;
		} else {
			argv[from + (int)count++] = argv[at]; /* arguments move to the front, over what is already read */
		}
	}
	out->argument = (const char *const *)&argv[from];
	out->argument_count = count;
	if (count >= command->argument_min && count <= command->argument_max)
		return true;
	/* What is too much is not repeated: it may be a person's number or name. */
	*error = mem_format(count < command->argument_min ? "%s is missing" : "too many arguments\n  hint: hecha %s%s%s --help shows what it takes",
			    count < command->argument_min ? command->arguments : command->noun, command->verb ? " " : "",
			    command->verb ? command->verb : "");
	return false;
}
