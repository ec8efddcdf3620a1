/* Totals of all subjects, from a part of them. */
#ifndef HECHA_ESTIMATE_H
#define HECHA_ESTIMATE_H

#include <stdbool.h>
#include <stdint.h>

struct estimate {
	double total, low, high; /* low … high: 95 % interval */
	bool known;		 /* false: nothing was found, and nothing says how much one would be; high is no bound */
};

/* Each subject is in the sample with probability `share`, independently of the others, with all its rows: Bernoulli sampling of clusters.
 * With y the figure of a subject (1 when subjects are counted) and sums over those in the sample:
 *
 *   T = sum(y) / share                                 Horvitz and Thompson 1952; Särndal, Swensson, Wretman 1992, section 3.2
 *   variance of T = (1 - share) / share * sum over ALL subjects of y², and that sum is taken as m * (the true total), m = sum(y²) / sum(y)
 *   interval: every total whose own variance makes T likely, (T - total)² <= 1.96² * (1 - share) / share * m * total  (a score interval, as
 *   Wilson 1927), that is with a = 1.96² * (1 - share) / share * m:  T + a/2 ± sqrt(a*T + a²/4), never below what the sample holds.
 *
 * For counts m is 1 and this is Wilson's idea for the binomial; unlike T ± 1.96 deviations it holds for few hits, and for none. m is estimated
 * too: for yuan, where a few large claims may not be met, the interval is too narrow when the sample has few hits (tests/sampling measures). */
struct estimate estimate_total(double sum, double sum_of_squares, double share, bool counts);

#endif
