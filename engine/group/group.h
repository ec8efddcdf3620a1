/* Rows into groups: partitioned by key as they come, folded partition by partition at the end, inside a stated memory.
 *
 *   group_add ─▶ few keys: folded at once │ many: bytes per partition ─▶ (memory short) one temporary file
 *   group_finish ─▶ per store and partition: fold, having, batches of groups to the caller
 *
 * Every aggregate is a state that merges in any order, so the result never depends on threads, batches or spilling. */
#ifndef HECHA_GROUP_H
#define HECHA_GROUP_H

#include "group/packed.h"
#include "plan/stage_counts.h"

/* Memory that all groupings of a run share. */
struct memory_budget {
	int64_t limit;	    /* rows waiting in memory; more are spilled */
	int64_t fold_limit; /* groups being folded, all threads together */
	_Atomic int64_t used;
	_Atomic int64_t early; /* of it, groups that are folded while rows come */
	_Atomic uint64_t spilled_bytes; /* for the summary on stderr */
};

struct distinct; /* set of values */

struct aggregate_state {
	int64_t number; /* count, sum, smallest or largest; SHARE: rows where true */
	int64_t rows;	/* values that were not null; SHARE: all rows */
	struct span text;
	struct distinct *distinct;
	int32_t carry;		/* SUM is number + carry * 2^64: exact on the way, so that it does not depend on the order */
	uint32_t text_capacity; /* bytes at text.data */
};

struct group {
	struct group *next; /* in its bucket */
	const struct stage *stage;
	uint64_t hash, rows;
	uint32_t keys_size, undecided;
	struct place place;   /* of the first row */
	const uint8_t *first; /* its packed values */
	uint32_t first_size;
	struct place undecided_place; /* of the first row with an undecided bit, and its values */
	const uint8_t *undecided_row;
	uint32_t undecided_size;
	struct evidence evidence;
	struct aggregate_state state[]; /* per stage->aggregate */
};

/* A copy that lives in arena. */
struct group *group_copy(const struct group *group, struct symbols *symbols, struct arena *arena);
/* Merges `from` (same stage) into `into`, which lives in arena and borrows the rows of `from`: they live as long. */
void group_join(struct group *into, const struct group *from, struct symbols *symbols, struct arena *arena);
/* A copy of evidence that lives in arena. */
struct evidence *evidence_copy(const struct evidence *evidence, struct arena *arena);
/* Value of a group column: values of the first row, GROUP_AGGREGATE + n. */
struct value group_value(const struct group *group, uint32_t column);
enum value_type group_type(const struct stage *stage, uint32_t column);
/* Order of two packed rows of a stage by their values, whatever numbers the symbols got. */
int packed_compare(const struct stage *stage, const uint8_t *a, const uint8_t *b, struct symbols *symbols);

/* Groups as a rowset, so that having, claims and outputs are expressions like any other. */
struct group_rows {
	struct evidence_rowset base; /* first; place and evidence of the groups */
	const struct stage *stage;
	const struct group *const *group;
	struct arena *scratch;
	const int64_t *amount; /* per group for GROUP_AMOUNT, may be NULL */
	uint32_t value_count;  /* values read so far, of all groups */
	const struct column **value;
	const uint8_t **at;    /* per group: behind them */
};
void group_rows_init(struct group_rows *rows, const struct stage *stage, const struct group *const *group, uint32_t count,
		     struct arena *scratch);

struct group_store;
struct group_store *group_store_new(const struct stage *stage, struct symbols *symbols, struct memory_budget *budget, const char *folder,
				    uint32_t threads);
void group_store_free(struct group_store *store);

/* Adds the rows of a block. null_key: which of them have a null key and were not added, *null_count of them; room for block->count. IO,
 * CANNOT_CREATE when spilling fails. */
MUST_USE enum status group_add(struct group_store *store, uint32_t thread, const struct row_block *block, uint32_t *null_key,
			       uint32_t *null_count, struct err *err);

/* Called from several threads at once; groups (or, for a projection, its rows as groups of one) live until it returns. */
typedef enum status (*group_sink)(void *context, uint32_t thread, const struct group *const *group, uint32_t count, struct arena *scratch,
				  struct err *err);
/* A store that has got all its rows. */
struct group_finishing {
	struct group_store *store;
	void *context;		     /* for the sink */
	struct stage_counts *counts; /* how many groups there were, and passed, is added */
};
/* Folds every partition of these stores, which have the same threads, side by side and hands over the groups that pass having, HECHA_BATCH_ROWS at a
 * time at most. */
MUST_USE enum status group_finish(const struct group_finishing *each, uint32_t count, group_sink sink, struct err *err);

#endif
