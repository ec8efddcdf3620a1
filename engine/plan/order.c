#include "plan/order.h"

#include "eval/truth.h"

static void order_stage(struct stage *stage, struct arena *arena)
{
	stage->order = arena_alloc(arena, (stage->before_count + 1) * sizeof *stage->order);
	for (enum truth_cost cost = COST_BLOCK; cost <= COST_CALL; cost++) {
		for (uint32_t at = 0; at < stage->before_count; at++)
			if (truth_cost(stage->before[at].node) == cost)
				stage->order[stage->order_count++] = at;
		if (stage->implied && truth_cost(stage->implied) == cost)
			stage->order[stage->order_count++] = stage->before_count;
	}
}

void plan_order(struct plan *plan)
{
	for (uint32_t at = 0; at < plan->stage_count; at++)
		order_stage(plan->stage[at], &plan->arena);
}
