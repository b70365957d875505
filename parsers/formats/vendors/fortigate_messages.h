// SPDX-License-Identifier: MIT
/*
 * What FortiGate's message ids mean to an operation.
 *
 * A logid has ten digits: type (2), subtype (2), message (6); the message number counts. Exports
 * that blank the ids out leave the description (`logdesc`), so rows carry that as well.
 *
 * Source: FortiOS Log Message Reference; the marks behind the rows say what the row was checked
 * against: F seen in real logs, Q quoted by others, D documented, K known.
 */
#ifndef OVERRUN_FORTIGATE_MESSAGES_H
#define OVERRUN_FORTIGATE_MESSAGES_H

#include "event.h"

struct fortigate_message {
	int32_t id;              /* last six digits of logid */
	const char *description; /* `logdesc`, for lines whose id was blanked out; or NULL */
	const char *text; /* the row holds only where this stands in the line; NULL: always */
	enum signal signal;
	/* The key whose value is the object's part, or what stands before it in msg=; or NULL. */
	const char *part;
};

/* The first row that holds; NULL: the message is not in the table. */
const struct fortigate_message *fortigate_message_find(int32_t id, struct slice description,
						       struct slice line);

/* "alert", "information" of level= on syslog's scale; `otherwise` for none of them. */
enum severity fortigate_severity(struct slice level, enum severity otherwise);

#endif
