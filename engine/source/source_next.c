/* Chunks, by any number of threads:
 *
 *   claim, one at a time ─▶ read, scan: side by side ─▶ settle, in the order of the file ─▶ chunk
 *
 * A block that begins and ends where records do, its quotes around fields, is a chunk as it stands. Where it is not so it goes through
 * carry, in which a walk finds the records. */
#include <stdio.h>

#include "hecha_limits.h"
#include "source/source_cut.h"
#include "source/source_state.h"

struct claim {
	uint64_t number;
	enum status status;
	bool holds_lock; /* until its turn is over: packed content will be looked at ahead of this block */
	struct block block;
	struct scan scan;
};

void source_start(struct source *source)
{
	source->scan = scan_block_of(simd_level());
	source->scan_dialect = source->facts.dialect;
	source->line = source->content.line;
	source->byte = source->content.byte;
	pthread_mutex_init(&source->claim_lock, NULL);
	turn_init(&source->turn);
}

void source_stop(struct source *source)
{
	pthread_mutex_destroy(&source->claim_lock);
	turn_free(&source->turn);
	buffer_free(&source->carry);
	err_clear(&source->failure);
}

/* Also when there is nothing more: END is not said before everything is handed out. */
static void make_claim(struct source *source, struct claim *claim, struct buffer *bytes, struct err *err)
{
	struct content *content = &source->content;
	pthread_mutex_lock(&source->claim_lock);
	claim->number = source->claim_count++;
	claim->status = STATUS_END;
	if (!source->all_claimed)
		claim->status = content_claim(content, source->options.chunk_bytes, &claim->block, bytes, err);
	source->all_claimed |= claim->status != STATUS_OK || claim->block.last;
	claim->holds_lock = claim->status == STATUS_OK && !content->container->is_plain && !source->encoding_is_decided &&
			    source->ascii(buffer_span(bytes)) < bytes->size;
	if (!claim->holds_lock)
		pthread_mutex_unlock(&source->claim_lock);
}

static void read_block(const struct source *source, struct claim *claim, struct buffer *bytes, struct err *err)
{
	if (claim->status == STATUS_OK)
		claim->status = content_fill(&source->content, &claim->block, bytes, err);
	if (claim->status == STATUS_OK)
		claim->scan = source->scan(buffer_span(bytes), &source->scan_dialect);
}

static enum status decide_encoding(struct source *source, const struct block *block, struct span bytes, struct err *err)
{
	size_t from = source->encoding_is_decided ? bytes.size : source->ascii(bytes);
	if (from == bytes.size)
		return STATUS_OK;
	struct buffer text = BUFFER_INIT;
	enum status status = STATUS_OK;
	buffer_add(&text, bytes.data + from, bytes.size - from);
	if (text.size < HECHA_ENCODING_BYTES)
		status = content_peek(&source->content, block, HECHA_ENCODING_BYTES - text.size, &text, err);
	if (status == STATUS_OK)
		status = source_decide_encoding(source, buffer_span(&text), err);
	buffer_free(&text);
	return status;
}

static void hand_out(struct source *source, struct cut cut, struct chunk *chunk)
{
	chunk->line = source->line;
	chunk->byte = source->byte;
	chunk->row = source->row_count;
	chunk->number = source->chunk_count++;
	chunk->encoding = source->facts.encoding;
	chunk->file_bytes = source->facts.file_bytes;
	if (source->options.index)
		index_add_chunk(source->options.index, chunk);
	source->line += cut.line_count;
	source->byte += cut.size;
	source->row_count += cut.record_count;
}

/* What is left at the end was held back. */
static void finish(struct source *source)
{
	struct span rest = buffer_span(&source->carry);
	size_t size;
	source_input_digest(source->content.input, source->facts.digest);
	if (source->options.index)
		index_end(source->options.index, &source->facts, source->byte);
	if (boundary_find(rest, &source->facts.dialect, true, &size) == BOUNDARY_MORE)
		return;
	source->trailer_line = source->line;
	buffer_add_span(&source->trailer, boundary_trim_line_end(span_slice(rest, 0, size)));
}

static enum status check_line(const struct source *source, bool last, struct err *err)
{
	struct span bytes = buffer_span(&source->carry);
	char what[80];
	if (bytes.size < HECHA_LINE_BYTES_MAX || (bytes.size == HECHA_LINE_BYTES_MAX && last))
		return STATUS_OK;
	if (source->carry_line_count && memchr(bytes.data, '\n', HECHA_LINE_BYTES_MAX))
		return STATUS_OK;
	snprintf(what, sizeof what, "line %llu is longer than %u bytes", (unsigned long long)source->line, HECHA_LINE_BYTES_MAX);
	return content_refuse(&source->content, what, "the file is not made of lines", err);
}

/* bytes go behind what there is, and are empty then. */
static void add_to_carry(struct source *source, struct buffer *bytes, uint64_t line_count)
{
	struct buffer *carry = &source->carry;
	source->carry_line_count += line_count;
	if (carry->size) {
		buffer_add_span(carry, buffer_span(bytes));
	} else {
		struct buffer empty = *carry;
		*carry = *bytes;
		*bytes = empty;
	}
	bytes->size = 0;
}

/* The storage that holds the records goes out and the old one comes in. */
static void cut_carry(struct source *source, struct cut cut, struct chunk *chunk)
{
	struct buffer filled = source->carry;
	source->carry = chunk->bytes;
	buffer_add(&source->carry, filled.data + cut.size, filled.size - cut.size);
	source->carry_line_count -= cut.line_count;
	chunk->bytes = filled;
	chunk->bytes.size = cut.size;
	buffer_room(&chunk->bytes, SOURCE_SLACK_BYTES);
	hand_out(source, cut, chunk);
}

static enum status settle_by_walk(struct source *source, const struct claim *claim, struct chunk *chunk, struct err *err)
{
	bool last = claim->block.last;
	add_to_carry(source, &chunk->bytes, claim->scan.line_count);
	enum status status = check_line(source, last, err);
	if (status != STATUS_OK || (!source->carry_line_count && !last))
		return status;
	struct cut cut = cut_records(buffer_span(&source->carry), &source->facts.dialect, last,
				     source->options.trailer && !claim->block.followed);
	if (cut.size)
		cut_carry(source, cut, chunk);
	if (last)
		finish(source);
	return STATUS_OK;
}

static bool is_chunk(const struct source *source, const struct claim *claim)
{
	return !source->carry.size && claim->scan.whole && !claim->block.last &&
	       !(claim->scan.quoted && source->facts.dialect.gb18030) && (claim->block.followed || !source->options.trailer);
}

static enum status settle(struct source *source, const struct claim *claim, struct chunk *chunk, struct err *err)
{
	const struct block *block = &claim->block;
	struct span bytes = buffer_span(&chunk->bytes);
	enum status status = STATUS_OK;
	content_pass(&source->content, block, bytes);
	source->facts.file_bytes = block->file_bytes;
	source->facts.content_bytes = block->byte + block->size;
	if (claim->scan.nul)
		status = content_check_nul(&source->content, block->byte, bytes, err);
	if (status == STATUS_OK)
		status = decide_encoding(source, block, bytes, err);
	if (status != STATUS_OK || !is_chunk(source, claim))
		return status == STATUS_OK ? settle_by_walk(source, claim, chunk, err) : status;
	hand_out(source, (struct cut){bytes.size, claim->scan.line_count, claim->scan.record_count}, chunk);
	return STATUS_OK;
}

/* Whoever comes after the end or a failure gets the same. */
static enum status take_turn(struct source *source, struct claim *claim, struct chunk *chunk, struct err *own, struct err *err)
{
	turn_await(&source->turn, claim->number);
	if (source->ended == STATUS_OK && claim->status == STATUS_OK)
		claim->status = settle(source, claim, chunk, own);
	if (source->ended == STATUS_OK && claim->status != STATUS_OK) {
		source->ended = claim->status;
		source->failure = *own;
		*own = ERR_INIT;
	}
	enum status status = source->ended;
	if (status != STATUS_OK && status != STATUS_END)
		err_set(err, status, "%s", source->failure.text);
	turn_pass(&source->turn);
	return status;
}

enum status source_next(struct source *source, struct chunk *chunk, struct err *err)
{
	struct claim claim;
	enum status status;
	if (source->again)
		return again_next(source->again, chunk, err);
	do {
		struct err own = ERR_INIT;
		chunk->bytes.size = 0;
		make_claim(source, &claim, &chunk->bytes, &own);
		read_block(source, &claim, &chunk->bytes, &own);
		status = take_turn(source, &claim, chunk, &own, err);
		if (claim.holds_lock)
			pthread_mutex_unlock(&source->claim_lock);
		err_clear(&own);
	} while (status == STATUS_OK && !chunk->bytes.size);
	return status;
}
