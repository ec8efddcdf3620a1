#include "record/token_step.h"

#ifdef __aarch64__
#include <arm_neon.h>

/* NEON has no movemask: a bit kept of each byte, then pairs added until 64 bytes are 8. */
static inline uint64_t join(const uint8x16_t truth[4])
{
	const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	uint8x16_t low = vpaddq_u8(vandq_u8(truth[0], bit), vandq_u8(truth[1], bit));
	uint8x16_t high = vpaddq_u8(vandq_u8(truth[2], bit), vandq_u8(truth[3], bit));
	low = vpaddq_u8(low, high);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(low, low)), 0);
}

static inline uint64_t equal_bits(const uint8x16_t part[4], char c)
{
	uint8x16_t truth[4];
	for (int at = 0; at < 4; at++)
		truth[at] = vceqq_u8(part[at], vdupq_n_u8((uint8_t)c));
	return join(truth);
}

static inline uint64_t control_bits(const uint8x16_t part[4])
{
	uint8x16_t truth[4];
	for (int at = 0; at < 4; at++)
		truth[at] = vcleq_u8(part[at], vdupq_n_u8(0x20));
	return join(truth);
}

static inline struct token_masks block_masks(const char *block, char delimiter)
{
	uint8x16_t part[4];
	for (int at = 0; at < 4; at++)
		part[at] = vld1q_u8((const uint8_t *)block + 16 * at);
	return (struct token_masks){
		.delimiter = equal_bits(part, delimiter),
		.line_end = equal_bits(part, '\n'),
		.quote = equal_bits(part, '"'),
		.cr = equal_bits(part, '\r'),
		.control = control_bits(part),
	};
}

#define block_put token_put
#define prefix_xor token_prefix_xor
TOKEN_SCAN(neon, )
#endif
