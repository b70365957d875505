// SPDX-License-Identifier: MIT
/*
 * What SonicOS messages mean to an operation, by their names: the numbers differ by version.
 *
 * Source: SonicOS Log Events Reference Guide; the marks behind the rows say what the row was
 * checked against: F seen in real logs, K known.
 */
#ifndef OVERRUN_SONICWALL_MESSAGES_H
#define OVERRUN_SONICWALL_MESSAGES_H

#include "event.h"

/* Sets signal and outcome from the event's name and its longer text; false: not in the table. */
bool sonicwall_read(struct slice name, struct slice text, struct event *event);

#endif
