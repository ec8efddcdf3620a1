#include "eval/truth_block.h"

#include "base/block64.h"
#include "eval/eval_kernel.h"

enum { BLOCK = 64 };

/* ---- 64 cells, 64 pairs of numbers ---- */

struct kernels {
	uint64_t (*cells)(const uint8_t *cell, enum cell kind);
	uint64_t (*equal)(const int64_t *left, const int64_t *right);
	uint64_t (*less)(const int64_t *left, const int64_t *right);
};

#define CELLS(level, TARGET)                                                                                           \
	TARGET static uint64_t cells_##level(const uint8_t *cell, enum cell kind)                                      \
	{                                                                                                              \
		return level##_equal((const char *)cell, (char)kind);                                                  \
	}

/* PARTS vectors of numbers, a bit for each pair. */
#define NUMBERS(name, level, TARGET, PARTS, PAIR_BITS)                                                                 \
	TARGET static uint64_t name##_##level(const int64_t *left, const int64_t *right)                               \
	{                                                                                                              \
		uint64_t bits = 0;                                                                                     \
		for (int part = 0; part < PARTS; part++)                                                               \
			bits |= (uint64_t)(PAIR_BITS) << BLOCK / PARTS * part;                                         \
		return bits;                                                                                           \
	}

CELLS(portable, )
NUMBERS(equal, portable, , BLOCK, left[part] == right[part])
NUMBERS(less, portable, , BLOCK, left[part] < right[part])

#ifdef __x86_64__
#define AVX2_PART(number) _mm256_loadu_si256((const __m256i *)(const void *)((number) + 4 * part))
#define AVX2_BITS(truth) (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(truth))
#define AVX512_PART(number) _mm512_loadu_si512((number) + 8 * part)
CELLS(avx2, SIMD_TARGET_AVX2)
NUMBERS(equal, avx2, SIMD_TARGET_AVX2, 16, AVX2_BITS(_mm256_cmpeq_epi64(AVX2_PART(left), AVX2_PART(right))))
NUMBERS(less, avx2, SIMD_TARGET_AVX2, 16, AVX2_BITS(_mm256_cmpgt_epi64(AVX2_PART(right), AVX2_PART(left))))
CELLS(avx512, SIMD_TARGET_AVX512)
NUMBERS(equal, avx512, SIMD_TARGET_AVX512, 8, _mm512_cmpeq_epi64_mask(AVX512_PART(left), AVX512_PART(right)))
NUMBERS(less, avx512, SIMD_TARGET_AVX512, 8, _mm512_cmplt_epi64_mask(AVX512_PART(left), AVX512_PART(right)))
#endif

static struct kernels kernels_of(enum simd_level level)
{
#ifdef __x86_64__
	if (level == SIMD_AVX512)
		return (struct kernels){cells_avx512, equal_avx512, less_avx512};
	if (level == SIMD_AVX2)
		return (struct kernels){cells_avx2, equal_avx2, less_avx2};
#endif
	(void)level;
	return (struct kernels){cells_portable, equal_portable, less_portable};
}

/* ---- operands ---- */

/* A column over the positions of a frame, or a constant; `last` and `last_cell` hold a constant, or the last block where it is not a whole one. */
struct operand {
	const struct column *column;
	int64_t last[BLOCK];
	uint8_t last_cell[BLOCK];
	uint32_t whole; /* blocks that are read where they stand */
};

static void operand_init(struct operand *operand, const struct node *node, struct frame *frame, struct selection all)
{
	const struct column *column = eval(node, frame, all);
	*operand = (struct operand){.column = column, .whole = column->mask ? frame->count / BLOCK : 0};
	uint32_t from = operand->whole * BLOCK;
	for (uint32_t at = 0; from + at < frame->count && at < BLOCK; at++) {
		operand->last_cell[at] = column->cell[(from + at) & column->mask];
		operand->last[at] = column->number ? column->number[(from + at) & column->mask] : 0;
	}
}

static const int64_t *numbers(const struct operand *operand, uint32_t block)
{
	return block < operand->whole ? operand->column->number + block * BLOCK : operand->last;
}

static const uint8_t *cells(const struct operand *operand, uint32_t block)
{
	return block < operand->whole ? operand->column->cell + block * BLOCK : operand->last_cell;
}

/* ---- nodes ---- */

struct judging {
	const struct node *node;
	struct kernels kernel;
	struct operand left, right;
};

static bool is_malformed_test(const struct node *node)
{
	return node->kind == NODE_CALL && node->function == &function_malformed;
}

static bool is_plain(const struct node *node)
{
	return (node->kind == NODE_COLUMN && node->slot == 0) || node->kind == NODE_CONSTANT;
}

static bool is_order_by_text(const struct node *node)
{
	return node->op != OP_EQ && node->op != OP_NE && (node->child[0]->type == TYPE_ID || node->child[0]->type == TYPE_CODE);
}

bool truth_is_block(const struct node *node)
{
	const int64_t *value;
	for (uint32_t child = 0; child < node->child_count; child++)
		if (!is_plain(node->child[child]))
			return false;
	switch (node->kind) {
	case NODE_COLUMN:
		return node->slot == 0 && node->type == TYPE_BOOL;
	case NODE_COMPARE:
		return node->child[0]->type != TYPE_TEXT && !is_order_by_text(node);
	case NODE_IN:
		return value_set_few(node->set, &value) > 0;
	case NODE_IS_NULL:
		return true;
	default:
		return is_malformed_test(node);
	}
}

static uint64_t compare(const struct judging *judging, uint32_t block)
{
	const int64_t *left = numbers(&judging->left, block), *right = numbers(&judging->right, block);
	switch (judging->node->op) {
	case OP_EQ: return judging->kernel.equal(left, right);
	case OP_NE: return ~judging->kernel.equal(left, right);
	case OP_LT: return judging->kernel.less(left, right);
	case OP_GE: return ~judging->kernel.less(left, right);
	case OP_GT: return judging->kernel.less(right, left);
	default: return ~judging->kernel.less(right, left);
	}
}

static uint64_t is_in(const struct judging *judging, uint32_t block)
{
	const int64_t *value, *left = numbers(&judging->left, block);
	uint32_t count = value_set_few(judging->node->set, &value);
	uint64_t bits = 0;
	for (uint32_t each = 0; each < count; each++) {
		int64_t right[BLOCK];
		for (uint32_t at = 0; at < BLOCK; at++)
			right[at] = value[each];
		bits |= judging->kernel.equal(left, right);
	}
	return judging->node->negated ? ~bits : bits;
}

/* Where it is true, and where something is unknown. */
static void judge(const struct judging *judging, uint32_t block, uint64_t *yes, uint64_t *unknown)
{
	static const int64_t zeros[BLOCK];
	uint64_t known = judging->kernel.cells(cells(&judging->left, block), CELL_VALUE);
	*unknown = 0;
	switch (judging->node->kind) {
	case NODE_IS_NULL:
		*yes = judging->node->negated ? known : ~known;
		return;
	case NODE_CALL:
		*yes = judging->kernel.cells(cells(&judging->left, block), CELL_MALFORMED);
		return;
	case NODE_COMPARE:
		known &= judging->kernel.cells(cells(&judging->right, block), CELL_VALUE);
		*yes = compare(judging, block);
		break;
	case NODE_IN:
		*yes = is_in(judging, block);
		break;
	default:
		*yes = ~judging->kernel.equal(numbers(&judging->left, block), zeros);
	}
	*unknown = ~known;
}

void truth_block(const struct node *node, struct frame *frame, struct truth *out)
{
	const struct row_memo *memo = frame->slot[0].set->memo;
	struct judging judging = {.node = node, .kernel = kernels_of(memo ? memo->simd : SIMD_PORTABLE)};
	struct selection all = selection_all(frame->count, frame->scratch);
	operand_init(&judging.left, node->child_count ? node->child[0] : node, frame, all);
	if (node->kind == NODE_COMPARE)
		operand_init(&judging.right, node->child[1], frame, all);
	for (uint32_t w = 0; w < bits_words(frame->count); w++) {
		uint64_t yes, unknown;
		judge(&judging, w, &yes, &unknown);
		out->judged[w] = bits_of_word(w, frame->count);
		out->unknown[w] = unknown & out->judged[w];
		out->yes[w] = yes & ~unknown & out->judged[w];
	}
}
