#include "record/token.h"

token_scan *token_scan_of(enum simd_level level)
{
	switch (level) {
#ifdef __x86_64__
	case SIMD_AVX512:
		return token_scan_avx512;
	case SIMD_AVX2:
		return token_scan_avx2;
	case SIMD_SSE2:
		return token_scan_sse2;
#elif defined(__aarch64__)
	case SIMD_NEON:
		return token_scan_neon;
#endif
	default:
		return token_scan_portable;
	}
}
