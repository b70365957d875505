// SPDX-License-Identifier: MIT
/*
 * What Junos message tags mean to an operation.
 *
 * Source: Junos OS System Log Explorer; the marks behind the rows say what the row was checked
 * against: F seen in real logs, Q quoted by others, D documented, K known.
 */
#ifndef OVERRUN_JUNOS_MESSAGES_H
#define OVERRUN_JUNOS_MESSAGES_H

#include "signal.h"

struct junos_message {
	const char *tag;  /* whole, or with a trailing '*' only how it begins */
	const char *text; /* the row holds only where this stands in the line; NULL: always */
	enum signal signal;
	const char *outcome;  /* or NULL */
	const char *part_key; /* the structured key whose value is the object's part, or NULL */
	const char *part;     /* the text before the part in a plain line; "": it begins the text */
};

/* The first row that holds for the tag, NULL: none. `line` is text and structured data. */
const struct junos_message *junos_message_find(struct slice tag, struct slice line);

/* True when the word is a tag that only Junos writes: by its prefix, known or not. */
bool junos_tag_is_own(struct slice word);

/* True for the daemons of Junos whose lines often have no tag ("rpd", "craftd"). */
bool junos_program_is_own(struct slice program);

#endif
