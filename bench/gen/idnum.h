/* Synthetic identity numbers (area 360799, which belongs to nobody) and unified social credit codes. */
#ifndef IDNUM_H
#define IDNUM_H
#include <stdbool.h>
#include <stdint.h>

enum id_damage { DAMAGE_ONE_DIGIT, DAMAGE_ROUNDED, DAMAGE_DOUBLE, DAMAGE_SCIENTIFIC };

/* How a damaged number looks: what one way of damage, made by one conversion, leaves. */
enum id_pattern { PATTERN_SCIENTIFIC, PATTERN_ROUNDED, PATTERN_ONE_DIGIT, PATTERN_COUNT };
extern const char *const id_pattern_names[PATTERN_COUNT];
enum id_pattern id_pattern_of(const char *damaged);

/* MOD 11-2 check character of 17 digits. */
char id_check(const char *digits);
/* area is six digits; out gets 18 characters and a zero. */
void id_make(char out[19], const char *area, int birth_day, int sequence);
/* The 15-digit form of a number of the twentieth century. */
void id_short(char out[16], const char id[19]);
/* Writes the damaged number; false when this damage would leave a valid number. */
bool id_damaged(char out[24], const char id[19], enum id_damage how, uint64_t random);
void uscc_make(char out[19], uint32_t serial);
#endif
