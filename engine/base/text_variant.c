/* Variant glyphs (异体字、繁体字) and private-use characters of names. */
#include "base/text.h"
#include "base/utf8.h"

/* Pairs of three bytes each, ascending. */
static const char variants[] =
#include "base/han_variants.def"
	;
enum { PAIR_SIZE = 6, VARIANT_COUNT = (sizeof variants - 1) / PAIR_SIZE };

static uint32_t pair_half(size_t pair, size_t half)
{
	size_t at = pair * PAIR_SIZE + half * (PAIR_SIZE / 2);
	return utf8_next((struct span){variants, sizeof variants - 1}, &at);
}

/* GB18030 FE50 to FEA0: characters that were added to GBK under private code points, U+E815 to U+E864, before Unicode had them. Data that was
 * converted early still holds those. Source: the GB18030 table of glibc for the standard code points; the private ones run on without a gap. */
#define PRIVATE_FIRST 0xE815u
static const uint32_t from_private[] = {
	0x2E81,	 0x20087, 0x20089, 0x200CC, 0x2E84, 0x3473, 0x3447, 0x2E88, 0x2E8B,  0x9FB4, 0x359E, 0x361A, 0x360E,  0x2E8C, 0x2E97, 0x396E,
	0x3918,	 0x9FB5,  0x39CF,  0x39DF,  0x3A73, 0x39D0, 0x9FB6, 0x9FB7, 0x3B4E,  0x3C6E, 0x3CE0, 0x2EA7, 0x215D7, 0x9FB8, 0x2EAA, 0x4056,
	0x415F,	 0x2EAE,  0x4337,  0x2EB3,  0x2EB6, 0x2EB7, 0x2298F, 0x43B1, 0x43AC, 0x2EBB, 0x43DD, 0x44D6, 0x4661,  0x464C, 0x9FB9, 0x4723,
	0x4729,	 0x477C,  0x478D,  0x2ECA,  0x4947, 0x497A, 0x497D, 0x4982, 0x4983,  0x4985, 0x4986, 0x499F, 0x499B,  0x49B7, 0x49B6, 0x9FBA,
	0x241FE, 0x4CA3,  0x4C9F,  0x4CA0,  0x4CA1, 0x4C77, 0x4CA2, 0x4D13, 0x4D14,  0x4D15, 0x4D16, 0x4D17, 0x4D18,  0x4D19, 0x4DAE, 0x9FBB,
};

uint32_t text_usual_glyph(uint32_t c)
{
	if (c < 0x3400)
		return c;
	if (c >= PRIVATE_FIRST && c < PRIVATE_FIRST + sizeof from_private / sizeof *from_private)
		return from_private[c - PRIVATE_FIRST];
	size_t low = 0, high = VARIANT_COUNT;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint32_t at = pair_half(middle, 0);
		if (at == c)
			return pair_half(middle, 1);
		if (at < c)
			low = middle + 1;
		else
			high = middle;
	}
	return c;
}
