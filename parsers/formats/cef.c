// SPDX-License-Identifier: MIT
/*
 * CEF, ArcSight's common event format: what firewalls, proxies and agents send to a SIEM.
 *
 *     CEF:0|Check Point|VPN-1 & FireWall-1|Check Point|Log|https|Unknown|act=Accept spt=49363 …
 *     CEF:0|Fortinet|Fortigate|v7.0.5|32102|event:system|7|FTNTFGTlogid=0100032102 …
 *
 * Vendors that have a format of their own here mean the same by their ids in CEF; others are read
 * by the dictionary: sides, action, user, times. `rt` is when the device noticed it; a record
 * without it has `end` or `start`, or only the header of the line.
 */
#include "cef_event.h"
#include "format.h"

static int cef_bid(const struct record *record)
{
	struct cef_record split;
	if (!cef_record_find(record->body, &split)) {
		return BID_NONE;
	}
	bool named =
		slice_starts_with(record->body, "CEF:") || slice_is(record->envelope.tag, "CEF");
	return named || slice_contains(slice_first(record->whole, 256), "CEF:") ? BID_SIGNATURE
										: BID_SHAPE + 10;
}

static enum status cef_parse(void *state, const struct record *record, struct event *event)
{
	struct cef_record split;
	(void)state;
	if (!cef_record_find(record->body, &split)) {
		return STATUS_MISMATCH;
	}
	if (slice_is(event->program, "CEF")) {
		event->program = slice_empty();
	}
	cef_event_fill(&split, event);
	return STATUS_OK;
}

const struct format cef_format = {
	.name = "cef",
	.title = "CEF (CEF:0|vendor|product|version|id|name|severity|…)",
	.source = "ArcSight Common Event Format Implementation Standard 25",
	.bid = cef_bid,
	.needs = "|",
	.parse = cef_parse,
};
