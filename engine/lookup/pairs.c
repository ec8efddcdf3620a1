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
	struct line *line; /* mask + 1 of them; a key is in the first with room from the one of its check on */
};

struct pairs {
	struct lanes lanes;
	struct pair_table table[LANE_TABLES];
};

static struct pair_table table_new(uint32_t lines)
{
	return (struct pair_table){.mask = lines - 1, .line = mem_zero_aligned(lines, sizeof(struct line))};
}

struct pairs *pairs_new(uint32_t threads)
{
	struct pairs *pairs = mem_zero(1, sizeof *pairs);
	lanes_init(&pairs->lanes, threads);
	for (uint32_t at = 0; at < LANE_TABLES; at++)
		pairs->table[at] = table_new(FIRST_LINES);
	return pairs;
}

void pairs_free(struct pairs *pairs)
{
	if (!pairs)
		return;
	lanes_release(&pairs->lanes);
	for (uint32_t at = 0; at < LANE_TABLES; at++)
		free(pairs->table[at].line);
	free(pairs);
}

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

static size_t grow(struct pair_table *table)
{
	uint32_t lines = table->mask + 1;
	struct pair_table larger = table_new(2 * lines);
	for (uint32_t at = 0; at < lines; at++)
		for (uint32_t place = 0; place < LINE_KEYS && table->line[at].numbers[place]; place++)
			*set_of(&larger, table->line[at].check[place]) = table->line[at].numbers[place];
	free(table->line);
	table->line = larger.line;
	table->mask = larger.mask;
	return lines * sizeof *table->line;
}

/* Returns by how many bytes the memory grew. */
static inline size_t meet(struct pair_table *table, uint32_t check, uint32_t number, bool *met)
{
	size_t grown = 0;
	uint32_t *set = set_of(table, check);
	if (!*set && ++table->count > FULL * (table->mask + 1)) {
		grown = grow(table);
		set = set_of(table, check);
	}
	*met = *set >> number & 1;
	*set |= 1u << number;
	return grown;
}

/* Inlined by force: what only fetches has no effect that the compiler would keep a call for. */
static inline __attribute__((always_inline)) void fetch(const struct pairs *pairs, uint64_t key)
{
	const struct pair_table *table = &pairs->table[lane_table(key)];
	__builtin_prefetch(&table->line[(uint32_t)key & table->mask], 1);
}

size_t pairs_meet(struct pairs *pairs, const uint64_t *key, const uint8_t *number, uint32_t count, bool *met, struct arena *scratch)
{
	struct lane_rows rows = lanes_order(&pairs->lanes, key, count, scratch);
	size_t grown = 0;
	for (uint64_t left = lanes_all(&pairs->lanes); left;) {
		uint32_t lane = lane_enter(&pairs->lanes, &left);
		for (uint32_t at = rows.start[lane]; at < rows.start[lane + 1]; at++) {
			uint32_t row = rows.row[at];
			fetch(pairs, key[rows.row[at + LANE_AHEAD]]);
			grown += meet(&pairs->table[lane_table(key[row])], (uint32_t)key[row], number[row], &met[row]);
		}
		lane_leave(&pairs->lanes, lane);
	}
	return grown;
}
