// SPDX-License-Identifier: MIT
/*
 * What was counted: per format the files, lines and who read them, per field what agreed; and the
 * differences in classes, each with its number, its reason and one example.
 */
#ifndef OVERRUN_CONFORMANCE_LEDGER_H
#define OVERRUN_CONFORMANCE_LEDGER_H

#include <stdint.h>

#include "fields.h"

/* Who read a line. */
enum reading { READ_BY_SPECIFIC, READ_BY_FALLBACK, READ_BY_NOBODY, READ_COUNT };

struct difference {
	int field;
	const char *relation;
	const char *reason; /* "" when none is known: it counts against us */
	const char *source;
	long line;
	const char *ours;
	const char *theirs;
	struct slice raw;
};

struct ledger;

struct ledger *ledger_new(void);
void ledger_free(struct ledger *ledger);

/* From here on, all that is counted belongs to this format. */
void ledger_format(struct ledger *ledger, const char *format);
void ledger_file(struct ledger *ledger, size_t unplaced);
void ledger_line(struct ledger *ledger, enum reading reading);
void ledger_one_sided(struct ledger *ledger, int field, bool is_ours);
void ledger_equal(struct ledger *ledger, int field);
void ledger_differ(struct ledger *ledger, const struct difference *difference);

/* Prints the tables; with `bars`: how many were missed. */
int ledger_print(const struct ledger *ledger, bool bars);

#endif
