#include "run/session.h"

#include <omp.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/text.h"

int exit_code(enum status status)
{
	static const int codes[] = {
		[STATUS_OK] = HECHA_DONE,	       [STATUS_END] = HECHA_INTERNAL,	      [STATUS_NO] = HECHA_NO,
		[STATUS_UNREADABLE] = HECHA_UNREADABLE, [STATUS_MISSING] = HECHA_MISSING,	      [STATUS_INTERNAL] = HECHA_INTERNAL,
		[STATUS_CANNOT_CREATE] = HECHA_CANNOT_CREATE, [STATUS_IO] = HECHA_IO,	      [STATUS_LOCKED] = HECHA_LOCKED,
		[STATUS_PERMISSION] = HECHA_PERMISSION, [STATUS_CONFIG] = HECHA_CONFIG,	      [STATUS_USAGE] = HECHA_USAGE,
		[STATUS_INTERRUPTED] = HECHA_SIGNAL,   [STATUS_GATE] = HECHA_GATE,
	};
	return codes[status];
}

int exit_with(enum status status, struct err *err, char **error)
{
	if (err->text && error)
		*error = mem_text(err->text);
	err_clear(err);
	return exit_code(status);
}

bool rule_runs_here(const struct agency *agency, const struct rule *rule)
{
	return !rule->scope_city || !agency || agency->city;
}

uint32_t thread_count(const struct hecha_options *options, const struct agency *agency)
{
	uint32_t threads = options->threads ? options->threads : agency ? agency->threads : 0;
	if (!threads)
		threads = (uint32_t)omp_get_num_procs();
	return threads > HECHA_THREADS_MAX ? HECHA_THREADS_MAX : threads;
}

static enum status choose_as_of(const struct hecha_options *options, struct session *session, struct err *err)
{
	session->as_of = session->agency->as_of != INT64_MIN ? session->agency->as_of : day_today();
	if (options->as_of && !day_parse(span_of(options->as_of), &session->as_of))
		return err_set(err, STATUS_USAGE, "--as-of '%s' is no date\n  hint: write --as-of 2026-11-22", options->as_of);
	return STATUS_OK;
}

/* A word that holds a long number is not repeated: it may be somebody's. */
static bool may_be_shown(struct span word)
{
	uint32_t digits = 0;
	for (size_t at = 0; at < word.size; at++)
		digits += word.data[at] >= '0' && word.data[at] <= '9';
	return digits < 6;
}

enum status unknown_rule(const struct rule_set *set, struct span id, struct err *err)
{
	if (!may_be_shown(id))
		return err_set(err, STATUS_USAGE, "unknown rule\n  hint: `hecha rule list` lists them");
	const char **ids = mem_alloc((set->rule_count + 1) * sizeof *ids);
	for (uint32_t at = 0; at < set->rule_count; at++)
		ids[at] = set->rule[at].id.data; /* arena texts end with NUL */
	const char *near = text_suggest(id, ids, set->rule_count);
	enum status status = err_set(err, STATUS_USAGE, near ? "unknown rule '%.*s'\n  hint: did you mean '%s'?" : "unknown rule '%.*s'",
				     SPAN_ARG(id), near);
	free(ids);
	return status;
}

bool session_chose(const struct session *session, const struct rule *rule)
{
	for (uint32_t at = 0; at < session->chosen_count; at++)
		if (session->chosen[at] == rule)
			return true;
	return false;
}

/* Rules lie in the set by id: in whatever order --only names them, the run is the same. */
static int set_order(const void *left, const void *right)
{
	const struct rule *a = *(const struct rule *const *)left, *b = *(const struct rule *const *)right;
	return (a > b) - (a < b);
}

static enum status choose_named(struct session *session, const char *only, struct err *err)
{
	while (*only) {
		size_t size = strcspn(only, ",");
		struct span id = {only, size};
		const struct rule *rule = rule_set_rule(session->set, id);
		if (!rule)
			return unknown_rule(session->set, id, err);
		if (!session_chose(session, rule))
			session->chosen[session->chosen_count++] = rule;
		only += size + (only[size] == ',');
	}
	if (session->chosen_count) /* qsort wants no NULL */
		qsort(session->chosen, session->chosen_count, sizeof *session->chosen, set_order);
	return STATUS_OK;
}

static enum status choose_rules(const struct hecha_options *options, struct session *session, struct err *err)
{
	session->chosen = mem_alloc((session->set->rule_count + 1) * sizeof(*session->chosen));
	if (options->only)
		return choose_named(session, options->only, err);
	for (uint32_t at = 0; at < session->set->rule_count; at++)
		if (session->set->rule[at].status == RULE_ACTIVE)
			session->chosen[session->chosen_count++] = &session->set->rule[at];
	return STATUS_OK;
}

static void add_folder(struct agency *agency, const char *more)
{
	const char **folder = arena_alloc(&agency->arena, (agency->folder_count + 1) * sizeof *folder);
	for (uint32_t at = 0; at < agency->folder_count; at++)
		folder[at] = agency->rule_folder[at];
	folder[agency->folder_count++] = arena_text(&agency->arena, "%s", more);
	agency->rule_folder = folder;
}

enum status session_open(const struct hecha_options *options, struct session *out, struct err *err)
{
	return session_open_with(options, NULL, out, err);
}

enum status session_open_with(const struct hecha_options *options, const char *more, struct session *out, struct err *err)
{
	*out = (struct session){0};
	enum status status = agency_read(options->folder ? options->folder : ".", &out->agency, err);
	if (status == STATUS_OK && more)
		add_folder(out->agency, more);
	if (status == STATUS_OK)
		status = choose_as_of(options, out, err);
	if (status == STATUS_OK)
		status = rule_set_read(out->agency->rule_folder, out->agency->folder_count, false, &out->set, err);
	if (status == STATUS_OK)
		status = agency_apply_params(out->agency, out->set, err);
	if (status == STATUS_OK)
		status = agency_check_extracts(out->agency, out->set, err);
	if (status == STATUS_OK)
		status = choose_rules(options, out, err);
	if (status != STATUS_OK)
		session_close(out);
	return status;
}

void session_take_shadow(struct session *session, const struct hecha_options *options)
{
	uint32_t kept = 0;
	session->shadow = mem_alloc((session->set->rule_count + 1) * sizeof(*session->shadow));
	for (uint32_t at = 0; at < session->set->rule_count; at++) {
		const struct rule *rule = &session->set->rule[at];
		if (rule->status == RULE_SHADOW && (!options->only || session_chose(session, rule)))
			session->shadow[session->shadow_count++] = rule;
	}
	for (uint32_t at = 0; at < session->chosen_count; at++)
		if (session->chosen[at]->status != RULE_SHADOW)
			session->chosen[kept++] = session->chosen[at];
	session->chosen_count = kept;
}

void session_close(struct session *session)
{
	free(session->shadow);
	free(session->chosen);
	rule_set_free(session->set);
	agency_free(session->agency);
	*session = (struct session){0};
}

static enum status check_limits(const struct hecha_options *options, uint64_t bytes, struct err *err)
{
	if (options->threads > HECHA_THREADS_MAX)
		return err_set(err, STATUS_USAGE, "%u threads are too many\n  hint: at most %d", options->threads, HECHA_THREADS_MAX);
	if (bytes >= HECHA_MEMORY_MIN)
		return STATUS_OK;
	return err_set(err, STATUS_USAGE, "memory of %llu bytes is too little\n  hint: at least %lluM", (unsigned long long)bytes,
		       HECHA_MEMORY_MIN >> 20);
}

enum status session_job(const struct session *session, const struct hecha_options *options, struct job *out, struct err *err)
{
	const struct rule **here = mem_alloc((session->chosen_count + 1) * sizeof *here);
	struct plan_options plan_options = {.as_of = session->as_of, .only = here};
	for (uint32_t at = 0; at < session->chosen_count; at++)
		if (rule_runs_here(session->agency, session->chosen[at]))
			here[plan_options.only_count++] = session->chosen[at];
	*out = (struct job){.agency = session->agency, .set = session->set, .threads = thread_count(options, session->agency),
			    .memory_bytes = options->memory_bytes, .folder = session->agency->folder, .stop = options->stop,
			    .progress = options->progress, .progress_context = options->progress_context};
	if (!out->memory_bytes)
		out->memory_bytes = session->agency->memory_bytes ? session->agency->memory_bytes : HECHA_MEMORY_DEFAULT;
	enum status status = check_limits(options, out->memory_bytes, err);
	if (status == STATUS_OK)
		status = plan_new(session->set, &plan_options, &out->plan, err);
	free(here);
	if (status == STATUS_OK)
		inputs_find(session->agency, out->plan, &out->inputs);
	return status;
}

enum status session_rules(const struct hecha_options *options, const char *const *paths, uint32_t count, struct rule_set **set,
			  struct agency **agency, struct err *err)
{
	*agency = NULL;
	if (count)
		return rule_set_read(paths, count, true, set, err);
	const char *folder = options->folder ? options->folder : ".";
	enum status status = agency_read(folder, agency, err);
	if (status == STATUS_MISSING) { /* no agency here: the rules that lie below */
		err_clear(err);
		char *rules = path_join(folder, "rules");
		const char *one = access(rules, F_OK) == 0 ? rules : folder;
		status = rule_set_read(&one, 1, true, set, err);
		free(rules);
		return status;
	}
	if (status == STATUS_OK)
		status = rule_set_read((*agency)->rule_folder, (*agency)->folder_count, true, set, err);
	return status == STATUS_OK ? agency_apply_params(*agency, *set, err) : status;
}
