/* GB18030 as UTF-8; the only file that knows iconv. */
#include "source/source_encoding.h"

#include <errno.h>
#include <iconv.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/utf8.h"

/* One iconv handle per thread, opened once (opening loads a module, a cell is a few bytes) and closed when the thread ends. */
static pthread_once_t handle_once = PTHREAD_ONCE_INIT, pairs_once = PTHREAD_ONCE_INIT;
static pthread_key_t handle_key;

/* What iconv makes of each character of two bytes, 0 where that is no single character of the basic plane: nearly all that files hold.
 * Asked once for the whole process. */
enum { LEADS = 0xFF - 0x81, TRAILS = 0xFF - 0x40 };
static uint16_t pairs[LEADS][TRAILS];

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

static uint16_t pair_ask(iconv_t handle, int lead, int trail)
{
	char bytes[2] = {(char)lead, (char)trail}, text[8], *from = bytes, *to = text;
	size_t left = sizeof bytes, room = sizeof text, at = 0;
	iconv(handle, NULL, NULL, NULL, NULL);
	if (iconv(handle, &from, &left, &to, &room) == (size_t)-1 || left)
		return 0;
	struct span whole = {text, sizeof text - room};
	uint32_t c = utf8_next(whole, &at);
	return at == whole.size && c >= 0x80 && c <= 0xFFFF ? (uint16_t)c : 0;
}

static void pairs_ask(void)
{
	iconv_t handle = handle_of_thread();
	for (int lead = 0; handle && lead < LEADS; lead++)
		for (int trail = 0; trail < TRAILS; trail++)
			pairs[lead][trail] = pair_ask(handle, 0x81 + lead, 0x40 + trail);
}

/* ASCII and what `pairs` knows; *at is left at the first other byte. */
static void pairs_decode(struct span bytes, size_t *at, struct buffer *out)
{
	const unsigned char *from = (const unsigned char *)bytes.data;
	char *const room = buffer_room(out, (bytes.size - *at) * 2), *to = room; /* two bytes become three at most */
	pthread_once(&pairs_once, pairs_ask);
	for (; *at < bytes.size; ++*at) {
		unsigned lead = from[*at], trail = lead >= 0x80 && *at + 1 < bytes.size ? from[*at + 1] : 0;
		if (lead < 0x80) {
			*to++ = (char)lead;
			continue;
		}
		uint16_t c = lead - 0x81 < LEADS && trail - 0x40 < TRAILS ? pairs[lead - 0x81][trail - 0x40] : 0;
		if (!c)
			break;
		++*at;
		if (c >= 0x800)
			*to++ = (char)(0xE0 | c >> 12);
		*to++ = (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6);
		*to++ = (char)(0x80 | (c & 0x3F));
	}
	out->size += (size_t)(to - room);
}

bool gb18030_decode(struct span bytes, size_t *at, struct buffer *out)
{
	pairs_decode(bytes, at, out);
	if (*at == bytes.size)
		return true;
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
