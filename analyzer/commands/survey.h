// SPDX-License-Identifier: MIT
/*
 * What logs contain, before anybody has said so: formats, spans, hosts and operators. For `init`.
 */
#ifndef OVERRUN_SURVEY_H
#define OVERRUN_SURVEY_H

#include "feeds.h"

enum {
	SURVEY_NAMES = 32, /* of one kind that are listed; the rest is counted only */
};

/* Some distinct texts, in the order in which they were met. */
struct survey_names {
	char *items[SURVEY_NAMES];
	size_t count;
	bool more; /* there are others */
};

/* From the first line to the last; TIMESTAMP_NONE: there is none. */
struct survey_span {
	timestamp first_at, last_at;
};

/* One path of the command line. */
struct survey_source {
	struct survey_names formats, hosts,
		actors; /* actors: who logged in, ran or changed things */
	struct tally tally;
	int64_t damaged;
	int64_t requests, flows, operations, network; /* events; network: links, peers, commits */
	struct survey_span sure, guessed;             /* lines with their year, and without */
	bool lacks_zone;                              /* some lines name none */
};

/*
 * Reads all files of one source. Files that cannot be read are told on standard error and counted
 * as damaged. The caller frees with survey_free, also after a failure.
 */
enum status survey_read(const struct feeds *feeds, size_t source, struct survey_source *ret_source,
			struct error *error);

/* Widens `span` to take in the other. */
void survey_widen(struct survey_span *span, struct survey_span other);

void survey_free(struct survey_source *source);

/* The `kind` of the case file that it looks like. */
const char *survey_kind(const struct survey_source *source);

#endif
