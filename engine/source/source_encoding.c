#include "source/source_encoding.h"

#include <errno.h>
#include <iconv.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/text.h"

/* Stands for a character that does not decode: no UTF-8 text has this byte, so a cell that holds it is malformed and its
 * neighbours are not. */
#define UNDECODABLE '\xff'

/* One iconv handle per thread, opened once (opening loads a module, a cell is a few bytes) and closed when the thread ends. */
static pthread_once_t handle_once = PTHREAD_ONCE_INIT;
static pthread_key_t handle_key;

static void handle_close(void *handle)
{
	iconv_close(handle);
}

static void handle_prepare(void)
{
	if (pthread_key_create(&handle_key, handle_close) != 0)
		abort(); /* no keys left: a bug of the program that holds them */
}

static iconv_t handle_of_thread(void)
{
	pthread_once(&handle_once, handle_prepare);
	iconv_t handle = pthread_getspecific(handle_key);
	if (handle)
		return handle;
	handle = iconv_open("UTF-8", "GB18030");
	if (handle == (iconv_t)-1)
		return NULL;
	pthread_setspecific(handle_key, handle);
	return handle;
}

bool encoding_is_available(enum encoding encoding)
{
	return encoding != ENCODING_GB18030 || handle_of_thread();
}

/* Decodes as far as it goes; *at is left behind the last character that decoded. */
static bool gb18030_decode(struct span bytes, size_t *at, struct buffer *out)
{
	iconv_t handle = handle_of_thread();
	if (!handle)
		return false;
	iconv(handle, NULL, NULL, NULL, NULL);
	for (;;) {
		size_t left = bytes.size - *at;
		size_t room = left * 2 + 8; /* two bytes become three; the loop mends a wrong guess */
		char *from = (char *)(uintptr_t)(bytes.data + *at);
		char *to = buffer_room(out, room);
		size_t room_left = room;
		size_t result = iconv(handle, &from, &left, &to, &room_left);
		out->size += room - room_left;
		*at = bytes.size - left;
		if (result != (size_t)-1)
			return true;
		if (errno != E2BIG)
			return false;
	}
}

bool source_decode(struct span bytes, enum encoding encoding, struct buffer *out)
{
	size_t size_before = out->size, at = 0;
	bool ascii = text_is_ascii(bytes);
	if (ascii || encoding != ENCODING_GB18030) {
		if (!ascii && !text_utf8_valid(bytes))
			return false;
		buffer_add_span(out, bytes);
		return true;
	}
	if (gb18030_decode(bytes, &at, out))
		return true;
	out->size = size_before;
	return false;
}

static size_t utf8_decode_lossy(struct span bytes, struct buffer *out)
{
	size_t undecodable_count = 0;
	for (size_t at = 0, start = 0; at < bytes.size; start = at) {
		uint32_t character = text_next(bytes, &at);
		if (character == 0xfffd && at - start == 1) {
			buffer_add_char(out, UNDECODABLE);
			undecodable_count++;
		} else {
			buffer_add(out, bytes.data + start, at - start);
		}
	}
	return undecodable_count;
}

size_t source_decode_lossy(struct span bytes, enum encoding encoding, struct buffer *out)
{
	size_t undecodable_count = 0;
	if (encoding != ENCODING_GB18030)
		return utf8_decode_lossy(bytes, out);
	for (size_t at = 0; at < bytes.size && !gb18030_decode(bytes, &at, out);) {
		/* By structure, as boundary_find steps: both must see the same delimiters. */
		at += boundary_gb18030_size(bytes.data + at, bytes.size - at);
		buffer_add_char(out, UNDECODABLE);
		undecodable_count++;
	}
	return undecodable_count;
}

/* More whole characters beyond ASCII than bytes that belong to none. GB18030 text read as UTF-8 is the other way round by far. */
static bool is_mostly_utf8(struct span text)
{
	size_t whole_count = 0, broken_count = 0;
	for (size_t at = 0, start = 0; at < text.size; start = at) {
		uint32_t character = text_next(text, &at);
		whole_count += at - start > 1;
		broken_count += character == 0xfffd && at - start == 1; /* a real U+FFFD has three bytes */
	}
	return whole_count > broken_count;
}

enum encoding encoding_detect(struct span text)
{
	struct buffer scratch = BUFFER_INIT;
	if (text_utf8_valid(text))
		return ENCODING_UTF8;
	bool is_gb18030 = source_decode(text, ENCODING_GB18030, &scratch);
	buffer_free(&scratch);
	/* Neither: one damaged cell must not turn a file of UTF-8 into mojibake, so what most of it is decides. */
	return !is_gb18030 && is_mostly_utf8(text) ? ENCODING_UTF8 : ENCODING_GB18030;
}

static bool starts_with(struct span content, struct span mark)
{
	return content.size >= mark.size && memcmp(content.data, mark.data, mark.size) == 0;
}

size_t encoding_mark(struct span content, enum encoding *encoding)
{
	static const struct {
		struct span bytes;
		enum encoding encoding;
	} marks[] = {{SPAN("\xef\xbb\xbf"), ENCODING_UTF8}, {SPAN("\x84\x31\x95\x33"), ENCODING_GB18030}};
	for (size_t at = 0; at < sizeof marks / sizeof *marks; at++) {
		if (!starts_with(content, marks[at].bytes))
			continue;
		*encoding = marks[at].encoding;
		return marks[at].bytes.size;
	}
	return 0;
}

const struct foreign *encoding_foreign(struct span content)
{
	static const struct {
		struct span bytes;
		struct foreign foreign;
	} signatures[] = {
		{SPAN("PK\x03\x04"), {"a zip archive or an .xlsx workbook", "save the sheet as CSV (UTF-8), or unpack the archive"}},
		{SPAN("PK\x05\x06"), {"an empty zip archive", "ask for the extract again"}},
		{SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), {"an .xls workbook (OLE)", "save the sheet as CSV (UTF-8)"}},
		{SPAN("\xff\xfe"), {"UTF-16 text", "save it as CSV (UTF-8)"}},
		{SPAN("\xfe\xff"), {"UTF-16 text", "save it as CSV (UTF-8)"}},
		{SPAN("%PDF-"), {"a PDF document", "ask for the extract as CSV"}},
		{SPAN("Rar!\x1a\x07"), {"a RAR archive", "unpack it"}},
		{SPAN("7z\xbc\xaf\x27\x1c"), {"a 7z archive", "unpack it"}},
		{SPAN("BZh9"), {"bzip2 data", "unpack it, or pack it with gzip"}},
		{SPAN("\xfd" "7zXZ"), {"xz data", "unpack it, or pack it with gzip"}},
		{SPAN("\x28\xb5\x2f\xfd"), {"zstd data", "unpack it, or pack it with gzip"}},
		{SPAN("\x1f\x8b"), {"gzip data inside gzip data", "unpack it once"}},
	};
	for (size_t at = 0; at < sizeof signatures / sizeof *signatures; at++)
		if (starts_with(content, signatures[at].bytes))
			return &signatures[at].foreign;
	return NULL;
}
