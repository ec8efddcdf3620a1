/* Typed columns and rowsets: what every expression reads.
 *
 * Numbers: ID ≥ 0 the first 17 digits of an 18-character number, < 0 symbol -(n+1); CODE symbol; DATE day_t; MONTH month_t;
 * MONEY fen; INT; BOOL 0/1; SHARE billionths. TEXT lives in `text`, UTF-8. */
#ifndef HECHA_COLUMN_H
#define HECHA_COLUMN_H

#include "base/memory.h"
#include "base/simd.h"
#include "base/symbols.h"
#include "rule/rule.h"

enum cell { CELL_UNREAD, CELL_VALUE, CELL_NULL, CELL_MALFORMED, CELL_ABSENT };

/* One billion: SHARE 1.0. */
#define SHARE_ONE 1000000000LL

struct column {
	enum value_type type;
	uint32_t mask; /* index with [row & mask]: 0 for a constant, UINT32_MAX else */
	uint8_t *cell; /* enum cell; MALFORMED counts as null, ABSENT is the null of an optional match without partner */
	int64_t *number;
	struct span *text;
	struct span *raw; /* the cell as it stands in the file (decoded), NULL when nobody asks */
};

struct value {
	uint8_t cell;
	int64_t number;
	struct span text;
};

static inline struct value column_value(const struct column *column, uint32_t row)
{
	uint32_t at = row & column->mask;
	return (struct value){column->cell[at], column->number ? column->number[at] : 0,
			      column->text ? column->text[at] : (struct span){0}};
}

/* Storage for count rows of one type in an arena; cells UNREAD. */
struct column *column_new(struct arena *arena, enum value_type type, uint32_t count, bool raw);
static inline void column_set(struct column *column, uint32_t row, struct value value)
{
	column->cell[row] = value.cell;
	if (column->number)
		column->number[row] = value.number;
	else
		column->text[row] = value.text;
}

/* Whether every cell of rows 0 … count - 1 that was read is a value. */
bool column_is_known(const struct column *column, uint32_t count);

/* The cell of another column of the same type. */
static inline void column_copy(struct column *to, uint32_t row, const struct column *from, uint32_t from_row)
{
	uint32_t source = from_row & from->mask;
	to->cell[row] = from->cell[source];
	if (to->number)
		to->number[row] = from->number[source];
	else
		to->text[row] = from->text[source];
}

/* Where a row stands. extract numbers follow the order of the files, so places order rows by (extract, line). */
struct place {
	uint32_t extract;
	uint64_t line; /* 1-based, physical */
	uint64_t byte; /* 0-based, in the inflated file */
};
static inline int place_compare(struct place a, struct place b)
{
	if (a.extract != b.extract)
		return a.extract < b.extract ? -1 : 1;
	if (a.line != b.line)
		return a.line < b.line ? -1 : 1;
	return (a.byte > b.byte) - (a.byte < b.byte);
}

/* Results over all rows of a set, kept for whoever asks for the same again while the rows stay (node->shared of eval/). */
struct truth;
struct text_kinds;
struct row_memo {
	uint32_t count;
	const struct column **result; /* per number, NULL until somebody worked it out for every row */
	struct truth **truth;	      /* per number, NULL until somebody asked; of conditions, see eval/truth.h */
	struct text_kinds **kinds;    /* per column, NULL until somebody asked; see eval/truth_kinds.c */
	struct arena *arena;	      /* lives as long as the rows */
	enum simd_level simd;	      /* what conditions are judged with */
};

/* Rows that can be read column by column: a batch of an extract, a table in memory. */
struct rowset {
	uint32_t row_count;
	/* The column with at least the given rows read; indexed by row. */
	const struct column *(*read)(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count);
	struct place (*place)(const struct rowset *set, uint32_t row);
	struct row_memo *memo; /* NULL: nothing is kept */
	bool complete;	       /* every column is there for every row: reading it costs nothing, and changes nothing */
	bool in_order;	       /* places ascend with the rows */
};

/* Values as texts. id and code need the symbols of the run. */
void value_text(struct value value, enum value_type type, struct symbols *symbols, struct buffer *out);
/* Order for min, max, < and sorting: numbers by size, texts, ids and codes by their text. */
int value_compare(struct value a, struct value b, enum value_type type, struct symbols *symbols);
bool value_equal(struct value a, struct value b, enum value_type type);
uint64_t value_hash(struct value value, enum value_type type);
/* The same for rows of a column; rows without a value hash as anything. */
void column_hashes(const struct column *column, const uint32_t *row, uint32_t count, uint64_t *restrict hash);
/* Makes hashes of more than one value: mixes those of a further column into hash[0 … count - 1]. */
void column_hashes_more(const struct column *column, const uint32_t *row, uint32_t count, uint64_t *restrict hash);

#endif
