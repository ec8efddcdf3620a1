#include "rule/rule_read.h"

/* `{p.name}于{d.date}死亡，计{amount|yuan}元`: literal text and placeholders in turn. */
struct message {
	const struct yaml *scalar;
	struct arena *arena;
	struct rule *rule;
	struct err *err;
	size_t capacity;
};

static enum status place_error(const struct message *message, size_t from, size_t to, const char *hint, const char *what)
{
	const struct yaml *scalar = message->scalar;
	return document_error(scalar->document, yaml_place(scalar, (uint32_t)from), yaml_place(scalar, (uint32_t)to - 1) + 1, hint,
			      message->err, H3012, "%s", what);
}

static struct message_part *add_part(struct message *message)
{
	struct rule *rule = message->rule;
	if (rule->message_count == message->capacity) {
		size_t capacity = message->capacity ? message->capacity * 2 : 8;
		struct message_part *part = arena_zero(message->arena, capacity, sizeof *part);
		if (rule->message_count)
			memcpy(part, rule->message, rule->message_count * sizeof *part);
		rule->message = part;
		message->capacity = capacity;
	}
	return &rule->message[rule->message_count++];
}

/* Literal text up to the next placeholder; `{{` and `}}` are one brace, so a part ends behind the first of two. */
static enum status read_literal(struct message *message, size_t *at)
{
	struct span text = message->scalar->text;
	size_t from = *at, to = from;
	while (to < text.size && text.data[to] != '{' && text.data[to] != '}')
		to++;
	*at = to;
	if (to < text.size && to + 1 < text.size && text.data[to + 1] == text.data[to]) {
		to++;
		*at = to + 1;
	} else if (to < text.size && text.data[to] == '}') {
		return place_error(message, to, to + 1, "a brace itself is written twice: }}", "'}' without '{'");
	}
	if (to > from)
		add_part(message)->text = span_slice(text, from, to - from);
	return STATUS_OK;
}

/* The end of a placeholder and its `|`, outside 'text'. */
static size_t find_end(struct span text, size_t at, size_t *bar)
{
	bool in_text = false;
	*bar = 0;
	for (; at < text.size; at++) {
		char c = text.data[at];
		if (c == '\'')
			in_text = !in_text;
		else if (c == '|' && !in_text)
			*bar = at;
		else if (c == '}' && !in_text)
			break;
	}
	return at;
}

static enum status read_format(struct message *message, size_t from, size_t to, struct span *out)
{
	static const char *const formats[] = {"label", "yuan", "date", "month", "mask", "percent"};
	struct span text = message->scalar->text;
	while (from < to && text.data[from] == ' ')
		from++;
	while (to > from && text.data[to - 1] == ' ')
		to--;
	*out = span_slice(text, from, to - from);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (span_equal(*out, span_of(formats[i])))
			return STATUS_OK;
	/* schema_unknown points at a whole scalar; here it is a part of one. */
	struct yaml part = *message->scalar;
	part.start = yaml_place(message->scalar, (uint32_t)from);
	part.end = to > from ? yaml_place(message->scalar, (uint32_t)to - 1) + 1 : part.start + 1;
	return schema_unknown(&part, "format", *out, formats, sizeof formats / sizeof *formats, message->err, H2005);
}

static enum status read_placeholder(struct message *message, size_t *at)
{
	struct span text = message->scalar->text;
	size_t bar, from = *at + 1, end = find_end(text, from, &bar);
	if (end == text.size)
		return place_error(message, *at, *at + 1, "a brace itself is written twice: {{", "this '{' is never closed");
	struct message_part *part = add_part(message);
	size_t expr_end = bar ? bar : end;
	enum status status =
		expr_parse_part(message->scalar, (uint32_t)from, (uint32_t)expr_end, message->arena, &part->expr, message->err);
	if (!status && bar)
		status = read_format(message, bar + 1, end, &part->format);
	*at = end + 1;
	return status;
}

enum status rule_message_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	struct message message = {.scalar = node, .arena = arena, .rule = rule, .err = err};
	enum status status = STATUS_OK;
	if (!node) {
		add_part(&message)->text = rule->title;
		return STATUS_OK;
	}
	for (size_t at = 0; !status && at < node->text.size;) {
		status = read_literal(&message, &at);
		bool brace = !status && at < node->text.size && node->text.data[at] == '{';
		if (brace && at + 1 < node->text.size && node->text.data[at + 1] == '{')
			continue;
		if (brace)
			status = read_placeholder(&message, &at);
	}
	return status;
}
