// SPDX-License-Identifier: MIT
/*
 * Which of Check Point's notations a line is in; the Log Exporter is told one, older gateways have
 * another, and Gaia's shell and kernel none:
 *
 *     [action:"Accept"; origin:"192.0.2.1"; …]          COLONS
 *     [sc4s@2620 action="Accept" origin="192.0.2.1" …]  EQUALS
 *     time=1723008619|action=Accept|origin=192.0.2.1|…  BARS
 *     {"action":"Accept","origin":"192.0.2.1",…}        JSON
 *     cmd by admin: Start executing : set interface …   SHELL
 */
#ifndef OVERRUN_CHECKPOINT_NOTATION_H
#define OVERRUN_CHECKPOINT_NOTATION_H

#include "syslog.h"

enum checkpoint_notation {
	CHECKPOINT_NONE, /* not Check Point's */
	CHECKPOINT_COLONS,
	CHECKPOINT_EQUALS,
	CHECKPOINT_BARS,
	CHECKPOINT_JSON,
	CHECKPOINT_SHELL,
};

/* Of a line, its body and its envelope; `ret_pairs` begins with the first pair. */
enum checkpoint_notation checkpoint_notation_of(struct slice whole, struct slice body,
						const struct envelope *envelope,
						struct slice *ret_pairs);

#endif
