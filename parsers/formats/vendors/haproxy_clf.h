// SPDX-License-Identifier: MIT
/*
 * HAProxy's `option httplog clf`: a common log line with HAProxy's own fields behind it.
 *
 *     192.0.2.7 - - [07/Aug/2024:05:37:17 +0900] "GET /v1 HTTP/1.1" 200 99 "" "" 55743 250
 *         "fe_https" "be_pay" "app1" 0 0 1 33 35 ---- 12 10 3 1 0 0 0 …
 *     client          accepted                    request          status bytes   port milliseconds
 *         frontend backend server TR Tw Tc Tr Ta ended connections
 */
#ifndef OVERRUN_HAPROXY_CLF_H
#define OVERRUN_HAPROXY_CLF_H

#include "event.h"

/* Fills the event; false, and nothing is filled, when the line is not of that shape. */
bool haproxy_clf_read(struct slice line, struct event *event);

#endif
