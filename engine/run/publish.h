/* From a finished job to a published run: everything gathered for report/, written beside, renamed into place. */
#ifndef HECHA_PUBLISH_H
#define HECHA_PUBLISH_H

#include "report/report.h"
#include "run/session.h"

struct report_parts {
	struct report report;
	struct arena arena;
};

void report_parts_init(struct report_parts *parts, const struct session *session, const struct job *job);
void report_parts_free(struct report_parts *parts);

/* runs/<as-of>.<n>/ with the next free n, then runs/current. Kill it at any moment and the last good run stands. */
MUST_USE enum status publish_report(const struct report *report, struct err *err);

/* Only one run at a time in an agency folder; what a killed run left unfinished is cleared away. LOCKED. */
MUST_USE enum status publish_lock(const char *folder, int *lock, struct err *err);
void publish_unlock(int lock);

#endif
