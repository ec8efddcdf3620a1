/* Patterns, widths on a terminal, and the word somebody probably meant. */
#include "base/text.h"
#include "base/utf8.h"

/* A % is first tried on nothing; when the rest fails, the newest % takes one character more. Going back to an older % is
 * never needed, so the time is at most the product of the lengths. */
bool text_like(struct span s, struct span pattern)
{
	size_t at = 0, at_pattern = 0, retry = 0, retry_pattern = 0;
	bool percent = false;
	while (at < s.size) {
		size_t next = at, next_pattern = at_pattern;
		uint32_t wanted = at_pattern < pattern.size ? utf8_next(pattern, &next_pattern) : UINT32_MAX;
		if (wanted == '%') {
			percent = true;
			retry = at;
			at_pattern = retry_pattern = next_pattern;
		} else if (utf8_next(s, &next) == wanted || wanted == '_') {
			at = next;
			at_pattern = next_pattern;
		} else if (percent) {
			utf8_next(s, &retry);
			at = retry;
			at_pattern = retry_pattern;
		} else {
			return false;
		}
	}
	while (at_pattern < pattern.size && pattern.data[at_pattern] == '%')
		at_pattern++;
	return at_pattern == pattern.size;
}

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t c, const struct range *range, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (c >= range[i].first && c <= range[i].last)
			return true;
	return false;
}

/* East Asian width W and F, in whole blocks. */
static const struct range wide[] = {
	{0x1100, 0x115F},   {0x2E80, 0x303E},	{0x3041, 0xA4CF},   {0xA960, 0xA97F},	{0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
	{0xFE10, 0xFE19},   {0xFE30, 0xFE6F},	{0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},	{0x1F300, 0x1F64F},
	{0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

/* Controls (except TAB), combining marks, joiners and variation selectors take no column. */
static const struct range without_width[] = {
	{0x0000, 0x0008}, {0x000A, 0x001F}, {0x007F, 0x009F}, {0x0300, 0x036F},
	{0x200B, 0x200F}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
};

int text_width(struct span s)
{
	int columns = 0;
	for (size_t at = 0; at < s.size && columns < INT32_MAX - 2;) {
		uint32_t c = utf8_next(s, &at);
		if (c >= 0x20 && c < 0x7F)
			columns++;
		else if (in_ranges(c, wide, sizeof wide / sizeof *wide))
			columns += 2;
		else if (!in_ranges(c, without_width, sizeof without_width / sizeof *without_width))
			columns++;
	}
	return columns;
}

enum { WORD_MAX = 64 };

/* The characters of a word, at most WORD_MAX; 0 when it is empty or longer. */
static int word_characters(struct span s, uint32_t characters[WORD_MAX])
{
	int count = 0;
	for (size_t at = 0; at < s.size;) {
		if (count == WORD_MAX)
			return 0;
		characters[count++] = utf8_next(s, &at);
	}
	return count;
}

static int least_of(int a, int b)
{
	return a < b ? a : b;
}

/* Characters put in, left out, replaced, or swapped with a neighbour. Three rows of the usual table are kept. */
static int edit_distance(const uint32_t *a, int size_a, const uint32_t *b, int size_b)
{
	int row[3][WORD_MAX + 1];
	for (int j = 0; j <= size_b; j++)
		row[0][j] = j;
	for (int i = 1; i <= size_a; i++) {
		int *now = row[i % 3], *before = row[(i + 2) % 3], *two_before = row[(i + 1) % 3];
		now[0] = i;
		for (int j = 1; j <= size_b; j++) {
			int replaced = before[j - 1] + (a[i - 1] != b[j - 1]);
			now[j] = least_of(replaced, least_of(before[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least_of(now[j], two_before[j - 2] + 1);
		}
	}
	return row[size_a % 3][size_b];
}

const char *text_suggest(struct span word, const char *const *candidates, size_t count)
{
	uint32_t typed[WORD_MAX], offered[WORD_MAX];
	int size = word_characters(word, typed), nearest = 3;
	const char *best = NULL;
	for (size_t i = 0; size && i < count; i++) {
		int offered_size = word_characters(span_of(candidates[i]), offered);
		if (offered_size == 0)
			continue;
		int distance = edit_distance(typed, size, offered, offered_size);
		if (distance < nearest && distance * 2 < size) {
			nearest = distance;
			best = candidates[i];
		}
	}
	return best;
}
