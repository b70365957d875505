// SPDX-License-Identifier: MIT
/* The tables of a report, in the order in which a page shows them. */
#ifndef OVERRUN_TABLES_H
#define OVERRUN_TABLES_H

#include "sheet.h"

struct table {
	const char *heading; /* key of words_label */
	const char *note;    /* key of a line under the heading, or NULL */
	bool (*is_filled)(const struct report *report);
	void (*write)(struct sheet *sheet);
};

/* After the head of the report: from the lost minutes to the cited lines. NULL heading ends it. */
extern const struct table report_tables[];

/* The head: announced end, restoration, overrun, and how they hang together. */
void table_facts(struct sheet *sheet);

/* Headline and range of the four categories, under the answer. */
void table_answer(struct sheet *sheet);

/* Lost minutes, span by span; the CSV report is this one. */
void table_lost(struct sheet *sheet);

/* Of tables_night.c and tables_account.c, for the list in tables.c. */
void table_steps(struct sheet *sheet);
void table_faults(struct sheet *sheet);
void table_approvals(struct sheet *sheet);
void table_presence(struct sheet *sheet);
void table_coverage(struct sheet *sheet);
void table_clocks(struct sheet *sheet);
void table_regulation(struct sheet *sheet);
void table_sources(struct sheet *sheet);
void table_rejections(struct sheet *sheet);
void table_policy(struct sheet *sheet);
void table_sensitivity(struct sheet *sheet);
void table_methods(struct sheet *sheet);
void table_warnings(struct sheet *sheet);
void table_evidence(struct sheet *sheet);

/* A bar of `size` cells divided among the four categories as the headline is. */
void table_bar(const struct report *report, int64_t size, int64_t *ret_cells);

/* "0.5"; "" when it is one. The buffer has TABLE_WEIGHT_SIZE. */
enum { TABLE_WEIGHT_SIZE = 16 };
void table_weight(const struct report_span *span, char *buffer);

#endif
