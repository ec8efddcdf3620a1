/* Where rows wait for their partition's turn: shared by store.c and finish.c. */
#ifndef HECHA_STORE_H
#define HECHA_STORE_H

#include "group/group_early.h"
#include "group/spool.h"

/* What one thread fills without asking the others. */
struct store_thread {
	struct early early;	  /* the first keys met, folded at once */
	size_t early_charged;	  /* bytes of its arena that the budget knows of */
	uint64_t early_met, early_missed, early_counted; /* rows whose group was there; that went to partitions; that were not packed */
	bool early_over;	  /* most rows miss: no use looking */
	struct buffer row;	  /* being packed */
	struct arena scratch;	  /* of a block */
};

struct group_store {
	const struct stage *stage;
	struct symbols *symbols;
	struct store_thread **thread;
	struct spool spool; /* packed rows; it knows the budget and the number of threads */
};

#endif
