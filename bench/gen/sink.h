/* A file being written: plain, or gzip (modification time 0) in one member or several. */
#ifndef SINK_H
#define SINK_H
#include <stddef.h>
#include <stdint.h>

enum packing { PACK_NONE, PACK_GZIP, PACK_MEMBERS };

struct sink;

struct sink *sink_open(const char *path, enum packing packing);
void sink_write(struct sink *s, const char *bytes, size_t size);
/* With PACK_MEMBERS: what follows goes into another member. */
void sink_member(struct sink *s);
void sink_close(struct sink *s);
#endif
