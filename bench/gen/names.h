/* Names of people, clerks, employers and places. UTF-8. */
#ifndef NAMES_H
#define NAMES_H
#include "gen.h"
#include "rng.h"

#define NAME_SIZE 40
#define NO_CHARACTER 0xffff

/* Draws a name for a person: common surnames weighted, given names by generation and sex, so many in a
 * thousand with a rare character. */
void name_draw(struct person *p, struct rng *r, uint32_t rare_per_mille);
/* A name that few others have, the same for the same number. */
void name_unheard(struct person *p, uint32_t number);
/* Writes the name in the spelling wanted; returns its length. out has NAME_SIZE bytes. */
size_t name_spell(char *out, const struct person *p, enum name_spelling how, uint64_t random);
/* True when the name has a name dot or a character outside GBK. */
bool name_is_rare(const struct person *p);

const char *clerk_name(int agency, unsigned number);
const char *town_name(unsigned number);
/* Some employers have delimiters, quotes or line ends in their names. */
size_t employer_name(char *out, size_t size, unsigned number);
#endif
