/* The only file that speaks to jansson. */
#include "report/json.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/text.h"

enum { DEPTH_MAX = 16 };

struct json {
	json_t *open[DEPTH_MAX]; /* [0] is the whole, the others are borrowed from it */
	uint32_t depth;		 /* of the innermost open one */
};

/* Without memory the process ends in mem_alloc, so jansson never answers NULL for want of it. */
struct json *json_new(void)
{
	struct json *json = mem_zero(1, sizeof *json);
	json_set_alloc_funcs(mem_alloc, free);
	json->open[0] = json_object();
	return json;
}

void json_free(struct json *json)
{
	if (!json)
		return;
	json_decref(json->open[0]);
	free(json);
}

static int take(const char *text, size_t size, void *context)
{
	buffer_add(context, text, size);
	return 0;
}

void json_take(struct json *json, enum json_layout layout, struct buffer *out)
{
	assert(!json->depth);
	size_t flags = JSON_REAL_PRECISION(12) | (layout == JSON_PAGE ? JSON_INDENT(1) : JSON_COMPACT);
	json_dump_callback(json->open[0], take, out, flags);
	if (layout == JSON_PAGE)
		buffer_add_char(out, '\n');
	json_decref(json->open[0]);
	json->open[0] = json_object();
}

/* Takes over value. */
static void put(struct json *json, const char *key, json_t *value)
{
	json_t *into = json->open[json->depth];
	int failed = key ? json_object_set_new(into, key, value) : json_array_append_new(into, value);
	assert(!failed);
	(void)failed;
}

static void open_one(struct json *json, const char *key, json_t *value)
{
	assert(json->depth + 1 < DEPTH_MAX);
	put(json, key, value);
	json->open[++json->depth] = value;
}

void json_open_object(struct json *json, const char *key)
{
	open_one(json, key, json_object());
}

void json_open_array(struct json *json, const char *key)
{
	open_one(json, key, json_array());
}

void json_end(struct json *json)
{
	assert(json->depth);
	json->depth--;
}

static void put_broken_text(struct json *json, const char *key, struct span text)
{
	struct buffer fixed = BUFFER_INIT;
	for (size_t at = 0; at < text.size;)
		text_put(&fixed, text_next(text, &at));
	put(json, key, json_stringn(fixed.data, fixed.size));
	buffer_free(&fixed);
}

void json_put_text(struct json *json, const char *key, struct span text)
{
	if (text_utf8_valid(text))
		put(json, key, json_stringn(text.size ? text.data : "", text.size));
	else
		put_broken_text(json, key, text);
}

void json_put_count(struct json *json, const char *key, uint64_t count)
{
	put(json, key, json_integer((json_int_t)count));
}

void json_put_real(struct json *json, const char *key, double number)
{
	put(json, key, json_real(number));
}

void json_put_bool(struct json *json, const char *key, bool holds)
{
	put(json, key, json_boolean(holds));
}

void json_put_null(struct json *json, const char *key)
{
	put(json, key, json_null());
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
