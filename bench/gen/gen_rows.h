/* Rows of the tables that the city's own agencies keep beside payments and registers, as they are planted. */
#ifndef GEN_ROWS_H
#define GEN_ROWS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A row of the log of changes, and one of the accounts of persons. Money of -1 is an empty cell. */
struct change {
	uint32_t benefit;
	const char *field, *before, *after, *channel;
	int day;
};
struct balance {
	uint32_t benefit;
	int64_t balance, subsidy, lump_sum;
	int at;
	const char *raw_at;
};
struct change_list { struct change *at; size_t count, room; };
struct balance_list { struct balance *at; size_t count, room; };

/* A notice to give money back, and what came back. Days and amounts that are none stand in raw cells. */
struct notice {
	uint32_t benefit;
	unsigned number;
	int served, due;
	int64_t amount;
	const char *raw_due;
	uint8_t name;
};
enum refund_kind { REFUND_BACK, REFUND_OFFSET, REFUND_INSTALMENT };
struct refund {
	uint32_t benefit;
	unsigned number;
	int on;
	int64_t amount;
	const char *raw_amount;
	uint8_t kind;
};
struct notice_list { struct notice *at; size_t count, room; };
struct refund_list { struct refund *at; size_t count, room; };

/* A term of office. */
struct post {
	char operator[48];
	uint8_t agency;
	bool low_risk, informal;
	int from, until; /* 0: not given */
	const char *raw_from, *raw_until;
};
struct post_list { struct post *at; size_t count, room; };

/* What an agency paid from a fund in a month, by the rows of the extracts; unread: with amounts that are none. */
struct total { int64_t rows, amount; bool unread; };
#endif
