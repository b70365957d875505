// SPDX-License-Identifier: MIT
/* One matcher of the case file, compiled. */
#include "matcher.h"

static struct slice slice_of(const char *text)
{
	return text == NULL ? slice_empty() : slice_from(text);
}

enum status matcher_compile(const struct plan_matcher *plan, struct pattern_pool *pool,
			    const char *where, struct matcher *ret_matcher, struct error *error)
{
	struct matcher matcher = {
		.source = plan->source,
		.kind = plan->kind,
		.host = slice_of(plan->host),
		.actor = slice_of(plan->actor),
		.object = slice_of(plan->object),
		.outcome = slice_of(plan->outcome),
		.pattern = MATCHER_NO_PATTERN,
	};
	if (plan->signal_word != NULL) {
		matcher.has_signal = true;
		if (!signal_find(slice_from(plan->signal_word), &matcher.signal)) {
			return error_set(error, STATUS_USAGE, "%s: unknown signal `%s`", where,
					 plan->signal_word);
		}
	}
	if (plan->match != NULL) {
		enum status status =
			pattern_pool_add(pool, plan->match, where, &matcher.pattern, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	*ret_matcher = matcher;
	return STATUS_OK;
}

bool matcher_fits_source(const struct matcher *matcher, const struct plan_source *source)
{
	if (matcher->source != NULL && (source == NULL || source->name == NULL ||
					strcmp(matcher->source, source->name) != 0)) {
		return false;
	}
	return matcher->kind == NULL ||
	       (source != NULL && source->kind != NULL && strcmp(matcher->kind, source->kind) == 0);
}

bool matcher_fits_signal(const struct matcher *matcher, enum signal signal)
{
	return !matcher->has_signal || matcher->signal == signal;
}

static bool holds(struct slice wanted, struct slice found)
{
	return slice_is_empty(wanted) || slice_equals(wanted, found);
}

static bool covers(struct slice object, const struct event *event)
{
	struct slice found = slice_is_empty(event->object) ? event->host : event->object;
	if (found.size < object.size || memcmp(found.data, object.data, object.size) != 0) {
		return false;
	}
	return found.size == object.size || found.data[object.size] == ':';
}

bool matcher_fits_event(const struct matcher *matcher, const struct event *event)
{
	return holds(matcher->host, event->host) && holds(matcher->actor, event->actor) &&
	       holds(matcher->outcome, event->outcome) &&
	       (slice_is_empty(matcher->object) || covers(matcher->object, event));
}
