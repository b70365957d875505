// SPDX-License-Identifier: MIT
/* The one thing every log line becomes, and the sink it goes into. */
#include "event.h"

void event_clear(struct event *event)
{
	struct slice none = slice_empty();
	*event = (struct event){
		.happened_at = TIMESTAMP_NONE,
		.received_at = TIMESTAMP_NONE,
		.duration_us = DURATION_NONE,
		.signal = SIGNAL_LOG,
		.severity = SEVERITY_NONE,
		.code = none,
		.outcome = none,
		.message = none,
		.rule_text = none,
		.host = none,
		.program = none,
		.actor = none,
		.object = none,
		.part = none,
		.step = none,
		.role = none,
		.reason = none,
		.id = none,
		.recipient = none,
		.after = none,
		.sequence = SEQUENCE_NONE,
		.client = none,
		.server = none,
		.client_port = PORT_NONE,
		.server_port = PORT_NONE,
		.method = none,
		.path = none,
		.agent = none,
		.protocol = none,
		.rule = none,
		.bytes_out = BYTES_NONE,
		.bytes_in = BYTES_NONE,
	};
}

void tally_add(struct tally *sum, const struct tally *part)
{
	sum->lines += part->lines;
	sum->events += part->events;
	sum->rejected += part->rejected;
	sum->blank += part->blank;
	sum->cut += part->cut;
	sum->mended += part->mended;
	sum->bytes += part->bytes;
}

bool tally_is_exact(const struct tally *tally)
{
	return tally->lines == tally->events + tally->rejected + tally->blank;
}
