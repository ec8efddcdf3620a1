/* Inside source/ only: which encoding bytes are in, and whether they are text at all. */
#ifndef HECHA_SOURCE_ENCODING_H
#define HECHA_SOURCE_ENCODING_H

#include "source/source.h"

/* Bytes of a byte order mark at the start of content (0: none), and what it says. */
size_t encoding_mark(struct span content, enum encoding *encoding);

/* Decides from a stretch of text that starts with a byte beyond ASCII and ends at the end of a line or of the file: strict UTF-8,
 * else strict GB18030; where neither fits, what most of it is, GB18030 when that is open. */
enum encoding encoding_detect(struct span text);

/* False when the C library has no converter for it (glibc keeps them in a package of their own on some systems). */
bool encoding_is_available(enum encoding encoding);

/* Decodes from *at on as far as it goes, into out; *at is left behind the last character that decoded. False when that is not the end. */
bool gb18030_decode(struct span bytes, size_t *at, struct buffer *out);

/* What content is when it is certainly no CSV text (a workbook, UTF-16, an archive, …): one sentence with what to do about it,
 * for people; NULL when it may be text. */
struct foreign {
	const char *what, *hint;
};
const struct foreign *encoding_foreign(struct span content);

#endif
