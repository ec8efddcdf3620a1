/* Synthetic identity numbers (area 360799, which belongs to nobody) and unified social credit codes. */
#ifndef IDNUM_H
#define IDNUM_H
#include <stdbool.h>
#include <stdint.h>

enum id_damage { DAMAGE_ONE_DIGIT, DAMAGE_ROUNDED, DAMAGE_DOUBLE, DAMAGE_SCIENTIFIC };

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
