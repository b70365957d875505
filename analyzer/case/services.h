// SPDX-License-Identifier: MIT
/*
 * Which service a request path belongs to.
 *
 * Service patterns are nearly always plain beginnings ("^/v1/pay/"): those are compared as bytes.
 * No cache of paths for the others, because an anchored pattern is decided faster than a path
 * is hashed.
 */
#ifndef OVERRUN_SERVICES_H
#define OVERRUN_SERVICES_H

#include "plan.h"

struct services;

/* STATUS_USAGE: a pattern does not compile; STATUS_NO_MEMORY. The plan must outlive it. */
enum status services_new(const struct plan *plan, struct services **ret_services,
			 struct error *error);
void services_free(struct services *services);

/* The first that matches, from 1; 0: none. A plan without services has one that takes all. */
size_t services_find(struct services *services, struct slice path);

/* Lines on which a pattern gave up, of the service at `index` from 0. */
int64_t services_limits(const struct services *services, size_t index);

#endif
