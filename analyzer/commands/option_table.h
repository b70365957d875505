// SPDX-License-Identifier: MIT
/* The table of the options: names, help, and what each value does. */
#ifndef OVERRUN_OPTION_TABLE_H
#define OVERRUN_OPTION_TABLE_H

#include "options.h"

/* STATUS_USAGE with a message that says what would be right. `value` is NULL for a switch. */
typedef enum status option_set_fn(struct options *options, const char *value, struct error *error);

/* One option; NULL `argument`: it is a switch. */
struct option_row {
	unsigned bit; /* of enum option_bit */
	char letter;  /* 0: none */
	const char *name;
	const char *argument;
	const char *help;
	option_set_fn *set;
};

extern const struct option_row option_table[];

enum {
	OPTION_TABLE_COUNT = 23,
	OPTION_VARIABLE_SIZE = 32, /* the longest name has eleven letters */
};

/* The row of that name; it must be in the table. */
size_t option_row_named(const char *name);

/* Is it answered at once? No variable asks it. */
bool option_is_question(size_t row);

/* "fail-on" → "OVERRUN_FAIL_ON"; `buffer` has OPTION_VARIABLE_SIZE. */
void option_variable(const char *name, char *buffer);

#endif
