/* What record_utf8 says there is none of. */
#ifndef HECHA_UNIT_WIDE_BLANK_H
#define HECHA_UNIT_WIDE_BLANK_H

#include "base/span.h"

static inline bool text_has_wide_blank(struct span s)
{
	return s.size && (memmem(s.data, s.size, "\xC2\xA0", 2) || memmem(s.data, s.size, "\xE3\x80\x80", 3));
}

#endif
