// SPDX-License-Identifier: MIT
/*
 * What PostgreSQL's severities, SQLSTATEs and sentences mean.
 *
 * Source: PostgreSQL documentation, appendix A (SQLSTATE) and chapter "Error Reporting and
 * Logging"; the marks behind the rows: F seen in real logs, Q quoted by others, K known.
 */
#ifndef OVERRUN_POSTGRESQL_MESSAGES_H
#define OVERRUN_POSTGRESQL_MESSAGES_H

#include "event.h"

/*
 * Is this one of the words that stand before the message ("LOG", "FATAL", "DETAIL", and those of
 * lc_messages de, fr, ko)? `ret_severity` is SEVERITY_NONE for those that belong to another line.
 */
bool postgresql_severity(struct slice word, enum severity *ret_severity);

/*
 * Sets signal, part, outcome, duration and actor of an event from its message and SQLSTATE (or the
 * empty slice). Not to be called for DETAIL, HINT, STATEMENT.
 */
void postgresql_message_read(struct slice message, struct slice state, struct event *event);

#endif
