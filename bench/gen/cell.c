/* The cells of a row: values in the spelling of the file's dialect. */
#include "idnum.h"
#include "sheet.h"

#include <stdio.h>
#include <string.h>

char *sheet_room(struct sheet *s, size_t size)
{
	char *at = s->scratch + s->used;
	if (s->used + size > sizeof s->scratch)
		die("the cells of a row are too long");
	s->used += size;
	return at;
}

void cell_text(struct sheet *s, int column, const char *at, size_t size)
{
	s->cells[column] = (struct cell){at, (uint32_t)size, false};
}

void cell_string(struct sheet *s, int column, const char *text)
{
	cell_text(s, column, text, strlen(text));
}

void cell_safe(struct sheet *s, int column, const char *at, size_t size)
{
	s->cells[column] = (struct cell){at, (uint32_t)size, true};
}

void cell_null(struct sheet *s, int column)
{
	cell_string(s, column, s->dialect.null);
}

void cell_day(struct sheet *s, int column, int day)
{
	char *out = sheet_room(s, 32);
	size_t size = day_spell(out, day, s->dialect.date);
	s->cells[column] = (struct cell){out, (uint32_t)size, s->dialect.date != DATE_HAN};
}

void cell_month(struct sheet *s, int column, int month)
{
	char *out = sheet_room(s, 32);
	size_t size = month_spell(out, month, s->dialect.month);
	s->cells[column] = (struct cell){out, (uint32_t)size, s->dialect.month != MONTH_HAN};
}

static size_t digits(char *end, uint64_t value, bool thousands)
{
	size_t n = 0;
	do {
		if (thousands && n % 4 == 3)
			end[-(ptrdiff_t)++n] = ',';
		end[-(ptrdiff_t)++n] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	return n;
}

/* 185.00, 185 or 185.5, 1,185.00, 185.0000 */
void cell_money(struct sheet *s, int column, int64_t fen)
{
	enum amount_style style = s->dialect.amount;
	uint64_t value = fen < 0 ? (uint64_t)-fen : (uint64_t)fen;
	char *out = sheet_room(s, 48), *point = out + 36;
	size_t before = digits(point, value / 100, style == AMOUNT_THOUSANDS), after = 3;
	point[0] = '.';
	point[1] = (char)('0' + value % 100 / 10);
	point[2] = (char)('0' + value % 10);
	if (style == AMOUNT_SHORT)
		after = value % 100 == 0 ? 0 : value % 10 == 0 ? 2 : 3;
	if (style == AMOUNT_LONG) {
		memcpy(point + 3, "00", 2);
		after = 5;
	}
	if (fen < 0)
		point[-(ptrdiff_t)++before] = '-';
	s->cells[column] = (struct cell){point - before, (uint32_t)(before + after), style != AMOUNT_THOUSANDS};
	if (column == s->table->sum_column)
		s->sum += fen;
}

void cell_number(struct sheet *s, int column, int64_t value)
{
	char *out = sheet_room(s, 24);
	cell_safe(s, column, out, (size_t)snprintf(out, 24, "%lld", (long long)value));
}

static size_t wide(char *out, const char *ascii)
{
	size_t n = 0;
	for (; *ascii; ascii++) {
		unsigned c = 0xff00u + (unsigned char)*ascii - 0x20u;
		out[n++] = (char)(0xe0 | c >> 12);
		out[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		out[n++] = (char)(0x80 | (c & 0x3f));
	}
	return n;
}

void cell_id(struct sheet *s, int column, const char id[19], enum id_spelling how)
{
	char *out = sheet_room(s, 64);
	size_t size = strlen(id);
	memcpy(out, id, size + 1);
	if (size != 18 && (how == ID_15 || how == ID_LOWER))
		how = ID_PLAIN; /* an old permit has no such forms */
	if (how == ID_15 && (id[0] == '9' || id[6] != '1'))
		how = ID_PLAIN; /* nor a new one, nor those born since 2000, a short form */
	switch (how) {
	case ID_15: id_short(out, id); size = 15; break;
	case ID_LOWER: out[17] = out[17] == 'X' ? 'x' : out[17]; break;
	case ID_WIDE: size = wide(out, id); break;
	case ID_APOSTROPHE: size = (size_t)snprintf(out, 64, "'%s", id); break;
	case ID_PADDED: size = (size_t)snprintf(out, 64, " %s  ", id); break;
	case ID_DAMAGED: size = id_damaged(out, id, DAMAGE_ONE_DIGIT, 1) ? strlen(out) : 0; break;
	case ID_NONE: size = 0; break;
	case ID_PLAIN: break;
	}
	s->cells[column] = (struct cell){out, (uint32_t)size, how != ID_WIDE};
}
