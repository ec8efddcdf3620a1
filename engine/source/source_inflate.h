/* Inside source/ only: the libraries that inflate gzip, behind one face. source_gzip.c knows what a file of members is; they know one. */
#ifndef HECHA_SOURCE_INFLATE_H
#define HECHA_SOURCE_INFLATE_H

#include <stddef.h>

#include "base/status.h"

/* What is still to be read and where to write; both move on. */
struct inflate_io {
	const unsigned char *in;
	unsigned char *out;
	size_t in_size, out_size; /* below 4 GiB */
};

enum inflated {
	INFLATED_SOME,	 /* perhaps nothing: more input or more room is needed */
	INFLATED_MEMBER, /* a member ended, its checksum was right; the next call begins another one */
	INFLATED_DAMAGED,
	INFLATED_NO_MEMORY,
};

struct inflater {
	const char *name; /* as HECHA_INFLATE spells it */
	void *(*open)(void); /* NULL: no memory */
	void (*close)(void *state);
	void *(*copy)(const void *state); /* goes on where this one is */
	/* why: of DAMAGED, a constant */
	enum inflated (*step)(void *state, struct inflate_io *io, const char **why);
};

extern const struct inflater inflater_zlib;
extern const struct inflater *const inflater_isal; /* NULL where it was built without */

#endif
