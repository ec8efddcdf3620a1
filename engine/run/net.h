/* What was paid net for the months that are claimed. */
#ifndef HECHA_NET_H
#define HECHA_NET_H

#include "casefile/casefile.h"

struct net;

/* One entry per (person, fund, county, month) of the claims; nothing is known of them yet. */
struct net *net_new(const struct plan *plan, const struct hits *hits);
void net_free(struct net *net);
/* Takes in groups of a net stage; those nobody claims are passed over. From several threads at once. */
void net_add(struct net *net, const struct group *const *group, uint32_t count);
/* For cases_build. */
struct net_paid net_paid(const struct net *net);

#endif
