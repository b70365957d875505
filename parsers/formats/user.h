// SPDX-License-Identifier: MIT
/*
 * A format of the user's own, made at run time from a pattern with named groups.
 *
 *     name     tills
 *     pattern  ^(?<time>\S+) (?<host>\S+) (?<message>.*)$
 *     time     %Y-%m-%dT%H:%M:%S%z
 *     signals  resource.high when message matches "paper out"
 *     sample   2023-09-17T04:01:00+0900 till7 paper out
 *
 * Groups fill the event's fields of their name: time host program message actor object part step
 * role reason outcome id recipient after code level client client_port server server_port method
 * path request protocol agent rule status bytes_out bytes_in duration (seconds) seq. Other groups
 * serve conditions only. The pattern is tried on the whole line, then on what is left of it behind
 * a syslog header. Without a time layout, the usual clock texts are tried.
 */
#ifndef OVERRUN_USER_H
#define OVERRUN_USER_H

#include "format.h"

/* The line means `word` when `match` (NULL: anything) is found in group `field` (NULL: the line).
 */
struct user_condition {
	const char *word, *field, *match;
};

/* What the case file says; all texts are copied. */
struct user_description {
	const char *name, *pattern;
	const char *time;                        /* see layout.h; NULL: the usual ones */
	const struct user_condition *conditions; /* the first that holds counts */
	size_t condition_count;
	const char *const *samples; /* at least one; each must match */
	size_t sample_count;
};

/*
 * Makes the format, or says what is wrong with the description (STATUS_USAGE). Bids of one such
 * format are for one thread at a time; each state has a pattern of its own. The caller frees it
 * with user_format_free, after all readers of it are done.
 */
enum status user_format_new(const struct user_description *description, struct format **ret_format,
			    struct error *error);

void user_format_free(struct format *format);

/*
 * Why such a format does not read a line, for people: "the pattern wants `\d+` here", and the line
 * with a caret where it stopped. `ret_why` has room for USER_WHY_SIZE. False: it reads the line.
 */
enum { USER_WHY_SIZE = 512 };
bool user_format_explain(const struct format *format, struct slice line, char *ret_why);

#endif
