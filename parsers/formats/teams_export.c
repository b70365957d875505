// SPDX-License-Identifier: MIT
/*
 * Microsoft Teams exports: messages of the Graph API, and of a person's own export (messages.json).
 *
 *     {"createdDateTime":"2024-08-07T05:30:19.25Z","messageType":"message",
 *      "from":{"user":{"displayName":"Lee"}},"body":{"content":"<p>restarting now</p>"}}
 *     {"originalarrivaltime":"2024-08-07T05:30:19.25Z","messagetype":"RichText/Html","content":"…"}
 *
 * Messages are `log`; rules say what they meant. The text keeps its tags.
 */
#include "export_bid.h"

/* Microsoft Graph, chatMessage resource type [D]; Teams/Skype data export [K] */
static const struct export_name names[] = {
	{"createdDateTime", EXPORT_TIME},
	{"originalarrivaltime", EXPORT_TIME},
	{"messageType", EXPORT_KIND},
	{"body.content", EXPORT_TEXT},
	{"content", EXPORT_TEXT},
	{"from.user.displayName", EXPORT_ACTOR},
	{"from.application.displayName", EXPORT_ACTOR_2},
	{"imdisplayname", EXPORT_ACTOR},
	{"displayName", EXPORT_ACTOR},
	{"from", EXPORT_ACTOR_2},
	{"replyToId", EXPORT_ID},
	{"subject", EXPORT_REASON},
	{"channelIdentity.channelId", EXPORT_OBJECT},
};

static const char *const marks[] = {
	"\"originalarrivaltime\":", "\"messageType\":", "\"messagetype\":", NULL};

static const char *const keys[] = {"\"messageType\"", "\"messagetype\"", NULL};

static bool read(const struct slice *values, struct clock_text *habit, struct event *event)
{
	struct slice kind = values[EXPORT_KIND];
	bool mine = slice_is(kind, "message") || slice_is(kind, "systemEventMessage") ||
		    slice_is(kind, "chatEvent") || slice_starts_with(kind, "RichText") ||
		    slice_starts_with(kind, "ThreadActivity/") || slice_is(kind, "Text");
	if (!mine || slice_is_empty(values[EXPORT_TIME]) ||
	    !export_time(values, habit, &event->stamp)) {
		return false;
	}
	event->actor = slice_is_empty(values[EXPORT_ACTOR]) ? values[EXPORT_ACTOR_2]
							    : values[EXPORT_ACTOR];
	event->code = slice_is(kind, "message") ? slice_empty() : kind;
	event->message = values[EXPORT_TEXT];
	event->id = values[EXPORT_ID];
	event->program = slice_from("teams");
	return true;
}

static const struct export_product product = {.names = names,
					      .count = sizeof names / sizeof names[0],
					      .read = read,
					      .marks = marks,
					      .keys = keys};

static int teams_export_bid(const struct record *record)
{
	return export_bid(&product, record);
}

static enum status teams_export_parse(void *state, const struct record *record, struct event *event)
{
	return export_parse(&product, state, record->whole, event);
}

const struct format teams_export_format = {
	.name = "teams_export",
	.title = "Microsoft Teams export (JSON messages)",
	.source = "Microsoft Graph, chatMessage resource type",
	.bid = teams_export_bid,
	.is_never_sent = true,
	.parse = teams_export_parse,
	.open = export_open,
	.close = export_close,
};
