#include "workbench/estimate.h"

#include <math.h>

struct estimate estimate_total(double sum, double sum_of_squares, double share, bool counts)
{
	const double z = 1.959963984540054;
	double total = sum / share, mean = counts ? 1 : sum > 0 ? sum_of_squares / sum : 0;
	double a = z * z * (1 - share) / share * mean, half = sqrt(a * total + a * a / 4);
	double low = total + a / 2 - half;
	return (struct estimate){.total = total, .low = low < sum ? sum : low, .high = total + a / 2 + half, .known = counts || sum > 0};
}
