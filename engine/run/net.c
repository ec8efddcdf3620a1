#include "run/net.h"

#include <stdlib.h>

#include "base/file.h"
#include "plan/bind.h"

struct net_entry {
	struct span person, fund, county; /* of the hits, which outlive this */
	int64_t month, paid;
	bool known;
};

/* A table of places and a part of the hash beside them: most groups are nobody's claim, and that is told without looking at an entry. */
struct net_slot {
	uint32_t tag;	 /* upper half of the hash */
	uint32_t number; /* of the entry, from 1; 0: free */
};

struct net {
	const struct plan *plan;
	uint64_t mask;
	struct net_slot *slot;
	uint32_t count;
	struct net_entry *entry;
};

static uint64_t entry_hash(struct span person, int64_t month)
{
	return hash_bytes(person.data, person.size) + hash_mix((uint64_t)month);
}

/* The slot from `at` on that is free or has the tag of this hash. */
static uint64_t next_slot(const struct net *net, uint64_t hash, uint64_t at)
{
	for (at &= net->mask; net->slot[at].number && net->slot[at].tag != (uint32_t)(hash >> 32);)
		at = (at + 1) & net->mask;
	return at;
}

/* The slot of an entry, or the free one where it would be. */
static struct net_slot *find_slot(const struct net *net, uint64_t hash, struct span person, struct span fund, int64_t month, struct span county)
{
	uint64_t at = next_slot(net, hash, hash);
	for (; net->slot[at].number; at = next_slot(net, hash, at + 1)) {
		const struct net_entry *entry = &net->entry[net->slot[at].number - 1];
		if (entry->month == month && span_equal(entry->person, person) && span_equal(entry->fund, fund) &&
		    span_equal(entry->county, county))
			break;
	}
	return &net->slot[at];
}

static void add_claim(struct net *net, const struct hit *hit)
{
	uint64_t hash = entry_hash(hit->key, hit->month);
	struct net_slot *slot = find_slot(net, hash, hit->key, hit->fund, hit->month, hit->county);
	if (slot->number)
		return;
	net->entry[net->count++] = (struct net_entry){.person = hit->key, .fund = hit->fund, .county = hit->county, .month = hit->month};
	*slot = (struct net_slot){(uint32_t)(hash >> 32), net->count};
}

struct net *net_new(const struct plan *plan, const struct hits *hits)
{
	struct net *net = mem_zero(1, sizeof *net);
	uint64_t size = 64;
	while (size < 2 * (uint64_t)hits->count)
		size *= 2;
	net->plan = plan;
	net->mask = size - 1;
	net->slot = mem_zero(size, sizeof *net->slot);
	net->entry = mem_alloc(hits->count * sizeof *net->entry);
	for (uint32_t at = 0; at < hits->count; at++)
		if (hits->hit[at].rule->rule->has_claim)
			add_claim(net, &hits->hit[at]);
	return net;
}

void net_free(struct net *net)
{
	if (!net)
		return;
	free(net->entry);
	free(net->slot);
	free(net);
}

/* The texts of a group's keys. */
struct net_texts {
	struct buffer key[NET_KEYS];
};

static struct span key_text(const struct net *net, const struct group *group, uint32_t key, struct net_texts *texts)
{
	texts->key[key].size = 0;
	value_text(group_value(group, key), group_type(group->stage, key), net->plan->symbols, &texts->key[key]);
	return buffer_span(&texts->key[key]);
}

static void add_group(struct net *net, const struct group *group, struct net_texts *texts)
{
	struct span person = key_text(net, group, NET_PERSON, texts);
	int64_t month = group_value(group, NET_MONTH).number;
	uint64_t hash = entry_hash(person, month);
	if (!net->slot[next_slot(net, hash, hash)].number)
		return;
	struct span fund = key_text(net, group, NET_FUND, texts), county = key_text(net, group, NET_COUNTY, texts);
	const struct net_slot *slot = find_slot(net, hash, person, fund, month, county);
	struct value sum = group_value(group, GROUP_AGGREGATE);
	if (!slot->number || sum.cell != CELL_VALUE)
		return;
	struct net_entry *entry = &net->entry[slot->number - 1];
#pragma omp critical(net_entry)
	{
		entry->paid += sum.number;
		entry->known = true;
	}
}

void net_add(struct net *net, const struct group *const *group, uint32_t count)
{
	struct net_texts texts = {0};
	for (uint32_t at = 0; at < count; at++)
		add_group(net, group[at], &texts);
	for (uint32_t key = 0; key < NET_KEYS; key++)
		buffer_free(&texts.key[key]);
}

static bool find_paid(const void *context, struct span person, struct span fund, int64_t month, struct span county, int64_t *fen)
{
	const struct net *net = context;
	const struct net_slot *slot = find_slot(net, entry_hash(person, month), person, fund, month, county);
	if (!slot->number || !net->entry[slot->number - 1].known)
		return false;
	*fen = net->entry[slot->number - 1].paid;
	return true;
}

struct net_paid net_paid(const struct net *net)
{
	return (struct net_paid){net ? find_paid : NULL, net};
}
