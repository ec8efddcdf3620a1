#include "rng.h"

void rng_init(struct rng *r, uint64_t seed, uint64_t stream)
{
	r->state[0] = hash_of(seed, stream, 1);
	r->state[1] = hash_of(seed, stream, 2) | 1;
}

/* xorshift128+ */
uint64_t rng_next(struct rng *r)
{
	uint64_t a = r->state[0], b = r->state[1];
	r->state[0] = b;
	a ^= a << 23;
	r->state[1] = a ^ b ^ (a >> 17) ^ (b >> 26);
	return r->state[1] + b;
}

uint32_t rng_below(struct rng *r, uint32_t bound)
{
	return (uint32_t)(((rng_next(r) >> 32) * bound) >> 32);
}

int rng_between(struct rng *r, int low, int high)
{
	return low + (int)rng_below(r, (uint32_t)(high - low + 1));
}

bool rng_chance(struct rng *r, uint32_t per_mille)
{
	return rng_below(r, 1000) < per_mille;
}
