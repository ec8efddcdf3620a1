/* Random numbers that are the same on every machine: a xorshift stream, and a hash for values without state. */
#ifndef RNG_H
#define RNG_H
#include <stdbool.h>
#include <stdint.h>

struct rng { uint64_t state[2]; };

void rng_init(struct rng *r, uint64_t seed, uint64_t stream);
uint64_t rng_next(struct rng *r);
/* 0 .. bound - 1; bound > 0. */
uint32_t rng_below(struct rng *r, uint32_t bound);
/* low .. high, inclusive. */
int rng_between(struct rng *r, int low, int high);
bool rng_chance(struct rng *r, uint32_t per_mille);

static inline uint64_t hash_mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static inline uint64_t hash_of(uint64_t seed, uint64_t a, uint64_t b)
{
	return hash_mix(hash_mix(seed + a * 0x9e3779b97f4a7c15u) + b * 0xd1342543de82ef95u + 1);
}
#endif
