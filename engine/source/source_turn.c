#include "source/source_turn.h"

/* A neighbour is mostly some microseconds ahead: less than it takes to be woken up. */
#define SPINS 2000

void turn_init(struct turn *turn)
{
	pthread_mutex_init(&turn->lock, NULL);
	pthread_cond_init(&turn->passed, NULL);
	turn->number = 0;
}

void turn_free(struct turn *turn)
{
	pthread_mutex_destroy(&turn->lock);
	pthread_cond_destroy(&turn->passed);
}

static inline void pause_a_little(void)
{
#ifdef __x86_64__
	__builtin_ia32_pause();
#endif
}

void turn_await(struct turn *turn, uint64_t number)
{
	for (int spin = 0; spin < SPINS; spin++) {
		if (__atomic_load_n(&turn->number, __ATOMIC_ACQUIRE) == number)
			return;
		pause_a_little();
	}
	pthread_mutex_lock(&turn->lock);
	while (turn->number != number)
		pthread_cond_wait(&turn->passed, &turn->lock);
	pthread_mutex_unlock(&turn->lock);
}

void turn_pass(struct turn *turn)
{
	pthread_mutex_lock(&turn->lock);
	__atomic_store_n(&turn->number, turn->number + 1, __ATOMIC_RELEASE);
	pthread_cond_broadcast(&turn->passed);
	pthread_mutex_unlock(&turn->lock);
}
