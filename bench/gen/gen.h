/*
 * A city that never was: the types every part of the generator shares.
 *
 *   options -> world (people, benefits) -> plants (what is wrong, and what only looks wrong)
 *           -> sheets (one file of one table each) -> inbox/, hecha.yaml, truth.csv, files.csv
 *
 * The world is held by person and by benefit; payment rows are never held. Every row of a benefit for a
 * month is a pure function of (seed, benefit, month), so that the writer can stream month by month and
 * the truth can be computed from the same function.
 *
 * Units: money in fen; a month is year * 12 + month - 1; a day is days since 1970-01-01; 0 means "none".
 */
#ifndef GEN_H
#define GEN_H

#include "gen_rows.h"
#include "idnum.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AGENCY_LIMIT 19  /* 18 counties and the city office */
#define ITEM_LIMIT 4     /* items of one benefit */
#define MONTH_LIMIT 120  /* window: two 64-bit words of months */
#define RECORD_FIELDS 12  /* cells of a record beside number, name and county */
#define ROW_LIMIT 24     /* rows of one benefit for one month */
#define ITEM_ACCOUNT 1   /* of residents: paid from the person's own account */
#define ITEM_LUMP 100    /* the lump-sum item of a fund */
#define ITEM_FUNERAL 101 /* paid once, never compared with the monthly standard */

struct options {
	uint64_t seed;
	const char *out;
	const char *rules;
	int counties;
	uint32_t persons;
	uint64_t rows;
	int months;
	int as_of; /* day */
	bool plain;
};

/* The first three are pensions; both of work injury have the same code. */
enum fund { FUND_EMPLOYEE, FUND_PUBLIC, FUND_RESIDENT, FUND_UNEMPLOYED, FUND_INJURY, FUND_SURVIVOR, FUND_COUNT };
/* Of the lawful age: not in the identity number. */
enum age_group { MEN60, WOMEN55, WOMEN50 };
enum sex { SEX_MALE = 1, SEX_FEMALE = 2 };
enum pay_state { STATE_PENDING, STATE_PAID, STATE_FAILED, STATE_WRITTEN_OFF };
enum person_state { PERSON_NORMAL, PERSON_PAUSED, PERSON_STOPPED };
/* SELF: by the clerk who handled it; the last four by clerks who have nothing else to do with payments. */
enum review {
	REVIEW_DONE, REVIEW_NONE, REVIEW_SELF, REVIEW_SELF_EDGE, REVIEW_SELF_EARLIER, REVIEW_SELF_FAILED, REVIEW_AUTOMATIC
};

#define RULE(name, id) RULE_##name,
enum rule {
#include "rules.def"
	RULE_COUNT
};
#undef RULE
enum kind { KIND_WRONG, KIND_UNDECIDED, KIND_LOOKALIKE };

/* How a text cell of a planted record is to be spelled. */
enum name_spelling { NAME_SAME, NAME_BLANK, NAME_OTHER, NAME_NULL, NAME_ALMOST, NAME_LOST, NAME_VARIANT };
/* Whose name the bank has for an account. */
enum holder { HOLDER_SELF, HOLDER_MATE, HOLDER_OTHER, HOLDER_ALMOST, HOLDER_BLANK, HOLDER_NULL };
enum id_spelling { ID_PLAIN, ID_15, ID_LOWER, ID_WIDE, ID_APOSTROPHE, ID_PADDED, ID_DAMAGED, ID_NONE };

struct person {
	char id[19];
	uint8_t sex;
	uint8_t agency;
	uint8_t planted;
	uint16_t family, given_a, given_b; /* indices of names.c */
	int birth;
	int check_last; /* day of the last routine passed check; earlier ones follow from it */
	const char *person_id_raw;    /* cell of the person table where it differs from id */
	const char *person_birth_raw;
};

struct benefit {
	uint32_t person;
	uint32_t mate; /* person who owns the account */
	uint8_t agency, fund, item_count, state;
	bool planted; /* no destructive mess in its rows */
	bool calm;    /* no reversals, failures, late or adjusted payments */
	bool start_unknown, monthly_unknown, card_unknown, short_id;
	bool no_contributions; /* beside planted ones */
	bool unregistered;     /* paid, but not in the person table */
	bool handled;          /* its notices are planted, or missing on purpose */
	bool state_unknown;    /* one of its rows has a state that is none */
	uint8_t register_name; /* spelling of the name in the person table */
	uint8_t holder;        /* of the account, for months up to holder_until; 0: for all */
	int holder_until, card_from; /* months before card_from were not paid through the card */
	int register_from, register_stopped; /* months of the person table where they differ from those below */
	const char *from_raw, *stopped_raw;  /* the cells, when they are no months */
	bool other_name; /* its agency has another name for the person */
	int started, approved_birth; /* days in the approval, where they are not drawn or the person's */
	const char *started_raw;     /* the cell, when it is no date */
	bool approved; /* its approval (retirement table) is a record of its own, or missing on purpose */
	uint8_t group; /* enum age_group */
	int frozen_from, frozen_to; /* months paid as the first of them: on probation nothing rises */
	int from, first_paid, to, stopped_from;
	int gap_from, gap_to; /* months not paid, inclusive */
	int32_t base[ITEM_LIMIT];
	uint64_t account;
};

/* One payment row of a benefit. */
struct pay_row {
	int for_month, paid_month;
	int64_t amount;
	uint8_t item, state, review;
};

/* A planted payment row beside those the benefit makes by itself. */
struct extra {
	uint32_t benefit;
	struct pay_row row;
};

/* A row about a person from another department: death, cremation, custody, check. */
struct fact {
	uint32_t person;
	int day, until; /* date; custody: end, 0 = open */
	uint8_t kind;   /* custody kind, check mode, death source */
	uint8_t name, id;
	bool failed;    /* check not passed */
	bool born_later; /* the record has the day after the birth date */
	const char *raw_day, *raw_until; /* date cells as they stand, when they are no dates */
	const char *operator, *phone;    /* of a check; NULL: the usual one */
};

/* A cell of a record. */
enum field_type { FIELD_TEXT, FIELD_DAY, FIELD_MONTH, FIELD_NUMBER, FIELD_MONEY };
struct field {
	uint8_t column, type;
	int64_t value;
	const char *text, *label; /* of a code both spellings */
};

/* A row about a person of a table that the city sends as one file (record.h). */
struct record {
	uint32_t person;
	uint8_t table, name, agency, count;
	struct field fields[RECORD_FIELDS];
};
struct record_list { struct record *at; size_t count, room; };

struct fact_list { struct fact *at; size_t count, room; };
struct extra_list { struct extra *at; size_t count, room; };

struct month_set { uint64_t word[2]; };

/* How the amount of a planted claim follows from the rows of its month. */
enum amount_kind {
	AMOUNT_NET, AMOUNT_DUPLICATE,
	AMOUNT_OVER_MONTH,   /* what is more than in month `value` */
	AMOUNT_OVER_TOP_UP,  /* what is more than the standard, `value`, less the other benefit */
	AMOUNT_WITH_OTHER, AMOUNT_PUBLIC_WITH_OTHER
};

struct plant {
	uint32_t benefit, other;
	struct month_set months;
	uint8_t rule, kind, amount;
	int64_t value;
	const char *expect; /* "claim", "subject", "undecided:<code>", "none" */
	const char *why;
};

/* A planted subject that is no person of a benefit: account, extract, employer, damaged number. */
struct subject_plant {
	char subject[64];
	uint8_t rule, kind;
	int agency, fund; /* -1: empty */
	const char *expect, *why;
};

struct plant_list { struct plant *at; size_t count, room; };
struct subject_list { struct subject_plant *at; size_t count, room; };

struct employer {
	char uscc[19];
	uint16_t name;
	uint8_t agency, state, enrolled; /* enrolled: 0 no, 1 normal, 2 paused, 3 ended */
	int founded, staff;
};
struct employer_list { struct employer *at; size_t count, room; };

/* An entry of the exempt list. */
struct exemption { char account[24]; const char *reason; int until; };

struct written_file {
	char path[96], glob[96];
	int table;
	uint8_t style;
	const char *trailer, *encoding, *delimiter;
	uint64_t rows, rejects, bad_months, bad_amounts;
	uint64_t damaged_ids[PATTERN_COUNT];
};
struct file_list { struct written_file *at; size_t count, room; };
struct text_list { char **at; size_t count, room; };

struct world {
	struct options opt;
	int first_month, last_month; /* window of paid months, inclusive */
	int agency_count;            /* counties, then the city office */
	struct person *persons;
	uint32_t person_count, paid_persons, person_room;
	struct benefit *benefits;
	uint32_t benefit_count, benefit_room;
	struct fact_list deaths, cremations, custodies, checks;
	struct record_list records;
	struct change_list changes;
	struct balance_list balances;
	struct notice_list notices;
	struct refund_list refunds;
	struct post_list posts;
	struct total *totals;        /* by agency, fund and month, once payments are written */
	struct extra_list extras;    /* in order of planting; sorted by benefit after it */
	struct plant_list plants;
	struct subject_list subjects;
	struct employer_list employers;
	struct exemption exemptions[64];
	int exemption_count;
	struct file_list files;
	struct text_list texts;      /* raw cells of planted persons */
	uint16_t *births_taken;      /* identity numbers given, by day of birth and sex */
};

void world_release(struct world *w);
/* Room for a raw cell, freed with the world. */
char *text_room(struct world *w, size_t size);

/* Appends one zeroed element; stops the program when memory is out. */
#define list_add(list) \
	((list)->at = list_room((list)->at, (list)->count, &(list)->room, sizeof *(list)->at), \
	 &(list)->at[(list)->count++])
void *list_room(void *at, size_t count, size_t *room, size_t size);

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
