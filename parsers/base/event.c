// SPDX-License-Identifier: MIT
/* The one thing every log line becomes, and the sink it goes into. */
#include "event.h"

#define NONE          \
	{             \
		"", 0 \
	}

/* Copied for every line, which is cheaper than to set its fields. */
static const struct event empty = {
	.happened_at = TIMESTAMP_NONE,
	.received_at = TIMESTAMP_NONE,
	.duration_us = DURATION_NONE,
	.signal = SIGNAL_LOG,
	.severity = SEVERITY_NONE,
	.code = NONE,
	.outcome = NONE,
	.message = NONE,
	.rule_text = NONE,
	.host = NONE,
	.program = NONE,
	.actor = NONE,
	.object = NONE,
	.part = NONE,
	.step = NONE,
	.role = NONE,
	.reason = NONE,
	.id = NONE,
	.recipient = NONE,
	.after = NONE,
	.sequence = SEQUENCE_NONE,
	.client = NONE,
	.server = NONE,
	.method = NONE,
	.path = NONE,
	.agent = NONE,
	.protocol = NONE,
	.rule = NONE,
	.client_port = PORT_NONE,
	.server_port = PORT_NONE,
	.bytes_out = BYTES_NONE,
	.bytes_in = BYTES_NONE,
};

void event_clear(struct event *event)
{
	*event = empty;
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
