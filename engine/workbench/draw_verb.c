/* hecha sample: what is asked for, checked; then drawn and printed. */
#include <stdlib.h>

#include "base/calendar.h"
#include "workbench/draw.h"

/* ---- what is asked for ---- */

static enum status check_kind(const struct hecha_sample *asked, struct err *err)
{
	int64_t seed;
	if (asked->quarterly == asked->units)
		return err_set(err, STATUS_USAGE, "say what to draw: --quarterly, or --units");
	if (!asked->seed)
		return err_set(err, STATUS_USAGE, "--seed is missing\n  hint: any whole number; write it into the record, it draws the same again");
	if (!integer_parse(span_of(asked->seed), &seed) || seed < 0 || asked->seed[0] == '+' || (asked->seed[0] == '0' && asked->seed[1]))
		return err_set(err, STATUS_USAGE, "--seed is no whole number from 0, without sign and leading zeros");
	if (asked->units && (asked->quarter || asked->count))
		return err_set(err, STATUS_USAGE, "--quarter and --count belong to --quarterly");
	if (asked->share && asked->count)
		return err_set(err, STATUS_USAGE, "--share or --count, not both");
	return STATUS_OK;
}

static enum status choose_share(const struct hecha_sample *asked, const struct sample_spec *spec, int64_t *out, struct err *err)
{
	*out = spec->share;
	if (!asked->share || (param_number(TYPE_SHARE, span_of(asked->share), out) && *out > 0))
		return STATUS_OK;
	return err_set(err, STATUS_USAGE, "--share '%s' is no share\n  hint: write --share 0.05 for 5%%", asked->share);
}

static enum status choose_count(const struct hecha_sample *asked, uint64_t *out, struct err *err)
{
	int64_t count = 0;
	if (asked->count && (!integer_parse(span_of(asked->count), &count) || count < 1))
		return err_set(err, STATUS_USAGE, "--count '%s' is no number of rows", asked->count);
	*out = (uint64_t)count;
	return STATUS_OK;
}

/* `2026Q3`; left out: the last one that is over on the as-of date. */
static enum status choose_quarter(const struct hecha_sample *asked, day_t as_of, struct quarter *out, struct err *err)
{
	const char *text = asked->quarter;
	int64_t year = 0;
	out->first = day_month(as_of) / 3 * 3 - 3;
	if (text) {
		bool fits = strlen(text) == 6 && text[4] == 'Q' && text[5] >= '1' && text[5] <= '4' &&
			    integer_parse((struct span){text, 4}, &year) && year >= 1800 && year <= 2199;
		if (!fits)
			return err_set(err, STATUS_USAGE, "--quarter '%s' is no quarter\n  hint: write --quarter 2026Q3", text);
		out->first = year * 12 + (text[5] - '1') * 3;
	}
	out->last = out->first + 2;
	return STATUS_OK;
}

static enum status check_spec(const struct sample_spec *spec, const char *name, struct err *err)
{
	if (spec->at)
		return STATUS_OK;
	return err_set(err, STATUS_CONFIG, "no folder of rules has a samples.yaml with '%s'", name);
}

/* ---- a quarter ---- */

static void want(struct table *table, uint32_t column)
{
	table->wanted[column] = table->raw_wanted[column] = true;
}

static enum status find_inputs(struct draw *draw, const struct session *session, struct err *err)
{
	static const struct rule *const none[1];
	struct plan_options options = {.as_of = session->as_of, .only = none};
	const struct sample_spec *spec = draw->spec;
	enum status status = plan_new(session->set, &options, &draw->plan, err);
	if (status != STATUS_OK)
		return status;
	draw->table = (uint32_t)(spec->table - session->set->table);
	struct table *table = draw->plan->table[draw->table];
	want(table, spec->month);
	if (spec->only_count)
		want(table, spec->only_column);
	for (uint32_t at = 0; at < spec->stratum_count; at++)
		want(table, spec->stratum[at]);
	for (uint32_t at = 0; at < spec->shown_count; at++)
		want(table, spec->shown[at]);
	inputs_find(session->agency, draw->plan, &draw->inputs);
	return STATUS_OK;
}

/* An extract left out, or rows that were none: the draw is not from all of the business, and says so. */
static enum status check_inputs(const struct draw *draw, bool *gaps, struct err *err)
{
	uint32_t usable = 0;
	for (uint32_t at = 0; at < draw->inputs.count; at++) {
		const struct input *input = &draw->inputs.input[at];
		if (input->table != draw->table || input->same_as)
			continue;
		usable += !input->unusable;
		if (input->problem)
			err_set(err, STATUS_OK, "%s%s%s", err->text ? err->text : "", err->text ? "\n" : "", input->problem);
		*gaps = *gaps || input->problem;
	}
	*gaps = *gaps || draw->rejected || draw->unread;
	if (usable)
		return STATUS_OK;
	return err_set(err, STATUS_MISSING, "%s%sno extract of '%s' can be read", err->text ? err->text : "", err->text ? "\n" : "",
		       draw->spec->table->name);
}

static void release(struct draw *draw)
{
	for (uint32_t at = 0; at < draw->stratum_count; at++) {
		for (uint32_t row = 0; row < draw->stratum[at].row_count; row++)
			free(draw->stratum[at].row[row].cells);
		free(draw->stratum[at].row);
	}
	free(draw->stratum);
	inputs_free(&draw->inputs);
	plan_free(draw->plan);
	arena_free(&draw->arena);
}

static enum status run_quarter(const struct hecha_options *options, const struct hecha_sample *asked, const struct session *session,
				bool *gaps, struct err *err)
{
	struct draw draw = {.spec = &session->set->quarterly, .asked = asked, .stop = options->stop};
	enum status status = check_spec(draw.spec, "quarterly", err);
	if (status == STATUS_OK)
		status = choose_share(asked, draw.spec, &draw.share, err);
	if (status == STATUS_OK)
		status = choose_count(asked, &draw.count, err);
	if (status == STATUS_OK)
		status = choose_quarter(asked, session->as_of, &draw.quarter, err);
	if (status == STATUS_OK)
		status = find_inputs(&draw, session, err);
	if (status == STATUS_OK)
		status = draw_rows(&draw, err);
	if (status == STATUS_OK)
		status = check_inputs(&draw, gaps, err);
	if (status == STATUS_OK)
		draw_print(&draw, options->out);
	if (status == STATUS_OK && !draw.population)
		status = err_set(err, STATUS_NO, "no business of '%s' in that quarter", draw.spec->table->name);
	release(&draw);
	return status;
}

static enum status run_units(const struct hecha_options *options, const struct hecha_sample *asked, const struct session *session,
			      struct err *err)
{
	int64_t share;
	enum status status = check_spec(&session->set->units, "units", err);
	if (status == STATUS_OK)
		status = choose_share(asked, &session->set->units, &share, err);
	return status == STATUS_OK ? draw_units(session, asked, share, options->out, err) : status;
}

int hecha_sample(const struct hecha_options *options, const struct hecha_sample *asked, char **error)
{
	struct session session = {0};
	struct err err = ERR_INIT;
	bool gaps = false;
	enum status status = check_kind(asked, &err);
	if (status == STATUS_OK)
		status = session_open(options, &session, &err);
	if (status == STATUS_OK)
		status = asked->units ? run_units(options, asked, &session, &err) : run_quarter(options, asked, &session, &gaps, &err);
	session_close(&session);
	int code = exit_with(status, &err, error);
	if (code == HECHA_SIGNAL && options->stop)
		return code + *options->stop;
	return code == HECHA_DONE && gaps ? HECHA_GAPS : code;
}
