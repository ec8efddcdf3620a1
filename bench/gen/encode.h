/* UTF-8 to GB18030, from a table that iconv fills once. */
#ifndef ENCODE_H
#define ENCODE_H
#include <stddef.h>

/* Returns the length written; out has room for twice the bytes. Bytes 0xFE and 0xFF, which no UTF-8 text
 * has, pass through as they are: that is how undecodable bytes get into an extract. */
size_t encode_gb18030(char *out, const char *utf8, size_t size);
#endif
