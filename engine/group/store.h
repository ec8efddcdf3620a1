/* Where rows wait for their partition's turn: shared by store.c and finish.c. */
#ifndef HECHA_STORE_H
#define HECHA_STORE_H

#include "group/fold.h"
#include "group/spool.h"

/* What one thread fills without asking the others. */
struct store_thread {
	struct group_table early; /* the first keys met, folded at once */
	struct group *last;	  /* the group of it that took the row added last; NULL: that row went elsewhere */
	struct arena early_arena;
	struct buffer row; /* being packed */
	struct arena scratch;
};

struct group_store {
	const struct stage *stage;
	struct symbols *symbols;
	struct memory_budget *budget;
	uint32_t thread_count;
	struct store_thread **thread;
	struct spool spool; /* packed rows */
};

#endif
