/* Inside source/ only: threads that did their work in any order take turns by number. */
#ifndef HECHA_SOURCE_TURN_H
#define HECHA_SOURCE_TURN_H

#include <pthread.h>
#include <stdint.h>

struct turn {
	pthread_mutex_t lock;
	pthread_cond_t passed;
	uint64_t number; /* whose turn it is */
};

void turn_init(struct turn *turn);
void turn_free(struct turn *turn);
/* Every number from 0 on is awaited by one thread, which then passes the turn on to the next. What is done before passing is seen by those
 * who come later. */
void turn_await(struct turn *turn, uint64_t number);
void turn_pass(struct turn *turn);

#endif
