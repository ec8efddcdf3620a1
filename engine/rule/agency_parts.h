/* The parts of hecha.yaml. Only for engine/rule/agency_*.c. */
#ifndef HECHA_AGENCY_PARTS_H
#define HECHA_AGENCY_PARTS_H

#include "rule/rule.h"
#include "rule/schema.h"

/* `extracts`: per table one mapping or a list of them. */
MUST_USE enum status agency_extracts_read(const struct yaml *node, struct agency *agency, struct err *err);

#endif
