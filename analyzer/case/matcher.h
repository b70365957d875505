// SPDX-License-Identifier: MIT
/*
 * One matcher of the case file, compiled: conditions on an event and its line.
 */
#ifndef OVERRUN_MATCHER_H
#define OVERRUN_MATCHER_H

#include "pattern_pool.h"
#include "plan.h"

#define MATCHER_NO_PATTERN SIZE_MAX

struct matcher {
	bool has_signal;
	enum signal signal;
	const char *source, *kind;                 /* NULL: any */
	struct slice host, actor, object, outcome; /* empty: any */
	size_t pattern;                            /* number in the pool, or MATCHER_NO_PATTERN */
};

/*
 * Compiles; texts are borrowed from the plan. `where` names the place for messages and must live
 * as long as the pool.
 */
enum status matcher_compile(const struct plan_matcher *plan, struct pattern_pool *pool,
			    const char *where, struct matcher *ret_matcher, struct error *error);

/* Whether it can hold for any line of this source (NULL: none is known). */
bool matcher_fits_source(const struct matcher *matcher, const struct plan_source *source);

/* Whether it can hold for any line with this signal. */
bool matcher_fits_signal(const struct matcher *matcher, enum signal signal);

/*
 * Whether host, actor, object and outcome hold. An object covers its parts ("fw" covers "fw:eth0");
 * an event without object is taken by its host.
 */
bool matcher_fits_event(const struct matcher *matcher, const struct event *event);

#endif
