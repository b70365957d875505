// SPDX-License-Identifier: MIT
/*
 * Opsgenie: the log of an alert, outgoing webhooks, alerts and incidents, as the API gives them.
 *
 *     {"log":"Alert acknowledged via
 * web","type":"system","owner":"lee","createdAt":"2024-08-07T…Z"}
 *     {"action":"Acknowledge","alert":{"alertId":"a1","message":"…","username":"lee","updatedAt":…}}
 *     {"id":"3a74","tinyId":"3","message":"…","status":"open","createdAt":"…","priority":"P3"}
 */
#include "export_bid.h"

/* Opsgenie, Alert API "List alert logs", Webhook integration, Incident API [D]; incidents [F] */
static const struct export_name names[] = {
	{"createdAt", EXPORT_TIME},
	{"alert.updatedAt", EXPORT_TIME},
	{"updatedAt", EXPORT_TIME_2},
	{"alert.createdAt", EXPORT_TIME_2},
	{"log", EXPORT_TEXT},
	{"alert.message", EXPORT_TEXT},
	{"message", EXPORT_TEXT_2},
	{"owner", EXPORT_ACTOR},
	{"alert.username", EXPORT_ACTOR},
	{"type", EXPORT_STATE},
	{"status", EXPORT_STATE},
	{"action", EXPORT_KIND},
	{"offset", EXPORT_ITEMS},
	{"tinyId", EXPORT_ID},
	{"alert.tinyId", EXPORT_ID},
	{"alert.alertId", EXPORT_ID},
	{"alert.entity", EXPORT_OBJECT},
	{"priority", EXPORT_REASON},
};

struct sentence {
	const char *text;
	enum signal signal;
};

/* What stands in an alert's log, or is the action of a webhook [D][K] */
static const struct sentence sentences[] = {
	{"Alert acknowledged", SIGNAL_RESPONSE_ACK},
	{"Acknowledge", SIGNAL_RESPONSE_ACK},
	{"Sent email", SIGNAL_ALERT_SENT},
	{"Sent SMS", SIGNAL_ALERT_SENT},
	{"Sent voice", SIGNAL_ALERT_SENT},
	{"Sent push", SIGNAL_ALERT_SENT},
	{"Sent [", SIGNAL_ALERT_SENT},
	{"Notification sent", SIGNAL_ALERT_SENT},
};

static const char *const marks[] = {"\"tinyId\":", "\"log\": \"Alert ", NULL};

/* "… to lee@example.com" */
static struct slice recipient_of(struct slice text)
{
	size_t at = slice_find(text, " to [");
	if (at < text.size) {
		text = slice_after(text, at + strlen(" to ["));
		return slice_first(text, slice_find_char(text, ']'));
	}
	at = slice_find(text, " to ");
	text = slice_after(text, at + strlen(" to "));
	return slice_first(text, slice_find_char(text, ' '));
}

static void judge(struct slice text, struct event *event)
{
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		if (slice_starts_with(text, sentences[i].text)) {
			event->signal = sentences[i].signal;
			break;
		}
	}
	if (event->signal == SIGNAL_ALERT_SENT) {
		event->recipient = recipient_of(text);
	}
}

static const char *const keys[] = {"\"tinyId\"", "\"alertId\"", "\"offset\"", NULL};

static bool read(const struct slice *values, struct clock_text *habit, struct event *event)
{
	bool log = !slice_is_empty(values[EXPORT_TEXT]) && !slice_is_empty(values[EXPORT_ACTOR]) &&
		   !slice_is_empty(values[EXPORT_ITEMS]);
	bool webhook = !slice_is_empty(values[EXPORT_KIND]) && !slice_is_empty(values[EXPORT_ID]);
	bool incident = !slice_is_empty(values[EXPORT_ID]) &&
			!slice_is_empty(values[EXPORT_STATE]) &&
			!slice_is_empty(values[EXPORT_REASON]);
	if ((!log && !webhook && !incident) || !export_time(values, habit, &event->stamp)) {
		return false;
	}
	event->actor = values[EXPORT_ACTOR];
	event->id = values[EXPORT_ID];
	event->object = values[EXPORT_OBJECT];
	event->code =
		slice_is_empty(values[EXPORT_KIND]) ? values[EXPORT_STATE] : values[EXPORT_KIND];
	event->message =
		slice_is_empty(values[EXPORT_TEXT]) ? values[EXPORT_TEXT_2] : values[EXPORT_TEXT];
	event->program = slice_from("opsgenie");
	if (log || webhook) {
		judge(webhook ? values[EXPORT_KIND] : values[EXPORT_TEXT], event);
	}
	return true;
}

static const struct export_product product = {.names = names,
					      .count = sizeof names / sizeof names[0],
					      .read = read,
					      .marks = marks,
					      .keys = keys};

static int opsgenie_bid(const struct record *record)
{
	return export_bid(&product, record);
}

static enum status opsgenie_parse(void *state, const struct record *record, struct event *event)
{
	return export_parse(&product, state, record->whole, event);
}

const struct format opsgenie_format = {
	.name = "opsgenie",
	.title = "Opsgenie (alert logs, webhooks, incidents as JSON)",
	.source = "Opsgenie, Alert API: List alert logs; Webhook integration; Incident API",
	.bid = opsgenie_bid,
	.is_never_sent = true,
	.parse = opsgenie_parse,
	.open = export_open,
	.close = export_close,
};
