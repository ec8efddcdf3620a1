/* Rules on trial (status: shadow): a job of their own over the same files, behind the active rules' one. A second pass over the extracts is
 * the price for this: whatever a shadow rule does (it cannot be bound, its source is broken, it claims more than can be counted), no figure,
 * gate, count of a table or exit code of the run can differ for it. */
#ifndef HECHA_SHADOW_H
#define HECHA_SHADOW_H

#include "run/publish.h"

/* A rule of session->shadow. Its report is there from the start and filled in as far as the rule gets. */
struct trial {
	struct report report;
	struct report_rule rule;
	struct hits hits;    /* of this rule */
	struct cases *cases; /* of these hits; NULL until built */
};

struct shadow {
	uint32_t count;
	struct report_shadow *out; /* per rule of session->shadow */
	struct trial *trial;	   /* the same */
	struct job job;		   /* of those that could be bound */
	struct report_parts parts; /* of that job */
	struct arena arena;
};

/* Runs session->shadow; active is the finished job of the active rules, whose cases rules `from: case` read. What fails becomes the state
 * `failed` of its rules. Everything in out lives until shadow_release, and as long as active does. */
void shadow_run(struct shadow *shadow, const struct session *session, const struct hecha_options *options, const struct job *active);
void shadow_release(struct shadow *shadow);

#endif
