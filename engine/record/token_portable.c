#include "record/token_step.h"

/* Eight bytes as a word: bit i set where byte i equals the pattern's. The sum cannot carry from one byte into the next. */
static inline uint64_t equal_bits(uint64_t word, unsigned char c)
{
	uint64_t diff = word ^ (0x0101010101010101u * c);
	uint64_t low = 0x7f7f7f7f7f7f7f7fu;
	uint64_t zero = ~(((diff & low) + low) | diff | low); /* 0x80 in bytes that were equal */
	return (zero >> 7) * 0x0102040810204080u >> 56;
}

/* Bytes up to 0x20. */
static inline uint64_t control_bits(uint64_t word)
{
	uint64_t low = 0x7f7f7f7f7f7f7f7fu;
	uint64_t above = (((word & low) + 0x0101010101010101u * (0x7f - 0x20)) | word) & ~low;
	return ((above ^ ~low) >> 7) * 0x0102040810204080u >> 56;
}

/* The word's first byte becomes the lowest one, on any machine. */
static inline uint64_t load_word(const char *data)
{
	uint64_t word;
	memcpy(&word, data, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

static inline struct token_masks block_masks(const char *block, char delimiter)
{
	struct token_masks mask = {0};
	for (int at = 0; at < TOKEN_BLOCK; at += 8) {
		uint64_t word = load_word(block + at);
		mask.delimiter |= equal_bits(word, (unsigned char)delimiter) << at;
		mask.line_end |= equal_bits(word, '\n') << at;
		mask.quote |= equal_bits(word, '"') << at;
		mask.cr |= equal_bits(word, '\r') << at;
		mask.control |= control_bits(word) << at;
	}
	return mask;
}

#define block_put token_put
#define prefix_xor token_prefix_xor
TOKEN_SCAN(portable, )
