// SPDX-License-Identifier: MIT
/*
 * Slack exports: the day files of a channel, pretty printed or one message per line.
 *
 *     {
 *         "user": "U0BMQB6JE",
 *         "type": "message",
 *         "text": "CHG-41 approval requested for S4",
 *         "ts": "1723008619.000200"
 *     },
 *
 * What people said is nobody's vocabulary: messages are `log`, and the case file's rules, which see
 * the text with its escapes resolved, say what they meant. In old exports the fraction of `ts` is a
 * sequence number; it is kept, for it tells the order.
 */
#include "export_bid.h"

/* Slack, "How to read Slack data exports" [F] */
static const struct export_name names[] = {
	{"ts", EXPORT_TIME},
	{"type", EXPORT_KIND},
	{"subtype", EXPORT_STATE},
	{"text", EXPORT_TEXT},
	{"user", EXPORT_ACTOR_2},
	{"bot_id", EXPORT_REASON},
	{"username", EXPORT_ACTOR},
	{"user_profile.real_name", EXPORT_ACTOR},
	{"user_profile.name", EXPORT_ACTOR},
	{"thread_ts", EXPORT_ID},
};

static const char *const marks[] = {"\"client_msg_id\":", "\"type\": \"message\"", "\"ts\": \"1",
				    NULL};

static const char *const keys[] = {"\"ts\"", NULL};

static bool read(const struct slice *values, struct clock_text *habit, struct event *event)
{
	(void)habit;
	struct slice time = values[EXPORT_TIME];
	if (!slice_is(values[EXPORT_KIND], "message") || slice_find_char(time, '.') == time.size ||
	    !stamp_eat_epoch(&time, &event->stamp) || time.size > 0) {
		return false;
	}
	event->actor = !slice_is_empty(values[EXPORT_ACTOR])     ? values[EXPORT_ACTOR]
		       : !slice_is_empty(values[EXPORT_ACTOR_2]) ? values[EXPORT_ACTOR_2]
								 : values[EXPORT_REASON];
	event->code = values[EXPORT_STATE];
	event->message = values[EXPORT_TEXT];
	event->id = values[EXPORT_ID];
	event->program = slice_from("slack");
	return true;
}

static const struct export_product product = {.names = names,
					      .count = sizeof names / sizeof names[0],
					      .read = read,
					      .marks = marks,
					      .keys = keys};

static int slack_export_bid(const struct record *record)
{
	return export_bid(&product, record);
}

static enum status slack_export_parse(void *state, const struct record *record, struct event *event)
{
	return export_parse(&product, state, record->whole, event);
}

const struct format slack_export_format = {
	.name = "slack_export",
	.title = "Slack export (JSON of a channel's day)",
	.source = "Slack, How to read Slack data exports",
	.bid = slack_export_bid,
	.is_never_sent = true,
	.parse = slack_export_parse,
	.open = export_open,
	.close = export_close,
};
