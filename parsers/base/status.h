// SPDX-License-Identifier: MIT
/*
 * What can go wrong, and how it is told.
 *
 * Every function that can fail returns an `enum status` and takes a `struct error *` last. The
 * place that notices a failure describes it in one line and returns its status at once:
 *
 *     return error_set(error, STATUS_CORRUPT, "%s: gzip checksum differs", path);
 *
 * Messages are lower case, without a period: place: what: why: what to do.
 */
#ifndef OVERRUN_STATUS_H
#define OVERRUN_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_END,      /* nothing more to read; not a failure */
	STATUS_MISMATCH, /* this text is not what the function reads; not a failure */
	STATUS_CORRUPT,  /* input is damaged; what came before it is good */
	STATUS_IO,       /* the operating system refused */
	STATUS_NO_MEMORY,
	STATUS_DATABASE, /* locked, newer schema, no space */
	STATUS_USAGE,    /* the caller or the case file asks for what cannot be */
	STATUS_LIMIT,    /* a named bound was reached; the message names it */
	STATUS_INTERRUPTED,
	STATUS_INTERNAL, /* an invariant of the method does not hold: our mistake */
};

enum { ERROR_MESSAGE_SIZE = 512 }; /* longer messages are cut, at a UTF-8 boundary */

/* The last failure, told for a person. `status` is STATUS_OK and `message` empty before any. */
struct error {
	enum status status;
	char message[ERROR_MESSAGE_SIZE];
};

/* Fills `error` (which may be NULL) from a printf format and returns `status`. */
enum status error_set(struct error *error, enum status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The status as a word for messages: "corrupt". */
const char *status_name(enum status status);

#endif
