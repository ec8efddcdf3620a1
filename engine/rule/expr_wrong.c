#include "rule/expr_wrong.h"

#include "base/text.h"

/* Longest first. */
static const struct wrong_entry {
	const char *sign, *message, *hint;
} wrong_signs[] = {
	{"==", "'==' is not an operator", "write ="},
	{"!=", "'!=' is not an operator", "write <>"},
	{"=<", "'=<' is not an operator", "write <="},
	{"=>", "'=>' is not an operator", "write >="},
	{"&&", "'&&' is not an operator", "write and"},
	{"||", "'||' is not an operator", "write or"},
	{"/", "there is no division", "multiply the other side, or use share(condition)"},
	{"%", "there is no percent sign", "write 5% as 0.05"},
	{"、", "'、' separates nothing here", "write ,"},
	{"‘", "typographic quote '‘'", "write the straight quote '"},
	{"’", "typographic quote '’'", "write the straight quote '"},
	{"“", "typographic quote '“'", "write the straight quote '"},
	{"”", "typographic quote '”'", "write the straight quote '"},
	{"≥", "'≥' is not an operator", "write >="},
	{"≤", "'≤' is not an operator", "write <="},
	{"≠", "'≠' is not an operator", "write <>"},
	{"\u3000", "full-width blank (U+3000)", "use an ordinary blank"},
	{"\u00a0", "no-break space (U+00A0)", "use an ordinary blank"},
};

static bool starts_with(struct span s, const char *prefix)
{
	size_t size = strlen(prefix);
	return s.size >= size && !memcmp(s.data, prefix, size);
}

/* "text": the hint shows the very text in single quotes when it is short. */
static struct wrong double_quoted(struct span rest, struct arena *arena)
{
	const char *close = memchr(rest.data + 1, '"', rest.size - 1);
	struct wrong wrong = {"text stands in single quotes", "write 'text'", 1, H3004};
	if (!close || close - rest.data > 60 || memchr(rest.data, '\'', (size_t)(close - rest.data)))
		return wrong;
	wrong.size = (uint32_t)(close - rest.data) + 1;
	wrong.hint = arena_text(arena, "write '%.*s'", (int)wrong.size - 2, rest.data + 1);
	return wrong;
}

/* An input method left in full-width mode: U+FF01..FF5E are ASCII shifted. */
static bool full_width(struct span rest, struct arena *arena, struct wrong *out)
{
	size_t size = 0;
	uint32_t character = text_next(rest, &size);
	if (character < 0xFF01 || character > 0xFF5E)
		return false;
	out->message = arena_text(arena, "full-width '%.*s'", (int)size, rest.data);
	out->hint = arena_text(arena, "write %c", (char)(character - 0xFF01 + '!'));
	out->size = (uint32_t)size;
	out->code = H3004;
	return true;
}

/* Zero-width and direction characters come along when text is pasted from a page or a chat. */
static bool invisible(struct span rest, struct arena *arena, struct wrong *out)
{
	size_t size = 0;
	uint32_t character = text_next(rest, &size);
	bool hidden = character == 0xAD || (character >= 0x200B && character <= 0x200F) || (character >= 0x202A && character <= 0x202E) ||
		      (character >= 0x2060 && character <= 0x2064);
	if (!hidden)
		return false;
	*out = (struct wrong){arena_text(arena, "invisible character U+%04X", character), "delete it", (uint32_t)size, H3004};
	return true;
}

bool wrong_sign(struct span rest, struct arena *arena, struct wrong *out)
{
	if (full_width(rest, arena, out) || invisible(rest, arena, out))
		return true;
	if (rest.data[0] == '"') {
		*out = double_quoted(rest, arena);
		return true;
	}
	if (rest.data[0] == '!' && !starts_with(rest, "!=") && !starts_with(rest, "!~")) {
		*out = (struct wrong){"'!' is not an operator", "write not", 1, H3004};
		return true;
	}
	for (size_t i = 0; i < sizeof wrong_signs / sizeof *wrong_signs; i++) {
		const struct wrong_entry *entry = &wrong_signs[i];
		if (!starts_with(rest, entry->sign))
			continue;
		*out = (struct wrong){entry->message, entry->hint, (uint32_t)strlen(entry->sign), H3004};
		return true;
	}
	return false;
}

/* `d` is a digit, anything else itself. */
static bool has_shape(struct span s, const char *shape)
{
	size_t size = strlen(shape);
	if (s.size < size)
		return false;
	for (size_t i = 0; i < size; i++) {
		bool digit = s.data[i] >= '0' && s.data[i] <= '9';
		if (shape[i] == 'd' ? !digit : s.data[i] != shape[i])
			return false;
	}
	char next = s.size > size ? s.data[size] : ' ';
	return !(next >= '0' && next <= '9') && next != '-';
}

static bool is_stuck_letter(struct span rest, uint32_t at)
{
	char c = rest.size > at ? rest.data[at] : ' ';
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || ((unsigned char)c >= 0xE4 && (unsigned char)c <= 0xE9); /* 2024年 */
}

bool wrong_number(struct span rest, uint32_t size, int digits, int scale, struct arena *arena, struct wrong *out)
{
	bool date = has_shape(rest, "dddd-dd-dd"), month = has_shape(rest, "dddd-dd");
	*out = (struct wrong){.size = date ? 10 : month ? 7 : size, .code = H3005};
	if (date || month) {
		out->message = arena_text(arena, "'%.*s' would be a subtraction", (int)out->size, rest.data);
		out->hint = arena_text(arena, "write %s '%.*s'", date ? "date" : "month", (int)out->size, rest.data);
	} else if (is_stuck_letter(rest, size)) {
		out->message = "a number ends here, but letters follow";
		out->hint = "a name begins with a letter, a text stands in single quotes";
	} else if (digits > 18) {
		out->message = "a number has at most 18 digits";
	} else if (scale > 9) {
		out->message = "a number has at most 9 decimals";
	} else if (rest.size > size && rest.data[size] == '.') {
		out->message = "digits must follow the point";
	}
	return out->message != NULL;
}

struct wrong wrong_character(struct span rest, struct arena *arena)
{
	size_t first = 0, end = 0;
	text_next(rest, &first);
	while (end < rest.size && (unsigned char)rest.data[end] >= 0x80 && end < 60)
		text_next(rest, &end);
	struct wrong wrong = {NULL, NULL, (uint32_t)(end > first ? end : first), H3007};
	if (end) {
		wrong.message = "text stands in single quotes, names are ASCII letters, digits and _";
		wrong.hint = arena_text(arena, "write '%.*s'", (int)wrong.size, rest.data);
	} else {
		wrong.message = arena_text(arena, "unexpected character '%c'", rest.data[0]);
	}
	return wrong;
}
