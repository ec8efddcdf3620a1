#include "pay_sheet.h"

#include "idnum.h"
#include "names.h"
#include "payrows.h"
#include "places.h"
#include "plant.h"
#include "rng.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

/* In a million harmless rows of a large city; a small one gets more, so that it has some of each. */
#define ODD_ID 900
#define ODD_MONTH 250
#define ODD_AMOUNT 250
#define ODD_STATE 120
#define ODD_NAME 150
#define BROKEN_ROW 180

static void put_id_damaged(struct pay_sheet *p, const char *id, uint64_t random)
{
	static const enum id_damage how[] = {
		DAMAGE_SCIENTIFIC, DAMAGE_ROUNDED, DAMAGE_DOUBLE, DAMAGE_ONE_DIGIT, DAMAGE_SCIENTIFIC, DAMAGE_ROUNDED};
	char *out = sheet_room(&p->sheet, 24);
	unsigned first = p->damage_every ? 1 : (unsigned)(random % 6); /* one conversion damages in one way */
	for (unsigned i = 0; !id_damaged(out, id, how[(first + i) % 6], random / 6); i++)
		;
	cell_safe(&p->sheet, PAY_ID, out, strlen(out));
	sheet_file(&p->sheet)->damaged_ids[id_pattern_of(out)]++;
}

static unsigned odd(const struct pay_sheet *p, unsigned chance)
{
	return p->sheet.world->opt.persons < 5000 ? chance * 5 : chance;
}

static bool wants_damage(struct pay_sheet *p, bool harmless, unsigned chance)
{
	if (!harmless || !p->sheet.dialect.mess)
		return false;
	if (p->damage_every)
		return ++p->plain_rows % p->damage_every == 0;
	return chance < odd(p, ODD_ID);
}

/* True when the number stands as it is, in whatever spelling. */
static bool put_person(struct pay_sheet *p, const struct benefit *b, bool harmless, uint64_t h)
{
	struct sheet *s = &p->sheet;
	const struct person *person = &s->world->persons[b->person];
	unsigned chance = (unsigned)(h % 1000000);
	enum id_spelling how = spell_id_as(s, h >> 24); /* not 15 digits where a planted name may be unsure: that would be grade C */
	bool damaged = wants_damage(p, harmless, chance);
	if (damaged)
		put_id_damaged(p, person->id, h >> 20);
	else
		cell_id(s, PAY_ID, person->id, harmless || how != ID_15 ? how : ID_LOWER);
	cell_name(s, PAY_NAME, person, b->other_name ? NAME_OTHER : NAME_SAME, h >> 32);
	if (harmless && s->dialect.mess && s->dialect.encoding == ENCODE_GB18030 && chance >= 1000000 - odd(p, ODD_NAME))
		cell_text(s, PAY_NAME, "\xff\xfe", s->dialect.delimiter == '|' ? 1 : 2); /* no characters; FE7C would be one */
	return !damaged;
}

static void put_months(struct pay_sheet *p, const struct pay_row *row, bool harmless, unsigned chance)
{
	struct sheet *s = &p->sheet;
	static const char *const broken[] = {"202513", "2025-00", "二〇二五年", "25.6", "20256", "#REF!"};
	cell_month(s, PAY_FOR, row->for_month);
	cell_month(s, PAY_MONTH, row->paid_month);
	if (harmless && s->dialect.mess && chance < odd(p, ODD_MONTH)) {
		cell_string(s, PAY_FOR, broken[chance % 6]);
		sheet_file(s)->bad_months++;
	}
}

static void put_amount(struct pay_sheet *p, const struct pay_row *row, bool harmless, unsigned chance)
{
	struct sheet *s = &p->sheet;
	static const char *const broken[] = {"1.23E+05", "壹佰元", "185.005", "1,85.00", "--", "18 5.00"};
	if (harmless && s->dialect.mess && !s->dialect.trailer && chance < odd(p, ODD_AMOUNT)) {
		cell_string(s, PAY_AMOUNT, broken[chance % 6]);
		sheet_file(s)->bad_amounts++;
		return;
	}
	cell_money(s, PAY_AMOUNT, row->amount);
}

static void put_agency(struct pay_sheet *p, unsigned chance)
{
	struct sheet *s = &p->sheet;
	static const char *const shapes[] = {
		"%s社会保险服务中心", "%s社保中心,城乡居保股", "%s\"一窗通办\"大厅;3号窗", "%s社保中心\n（代办点）", "%s社保中心|二楼"};
	char *out = sheet_room(s, 96);
	unsigned shape = s->dialect.mess && chance % 100 == 7 ? 1 + chance / 100 % 4 : 0;
	int size = snprintf(out, 96, shapes[shape], place_cell(s->world, p->agency, 2));
	cell_text(s, PAY_AGENCY, out, (size_t)size);
}

static void put_holder(struct pay_sheet *p, const struct benefit *b, int for_month)
{
	static const uint8_t spelling[] = {
		[HOLDER_SELF] = NAME_SAME, [HOLDER_MATE] = NAME_SAME, [HOLDER_OTHER] = NAME_OTHER, [HOLDER_ALMOST] = NAME_ALMOST,
		[HOLDER_BLANK] = NAME_BLANK, [HOLDER_NULL] = NAME_NULL};
	enum holder holder = b->holder_until && for_month > b->holder_until ? HOLDER_SELF : (enum holder)b->holder;
	uint32_t person = holder == HOLDER_MATE ? b->mate : b->person;
	enum name_spelling how = holder == HOLDER_SELF && b->other_name ? NAME_OTHER : (enum name_spelling)spelling[holder];
	cell_name(&p->sheet, PAY_ACCOUNT_NAME, &p->sheet.world->persons[person], how, 1);
}

static void put_account(struct pay_sheet *p, const struct benefit *b)
{
	struct sheet *s = &p->sheet;
	char *out = sheet_room(s, 24);
	uint64_t value = b->account;
	for (int i = 18; i >= 0; i--, value /= 10)
		out[i] = (char)('0' + value % 10);
	cell_safe(s, PAY_ACCOUNT, out, 19);
}

const char *pay_operator(const struct benefit *b, enum review review)
{
	static const uint8_t own[] = {[REVIEW_SELF_EDGE] = 6, [REVIEW_SELF_EARLIER] = 7, [REVIEW_SELF_FAILED] = 8};
	if (review == REVIEW_AUTOMATIC)
		return "系统";
	return clerk_name(b->agency, review < REVIEW_SELF_EDGE ? (unsigned)b->account % 5 : own[review]);
}

static void put_clerks(struct pay_sheet *p, const struct benefit *b, const struct pay_row *row, int paid_on)
{
	struct sheet *s = &p->sheet;
	const char *operator = pay_operator(b, (enum review)row->review);
	cell_string(s, PAY_OPERATOR, operator);
	cell_day(s, PAY_HANDLED, paid_on - 3);
	if (row->review >= REVIEW_SELF)
		cell_string(s, PAY_REVIEWER, operator);
	else if (row->review == REVIEW_DONE)
		cell_string(s, PAY_REVIEWER, clerk_name(p->agency, 5));
}

/* Main runs are paid about the tenth; what belongs to another month, after the twentieth. */
static int paid_day(const struct world *w, int agency, const struct pay_row *row)
{
	int day = row->paid_month == row->for_month ? 8 + agency % 6 : 20 + agency % 5;
	int on = day_in_month(row->paid_month, day);
	return on < w->opt.as_of ? on : w->opt.as_of;
}

static void put_codes(struct pay_sheet *p, const struct benefit *b, const struct pay_row *row)
{
	struct sheet *s = &p->sheet;
	const struct dialect *d = &s->dialect;
	cell_string(s, PAY_FUND, p->unknown == CODE_FUND ? "620" : fund_cell(b->fund, d->fund));
	cell_string(s, PAY_ITEM, item_name(b->fund, row->item));
	cell_string(s, PAY_STATE, p->unknown == CODE_STATE ? "已发放" : pay_state_cell(row->state, d->state));
	cell_string(s, PAY_COUNTY, p->unknown == CODE_COUNTY ? "360799" : place_cell(s->world, p->agency, d->county));
	if (!b->card_unknown)
		cell_safe(s, PAY_CARD, row->for_month >= b->card_from ? "1" : "0", 1);
}

/* The row, and now and then once more with a field too many or too few. Never under a control total. */
static void put_row(struct pay_sheet *p, bool broken, bool too_many)
{
	struct cell kept[COLUMN_LIMIT];
	memcpy(kept, p->sheet.cells, sizeof kept);
	sheet_row(&p->sheet);
	if (!broken || !p->sheet.dialect.mess || p->sheet.dialect.trailer)
		return;
	memcpy(p->sheet.cells, kept, sizeof kept);
	sheet_row_broken(&p->sheet, too_many);
}

/* A person is named once for all his rows. */
static void note_state(struct pay_sheet *p, struct benefit *b)
{
	struct world *w = p->sheet.world;
	p->unknown = CODE_STATE;
	if (b->state_unknown)
		return;
	b->state_unknown = true;
	struct subject_plant *s = plant_other(w, RULE_CODE, KIND_WRONG, w->persons[b->person].id, "subject", "a payment state that no dictionary has");
	s->agency = p->agency;
	s->fund = b->fund;
}

static void add_total(struct pay_sheet *p, const struct benefit *b, const struct pay_row *row, bool unread)
{
	struct world *w = p->sheet.world;
	struct total *t = total_of(w, p->agency, b->fund, row->paid_month);
	if (row->state != STATE_PAID || p->unknown != CODE_KNOWN)
		return;
	t->rows++;
	t->amount += row->amount;
	t->unread |= unread;
}

void pay_sheet_row(struct pay_sheet *p, uint32_t benefit, const struct pay_row *row, bool harmless)
{
	struct world *w = p->sheet.world;
	struct benefit *b = &w->benefits[benefit];
	uint64_t h = hash_of(w->opt.seed ^ 0x9a7, (uint64_t)p->agency << 40 | p->row_no++, (uint64_t)row->paid_month);
	unsigned chance = (unsigned)((h >> 8) % 1000000);
	uint64_t unread = sheet_file(&p->sheet)->bad_amounts;
	int on = paid_day(w, p->agency, row);
	bool known = put_person(p, b, harmless, h);
	if (known && harmless && p->sheet.dialect.mess && chance < odd(p, ODD_STATE))
		note_state(p, b);
	put_codes(p, b, row);
	put_months(p, row, harmless, (unsigned)((h >> 16) % 1000000));
	put_amount(p, row, harmless, (unsigned)((h >> 28) % 1000000));
	cell_day(&p->sheet, PAY_ON, on);
	put_agency(p, chance);
	put_account(p, b);
	put_holder(p, b, row->for_month);
	put_clerks(p, b, row, on);
	add_total(p, b, row, sheet_file(&p->sheet)->bad_amounts > unread);
	p->unknown = CODE_KNOWN;
	put_row(p, harmless && chance >= 1000000 - odd(p, BROKEN_ROW), chance & 1);
}
