// SPDX-License-Identifier: MIT
/*
 * Cisco's sentences about connections.
 *
 *     Built inbound TCP connection 7 for outside:198.51.100.7/22371 (198.51.100.7/22371) to
 *         dmz:192.0.2.10/443 (192.0.2.10/443)
 *
 * Of "for A to B", A is the outer side: the client, except on "outbound" connections. A teardown
 * does not say its direction: there the order of the line stands, and nothing is guessed.
 * Addresses may be names; ports may be service names; an identity may stand in brackets.
 */
#ifndef OVERRUN_CISCO_CONNECTION_H
#define OVERRUN_CISCO_CONNECTION_H

#include "event.h"

/* "Built …": sets both sides and the protocol. */
void cisco_read_built(struct slice text, struct event *event);

/*
 * "Teardown … duration 0:00:30 bytes 38110 TCP FINs": also duration, outcome and bytes; these are
 * those of both directions together and stand in bytes_out.
 */
void cisco_read_teardown(struct slice text, struct event *event);

/* "… ICMP connection for faddr A gaddr N laddr B" */
void cisco_read_icmp(struct slice text, struct event *event);

/* "No matching connection for ICMP error message: …": the packet that the error is about. */
void cisco_read_icmp_error(struct slice text, struct event *event);

/* "access-list N permitted tcp if/a(p) -> if/a(p) …": also rule and outcome. */
void cisco_read_access(struct slice text, struct event *event);

/* "Deny tcp src A dst B by access-group "N"" and all other refusals: also the rule. */
void cisco_read_deny(struct slice text, struct event *event);

/* "A Accessed URL B:path" */
void cisco_read_url(struct slice text, struct event *event);

/* "Built local-host inside:192.0.2.7", "Teardown local-host inside:192.0.2.7 duration 0:00:30" */
void cisco_read_host(struct slice text, struct event *event);

/* "Pre-allocate SIP Via UDP secondary channel for A/port to B": whoever has a port is called. */
void cisco_read_expected(struct slice text, struct event *event);

/* Walks to two addresses behind for/from/src and to/dst; `text` is left behind the second. */
void cisco_read_pair(struct slice *text, struct event *event);

/* True when a dot, colon or slash is in the word. */
bool cisco_looks_like_address(struct slice word);

#endif
