#include "base/wilson.h"

#include <assert.h>

typedef unsigned __int128 wide;

enum { TEN_THOUSAND = 10000 };
static const uint64_t ONE = 1000000000, Z_SQUARED = 3841458821; /* 1.959963985² in billionths */

/* The whole square root, Newton from above. */
static wide square_root(wide number)
{
	if (number < 2)
		return number;
	wide root = number, next = (number >> 1) + 1;
	while (next < root) {
		root = next;
		next = (root + number / root) >> 1;
	}
	return root;
}

static uint32_t rounded(wide part, wide whole)
{
	return (uint32_t)((part * TEN_THOUSAND * 2 + whole) / (whole * 2));
}

/* (2k + z² ± z √(z² + 4k(n − k)/n)) / 2(n + z²), everything in billionths. */
struct share_interval wilson_95(uint64_t hits, uint64_t trials)
{
	assert(trials && trials <= ONE && hits <= trials);
	wide middle = (wide)hits * 2 * ONE + Z_SQUARED, whole = ((wide)trials * ONE + Z_SQUARED) * 2;
	wide spread = (wide)4 * hits * (trials - hits) * ONE / trials;
	wide reach = square_root((Z_SQUARED + spread) * Z_SQUARED);
	return (struct share_interval){rounded(middle > reach ? middle - reach : 0, whole), rounded(middle + reach, whole)};
}

uint32_t share_of(uint64_t part, uint64_t whole)
{
	return rounded(part, whole);
}
