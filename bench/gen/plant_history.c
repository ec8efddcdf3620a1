/* The lawful run of things: who lives without a story changes a phone or an account now and then, and owns an account. */
#include "gen_calendar.h"
#include "plant.h"

static void change_something(struct world *w, uint32_t at, uint64_t h)
{
	static const char *const fields[] = {"银行账号", "姓名", "联系电话", "出生日期", "待遇状态", "证件号码"};
	static const char *const before[] = {
		"6217000000000000019", "刘小华", "19900000001", "1950-01-01", "暂停待遇", "360799500101001"};
	static const char *const after[] = {
		"6217000000000000027", "刘晓华", "19900000002", "1951-01-01", "正常待遇", "36079919500101001X"};
	struct change *c = list_add(&w->changes);
	int shape = (int)(h % 6);
	*c = (struct change){at, fields[shape], before[shape], after[shape], h >> 8 & 7 ? "前台" : "后台",
		w->opt.as_of - 5 - (int)(h >> 32 & 0xffff) % 700};
}

static void own_account(struct world *w, uint32_t at, uint64_t h)
{
	bool resident = w->benefits[at].fund == FUND_RESIDENT;
	struct balance *a = list_add(&w->balances);
	a->benefit = at;
	a->balance = (int64_t)(h % (resident ? 1200000 : 9000000));
	a->subsidy = resident ? (int64_t)(h >> 30) % 90000 : -1;
	a->lump_sum = 0;
	a->at = day_in_month(w->last_month - 1, 31);
}

void plant_history(struct planter *p)
{
	struct world *w = p->w;
	for (uint32_t i = 0; i < w->benefit_count; i++) {
		const struct benefit *b = &w->benefits[i];
		if (b->planted || b->state == PERSON_STOPPED)
			continue;
		uint64_t h = hash_of(w->opt.seed ^ 0xc4a, i, 1);
		if (h % 20 == 0)
			change_something(w, i, h / 20);
		if (h / 32 % 4 == 0 && (b->fund == FUND_EMPLOYEE || b->fund == FUND_RESIDENT))
			own_account(w, i, h >> 8);
	}
}
