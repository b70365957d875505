// SPDX-License-Identifier: MIT
/*
 * Whom a PAN-OS sentence names: the account and where it came from.
 *
 *     failed authentication for user 'sec.kim'.  Reason: …  From: 192.0.2.7.
 *     User sec.kim logged in via Web from 192.0.2.7 using https
 */
#ifndef OVERRUN_PANOS_SENTENCE_H
#define OVERRUN_PANOS_SENTENCE_H

#include "event.h"

/* Behind `before`: a quoted text, or a word without its full stop; empty when it is not there. */
struct slice panos_word_after(struct slice text, const char *before);

/* Sets actor, client and server, each only where the sentence names one. */
void panos_sentence_read(struct slice sentence, struct event *event);

#endif
