/* Money and whole numbers as cells and as text: decimal digits in, decimal digits out, nothing in between. */
#include "base/calendar.h"
#include "base/digits.h"
#include "hecha_limits.h"

static bool sign_take(struct span *s)
{
	if (s->size == 0 || (s->data[0] != '-' && s->data[0] != '+'))
		return false;
	bool negative = s->data[0] == '-';
	*s = span_slice(*s, 1, s->size - 1);
	return negative;
}

/* The whole yuan, with thousands commas or without. Returns how many bytes it took, 0 when they are malformed. */
static size_t whole_yuan(struct span s, int64_t *yuan)
{
	size_t at = 0, group = 0; /* group: digits since the start or the last comma */
	bool commas = false;
	for (; at < s.size; at++) {
		if (digit_is(s.data[at])) {
			*yuan = *yuan * 10 + (s.data[at] - '0');
			if (*yuan > HECHA_MONEY_FEN_MAX / 100)
				return 0;
			group++;
		} else if (s.data[at] == ',') {
			if (commas ? group != 3 : group < 1 || group > 3)
				return 0;
			commas = true;
			group = 0;
		} else {
			break;
		}
	}
	return commas && group != 3 ? 0 : at;
}

/* Digits behind the point: two count, the others must be zeros, or an amount would be rounded. */
static bool decimals_fen(struct span s, int64_t *fen)
{
	int64_t value = 0;
	if (s.size == 0)
		return false;
	for (size_t i = 0; i < s.size; i++) {
		if (!digit_is(s.data[i]) || (i >= 2 && s.data[i] != '0'))
			return false;
		if (i < 2)
			value = value * 10 + (s.data[i] - '0');
	}
	*fen = s.size == 1 ? value * 10 : value;
	return true;
}

bool money_parse(struct span s, int64_t *fen)
{
	bool negative = sign_take(&s);
	int64_t yuan = 0, cents = 0;
	size_t at = whole_yuan(s, &yuan);
	if (at == 0)
		return false;
	if (at < s.size && (s.data[at] != '.' || !decimals_fen(span_slice(s, at + 1, s.size - at - 1), &cents)))
		return false;
	int64_t value = yuan * 100 + cents;
	*fen = negative ? -value : value;
	return true;
}

bool integer_parse(struct span s, int64_t *out)
{
	bool negative = sign_take(&s);
	int64_t value = 0;
	if (s.size == 0)
		return false;
	for (size_t i = 0; i < s.size; i++) {
		int digit = s.data[i] - '0';
		/* Counted downwards: the least int64 has no positive twin. */
		if (!digit_is(s.data[i]) || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit, &value))
			return false;
	}
	if (!negative && value == INT64_MIN)
		return false;
	*out = negative ? value : -value;
	return true;
}

/* Written backwards from the end of a scratch area: fen, point, yuan with a comma every `group` digits (0: none), sign. */
static int money_put(int64_t fen, int group, char out[MONEY_TEXT_SIZE])
{
	uint64_t magnitude = fen < 0 ? -(uint64_t)fen : (uint64_t)fen;
	uint64_t yuan = magnitude / 100;
	char scratch[MONEY_TEXT_SIZE];
	char *at = scratch + sizeof scratch;
	int digits = 0;
	at -= 3;
	digits_put(at + 1, 2, magnitude % 100);
	*at = '.';
	do {
		if (group && digits && digits % group == 0)
			*--at = ',';
		*--at = (char)('0' + yuan % 10);
		yuan /= 10;
		digits++;
	} while (yuan);
	if (fen < 0)
		*--at = '-';
	int size = (int)(scratch + sizeof scratch - at);
	memcpy(out, at, (size_t)size);
	out[size] = '\0';
	return size;
}

int money_text(int64_t fen, char out[MONEY_TEXT_SIZE])
{
	return money_put(fen, 0, out);
}

int money_yuan(int64_t fen, char out[MONEY_TEXT_SIZE])
{
	return money_put(fen, 3, out);
}
