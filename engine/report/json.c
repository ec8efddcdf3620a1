/* The only file that speaks to jansson. */
#include "report/json.h"

#include <assert.h>
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/calendar.h"
#include "base/text.h"

enum { DEPTH_MAX = 16 };

struct json {
	enum json_layout layout;
	struct buffer text;
	uint32_t depth; /* of the innermost open one; 0: the whole */
	char end[DEPTH_MAX]; /* what closes each */
	bool empty;	     /* nothing stands in the innermost yet */
};

static void begin(struct json *json)
{
	json->text.size = 0;
	buffer_add_char(&json->text, '{');
	json->end[0] = '}';
	json->empty = true;
}

static pthread_once_t memory_once = PTHREAD_ONCE_INIT;

/* Without memory the process ends in mem_alloc, so jansson never answers NULL for want of it. */
static void set_memory(void)
{
	json_set_alloc_funcs(mem_alloc, free);
}

struct json *json_new(enum json_layout layout)
{
	struct json *json = mem_zero(1, sizeof *json);
	pthread_once(&memory_once, set_memory);
	json->layout = layout;
	begin(json);
	return json;
}

void json_free(struct json *json)
{
	if (!json)
		return;
	buffer_free(&json->text);
	free(json);
}

/* A page has every item on a line of its own, indented by one blank per level. */
static void put_line(struct json *json, uint32_t blanks)
{
	if (json->layout == JSON_LINE)
		return;
	buffer_add_char(&json->text, '\n');
	memset(buffer_room(&json->text, blanks), ' ', blanks);
	json->text.size += blanks;
}

static void close_one(struct json *json)
{
	if (!json->empty)
		put_line(json, json->depth);
	buffer_add_char(&json->text, json->end[json->depth]);
	json->empty = false;
}

void json_take(struct json *json, struct buffer *out)
{
	assert(!json->depth);
	close_one(json);
	if (json->layout == JSON_PAGE)
		buffer_add_char(&json->text, '\n');
	buffer_add_span(out, buffer_span(&json->text));
	begin(json);
}

static int take(const char *text, size_t size, void *context)
{
	buffer_add(context, text, size);
	return 0;
}

/* Takes over value. */
static void add_spelled(struct json *json, json_t *value)
{
	json_dump_callback(value, take, &json->text, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
	json_decref(value);
}

static bytes16 escaped(bytes16 c)
{
	return (bytes16)((c < ' ') | (c == '"') | (c == '\\'));
}

/* Valid UTF-8. */
static void add_text(struct json *json, struct span text)
{
	if (bytes_have(text, escaped)) {
		add_spelled(json, json_stringn(text.data, text.size));
		return;
	}
	char *room = buffer_room(&json->text, text.size + 2);
	*room = room[text.size + 1] = '"';
	if (text.size)
		memcpy(room + 1, text.data, text.size);
	json->text.size += text.size + 2;
}

static void add_broken_text(struct json *json, struct span text)
{
	struct buffer fixed = BUFFER_INIT;
	for (size_t at = 0; at < text.size;)
		text_put(&fixed, text_next(text, &at));
	add_text(json, buffer_span(&fixed));
	buffer_free(&fixed);
}

/* What stands in front of a value. */
static void put_key(struct json *json, const char *key)
{
	assert(!key == (json->end[json->depth] == ']'));
	if (!json->empty)
		buffer_add_char(&json->text, ',');
	json->empty = false;
	put_line(json, json->depth + 1);
	if (!key)
		return;
	add_text(json, span_of(key));
	buffer_add_span(&json->text, json->layout == JSON_PAGE ? SPAN(": ") : SPAN(":"));
}

static void open_one(struct json *json, const char *key, const char brackets[2])
{
	assert(json->depth + 1 < DEPTH_MAX);
	put_key(json, key);
	buffer_add_char(&json->text, brackets[0]);
	json->end[++json->depth] = brackets[1];
	json->empty = true;
}

void json_open_object(struct json *json, const char *key)
{
	open_one(json, key, "{}");
}

void json_open_array(struct json *json, const char *key)
{
	open_one(json, key, "[]");
}

void json_end(struct json *json)
{
	assert(json->depth);
	close_one(json);
	json->depth--;
}

void json_put_text(struct json *json, const char *key, struct span text)
{
	put_key(json, key);
	if (text_utf8_valid(text))
		add_text(json, text);
	else
		add_broken_text(json, text);
}

void json_put_count(struct json *json, const char *key, uint64_t count)
{
	put_key(json, key);
	buffer_add_count(&json->text, count);
}

void json_put_real(struct json *json, const char *key, double number)
{
	put_key(json, key);
	add_spelled(json, json_real(number));
}

void json_put_bool(struct json *json, const char *key, bool holds)
{
	put_key(json, key);
	buffer_add_span(&json->text, holds ? SPAN("true") : SPAN("false"));
}

void json_put_null(struct json *json, const char *key)
{
	put_key(json, key);
	buffer_add_span(&json->text, SPAN("null"));
}

void json_put_money(struct json *json, const char *key, int64_t fen)
{
	char text[MONEY_TEXT_SIZE];
	json_put_text(json, key, (struct span){text, (size_t)money_text(fen, text)});
}

void json_put_day(struct json *json, const char *key, int64_t day)
{
	char text[CALENDAR_TEXT_SIZE];
	if (day == INT64_MIN)
		json_put_null(json, key);
	else
		json_put_text(json, key, (struct span){text, (size_t)day_text(day, text)});
}

void json_put_month(struct json *json, const char *key, int64_t month)
{
	char text[CALENDAR_TEXT_SIZE];
	json_put_text(json, key, (struct span){text, (size_t)month_text(month, text)});
}

struct json_object {
	json_t *root;
};

struct json_object *json_object_read(struct span line)
{
	json_t *root = json_loadb(line.data, line.size, 0, NULL);
	if (!json_is_object(root)) {
		json_decref(root);
		return NULL;
	}
	struct json_object *object = mem_alloc(sizeof *object);
	object->root = root;
	return object;
}

struct span json_object_text(const struct json_object *object, const char *key, const char *inner)
{
	json_t *value = json_object_get(object->root, key);
	if (inner)
		value = json_object_get(value, inner);
	return json_is_string(value) ? (struct span){json_string_value(value), json_string_length(value)} : (struct span){"", 0};
}

void json_object_page(const struct json_object *object, struct buffer *out)
{
	char *text = json_dumps(object->root, JSON_INDENT(1));
	buffer_add_span(out, span_of(text));
	buffer_add_char(out, '\n');
	free(text);
}

void json_object_free(struct json_object *object)
{
	if (!object)
		return;
	json_decref(object->root);
	free(object);
}
