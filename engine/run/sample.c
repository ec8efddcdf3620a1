#include "run/sample.h"

#include "base/file.h"

uint64_t sample_hash(struct span text, uint32_t seed)
{
	return hash_mix(hash_bytes(text.data, text.size) + hash_mix(seed + 1ull));
}

/* By its text: numbers of symbols depend on which thread met a text first. */
static bool is_in(const struct sample *sample, struct value key, enum value_type type, struct buffer *text)
{
	if (key.cell != CELL_VALUE)
		return true;
	text->size = 0;
	value_text(key, type, sample->symbols, text);
	uint64_t place = sample_hash(buffer_span(text), sample->seed) >> 32; /* of 2^32 */
	return (unsigned __int128)place * SHARE_ONE < (unsigned __int128)sample->share << 32;
}

enum status sample_batch(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	const struct sample_sink *front = context;
	const struct sample *sample = front->sample;
	uint32_t column = sample->column[front->table], row[HECHA_BATCH_ROWS], count = 0;
	struct buffer text = BUFFER_INIT;
	for (uint32_t at = 0; at < batch->rowset.row_count; at++)
		row[at] = at;
	const struct column *key = batch->rowset.read(&batch->rowset, column, row, batch->rowset.row_count);
	for (uint32_t at = 0; at < batch->rowset.row_count; at++)
		if (is_in(sample, column_value(key, at), key->type, &text))
			row[count++] = at;
	buffer_free(&text);
	sample->kept[front->table] += count;
	batch_keep(batch, row, count);
	return count ? front->sink(front->context, thread, batch, err) : STATUS_OK;
}
