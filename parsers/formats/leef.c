// SPDX-License-Identifier: MIT
/*
 * LEEF, the event format of IBM QRadar.
 *
 *     LEEF:1.0|Forcepoint|Firewall|7.1.5|Connection_Allowed|src=192.0.2.7<TAB>dst=198.51.100.10…
 *     LEEF:2.0|Vendor|Product|Version|EventID|^|src=192.0.2.7^dst=198.51.100.10^sev=5
 *
 * The keys that matter are those of CEF or as easily told; see cef_event.h.
 */
#include "cef_event.h"
#include "format.h"

static int leef_bid(const struct record *record)
{
	struct cef_record split;
	if (!leef_record_find(record->body, &split)) {
		return BID_NONE;
	}
	bool named =
		slice_starts_with(record->body, "LEEF:") || slice_is(record->envelope.tag, "LEEF");
	return named || slice_contains(slice_first(record->whole, 256), "LEEF:") ? BID_SIGNATURE
										 : BID_SHAPE;
}

static enum status leef_parse(void *state, const struct record *record, struct event *event)
{
	struct cef_record split;
	(void)state;
	if (!leef_record_find(record->body, &split)) {
		return STATUS_MISMATCH;
	}
	if (slice_is(event->program, "LEEF")) {
		event->program = slice_empty();
	}
	cef_event_fill(&split, event);
	return STATUS_OK;
}

const struct format leef_format = {
	.name = "leef",
	.title = "LEEF (LEEF:1.0|vendor|product|version|event|src=…)",
	.source = "IBM QRadar Log Event Extended Format, version 2",
	.bid = leef_bid,
	.needs = "|",
	.parse = leef_parse,
};
