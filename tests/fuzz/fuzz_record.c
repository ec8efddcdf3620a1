/* Entrance: any bytes as an extract. Seven bytes of dialect first (printable, so that corpus files can be written by hand):
 * encoding a/u/g, delimiter or `?`, trailer t/-, three digits of chunk size, a line end. */
#include "../unit/record_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PREFIX_BYTES 7

static enum encoding encoding_of(char c)
{
	return c == 'u' ? ENCODING_UTF8 : c == 'g' ? ENCODING_GB18030 : ENCODING_AUTO;
}

static size_t chunk_bytes_of(const char *digits)
{
	size_t value = 0;
	for (int at = 0; at < 3; at++)
		value = value * 10 + (unsigned char)digits[at] % 10;
	return value ? value : 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < PREFIX_BYTES || size > (64u << 10))
		return 0;
	char prefix[PREFIX_BYTES];
	memcpy(prefix, data, sizeof prefix);
	struct property_input input = {
		.content = {(const char *)data + PREFIX_BYTES, size - PREFIX_BYTES},
		.encoding = encoding_of(prefix[0]),
		.delimiter = memchr(",;\t|", prefix[1], 4) ? prefix[1] : '\0',
		.trailer = prefix[2] == 't',
	};
	size_t chunk_bytes = chunk_bytes_of(prefix + 3);
	property_check(&input, &chunk_bytes, 1);
	return 0;
}
