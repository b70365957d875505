// SPDX-License-Identifier: MIT
/*
 * The lines of one entry into events: which format reads which line, and what becomes of a line
 * that none does.
 *
 *     the winner of the auction          its own lines
 *     ├─ has `begins`, and not here      a continuation of the record before
 *     ├─ the other formats, best bid     a relay's file of mixed vendors
 *     └─ nobody                          rejected, with a reason
 *
 * A winner that can do no more than read the time of its lines (its bids are below BID_SHAPE) gets
 * only the lines on which nobody bids higher, so the rare lines of a product are not lost in it.
 */
#ifndef OVERRUN_INTERPRETER_H
#define OVERRUN_INTERPRETER_H

#include "auction.h"
#include "lines.h"
#include "placement.h"

struct interpreter;

/*
 * `auction` is closed, its ranking decides; `forced` reads all lines, whatever was bid, when it is
 * not NULL. All arguments are borrowed. `placement` is changed.
 */
enum status interpreter_open(const struct auction *auction, const struct format *forced,
			     struct placement *placement, struct event_sink sink,
			     struct interpreter **ret_interpreter, struct error *error);

/* One line: `text` is `line->raw` decoded. The sink hears of it now, or with a later line. */
enum status interpreter_line(struct interpreter *interpreter, const struct line *line,
			     struct slice text, bool is_mended, struct error *error);

/* Gives the sink what is held back: headers that wait for the time of the next event. */
enum status interpreter_flush(struct interpreter *interpreter, struct error *error);

/* lines, events, rejected, blank, cut, mended; exact after interpreter_flush. */
const struct tally *interpreter_tally(const struct interpreter *interpreter);

void interpreter_close(struct interpreter *interpreter);

#endif
