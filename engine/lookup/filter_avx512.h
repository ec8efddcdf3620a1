#ifndef HECHA_FILTER_AVX512_H
#define HECHA_FILTER_AVX512_H

#include "lookup/index.h"

/* index_filter where the only key is a number and none of the rows lacks it. For machines with SIMD_AVX512. */
uint32_t filter_numbers_avx512(const struct index *index, const struct column *probe, uint32_t *at, uint32_t count);

#endif
