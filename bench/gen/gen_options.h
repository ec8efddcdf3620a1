#ifndef OPTIONS_H
#define OPTIONS_H
#include "gen.h"

/* Reads the command line; prints usage and stops when it makes no sense. */
struct options options_read(int argc, char **argv);
#endif
