// SPDX-License-Identifier: MIT
/*
 * The contract of the shelf of formats: what one log format must be able to say and do.
 *
 * A format is one file with one exported `const struct format NAME_format`; all else in it is
 * static. It is a pure function on its state and the record: it does not allocate per line, does
 * not read files, does not know the database, the case file or another format. The table of all
 * formats (format_table, in a file that CMake writes from the listing of this folder) is sorted by
 * name.
 *
 * ## The record
 *
 * The reader hands over each line with its envelope (syslog header, octet count, container
 * runtime prefix) already peeled: `whole` is the line, `body` what is left after the envelope and
 * the tag, `envelope` what it said. A line without an envelope has body = whole.
 *
 * ## Bidding
 *
 * When an entry is opened, every format bids on each of its first non-blank lines (at most 64);
 * sums are compared, the highest wins, ties go to the earlier name. One scale for all:
 *
 *     BID_NONE       0   not mine
 *     BID_FALLBACK  10   I can at least read its time (syslog, plain text)
 *     BID_SHAPE     50   it has my shape, but so might others (a JSON object, an access line)
 *     BID_SIGNATURE 90   only my product writes this ("%ASA-6-302013", "logid=")
 *
 * Bids between are fine (SHAPE + 10: my shape, and two of my usual keys). A bid must be honest for
 * single lines: a line that the winner cannot parse is offered to the other formats, best bid
 * first, so a relay's file of mixed vendors is read line by line. There are many formats and many
 * such lines: `first` and `needs` say in advance what a line must have (the tests hold each format
 * to what it says, on all samples).
 *
 * ## Parsing
 *
 * `parse` gets an event that is already cleared and prefilled from the envelope: `host`,
 * `program`, `relay`, `severity`; and `message` = body. It fills what it finds. STATUS_OK: it is
 * mine. STATUS_MISMATCH: it is not; the event's content is then ignored. No other answer. When
 * `parse` leaves `stamp` unset, the reader takes the envelope's.
 *
 * ## Records of several lines
 *
 * A format with `begins` says of each line whether a record begins there. A line that does not
 * continues the record before it: the reader makes it an event of its own (every line is a row),
 * with SIGNAL_LOG, the time of its record's first line and code "continuation".
 *
 * Lines that a container runtime has cut into parts (CRI's flag P, the 16 KiB of Docker's
 * json-file) are put together before a format sees them, up to the line limit: `whole` is the line
 * with all its content, at the part that completes it, the envelope that of the first. The parts
 * before are rows too: SIGNAL_LOG, their own time, code "continuation"; rules do not see those.
 */
#ifndef OVERRUN_FORMAT_H
#define OVERRUN_FORMAT_H

#include "event.h"
#include "syslog.h"

enum bid {
	BID_NONE = 0,
	BID_FALLBACK = 10,
	BID_SHAPE = 50,
	BID_SIGNATURE = 90,
};

/* One line as formats see it; all slices borrow from the reader's buffer. */
struct record {
	struct slice whole;
	struct slice body;
	struct envelope envelope; /* see syslog.h; envelope.kind is ENVELOPE_NONE without one */
};

struct format {
	const char *name;   /* "cisco_asa": the file's name, [a-z0-9_]+ */
	const char *title;  /* "Cisco ASA, FTD, FWSM (%ASA-6-302013)" */
	const char *source; /* where the vendor documents it, or the specification */
	int (*bid)(const struct record *record);
	int most; /* it never bids more, so those who bid more are asked before; 0: any bid */

	/*
	 * Optional: what every line that it bids on has, so that it is not asked about others. A
	 * digit stands for any digit, a small letter for any small letter.
	 */
	const char *first;       /* `body` begins with one of these bytes */
	const char *needs;       /* each of these stands in `body` */
	const char *needs_whole; /* each of these stands in `whole` */
	const char *needs_any;   /* one of these stands in `whole` */
	const char *first_whole; /* `whole` begins with one of these */
	bool is_never_sent;      /* no syslog header with a time stands before it */

	enum status (*parse)(void *state, const struct record *record, struct event *event);

	/* Optional, NULL where not needed. */
	void *(*open)(void); /* state of one entry (W3C #Fields, CSV header); NULL: no memory */
	void (*close)(void *state);
	/*
	 * The state only saves work: what a line means does not hang on the lines before it, so
	 * that those may be passed over when a file has grown.
	 */
	bool is_state_a_memo;
	bool (*begins)(const struct record *record);
	/*
	 * A line that carries no event but is not wrong either (a CSV header, "#Fields:"). `parse`
	 * has seen it and updated the state; the reader counts it as an event of SIGNAL_LOG with
	 * code "header" and the time of the entry's next event. Asked only of lines to which
	 * `parse` gave no time.
	 */
	bool (*is_header)(const struct record *record);

	/*
	 * Formats made at run time (user.h) have something of their own to hand over: `bid_with`
	 * takes the place of `bid`, `open_with` of `open`. NULL on the shelf. Callers need not
	 * know: see format_bid and format_open.
	 */
	const void *self;
	int (*bid_with)(const void *self, const struct record *record);
	void *(*open_with)(const void *self);
};

/* What the format bids on the record. */
int format_bid(const struct format *format, const struct record *record);

/* The state of one entry; NULL when the format has none. False: no memory. */
bool format_open(const struct format *format, void **ret_state);

/* Frees a state, also NULL. */
void format_close(const struct format *format, void *state);

/* The shelf, sorted by name; written by CMake. */
extern const struct format *const format_table[];
extern const size_t format_count;

/* The format of that name, or NULL. */
const struct format *format_find(const char *name);

#endif
