// SPDX-License-Identifier: MIT
/*
 * What Fireware's message ids mean to an operation.
 *
 * Source: WatchGuard Fireware Log Catalog; the marks behind the rows say what the row was checked
 * against: F seen in real logs, K known.
 */
#ifndef OVERRUN_WATCHGUARD_MESSAGES_H
#define OVERRUN_WATCHGUARD_MESSAGES_H

#include "event.h"

/* Reads the text of the id ("3E00-0002", or "3E000002" in LEEF); false: not in the table. */
bool watchguard_read(struct slice id, struct slice text, struct event *event);

#endif
