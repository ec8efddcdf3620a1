/* Columns of numbers: packed one by one, judged many at a time. */
#include "table/decode.h"
#include "table/plain.h"

enum { LANES = 16 };

/* Filled up with zeros to whole LANES. */
struct lanes {
	uint64_t front[DECODE_ROWS], back[DECODE_ROWS], tail[DECODE_ROWS], wrong[DECODE_ROWS];
	int64_t number[DECODE_ROWS];
};

/* The compiler makes vectors of the loop (this file is built with -O3), once for each level; then the numbers go to their rows. True: all are good,
 * and there are whole LANES. */
#define JUDGE(type, level, TARGET)                                                                                     \
	TARGET static bool judge_##type##_##level(struct lanes *lanes, uint32_t count)                                 \
	{                                                                                                              \
		uint64_t wrong = 0;                                                                                    \
		for (uint32_t at = 0; at < count / LANES * LANES; at++) {                                              \
			struct plain packed = {lanes->front[at], lanes->back[at], lanes->tail[at]};                    \
			struct plain_judged judged = plain_judge_##type(packed);                                       \
			lanes->number[at] = judged.number;                                                             \
			lanes->wrong[at] = judged.wrong;                                                               \
			wrong |= judged.wrong;                                                                         \
		}                                                                                                      \
		return !wrong;                                                                                         \
	}

#ifdef __x86_64__
#define JUDGE_LEVELS(type) JUDGE(type, portable, ) JUDGE(type, avx2, SIMD_TARGET_AVX2) JUDGE(type, avx512, SIMD_TARGET_AVX512)
#define JUDGE_CHOOSE(type, level)                                                                                      \
	((level) == SIMD_AVX512 ? judge_##type##_avx512 : (level) == SIMD_AVX2 ? judge_##type##_avx2 : judge_##type##_portable)
#else
#define JUDGE_LEVELS(type) JUDGE(type, portable, )
#define JUDGE_CHOOSE(type, level) ((void)(level), judge_##type##_portable)
#endif

#define DECODE_NUMBERS(type)                                                                                           \
	JUDGE_LEVELS(type)                                                                                             \
	static uint32_t decode_##type(const struct column *out, const struct decode_way *way, const struct span *field,        \
				      const uint32_t *row, uint32_t count, uint32_t *left)                             \
	{                                                                                                              \
		struct lanes lanes;                                                                                    \
		for (uint32_t at = 0; at < count; at++) {                                                              \
			struct plain packed = plain_pack_##type(field[at]);                                            \
			lanes.front[at] = packed.front;                                                                \
			lanes.back[at] = packed.back;                                                                  \
			lanes.tail[at] = packed.tail;                                                                  \
		}                                                                                                      \
		bool good = JUDGE_CHOOSE(type, way->simd)(&lanes, fill_up(&lanes, count));                             \
		return good && way->run ? put_run(out, &lanes, row[0], count) : put_numbers(out, &lanes, field, row, count, left); \
	}

static uint32_t fill_up(struct lanes *lanes, uint32_t count)
{
	for (; count % LANES; count++)
		lanes->front[count] = lanes->back[count] = lanes->tail[count] = 0;
	return count;
}

/* Nearly always all numbers are good, and the rows are one behind the other. */
static uint32_t put_run(const struct column *out, const struct lanes *lanes, uint32_t from, uint32_t count)
{
	memcpy(out->number + from, lanes->number, count * sizeof *out->number);
	memset(out->cell + from, CELL_VALUE, count);
	return 0;
}

/* The arrays are pointers of their own: a byte that is written may be anything to the compiler, even what it is reached through. */
static uint32_t put_numbers(const struct column *out, const struct lanes *lanes, const struct span *field, const uint32_t *row, uint32_t count,
			    uint32_t *left)
{
	uint8_t *restrict cell = out->cell;
	int64_t *restrict number = out->number;
	uint32_t left_count = 0;
	for (uint32_t at = 0; at < count; at++) {
		uint32_t each = row[at];
		bool value = !lanes->wrong[at], empty = !field[at].size;
		cell[each] = value ? CELL_VALUE : empty ? CELL_NULL : CELL_UNREAD;
		number[each] = value ? lanes->number[at] : 0;
		left[left_count] = at;
		left_count += !(value | empty);
	}
	return left_count;
}

DECODE_NUMBERS(id)
DECODE_NUMBERS(date)
DECODE_NUMBERS(month)
DECODE_NUMBERS(money)
DECODE_NUMBERS(integer)

uint32_t decode_numbers(const struct column *out, const struct decode_way *way, const struct span *field, const uint32_t *row, uint32_t count,
			uint32_t *left)
{
	switch (out->type) {
	case TYPE_ID:
		return decode_id(out, way, field, row, count, left);
	case TYPE_DATE:
		return decode_date(out, way, field, row, count, left);
	case TYPE_MONTH:
		return decode_month(out, way, field, row, count, left);
	case TYPE_MONEY:
		return decode_money(out, way, field, row, count, left);
	default:
		return decode_integer(out, way, field, row, count, left);
	}
}
