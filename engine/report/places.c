/* Where things stand, as a person who has only the agency folder can find them. */
#include "report/output.h"

struct span place_file(const struct report *report, struct place place)
{
	return place.extract < report->extract_count ? span_of(report->extract_shown[place.extract]) : SPAN("");
}

bool extract_was_read(const struct report_extract *extract)
{
	return extract->facts.digest[0] != '\0' || extract->extract->kept_count || extract->extract->rejected_count;
}

bool table_was_read(const struct report *report, const struct table_spec *spec)
{
	for (uint32_t at = 0; at < report->extract_count; at++)
		if (report->extract[at].extract->table->spec == spec && extract_was_read(&report->extract[at]))
			return true;
	return false;
}
