#include "payrows.h"
#include "plant.h"

#include <string.h>

struct extra *extra_add(struct world *w, uint32_t benefit, int item, int for_month, int paid_month, int64_t amount)
{
	struct extra *e = list_add(&w->extras);
	if (paid_month > w->last_month)
		paid_month = w->last_month;
	e->benefit = benefit;
	e->row = (struct pay_row){for_month, paid_month, amount, (uint8_t)item, STATE_PAID, REVIEW_DONE};
	return e;
}

void extra_month(struct world *w, uint32_t benefit, int for_month, int paid_month, int sign, enum pay_state state)
{
	const struct benefit *b = &w->benefits[benefit];
	for (int item = 0; item < b->item_count; item++) {
		int64_t amount = sign * payrows_amount(b, item, for_month);
		extra_add(w, benefit, item, for_month, paid_month, amount)->row.state = (uint8_t)state;
	}
}

void benefit_stop(struct world *w, uint32_t benefit, int last_paid)
{
	struct benefit *b = &w->benefits[benefit];
	b->to = last_paid;
	if (last_paid < w->last_month) {
		b->state = PERSON_STOPPED;
		b->stopped_from = last_paid + 1;
	}
}

const char *text_kept(struct world *w, const char *text)
{
	size_t size = strlen(text) + 1;
	return memcpy(text_room(w, size), text, size);
}
