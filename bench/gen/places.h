/* Agencies (the counties of the city and its own office), funds, items and their spellings in extracts. */
#ifndef PLACES_H
#define PLACES_H
#include "gen.h"

struct place {
	const char *code, *old_code, *label;
	int weight; /* share of the city's people, in thousandths or so */
};

/* The first counties are the ones a small city gets; the last entry is the city office. */
const struct place *place_at(const struct world *w, int agency);
/* Where the county's extracts may say an old code or a label. style: 0 code, 1 old code, 2 label */
/* The agency with this code. */
int place_number(const struct world *w, const char *code);
const char *place_cell(const struct world *w, int agency, int style);
/* style: 0 code, 1 code with the old one for residents, 2 label */
const char *fund_cell(int fund, int style);
const char *fund_code(int fund);
const char *item_name(int fund, int item);
/* style: 0 number, 1 label, 2 key */
const char *pay_state_cell(int state, int style);
const char *person_state_cell(int state, int style);
const char *mode_cell(int mode, int style);
#endif
