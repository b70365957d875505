// SPDX-License-Identifier: MIT
/* The counts per minute of each event, also of those whose rows are dropped or go elsewhere. */
#include "store_inside.h"

enum { STATUS_ANSWERED = 200, STATUS_REFUSED = 400 };

/* Did a backend answer it? */
static bool is_answer(const struct event *event)
{
	return event->rule.size > 0 && event->status >= STATUS_ANSWERED &&
	       event->status < STATUS_REFUSED;
}

enum status sink_count(struct store *store, const struct position *position,
		       const struct event *event, enum signal signal, size_t service,
		       bool *ret_is_named, struct error *error)
{
	timestamp at = event->happened_at;
	struct entry_state *entry = &store->entry;
	if (at == TIMESTAMP_NONE) {
		return STATUS_OK;
	}
	if (entry->first_at == TIMESTAMP_NONE || at < entry->first_at) {
		entry->first_at = at;
	}
	if (entry->last_at == TIMESTAMP_NONE || at > entry->last_at) {
		entry->last_at = at;
	}
	enum status status = minutes_pulse(&store->minutes, at, position->line, error);
	if (status == STATUS_OK && signal == SIGNAL_REQUEST) {
		status = minutes_request(&store->minutes, at - store->feed_clock_us, position->line,
					 (int64_t)service, event->status, error);
	} else if (status == STATUS_OK && signal == SIGNAL_FLOW) {
		status = minutes_flow(&store->minutes, at - store->feed_clock_us, position->line,
				      event->outcome, event->rule, error);
	}
	if (status == STATUS_OK && signal == SIGNAL_REQUEST && is_answer(event)) {
		status = minutes_answer(&store->minutes, at, store->next_event, event->rule,
					ret_is_named, error);
	}
	return status;
}
