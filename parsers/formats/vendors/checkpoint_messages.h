// SPDX-License-Identifier: MIT
/*
 * What Check Point's audit and system logs mean to an operation.
 *
 * Audit logs of the management say it in `operation`, `subject`, `operation_number` and
 * `audit_status` (a failed login still has action "Accept"); gateways in a sentence. A published
 * session changes the database only: nothing reaches a gateway before "Install Policy".
 *
 * Source: Check Point Log Exporter and the list of log fields (sk144192); the marks behind the rows
 * say what the row was checked against: F seen in real logs, Q quoted by others, K known.
 */
#ifndef OVERRUN_CHECKPOINT_MESSAGES_H
#define OVERRUN_CHECKPOINT_MESSAGES_H

#include "event.h"

struct checkpoint_words {
	struct slice operation, subject, number, status;
	struct slice sentence; /* sys_message, additional_info, description or the line itself */
};

/* Sets signal, outcome and part of the event; false: the words say nothing that is known. */
bool checkpoint_read(const struct checkpoint_words *words, struct event *event);

/* "7Aug2024  5:30:19", the time of the log viewer and of what exports its lines. */
bool checkpoint_eat_stamp(struct slice *text, struct stamp *ret_stamp);

#endif
