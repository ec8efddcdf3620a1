/* People who draw unemployment benefit, and their approvals. */
#ifndef UNEMPLOYED_H
#define UNEMPLOYED_H
#include "plant.h"
#include "record.h"

#define UNITS 8

/* The number of an employer of these stories; the first half dismissed people, the others hired them. */
const char *unit_number(unsigned number);
/* Benefit from a month to another on so many months of contributions; the approval is the last record of the world. */
uint32_t unemployed_add(struct planter *p, uint32_t person, int from, int to, int contributed);
/* A month's contribution of an employer. */
struct record *contribution_add(struct planter *p, uint32_t person, unsigned unit, int month, int64_t amount);
#endif
