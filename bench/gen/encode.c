#include "encode.h"

#include "gen.h"

#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct code { uint8_t size; char bytes[4]; };

static struct code *codes; /* of the basic plane */

static size_t to_utf8(char *out, uint32_t c)
{
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}

static void fill_one(iconv_t with, uint32_t c)
{
	char in[4], *from = in, *to = codes[c].bytes;
	size_t in_left = to_utf8(in, c), out_left = 4;
	if (iconv(with, &from, &in_left, &to, &out_left) == (size_t)-1)
		iconv(with, NULL, NULL, NULL, NULL);
	else
		codes[c].size = (uint8_t)(4 - out_left);
}

static void fill(void)
{
	iconv_t with = iconv_open("GB18030", "UTF-8");
	codes = calloc(0x10000, sizeof *codes);
	if (with == (iconv_t)-1 || !codes)
		die("iconv has no GB18030");
	for (uint32_t c = 0x80; c < 0x10000; c++)
		fill_one(with, c);
	iconv_close(with);
}

size_t encode_gb18030(char *out, const char *utf8, size_t size)
{
	const unsigned char *in = (const unsigned char *)utf8;
	size_t n = 0;
	if (!codes)
		fill();
	for (size_t i = 0; i < size;) {
		uint32_t c = in[i++];
		if (c < 0x80 || c >= 0xfe) {
			out[n++] = (char)c;
			continue;
		}
		c &= c >= 0xe0 ? 0x0f : 0x1f;
		while (i < size && (in[i] & 0xc0) == 0x80)
			c = c << 6 | (in[i++] & 0x3f);
		if (c > 0xffff || !codes[c].size)
			die("no GB18030 bytes for U+%04X", c);
		memcpy(out + n, codes[c].bytes, codes[c].size);
		n += codes[c].size;
	}
	return n;
}
