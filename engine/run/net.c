#include "run/net.h"

#include <stdlib.h>

#include "base/file.h"
#include "plan/bind.h"

struct net_entry {
	struct span person, fund, county; /* of the hits, which outlive this; person.data NULL: empty */
	int64_t month, paid;
	bool known;
};

struct net {
	const struct plan *plan;
	uint64_t mask;
	struct net_entry *entry;
};

static uint64_t entry_hash(struct span person, int64_t month)
{
	return hash_bytes(person.data, person.size) + hash_mix((uint64_t)month);
}

static struct net_entry *find_entry(const struct net *net, struct span person, struct span fund, int64_t month, struct span county)
{
	uint64_t at = entry_hash(person, month) & net->mask;
	for (; net->entry[at].person.data; at = (at + 1) & net->mask) {
		const struct net_entry *entry = &net->entry[at];
		if (entry->month == month && span_equal(entry->person, person) && span_equal(entry->fund, fund) &&
		    span_equal(entry->county, county))
			break;
	}
	return &net->entry[at];
}

struct net *net_new(const struct plan *plan, const struct hits *hits)
{
	struct net *net = mem_zero(1, sizeof *net);
	uint64_t size = 64;
	while (size < 2 * (uint64_t)hits->count)
		size *= 2;
	net->plan = plan;
	net->mask = size - 1;
	net->entry = mem_zero(size, sizeof *net->entry);
	for (uint32_t at = 0; at < hits->count; at++) {
		const struct hit *hit = &hits->hit[at];
		if (!hit->rule->rule->has_claim)
			continue;
		struct net_entry *entry = find_entry(net, hit->key, hit->fund, hit->month, hit->county);
		*entry = (struct net_entry){.person = hit->key, .fund = hit->fund, .county = hit->county, .month = hit->month};
	}
	return net;
}

void net_free(struct net *net)
{
	if (!net)
		return;
	free(net->entry);
	free(net);
}

static void add_group(struct net *net, const struct group *group)
{
	struct buffer text[NET_KEYS] = {BUFFER_INIT};
	for (uint32_t key = 0; key < NET_MONTH; key++)
		value_text(group_value(group, key), group_type(group->stage, key), net->plan->symbols, &text[key]);
	struct net_entry *entry = find_entry(net, buffer_span(&text[NET_PERSON]), buffer_span(&text[NET_FUND]),
					     group_value(group, NET_MONTH).number, buffer_span(&text[NET_COUNTY]));
	struct value sum = group_value(group, GROUP_AGGREGATE);
	if (entry->person.data && sum.cell == CELL_VALUE) {
#pragma omp critical(net_entry)
		{
			entry->paid += sum.number;
			entry->known = true;
		}
	}
	for (uint32_t key = 0; key < NET_MONTH; key++)
		buffer_free(&text[key]);
}

void net_add(struct net *net, const struct group *const *group, uint32_t count)
{
	for (uint32_t at = 0; at < count; at++)
		add_group(net, group[at]);
}

static bool find_paid(const void *context, struct span person, struct span fund, int64_t month, struct span county, int64_t *fen)
{
	const struct net_entry *entry = find_entry(context, person, fund, month, county);
	*fen = entry->paid;
	return entry->person.data && entry->known;
}

struct net_paid net_paid(const struct net *net)
{
	return (struct net_paid){net ? find_paid : NULL, net};
}
