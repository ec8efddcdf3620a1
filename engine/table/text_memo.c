#include "table/text_memo.h"

#include "base/digits.h"

enum { PLACES = 512 };

struct text_memo {
	uint64_t turn; /* raised when all is forgotten */
	struct text_place {
		uint64_t turn;
		struct span field;
		struct text_read read;
	} at[PLACES];
};

struct text_memo *text_memo_new(void)
{
	struct text_memo *memo = mem_zero(1, sizeof *memo);
	memo->turn = 1;
	return memo;
}

void text_memo_clear(struct text_memo *memo)
{
	memo->turn++;
}

/* Texts that share their first and last bytes and their size share a place. */
static struct text_place *place_of(struct text_memo *memo, struct span field)
{
	size_t few = field.size < 8 ? field.size : 8;
	uint64_t key = digits_load_few(field.data, few) * 31 + digits_load_few(field.data + field.size - few, few) + field.size;
	return &memo->at[(key * 0x9E3779B97F4A7C15u >> 32) % PLACES];
}

struct text_read *text_memo_place(struct text_memo *memo, struct span field, bool *known)
{
	struct text_place *place = place_of(memo, field);
	*known = place->turn == memo->turn && span_equal(place->field, field);
	place->turn = memo->turn;
	place->field = field;
	return &place->read;
}
