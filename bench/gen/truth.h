/* truth.csv: what was planted, and what a correct engine says about it. files.csv: what each file holds. */
#ifndef TRUTH_H
#define TRUTH_H
#include "gen.h"

/* Sorted extras are needed. */
void truth_write(const struct world *w);
void files_write(const struct world *w);
#endif
