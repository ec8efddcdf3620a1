/* How sure a share is: Wilson's interval, in whole-number arithmetic, so that every machine prints the same. */
#ifndef HECHA_WILSON_H
#define HECHA_WILSON_H

#include <stdint.h>

/* Ten-thousandths: 4902 is 49.02 %. */
struct share_interval {
	uint32_t low, high;
};

/* The 95 % score interval (z = 1.959964, no continuity correction) of `hits` in `trials`; 0 < trials ≤ 10^9, hits ≤ trials. Rounded to the nearest
 * ten-thousandth. */
struct share_interval wilson_95(uint64_t hits, uint64_t trials);
/* part / whole in ten-thousandths, rounded half up; whole > 0. */
uint32_t share_of(uint64_t part, uint64_t whole);

#endif
