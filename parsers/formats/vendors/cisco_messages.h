// SPDX-License-Identifier: MIT
/*
 * What Cisco's message ids mean to an operation, and where in their text the values stand.
 *
 * Source: Cisco Secure Firewall ASA Series Syslog Messages; the marks behind the rows say what the
 * row was checked against: F seen in real logs, Q quoted by others, D documented, K known.
 */
#ifndef OVERRUN_CISCO_MESSAGES_H
#define OVERRUN_CISCO_MESSAGES_H

#include "signal.h"

/* How the text behind the tag is laid out. */
enum cisco_shape {
	CISCO_TEXT,     /* a sentence; actor and addresses are looked for by their usual words */
	CISCO_BUILT,    /* "Built inbound TCP connection N for if:a/p (nat/p) to if:a/p (nat/p)" */
	CISCO_TEARDOWN, /* "Teardown TCP connection N for … to … duration h:m:s bytes N reason" */
	CISCO_ICMP,     /* "… ICMP connection for faddr a/p gaddr a/p laddr a/p" */
	CISCO_ERROR, /* "… ICMP error message: icmp src … Original IP payload: udp src … dst …" */
	CISCO_DENY,     /* "Deny tcp src if:a/p dst if:a/p …" and all other refusals of packets */
	CISCO_ACCESS,   /* "access-list N permitted tcp if/a(p) -> if/a(p) hit-cnt N" */
	CISCO_URL,      /* "A Accessed URL B:path" */
	CISCO_FLOW,     /* any other sentence with two addresses */
	CISCO_HOST,     /* "Built local-host if:a", "Teardown local-host if:a duration h:m:s" */
	CISCO_EXPECTED, /* "Pre-allocate … channel for A/port to B": B is expected to call A */
	CISCO_PAIRS,    /* FTD 430001–430005: "Key: value, Key: value" */
};

struct cisco_message {
	int32_t id;
	const char *text; /* the row holds only where this stands in the line; NULL: always */
	enum signal signal;
	enum cisco_shape shape;
	const char *outcome; /* or NULL */
	const char *part;    /* the object's part stands behind this text, or NULL */
};

/* The first row that holds for this id and text; NULL: the id is not in the table. */
const struct cisco_message *cisco_message_find(int32_t id, struct slice text);

#endif
