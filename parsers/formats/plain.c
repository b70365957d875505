// SPDX-License-Identifier: MIT
/*
 * Any line that begins with a time: the format of last resort for text without an envelope.
 *
 *     2024-08-07 05:30:19,250;DEBUG;pay;something happened
 *     [07/Aug/2024:05:30:19 +0900] something happened
 *     1723008619.250 something happened
 *
 * It reads the time and, where it is plain to see, a level; it guesses no signal. A line that
 * begins with a blank goes on with the one before it.
 */
#include "application.h"
#include "format.h"

enum {
	EPOCH_DIGITS_MIN = 10, /* shorter numbers are counts, not times */
	LEVEL_SIZE_MIN = 3,    /* "ERR" */
	LEVEL_SIZE_MAX = 13,   /* "INFORMATIONAL" */
};

static bool eat_epoch(struct slice *text, struct stamp *ret_stamp)
{
	size_t digits = 0;
	if (slice_starts_with(*text, "0")) {
		return false; /* a number with leading zeros counts something else */
	}
	while (digits < text->size && text->data[digits] >= '0' && text->data[digits] <= '9') {
		digits++;
	}
	return digits >= EPOCH_DIGITS_MIN && stamp_eat_epoch(text, ret_stamp);
}

/* "[ERROR] ", "WARN: ": a level that stands before the stamp; SEVERITY_NONE: none does. */
static enum severity eat_level(struct slice *text)
{
	struct slice rest = *text;
	bool bracket = slice_eat_char(&rest, '[');
	size_t size = 0;
	while (size < rest.size && rest.data[size] >= 'A' && rest.data[size] <= 'Z') {
		size++;
	}
	enum severity severity =
		size < LEVEL_SIZE_MIN ? SEVERITY_NONE : level_severity(slice_first(rest, size));
	rest = slice_after(rest, size);
	if (severity == SEVERITY_NONE || (bracket && !slice_eat_char(&rest, ']'))) {
		return SEVERITY_NONE;
	}
	slice_eat_char(&rest, ':');
	if (!slice_eat_char(&rest, ' ')) {
		return SEVERITY_NONE;
	}
	*text = rest;
	return severity;
}

static bool eat_stamp_here(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	eat_level(&rest);
	bool bracket = slice_eat_char(&rest, '[');
	if (!stamp_eat_iso(&rest, ret_stamp) && !stamp_eat_slashes(&rest, ret_stamp) &&
	    !stamp_eat_dmy(&rest, ret_stamp) && !stamp_eat_clf(&rest, ret_stamp) &&
	    !stamp_eat_ctime(&rest, ret_stamp) && !stamp_eat_bsd(&rest, ret_stamp) &&
	    !stamp_eat_compact(&rest, ret_stamp) && !stamp_eat_mail(&rest, ret_stamp) &&
	    !eat_epoch(&rest, ret_stamp)) {
		return false;
	}
	bool ends = rest.size == 0 || strchr(" \t,;:|][", rest.data[0]) != NULL;
	if (!ends || (bracket && slice_find_char(rest, ']') == rest.size)) {
		return false;
	}
	*text = rest;
	return true;
}

/*
 * The stamp, at the front or behind a few words: "update-alternatives 2024-08-07 05:30:19: run",
 * "E [07/Aug/2024:05:30:19 +0900] …". What stands so far inside must have a year.
 */
static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	enum { WORDS_BEFORE = 4, WORD_SIZE_MAX = 32 };
	struct slice rest = *text;
	struct slice word = slice_empty();
	if (eat_stamp_here(text, ret_stamp)) {
		return true;
	}
	for (int i = 0; i < WORDS_BEFORE && slice_eat_word(&rest, &word); i++) {
		struct slice here = rest;
		if (word.size > WORD_SIZE_MAX || strchr("#{<\"", word.data[0]) != NULL) {
			return false;
		}
		if (eat_stamp_here(&here, ret_stamp)) {
			*text = here;
			return (ret_stamp->flags & STAMP_YEAR) != 0;
		}
	}
	return false;
}

/* A level among the first words, set off by anything but letters. */
static void read_level(struct slice text, struct event *event)
{
	for (size_t at = 0; at < text.size && at < 2 * LEVEL_SIZE_MAX;) {
		size_t size = 0;
		while (at + size < text.size && text.data[at + size] >= 'A' &&
		       text.data[at + size] <= 'Z') {
			size++;
		}
		enum severity severity = size < LEVEL_SIZE_MIN
						 ? SEVERITY_NONE
						 : level_severity(slice_make(text.data + at, size));
		if (severity != SEVERITY_NONE) {
			event->severity = severity;
			return;
		}
		at += size == 0 ? 1 : size;
	}
}

static enum status plain_parse(void *state, const struct record *record, struct event *event)
{
	struct slice text = slice_trim(record->body);
	(void)state;
	struct slice rest = text;
	enum severity level = eat_level(&rest);
	if (!eat_stamp(&text, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	read_level(text, event);
	if (level != SEVERITY_NONE) {
		event->severity = level;
	}
	return STATUS_OK;
}

static bool plain_begins(const struct record *record)
{
	struct slice text = record->body;
	return text.size == 0 || (text.data[0] != ' ' && text.data[0] != '\t');
}

/* Less than syslog: a header says more than a stamp. */
static int plain_bid(const struct record *record)
{
	struct slice text = slice_trim(record->body);
	struct stamp stamp;
	return eat_stamp(&text, &stamp) ? BID_FALLBACK / 2 : BID_NONE;
}

const struct format plain_format = {
	.name = "plain",
	.title = "any text whose lines begin with a time",
	.source = "no specification; the clock texts of timestamp.h",
	.bid = plain_bid,
	.most = BID_FALLBACK / 2,
	.parse = plain_parse,
	.begins = plain_begins,
};
