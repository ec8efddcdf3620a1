#include "eval/truth_kinds.h"

#include "eval/text_ends.h"

enum { KINDS_MAX = 256, SLOTS = 1024, NO_KIND = UINT16_MAX };

/* What a column of a batch holds; kept with the batch. */
struct text_kinds {
	uint32_t count;	     /* 0: too many */
	struct column *text; /* one cell of each kind, null or not */
	uint8_t *of_row;
	struct column *hash; /* see kind_hashes; NULL until somebody asked */
};

/* ---- which kinds there are ---- */

struct sorting {
	const struct column *column;
	struct text_kinds *kinds;
	struct text_ends ends[KINDS_MAX];
	uint16_t slot[SLOTS]; /* open addressing; NO_KIND: empty */
};

static bool is_kind(const struct sorting *sorting, uint16_t kind, uint8_t cell, struct span text, struct text_ends ends)
{
	const struct column *of = sorting->kinds->text;
	return of->cell[kind] == cell && (cell != CELL_VALUE || text_ends_equal(sorting->ends[kind], ends, of->text[kind], text));
}

/* NO_KIND: there is no room for another one. */
static uint16_t kind_of(struct sorting *sorting, uint8_t cell, struct span text)
{
	struct text_kinds *kinds = sorting->kinds;
	struct text_ends ends = text_ends(cell == CELL_VALUE ? text : (struct span){0});
	uint64_t hash = ((ends.first ^ ends.last << 1) + ends.size + cell) * 0x9E3779B97F4A7C15ull;
	uint16_t *slot = &sorting->slot[hash >> 54];
	while (*slot != NO_KIND && !is_kind(sorting, *slot, cell, text, ends))
		slot = slot + 1 < sorting->slot + SLOTS ? slot + 1 : sorting->slot;
	if (*slot != NO_KIND || kinds->count == KINDS_MAX)
		return *slot;
	sorting->ends[kinds->count] = ends;
	column_set(kinds->text, kinds->count, (struct value){.cell = cell, .text = text});
	return *slot = (uint16_t)kinds->count++;
}

static struct text_kinds *kinds_new(const struct column *column, uint32_t rows, struct arena *arena)
{
	struct sorting sorting = {.column = column, .kinds = arena_zero(arena, 1, sizeof *sorting.kinds)};
	memset(sorting.slot, 0xff, sizeof sorting.slot);
	sorting.kinds->text = column_new(arena, TYPE_TEXT, KINDS_MAX, false);
	sorting.kinds->of_row = arena_alloc(arena, rows + 1);
	for (uint32_t row = 0; row < rows; row++) {
		uint16_t kind = kind_of(&sorting, column->cell[row & column->mask], column->text[row & column->mask]);
		if (kind == NO_KIND) {
			sorting.kinds->count = 0;
			break;
		}
		sorting.kinds->of_row[row] = (uint8_t)kind;
	}
	return sorting.kinds;
}

/* ---- judging ---- */

/* Whether the node reads nothing but one column of texts of the row. */
static bool reads_one_text(const struct node *node, const struct node **column)
{
	if (node->kind == NODE_IS_ABSENT)
		return false;
	if (node->kind == NODE_COLUMN) {
		bool same = !*column || (*column)->column == node->column;
		*column = node;
		return same && node->slot == 0 && node->type == TYPE_TEXT;
	}
	for (uint32_t child = 0; child < node->child_count; child++)
		if (!reads_one_text(node->child[child], column))
			return false;
	return true;
}

static const struct text_kinds *kinds_of(const struct node *column, struct frame *frame)
{
	struct rowset *set = frame->slot[0].set;
	struct text_kinds **kept = &set->memo->kinds[column->column];
	if (*kept)
		return *kept;
	const struct column *texts = frame_column(frame, 0, column->column, selection_all(frame->count, frame->scratch));
	if (texts->raw) /* texts that are equal may be spelt differently */
		return NULL;
	return *kept = kinds_new(texts, set->row_count, set->memo->arena);
}

/* The kinds as rows: the only column that is read. */
struct kind_rows {
	struct rowset rowset; /* first */
	const struct column *text;
};

static const struct column *kind_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	(void)column, (void)row, (void)count;
	return ((struct kind_rows *)set)->text;
}

static void judge_kinds(const struct node *node, const struct frame *frame, const struct text_kinds *kinds, uint8_t *yes, uint8_t *unknown)
{
	struct kind_rows rows = {{.row_count = kinds->count, .read = kind_read}, kinds->text};
	struct frame of_kinds = {.count = kinds->count, .slot_count = 1, .slot = {{.set = &rows.rowset}}, .symbols = frame->symbols,
				 .scratch = frame->scratch};
	const struct column *result = eval(node, &of_kinds, selection_all(kinds->count, frame->scratch));
	for (uint32_t kind = 0; kind < kinds->count; kind++) {
		unknown[kind] = result->cell[kind & result->mask] != CELL_VALUE;
		yes[kind] = !unknown[kind] && result->number[kind & result->mask];
	}
}

bool truth_by_kind(const struct node *node, struct frame *frame, struct truth *out)
{
	const struct node *column = NULL;
	const struct row_memo *memo = frame->slot[0].set->memo;
	if (!memo || frame->slot[0].row || !reads_one_text(node, &column) || !column)
		return false;
	const struct text_kinds *kinds = kinds_of(column, frame);
	if (!kinds || !kinds->count)
		return false;
	uint8_t yes[KINDS_MAX], unknown[KINDS_MAX];
	judge_kinds(node, frame, kinds, yes, unknown);
	for (uint32_t w = 0; w < bits_words(frame->count); w++) {
		uint32_t from = 64 * w, to = frame->count - from < 64 ? frame->count - from : 64;
		const uint8_t *kind = kinds->of_row + from;
		uint64_t yes_bits = 0, unknown_bits = 0;
		for (uint32_t at = 0; at < to; at++) {
			yes_bits |= (uint64_t)yes[kind[at]] << at;
			unknown_bits |= (uint64_t)unknown[kind[at]] << at;
		}
		out->judged[w] = bits_of_word(w, frame->count);
		out->yes[w] = yes_bits;
		out->unknown[w] = unknown_bits;
	}
	return true;
}

/* ---- hashes ---- */

static struct column *hashes_new(const struct text_kinds *kinds, uint32_t rows, struct frame *frame, struct arena *arena)
{
	uint64_t of_kind[KINDS_MAX];
	struct column *hash = column_new(arena, TYPE_INT, rows, false);
	column_hashes(kinds->text, selection_all(kinds->count, frame->scratch).at, kinds->count, of_kind);
	memset(hash->cell, CELL_VALUE, rows);
	for (uint32_t row = 0; row < rows; row++)
		hash->number[row] = (int64_t)of_kind[kinds->of_row[row]];
	return hash;
}

const struct column *kind_hashes(const struct node *node, struct frame *frame)
{
	struct rowset *set = frame->slot[0].set;
	if (node->kind != NODE_COLUMN || node->slot || node->type != TYPE_TEXT || !set->memo || !set->complete || frame->slot[0].row)
		return NULL;
	kinds_of(node, frame);
	struct text_kinds *kinds = set->memo->kinds[node->column];
	if (!kinds || !kinds->count)
		return NULL;
	kinds->hash = kinds->hash ? kinds->hash : hashes_new(kinds, set->row_count, frame, set->memo->arena);
	return kinds->hash;
}
