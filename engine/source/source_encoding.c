#include "source/source_encoding.h"

#include "base/text.h"

/* Stands for a character that does not decode: no UTF-8 text has this byte, so a cell that holds it is malformed and its
 * neighbours are not. */
#define UNDECODABLE '\xff'

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
