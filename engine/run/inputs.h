/* The files of a run: found, told apart by content, their headers looked at. */
#ifndef HECHA_INPUTS_H
#define HECHA_INPUTS_H

#include "flow/flow.h"

struct input {
	uint32_t table;		/* of plan->table */
	char *path;		/* to open */
	char *shown;		/* relative to the agency folder */
	struct span bytes;	/* in memory instead (rule tests) */
	const struct extract_spec *spec; /* NULL for rule tests */
	uint64_t file_bytes;
	int64_t received;	/* day_t; INT64_MIN: unknown */
	struct extract extract; /* opened while it is read; its counts and header stay */
	struct source_facts facts;
	struct source_index *index; /* for its second reading; NULL: there is none */
	struct flow_choice choice;  /* what that leaves out */
	bool *has_column;	/* per table column */
	struct rejects rejects;
	char *problem;		/* NULL: fine */
	bool unusable;		/* problem is why it cannot be read */
	struct input *same_as;	/* same content, read there */
	bool scanned;
};

struct inputs {
	struct input *input; /* number = extract number of the run */
	uint32_t count, capacity;
	bool *configured; /* per plan table: hecha.yaml names it */
	uint64_t total_bytes;
};

/* Finds every file hecha.yaml names for the plan's tables (which exist: agency_check_extracts) and looks at each header. A file that cannot
 * be used is no error: it gets a problem. */
void inputs_find(const struct agency *agency, const struct plan *plan, struct inputs *out);
/* One more file, with its header looked at. */
struct input *inputs_add(struct inputs *inputs, const struct plan *plan, uint32_t table, const char *path, const char *shown,
			 struct span bytes, const struct extract_spec *spec);
void inputs_look(struct inputs *inputs, const struct plan *plan);
void inputs_free(struct inputs *inputs);

/* Opens for reading / closes; the number of the extract is its position. A failure becomes the problem of the input. */
bool input_open(struct inputs *inputs, const struct plan *plan, uint32_t number);
void input_close(struct input *input);
/* Opens for the second reading, that of this flow, what was read to its end with an index. */
MUST_USE enum status input_open_again(struct input *input, const struct flow *flow, struct err *err);

#endif
