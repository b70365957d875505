// SPDX-License-Identifier: MIT
/* The reader with two tiny formats of its own, and a sink that keeps a diary; include in one .c
 * file of a test program only. */
#ifndef OVERRUN_DIARY_H
#define OVERRUN_DIARY_H

#include "bytes.h"

#include "digest.h"
#include "reader.h"

/* "A 2023-09-17T03:12:10Z text"; a line that begins with a blank belongs to the one before. */
static inline int bid_a(const struct record *record)
{
	return slice_starts_with(record->body, "A ") ? BID_SIGNATURE : BID_NONE;
}

static inline enum status parse_a(void *state, const struct record *record, struct event *event)
{
	struct slice rest = record->body;
	(void)state;
	if (!slice_eat(&rest, "A ")) {
		return STATUS_MISMATCH;
	}
	(void)stamp_eat_iso(&rest, &event->stamp);
	event->message = rest;
	return STATUS_OK;
}

static inline bool begins_a(const struct record *record)
{
	return !slice_starts_with(record->body, " ");
}

/* "B Sep 17 03:12:10 text", no year, no zone; "#" is a header. */
static inline int bid_b(const struct record *record)
{
	return slice_starts_with(record->body, "B ") ? BID_SHAPE : BID_NONE;
}

static inline enum status parse_b(void *state, const struct record *record, struct event *event)
{
	struct slice rest = record->body;
	int *lines = state;
	(*lines)++;
	if (!slice_eat(&rest, "B ") || !stamp_eat_bsd(&rest, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	return STATUS_OK;
}

static inline bool is_header_b(const struct record *record)
{
	return slice_starts_with(record->body, "#");
}

static inline void *open_b(void)
{
	return calloc(1, sizeof(int));
}

static const struct format a_format = {
	.name = "a", .bid = bid_a, .parse = parse_a, .begins = begins_a};
static const struct format b_format = {.name = "b",
				       .bid = bid_b,
				       .parse = parse_b,
				       .is_header = is_header_b,
				       .open = open_b,
				       .close = free};
static const struct format *const shelf[] = {&a_format, &b_format};

/* Everything the sink hears, as text; seconds since 2023-09-17T00:00:00Z. */
struct diary {
	struct bytes text;
	struct entry_result result;
	char message[ERROR_MESSAGE_SIZE];
	int64_t lengths[8];
	size_t length_count;
	enum status enter_status, accept_status;
	bool knows_nothing;
};

#define DAY_AT (INT64_C(1694908800) * US_PER_S)

static inline enum status on_enter(void *self, const struct entry *entry, struct error *error)
{
	struct diary *diary = self;
	bytes_add_text(&diary->text, entry->chain);
	bytes_add_text(&diary->text, ":");
	return diary->enter_status == STATUS_OK
		       ? STATUS_OK
		       : error_set(error, diary->enter_status, "not wanted");
}

static inline enum status on_accept(void *self, const struct position *position,
				    const struct event *event, struct slice text,
				    struct error *error)
{
	struct diary *diary = self;
	char line[256];
	char when[32] = "none";
	if (event->happened_at != TIMESTAMP_NONE) {
		snprintf(when, sizeof when, "%ld",
			 (long)((event->happened_at - DAY_AT) / US_PER_S));
	}
	cr_assert(position->raw.size >= text.size || text.size < 1000);
	snprintf(line, sizeof line, "%ld@%ld %s %.*s%s%.*s;", (long)position->line,
		 (long)position->offset, when, SLICE_ARGUMENTS(event->code),
		 event->code.size > 0 ? " " : "", SLICE_ARGUMENTS(slice_first(event->message, 20)));
	bytes_add_text(&diary->text, line);
	return diary->accept_status == STATUS_OK ? STATUS_OK
						 : error_set(error, diary->accept_status, "full");
}

static inline enum status on_reject(void *self, const struct position *position, const char *reason,
				    struct slice text, struct error *error)
{
	struct diary *diary = self;
	char line[128];
	(void)error;
	(void)text;
	snprintf(line, sizeof line, "%ld@%ld rejected: %s;", (long)position->line,
		 (long)position->offset, reason);
	bytes_add_text(&diary->text, line);
	return STATUS_OK;
}

static inline enum status on_known(void *self, int64_t bytes, const unsigned char *sha256,
				   struct error *error)
{
	struct diary *diary = self;
	char line[64];
	char hex[DIGEST_HEX_SIZE];
	(void)error;
	digest_to_hex(sha256, SHA256_SIZE, hex);
	snprintf(line, sizeof line, "known %ld %.8s;", (long)bytes, hex);
	bytes_add_text(&diary->text, line);
	return diary->knows_nothing ? STATUS_OK : STATUS_END;
}

static inline enum status on_leave(void *self, const struct entry_result *result,
				   struct error *error)
{
	struct diary *diary = self;
	(void)error;
	cr_assert(tally_is_exact(&result->tally));
	diary->result = *result;
	snprintf(diary->message, sizeof diary->message, "%s", result->message);
	bytes_add_text(&diary->text, status_name(result->status));
	bytes_add_text(&diary->text, "\n");
	return STATUS_OK;
}

static inline size_t on_wanted(void *self, const int64_t **ret_lengths)
{
	struct diary *diary = self;
	*ret_lengths = diary->lengths;
	return diary->length_count;
}

static inline struct event_sink sink_of(struct diary *diary)
{
	return (struct event_sink){.enter = on_enter,
				   .accept = on_accept,
				   .reject = on_reject,
				   .known = on_known,
				   .leave = on_leave,
				   .wanted_lengths = on_wanted,
				   .self = diary};
}

static inline struct reader_options options_here(void)
{
	struct reader_options options = reader_defaults();
	options.formats = shelf;
	options.format_count = 2;
	options.reference_at = DAY_AT;
	options.reference_origin = ORIGIN_CASE;
	return options;
}

static inline struct reader_account read_bytes(struct slice content,
					       const struct reader_options *options,
					       struct diary *diary, enum status expected)
{
	struct reader_account account;
	struct error error = {0};
	const char *path = bytes_save("r", content);
	cr_assert_eq(reader_read(path, "r", options, sink_of(diary), &account, &error), expected,
		     "%s", error.message);
	bytes_forget(path);
	return account;
}

#endif
