#include "lookup/pairs.h"

#include <stdlib.h>

#include "lookup/lanes.h"

enum { LINE_KEYS = 8, FULL = 6 /* keys per line, on average, when a table grows */, FIRST_LINES = 4 };

/* As much as the cache fetches at once. Places are taken from the first on. */
struct line {
	uint32_t check[LINE_KEYS];
	uint32_t numbers[LINE_KEYS]; /* 0: nothing here */
} __attribute__((aligned(64)));

struct pair_table {
	uint32_t count, mask;
	struct line *line; /* mask + 1 of them; a key is in the first with room from the one of its check on; NULL: no table yet */
};

struct pairs {
	struct lanes lanes;
	struct pair_table table[LANE_TABLES];
};

/* ---- a line: no branch that depends on where in it a key is ---- */

#ifdef __SSE2__
#include <emmintrin.h>

static inline uint32_t places_of(const struct line *line, uint32_t check)
{
	__m128i key = _mm_set1_epi32((int)check), none = _mm_setzero_si128();
	__m128i low = _mm_cmpeq_epi32(_mm_load_si128((const __m128i *)&line->check[0]), key);
	__m128i high = _mm_cmpeq_epi32(_mm_load_si128((const __m128i *)&line->check[4]), key);
	return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(low, high), none));
}
#else
static inline uint32_t places_of(const struct line *line, uint32_t check)
{
	uint32_t places = 0;
	for (uint32_t at = 0; at < LINE_KEYS; at++)
		places |= (uint32_t)(line->check[at] == check) << at;
	return places;
}
#endif

/* ---- tables ---- */

/* The set of a key: empty when it was not there yet, which now has a place for it. */
static inline uint32_t *set_of(const struct pair_table *table, uint32_t check)
{
	uint32_t at = check & table->mask, places;
	while (!(places = places_of(&table->line[at], check)) && table->line[at].numbers[LINE_KEYS - 1])
		at = (at + 1) & table->mask;
	struct line *line = &table->line[at];
	if (places)
		return &line->numbers[__builtin_ctz(places)];
	uint32_t place = 0;
	while (line->numbers[place])
		place++;
	line->check[place] = check;
	return &line->numbers[place];
}

static void move(void *context, uint32_t number, void *room)
{
	struct pair_table *table = &((struct pairs *)context)->table[number];
	uint32_t lines = table->line ? table->mask + 1 : 0;
	struct pair_table larger = {.count = table->count, .mask = (lines ? 2 * lines : FIRST_LINES) - 1, .line = room};
	for (uint32_t at = 0; at < lines; at++)
		for (uint32_t place = 0; place < LINE_KEYS && table->line[at].numbers[place]; place++)
			*set_of(&larger, table->line[at].check[place]) = table->line[at].numbers[place];
	*table = larger;
}

struct pairs *pairs_new(uint32_t threads, struct mem_growth growth)
{
	struct pairs *pairs = mem_zero(1, sizeof *pairs);
	lanes_init(&pairs->lanes, threads, growth, FIRST_LINES * sizeof(struct line), move, pairs);
	return pairs;
}

void pairs_free(struct pairs *pairs)
{
	if (!pairs)
		return;
	lanes_release(&pairs->lanes);
	free(pairs);
}

/* ---- meeting ---- */

static inline bool meet(struct pair_table *table, uint32_t check, uint32_t number)
{
	uint32_t *set = set_of(table, check), before = *set;
	table->count += !before;
	*set |= 1u << number;
	return before >> number & 1;
}

/* Inlined by force: what only fetches has no effect that the compiler would keep a call for. */
static inline __attribute__((always_inline)) void fetch(const struct pairs *pairs, uint64_t key)
{
	const struct pair_table *table = &pairs->table[lane_table(key)];
	__builtin_prefetch(&table->line[(uint32_t)key & table->mask], 1);
}

void pairs_meet(struct pairs *pairs, const uint64_t *key, const uint8_t *number, uint32_t count, bool *met, struct arena *scratch)
{
	struct lane_rows rows = lanes_order(&pairs->lanes, key, count, scratch);
	for (uint64_t left = lanes_all(&pairs->lanes); left;) {
		uint32_t lane = lane_enter(&pairs->lanes, &left);
		for (uint32_t at = rows.start[lane]; at < rows.start[lane + 1]; at++) {
			uint32_t row = rows.row[at];
			fetch(pairs, key[rows.row[at + LANE_AHEAD]]);
			struct pair_table *table = &pairs->table[lane_table(key[row])];
			bool room = table->count < FULL * (table->mask + 1) || lane_grow(&pairs->lanes, lane);
			met[row] = room && meet(table, (uint32_t)key[row], number[row]);
		}
		lane_leave(&pairs->lanes, lane);
	}
}
