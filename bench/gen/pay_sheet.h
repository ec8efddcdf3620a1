/* One payment row as the cells of its agency's file. */
#ifndef PAY_SHEET_H
#define PAY_SHEET_H
#include "sheet.h"

/* damage_every: of a file damaged as a whole, every n-th harmless row has a damaged number; 0 for others. */
enum unknown_code { CODE_KNOWN, CODE_STATE, CODE_FUND, CODE_COUNTY };

struct pay_sheet {
	struct sheet sheet;
	int agency;
	unsigned damage_every, plain_rows;
	enum unknown_code unknown; /* code of the next row that no dictionary has */
	uint64_t row_no;
};

/* harmless: the row stands alone, so that its cells may be damaged without changing another finding. */
void pay_sheet_row(struct pay_sheet *p, uint32_t benefit, const struct pay_row *row, bool harmless);
/* Who handled a payment of the benefit. */
const char *pay_operator(const struct benefit *b, enum review review);
#endif
