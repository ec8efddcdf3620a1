/* Entrance: any bytes as cells. First byte: the encoding, u, g, or d (decoded from GB18030); then one cell a line. */
#include "../unit/decode_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span cell[DECODE_ROWS_MAX];
	uint32_t count = 0;
	if (!size)
		return 0;
	for (size_t at = 1, from = 1; at <= size && count < DECODE_ROWS_MAX; at++)
		if (at == size || data[at] == '\n') {
			cell[count++] = (struct span){(const char *)data + from, at - from};
			from = at + 1;
		}
	decode_check(cell, count, data[0] == 'u' ? ENCODING_UTF8 : ENCODING_GB18030, data[0] == 'd');
	return 0;
}
