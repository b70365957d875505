// SPDX-License-Identifier: MIT
/*
 * Tables of what a vendor's messages mean: a code, a part of the sentence, or both.
 *
 *     {"3900-0011", "link is down", SIGNAL_LINK_DOWN, "fail", "interface "}
 *     {NULL, "link state changed to DOWN", SIGNAL_LINK_DOWN, "fail", ""}
 */
#ifndef OVERRUN_MESSAGE_TABLE_H
#define OVERRUN_MESSAGE_TABLE_H

#include "event.h"

struct message_row {
	const char *code; /* whole, or with a trailing '*' only how it begins; NULL: any */
	const char *text; /* the row holds only where this stands in the sentence; NULL: always */
	enum signal signal;
	const char *outcome; /* or NULL */
	const char *part;    /* what stands before the object's part; "": it begins; NULL: none */
};

/* The first row that holds, NULL: none. */
const struct message_row *message_table_find(const struct message_row *rows, size_t count,
					     struct slice code, struct slice sentence);

/* Sets signal, outcome and part from the first row that holds; false: there is none. */
bool message_table_apply(const struct message_row *rows, size_t count, struct slice code,
			 struct slice sentence, struct event *event);

/* Behind `before`: a name without quotes and without the punctuation around it; or empty. */
struct slice message_word_after(struct slice sentence, const char *before);

#endif
