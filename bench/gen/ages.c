#include "ages.h"

int old_age(enum age_group group)
{
	return group == MEN60 ? 60 : group == WOMEN55 ? 55 : 50;
}

/* One month more for every four (women who retired at 50: two) months that the old age is reached after 2024. */
int lawful_month(int birth, enum age_group group)
{
	int reached = birth + 12 * old_age(group);
	int step = group == WOMEN50 ? 2 : 4, most = group == WOMEN50 ? 60 : 36;
	int after = reached - 2025 * 12 + 1;
	int delay = after <= 0 ? 0 : (after + step - 1) / step;
	return reached + (delay < most ? delay : most);
}

/* Months a resident had to pay: since the scheme began, up to the age of 60, at most fifteen years. */
int months_required(int birth)
{
	int months = birth + 60 * 12 - RESIDENT_SCHEME;
	return months < 0 ? 0 : months < 180 ? months : 180;
}
