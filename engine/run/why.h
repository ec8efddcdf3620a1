/* `case why` and `case whynot`: a run that listens for one subject. A rule test that failed listens to every row. */
#ifndef HECHA_WHY_H
#define HECHA_WHY_H

#include "run/session.h"

/* How far rows of the subject came in a stage: the condition that stopped them, or none. */
struct why_step {
	const struct stage *stage;
	uint32_t step;		/* before…, then matches, then after…; see why_step_text */
	bool unknown;		/* stopped by an unknown, not by a false */
	uint64_t rows;
	struct place place;	/* of the first such row */
	char *values;		/* what its conditions read, with the places of partner rows */
};

/* Groups of the subject that one condition of having stopped, or that passed. */
struct why_group {
	const struct stage *stage;
	uint32_t having; /* number of the condition; as many as there are: passed */
	bool unknown;
	uint64_t groups;
	struct place place; /* of the first such group */
	char *values;	    /* its keys, and what the condition read */
};

struct why {
	const struct plan *plan;
	const struct inputs *inputs;
	struct hit_collector *collector;
	struct span subject; /* data NULL: every row and group, each noted by itself */
	uint32_t *having_count; /* per stage: taken from the plan, judged here group by group */
	struct why_step *step;
	uint32_t step_count, step_capacity;
	struct why_group *group;
	uint32_t group_count, group_capacity;
	struct arena scratch;
};

/* Prepares a job (one thread: order matters for reading) to listen for subject. */
void why_listen(struct why *why, struct job *job, struct span subject);
void why_release(struct why *why);
/* The condition, match or end a step stands for. */
void why_step_text(const struct why_step *step, struct buffer *out);
bool why_step_through(const struct why_step *step); /* no condition of the row stopped it */
void why_group_text(const struct why *why, const struct why_group *group, struct buffer *out);
bool why_group_through(const struct why *why, const struct why_group *group);

#endif
