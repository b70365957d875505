// SPDX-License-Identifier: MIT
/*
 * PagerDuty: log entries of incidents, as the API gives them.
 *
 *     {"id":"R1","type":"acknowledge_log_entry","summary":"Acknowledged by Lee.",
 *      "created_at":"2024-08-07T05:30:19Z","agent":{"type":"user_reference","summary":"Lee"},
 *      "channel":{"type":"mobile"},"incident":{"id":"P1"},"service":{"summary":"pay"}}
 *
 * Only a person acknowledges: an entry whose agent is a service or whose channel is a timeout stays
 * `log`, as do trigger and resolve, which are a monitor's view; the code tells them.
 */
#include "export_bid.h"

/* PagerDuty, REST API v2, "List log entries" [D] */
static const struct export_name names[] = {
	{"type", EXPORT_KIND},
	{"created_at", EXPORT_TIME},
	{"summary", EXPORT_TEXT},
	{"agent.summary", EXPORT_ACTOR},
	{"agent.type", EXPORT_STATE},
	{"user.summary", EXPORT_RECIPIENT},
	{"channel.notification.address", EXPORT_ACTOR_2},
	{"channel.type", EXPORT_REASON},
	{"incident.id", EXPORT_ID},
	{"service.summary", EXPORT_OBJECT},
	{"incident.summary", EXPORT_TEXT_2},
};

struct kind {
	const char *type;
	enum signal signal;
	bool human; /* means it only where a person did it */
};

/* PagerDuty, log entry types [D] */
static const struct kind kinds[] = {
	{"notify_log_entry", SIGNAL_ALERT_SENT, false},
	{"acknowledge_log_entry", SIGNAL_RESPONSE_ACK, true},
	{"responder_accept_log_entry", SIGNAL_RESPONSE_ACK, true},
	{"responder_request_log_entry", SIGNAL_CALLOUT_SENT, false},
};

static const char *const machines[] = {"timeout", "auto", "service", "integration", NULL};
static const char *const marks[] = {"_log_entry\"", "_log_entry_reference\"", NULL};

static const char *const keys[] = {"_log_entry\"", NULL};

static bool read(const struct slice *values, struct clock_text *habit, struct event *event)
{
	struct slice kind = values[EXPORT_KIND];
	if (!slice_ends_with(kind, "_log_entry") || !export_time(values, habit, &event->stamp)) {
		return false;
	}
	bool human = !slice_starts_with(values[EXPORT_STATE], "service") &&
		     !export_is_one_of(values[EXPORT_REASON], machines);
	event->code = kind;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (slice_is(kind, kinds[i].type) && (human || !kinds[i].human)) {
			event->signal = kinds[i].signal;
		}
	}
	event->actor = values[EXPORT_ACTOR];
	event->recipient = !slice_is_empty(values[EXPORT_RECIPIENT]) ? values[EXPORT_RECIPIENT]
								     : values[EXPORT_ACTOR_2];
	event->object = values[EXPORT_OBJECT];
	event->id = values[EXPORT_ID];
	event->reason = values[EXPORT_REASON];
	event->message =
		slice_is_empty(values[EXPORT_TEXT]) ? values[EXPORT_TEXT_2] : values[EXPORT_TEXT];
	event->program = slice_from("pagerduty");
	return true;
}

static const struct export_product product = {.names = names,
					      .count = sizeof names / sizeof names[0],
					      .read = read,
					      .marks = marks,
					      .keys = keys};

static int pagerduty_bid(const struct record *record)
{
	return export_bid(&product, record);
}

static enum status pagerduty_parse(void *state, const struct record *record, struct event *event)
{
	return export_parse(&product, state, record->whole, event);
}

const struct format pagerduty_format = {
	.name = "pagerduty",
	.title = "PagerDuty log entries (JSON)",
	.source = "PagerDuty, REST API v2: List log entries",
	.bid = pagerduty_bid,
	.is_never_sent = true,
	.parse = pagerduty_parse,
	.open = export_open,
	.close = export_close,
};
