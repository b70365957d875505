// SPDX-License-Identifier: MIT
/*
 * logfmt: pairs of key and value, as Go services write them.
 *
 *     time="2024-08-07T05:30:19+09:00" level=error msg="upstream timed out" path=/v1/pay
 *     logger=settings t=2024-08-07T05:30:19.52Z level=info msg="Starting"
 *
 * Levels of log15 have four letters ("eror"). A line needs a time, and a level or a message.
 */
#include "application.h"
#include "format.h"
#include "pairs.h"

enum { PAIRS_MAX = 64 }; /* looked at in one line; the usual keys come first */

/* What a line has said. */
struct findings {
	struct stamp stamp;
	struct slice level, message, logger;
};

static bool read_stamp(struct slice value, struct stamp *ret_stamp)
{
	return (stamp_eat_iso(&value, ret_stamp) || stamp_eat_epoch(&value, ret_stamp)) &&
	       slice_is_empty(value);
}

static bool read_pairs(struct slice text, struct findings *ret)
{
	struct slice key;
	struct slice value;
	*ret = (struct findings){
		.level = slice_empty(), .message = slice_empty(), .logger = slice_empty()};
	for (int i = 0; i < PAIRS_MAX && pairs_next(&text, &key, &value); i++) {
		if (slice_is(key, "time") || slice_is(key, "ts") || slice_is(key, "t")) {
			if (!read_stamp(value, &ret->stamp)) {
				return false;
			}
		} else if (slice_is(key, "level") || slice_is(key, "lvl")) {
			ret->level = value;
		} else if (slice_is(key, "msg")) {
			ret->message = value;
		} else if (slice_is(key, "logger")) {
			ret->logger = value;
		}
	}
	return (ret->stamp.flags & STAMP_SET) != 0 &&
	       (!slice_is_empty(ret->level) || !slice_is_empty(ret->message));
}

static enum status logfmt_parse(void *state, const struct record *record, struct event *event)
{
	struct findings found;
	(void)state;
	if (!read_pairs(record->body, &found)) {
		return STATUS_MISMATCH;
	}
	event->stamp = found.stamp;
	event->severity = level_severity(found.level);
	event->code = found.logger;
	event->message = slice_is_empty(found.message) ? record->body : found.message;
	application_read(event->message, event);
	return STATUS_OK;
}

static int logfmt_bid(const struct record *record)
{
	struct findings found;
	return slice_find_char(record->body, '=') < record->body.size &&
			       read_pairs(record->body, &found)
		       ? BID_SHAPE + 5
		       : BID_NONE;
}

const struct format logfmt_format = {
	.name = "logfmt",
	.title = "logfmt (time=… level=… msg=…)",
	.source = "https://brandur.org/logfmt; go-kit and log15 encoders",
	.bid = logfmt_bid,
	.parse = logfmt_parse,
};
