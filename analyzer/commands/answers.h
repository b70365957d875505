// SPDX-License-Identifier: MIT
/*
 * The rows of a question on standard output: as a table, CSV (RFC 4180), JSON or Markdown.
 *
 * Columns ending in `_at` are shown as times in the case's zone, `_us` as spans (CSV and JSON keep
 * the microseconds). Texts come from logs: what could drive a terminal, start a formula in a
 * spreadsheet or end a table cell is written out.
 */
#ifndef OVERRUN_ANSWERS_H
#define OVERRUN_ANSWERS_H

#include "options.h"
#include "question.h"

struct redact;

/* `redact` hides names and accounts in texts; NULL shows them as they are. */
enum status answers_print(struct store *store, const struct question *question,
			  const struct options *options, struct redact *redact,
			  struct error *error);

#endif
