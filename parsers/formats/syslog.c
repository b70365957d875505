// SPDX-License-Identifier: MIT
/*
 * Any syslog line: the format of last resort, and the one of the machine itself.
 *
 *     Aug  7 05:30:19 bastion01 sshd[4711]: Accepted publickey for net.lee from 192.0.2.7 port
 * 55743 ssh2
 *
 * The envelope is peeled before; what is left is read for the words of sshd, sudo, systemd, the
 * kernel and the daemons that keep clocks and logs. Every vendor's own format bids higher.
 */
#include "format.h"
#include "host_messages.h"

/* A header with a time; RFC 5424 allows to say that there is none. */
static bool is_syslog(const struct envelope *envelope)
{
	return envelope->kind == ENVELOPE_RFC5424 ||
	       (envelope->kind != ENVELOPE_NONE && (envelope->stamp.flags & STAMP_SET) != 0);
}

static enum status syslog_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	const struct envelope *envelope = &record->envelope;
	if (!is_syslog(envelope)) {
		return STATUS_MISMATCH;
	}
	event->stamp = envelope->stamp;
	host_message_read(envelope->tag, record->body, event);
	return STATUS_OK;
}

/* macOS and some daemons go on in lines that begin with a blank or with a summary. */
static bool syslog_begins(const struct record *record)
{
	struct slice text = record->whole;
	bool indented = text.size > 0 && (text.data[0] == ' ' || text.data[0] == '\t');
	return record->envelope.kind != ENVELOPE_NONE ||
	       (!indented && !slice_starts_with(text, "--- last message repeated"));
}

static int syslog_bid(const struct record *record)
{
	return is_syslog(&record->envelope) ? BID_FALLBACK : BID_NONE;
}

const struct format syslog_format = {
	.name = "syslog",
	.title = "syslog: sshd, sudo, systemd, kernel and any other program",
	.source = "RFC 3164, RFC 5424, rsyslog templates; sshd(8), sudo(8), systemd(1)",
	.bid = syslog_bid,
	.parse = syslog_parse,
	.begins = syslog_begins,
};
