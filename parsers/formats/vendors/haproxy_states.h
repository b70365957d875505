// SPDX-License-Identifier: MIT
/*
 * What HAProxy says of servers, backends and itself, without the alert's prefix.
 *
 *     Server be_pay/app1 is DOWN, reason: Layer4 timeout, …
 *     Health check for server be_pay/app1 failed, reason: …, status: 0/2 DOWN.
 *     backend be_pay has no server available!
 *     Proxy fe_https stopped (FE: 4711 conns, BE: 0 conns).
 */
#ifndef OVERRUN_HAPROXY_STATES_H
#define OVERRUN_HAPROXY_STATES_H

#include "event.h"

/* May it be the state of a server? Cheap; haproxy_state_read decides. */
bool haproxy_state_begins(struct slice text);

/* The state of a server or what its check said: object, outcome, signal. False: neither. */
bool haproxy_state_read(struct slice text, struct event *event);

/* A backend that has lost its last server. */
bool haproxy_backend_read(struct slice text, struct event *event);

/* What an alert says of a proxy or of the process; leaves the event alone where it says nothing. */
void haproxy_sentence_read(struct slice text, bool is_alert, struct event *event);

#endif
