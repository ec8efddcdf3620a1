/* Texts as small numbers: dictionary codes, and identity numbers that are not 18 digits. One table per run, shared by all
 * threads; equal texts have equal numbers. Numbers depend on the order of arrival: compare them for equality only, and
 * order by symbols_compare. */
#ifndef HECHA_SYMBOLS_H
#define HECHA_SYMBOLS_H

#include "base/span.h"

struct symbols;
struct symbols *symbols_new(void);
void symbols_free(struct symbols *symbols);
int64_t symbols_add(struct symbols *symbols, struct span text);	    /* thread-safe; 0.. */
int64_t symbols_find(struct symbols *symbols, struct span text);    /* thread-safe; -1 when absent */
struct span symbols_text(struct symbols *symbols, int64_t symbol);  /* thread-safe, lives as long as the table */

#endif
