// SPDX-License-Identifier: MIT
/*
 * The syslog envelope, peeled off a line: RFC 3164 (BSD), RFC 5424, ISO time stamps (rsyslog).
 *
 *     <189>Aug  7 05:30:19 fw-gw-01 sshd[4711]: Accepted publickey …
 *      PRI  stamp          host     tag  pid    body
 *
 * Envelopes nest: octet counts, a relay's header before the device's own, a PRI inside. Peeling is
 * bounded (ENVELOPE_DEPTH) and takes a header only when the line goes on as a syslog line would,
 * so that an application's own "2024-08-07 01:15:00.000  INFO …" is left alone.
 */
#ifndef OVERRUN_SYSLOG_H
#define OVERRUN_SYSLOG_H

#include "event.h"

enum envelope_kind {
	ENVELOPE_NONE,
	ENVELOPE_BSD,
	ENVELOPE_RFC5424,
	ENVELOPE_ISO, /* an ISO stamp in the place of the BSD one */
	ENVELOPE_PRI, /* only <PRI>, then the body */
};

enum { ENVELOPE_DEPTH = 4 };

struct envelope {
	enum envelope_kind kind; /* of the innermost header, a mere PRI inside another aside */
	int32_t pri;             /* as written, up to three digits; -1 none */
	struct stamp stamp;      /* of the innermost header that has one */
	struct stamp relay;      /* of the outermost, when there are two */
	struct slice host; /* of the innermost header that has one; empty when "-" or absent */
	struct slice relay_host; /* of the outermost, when there are two */
	struct slice tag;        /* program, without pid and colon; APP-NAME of RFC 5424 */
	struct slice pid;
	struct slice message_id; /* MSGID of RFC 5424; empty when "-" */
	struct slice data;       /* STRUCTURED-DATA of RFC 5424 with its brackets; empty when "-" */
};

/*
 * Peels; `ret_body` is `line` itself (kind NONE) when there is no envelope. Never fails. What
 * `docker compose logs` puts in front ("pay-1  | ") is taken off, too: the name is the tag then.
 */
void syslog_peel(struct slice line, struct envelope *ret_envelope, struct slice *ret_body);

/*
 * A program sent this line: what people export or write by hand need not be looked for in it. Not
 * so with a mere ISO stamp, which may be the line's own.
 */
static inline bool envelope_is_sent(const struct envelope *envelope)
{
	return envelope->kind != ENVELOPE_NONE && envelope->kind != ENVELOPE_ISO;
}

/* The severity of a PRI, or SEVERITY_NONE for -1 and for values above 191. */
enum severity syslog_severity(int32_t pri);

#endif
