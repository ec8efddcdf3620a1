/* The only file that knows xxHash. */
#define XXH_STATIC_LINKING_ONLY /* for the size of XXH3_state_t */
#include <stdlib.h>
#include <xxhash.h>
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#define XXH_DISPATCH_DISABLE_REPLACE /* hash_bytes is for a few bytes: it gains nothing */
#include <xxh_x86dispatch.h>
#define UPDATE XXH3_128bits_update_dispatch /* with the best vector instructions of this machine */
#else
#define UPDATE XXH3_128bits_update
#endif

#include "base/file.h"

enum { STATE_ALIGNMENT = 64 };

struct digest {
	XXH3_state_t *state; /* inside room, where it is aligned */
	char room[sizeof(XXH3_state_t) + STATE_ALIGNMENT - 1];
};

struct digest *digest_new(void)
{
	struct digest *digest = mem_alloc(sizeof *digest);
	uintptr_t aligned = ((uintptr_t)digest->room + STATE_ALIGNMENT - 1) & ~(uintptr_t)(STATE_ALIGNMENT - 1);
	digest->state = (XXH3_state_t *)aligned;
	XXH3_INITSTATE(digest->state);
	XXH3_128bits_reset(digest->state);
	return digest;
}

void digest_add(struct digest *digest, const void *data, size_t size)
{
	if (size)
		UPDATE(digest->state, data, size);
}

/* The canonical form is big-endian on every machine: what `xxh128sum` prints. */
void digest_text(const struct digest *digest, char out[33])
{
	XXH128_canonical_t canonical;
	XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(digest->state));
	for (size_t i = 0; i < sizeof canonical.digest; i++) {
		out[2 * i] = "0123456789abcdef"[canonical.digest[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[canonical.digest[i] & 15];
	}
	out[32] = '\0';
}

void digest_free(struct digest *digest)
{
	free(digest);
}

uint64_t hash_bytes(const void *data, size_t size)
{
	return XXH3_64bits(data, size);
}
