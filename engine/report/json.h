/* JSON written in order: open an object or array, fill it, end it. Keys stand as they were given; inside an array key is NULL.
 * Texts that are no UTF-8 (a file name may be anything) get U+FFFD for each byte that is none. */
#ifndef HECHA_JSON_H
#define HECHA_JSON_H

#include "base/memory.h"

enum json_layout { JSON_LINE, JSON_PAGE }; /* one line; indented by one blank per level, with a line end behind it */

struct json;
struct json *json_new(enum json_layout layout); /* an open object */
void json_free(struct json *json);
/* Appends the text to out and starts anew with an empty object. */
void json_take(struct json *json, struct buffer *out);

void json_open_object(struct json *json, const char *key);
void json_open_array(struct json *json, const char *key);
void json_end(struct json *json); /* of the object or array opened last */

void json_put_text(struct json *json, const char *key, struct span text);
void json_put_count(struct json *json, const char *key, uint64_t count);
void json_put_real(struct json *json, const char *key, double number);
void json_put_bool(struct json *json, const char *key, bool holds);
void json_put_null(struct json *json, const char *key);
void json_put_money(struct json *json, const char *key, int64_t fen); /* "1234.50": text, so that nobody reads it as a double */
void json_put_day(struct json *json, const char *key, int64_t day);   /* INT64_MIN: null */
void json_put_month(struct json *json, const char *key, int64_t month);

/* One line of JSON read back: an object, its texts and numbers by key. NULL when it is none. */
struct json_object;
struct json_object *json_object_read(struct span line);
/* inner: a key of the object that stands under key, or NULL. Empty when absent; lives with the object. */
struct span json_object_text(const struct json_object *object, const char *key, const char *inner);
/* The object again, indented, for people. */
void json_object_page(const struct json_object *object, struct buffer *out);
void json_object_free(struct json_object *object);

#endif
