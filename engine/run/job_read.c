/* What a job reads: tables others look into first, whole; then those that stream past, some of them twice. */
#include <stdlib.h>

#include "hecha_limits.h"
#include "run/job.h"

/* The files of a table. */
struct reading {
	struct job *job;
	struct input **input;
	uint32_t count;
	bool again;	/* for the second time */
	bool has_again; /* there will be a second time */
};

static void tell_progress(void *context, uint64_t more_bytes, uint64_t more_rows)
{
	struct job *job = context;
	job->done_bytes += more_bytes;
	job->done_rows += more_rows;
	job->progress(job->progress_context, job->done_bytes, job->inputs.total_bytes, job->done_rows);
}

static enum status open_first(struct reading *reading, struct input *input, struct rejects **rejects)
{
	struct job *job = reading->job;
	if (reading->has_again)
		input->index = source_index_new(reading->count < HECHA_MARKS_MAX ? HECHA_MARKS_MAX / reading->count : 1);
	*rejects = &input->rejects;
	return input_open(&job->inputs, job->plan, (uint32_t)(input - job->inputs.input)) ? STATUS_OK : STATUS_END; /* it became its problem */
}

static enum status open_input(void *context, uint32_t number, struct extract **extract, struct rejects **rejects, struct err *err)
{
	struct reading *reading = context;
	struct input *input = reading->input[number];
	*extract = &input->extract;
	return reading->again ? input_open_again(input, reading->job->flow, err) : open_first(reading, input, rejects);
}

/* A file that cannot be read to its end is its own problem, not the run's. */
static enum status close_first(struct input *input, enum status status, struct err *err)
{
	if (status == STATUS_OK && input->extract.money_sum && extract_check_trailer(&input->extract, err) != STATUS_OK)
		input->problem = mem_text(err->text);
	input->scanned = true;
	input_close(input);
	if (status != STATUS_UNREADABLE)
		return status;
	free(input->problem);
	input->problem = mem_text(err->text);
	input->unusable = true;
	return STATUS_OK;
}

/* What a file held when it was read first must still be in it: in a second reading nothing can go wrong with it alone. */
static enum status close_input(void *context, uint32_t number, enum status status, struct err *err)
{
	struct reading *reading = context;
	struct input *input = reading->input[number];
	if (!reading->again)
		return close_first(input, status, err);
	extract_close(&input->extract);
	return status;
}

static enum status scan_files(struct reading *reading, const struct scan_queue *queue, uint32_t table, batch_sink sink, void *context,
			      struct err *err)
{
	struct job *job = reading->job;
	struct scan_options options = {.threads = job->threads, .stop = job->stop, .progress = job->progress ? tell_progress : NULL,
				       .progress_context = job};
	struct sample_sink front = {job->sample, table, sink, context};
	if (!job->sample || job->sample->column[table] == SAMPLE_WHOLE)
		return scan_extracts(queue, &options, sink, context, err);
	uint64_t kept = job->sample->kept[table];
	enum status status = scan_extracts(queue, &options, sample_batch, &front, err);
	if (reading->again)
		job->sample->kept[table] = kept;
	return status;
}

static bool is_streamed_again(const struct job *job, uint32_t table)
{
	return !flow_wants_memory(job->flow, table) && flow_wants_again(job->flow, table);
}

static bool is_usable(const struct input *input, uint32_t table)
{
	return input->table == table && !input->unusable && !input->same_as;
}

static enum status scan_table(struct job *job, uint32_t table, bool again, batch_sink sink, void *context, struct err *err)
{
	struct reading reading = {job, mem_alloc((job->inputs.count + 1) * sizeof *reading.input), 0, again, is_streamed_again(job, table)};
	struct scan_queue queue = {.open = open_input, .close = close_input, .context = &reading};
	for (uint32_t at = 0; at < job->inputs.count; at++)
		if (is_usable(&job->inputs.input[at], table)) {
			queue.bytes += job->inputs.input[at].file_bytes;
			reading.input[reading.count++] = &job->inputs.input[at];
		}
	queue.count = reading.count;
	enum status status = scan_files(&reading, &queue, table, sink, context, err);
	free(reading.input);
	return status;
}

static enum status load_tables(struct job *job, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t table = 0; table < job->plan->table_count && status == STATUS_OK; table++) {
		if (!flow_wants_memory(job->flow, table))
			continue;
		struct flow_load load;
		flow_load_begin(job->flow, table, &load);
		status = scan_table(job, table, false, flow_load_batch, &load, err);
		flow_load_end(&load);
	}
	job_judge_rules(job); /* a file may have broken half-way */
	return status == STATUS_OK ? flow_loaded(job->flow, err) : status;
}

static enum status stream_tables(struct job *job, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t table = 0; table < job->plan->table_count && status == STATUS_OK; table++)
		if (flow_wants_rows(job->flow, table) && !flow_wants_memory(job->flow, table))
			status = scan_table(job, table, false, flow_batch, job->flow, err);
	job_judge_rules(job);
	return status;
}

/* Rows that grouped rules turned out to be about. */
static enum status stream_again(struct job *job, struct err *err)
{
	enum status status = flow_settle(job->flow, err);
	if (status == STATUS_OK)
		status = flow_memory_again(job->flow, err);
	for (uint32_t table = 0; table < job->plan->table_count && status == STATUS_OK; table++)
		if (is_streamed_again(job, table))
			status = scan_table(job, table, true, flow_batch_again, job->flow, err);
	return status;
}

enum status job_read(struct job *job, struct err *err)
{
	for (uint32_t at = 0; at < job->inputs.count; at++)
		if (is_usable(&job->inputs.input[at], job->inputs.input[at].table) && is_streamed_again(job, job->inputs.input[at].table))
			job->inputs.total_bytes += job->inputs.input[at].file_bytes;
	enum status status = load_tables(job, err);
	if (status == STATUS_OK)
		status = stream_tables(job, err);
	return status == STATUS_OK ? stream_again(job, err) : status;
}
