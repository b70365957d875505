// SPDX-License-Identifier: MIT
/* The reader: from a path to what the sink is told, with tiny formats of its own. */
#include "bytes.h"

#include <signal.h>

#include "digest.h"
#include "reader.h"

/* "A 2023-09-17T03:12:10Z text"; a line that begins with a blank belongs to the one before. */
static int bid_a(const struct record *record)
{
	return slice_starts_with(record->body, "A ") ? BID_SIGNATURE : BID_NONE;
}

static enum status parse_a(void *state, const struct record *record, struct event *event)
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

static bool begins_a(const struct record *record)
{
	return !slice_starts_with(record->body, " ");
}

/* "B Sep 17 03:12:10 text", no year, no zone; "#" is a header. */
static int bid_b(const struct record *record)
{
	return slice_starts_with(record->body, "B ") ? BID_SHAPE : BID_NONE;
}

static enum status parse_b(void *state, const struct record *record, struct event *event)
{
	struct slice rest = record->body;
	int *lines = state;
	(*lines)++;
	if (!slice_eat(&rest, "B ") || !stamp_eat_bsd(&rest, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	return STATUS_OK;
}

static bool is_header_b(const struct record *record)
{
	return slice_starts_with(record->body, "#");
}

static void *open_b(void)
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
};

#define DAY_AT (INT64_C(1694908800) * US_PER_S)

static enum status on_enter(void *self, const struct entry *entry, struct error *error)
{
	struct diary *diary = self;
	bytes_add_text(&diary->text, entry->chain);
	bytes_add_text(&diary->text, ":");
	return diary->enter_status == STATUS_OK
		       ? STATUS_OK
		       : error_set(error, diary->enter_status, "not wanted");
}

static enum status on_accept(void *self, const struct position *position, const struct event *event,
			     struct slice text, struct error *error)
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

static enum status on_reject(void *self, const struct position *position, const char *reason,
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

static enum status on_known(void *self, int64_t bytes, const unsigned char *sha256,
			    struct error *error)
{
	struct diary *diary = self;
	char line[64];
	char hex[DIGEST_HEX_SIZE];
	(void)error;
	digest_to_hex(sha256, SHA256_SIZE, hex);
	snprintf(line, sizeof line, "known %ld %.8s;", (long)bytes, hex);
	bytes_add_text(&diary->text, line);
	return STATUS_END;
}

static enum status on_leave(void *self, const struct entry_result *result, struct error *error)
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

static size_t on_wanted(void *self, const int64_t **ret_lengths)
{
	struct diary *diary = self;
	*ret_lengths = diary->lengths;
	return diary->length_count;
}

static struct event_sink sink_of(struct diary *diary)
{
	return (struct event_sink){.enter = on_enter,
				   .accept = on_accept,
				   .reject = on_reject,
				   .known = on_known,
				   .leave = on_leave,
				   .wanted_lengths = on_wanted,
				   .self = diary};
}

static struct reader_options options_here(void)
{
	struct reader_options options = reader_defaults();
	options.formats = shelf;
	options.format_count = 2;
	options.reference_at = DAY_AT;
	options.reference_origin = ORIGIN_CASE;
	return options;
}

static struct reader_account read_bytes(struct slice content, const struct reader_options *options,
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

static void reads(const char *content, const char *expected)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	struct reader_account account =
		read_bytes(slice_from(content), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, expected, "got %s", diary.text.data);
	cr_assert(tally_is_exact(&account.tally));
	cr_assert_eq(account.bytes, (int64_t)strlen(content));
	bytes_free(&diary.text);
}

Test(reader, makes_events_of_lines)
{
	reads("A 2023-09-17T00:00:10Z x\n\nA 2023-09-17T09:00:11+09:00 y",
	      "r:1@0 10  x;3@26 11  y;ok\n");
	reads("", "r:ok\n");
}

Test(reader, makes_continuations_and_rejects_orphans)
{
	reads(" orphan\nA 2023-09-17T00:00:10Z x\n more\n  and more\nwhat\n",
	      "r:1@0 rejected: continues a record that begins before this stream;"
	      "2@8 10  x;3@33 10 continuation  more;4@39 10 continuation   and more;"
	      "5@50 rejected: no format reads this line;ok\n");
}

Test(reader, offers_a_line_to_the_other_formats)
{
	reads("A 2023-09-17T00:00:10Z x\nB Sep 17 00:00:20 y\nA 2023-09-17T00:00:30Z z\n",
	      "r:1@0 10  x;2@25 20 B Sep 17 00:00:20 y;3@45 30  z;ok\n");
}

Test(reader, carries_the_time_of_the_event_before)
{
	reads("A none\nA 2023-09-17T00:00:10Z x\nA none\n",
	      "r:1@0 none none;2@7 10  x;3@32 10 none;ok\n");
}

Test(reader, gives_headers_the_time_of_the_next_event)
{
	reads("#Fields\n#More\nB Sep 17 00:00:20 y\n#Last\n",
	      "r:1@0 20 header #Fields;2@8 20 header #More;3@14 20 B Sep 17 00:00:20 y;"
	      "4@34 20 header #Last;ok\n");
}

Test(reader, puts_a_stamp_without_year_near_to_the_reference)
{
	/* 17 September 2023: both turns of the year are those of 2023, 29 February that of 2024. */
	reads("B Dec 31 23:59:59 y\nB Jan  1 00:00:00 y\nB Feb 29 00:00:00 z\n",
	      "r:1@0 9158399 B Dec 31 23:59:59 y;2@20 9158400 B Jan  1 00:00:00 y;"
	      "3@40 14256000 B Feb 29 00:00:00 z;ok\n");
}

Test(reader, uses_the_zone_it_is_given)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	struct error error = {0};
	cr_assert_eq(zone_open("Asia/Seoul", &options.zone, &error), STATUS_OK);
	options.zone_name = "Asia/Seoul";
	options.zone_origin = ORIGIN_CASE;
	(void)read_bytes(slice_from("B Sep 17 09:00:20 y\n"), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, "r:1@0 20 B Sep 17 09:00:20 y;ok\n");
	cr_assert_str_eq(diary.result.zone, "Asia/Seoul");
	cr_assert_eq(diary.result.zone_origin, ORIGIN_CASE);
	zone_free(options.zone);
	bytes_free(&diary.text);
}

Test(reader, obeys_a_stated_format)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	options.format = &b_format;
	(void)read_bytes(slice_from("A 2023-09-17T00:00:10Z x\nB Sep 17 00:00:20 y\n"), &options,
			 &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, "r:1@0 rejected: the stated format does not read this "
					  "line;2@25 20 B Sep 17 00:00:20 y;ok\n");
	cr_assert_str_eq(diary.result.format, "b");
	bytes_free(&diary.text);
}

Test(reader, counts_what_is_cut_and_mended)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	options.line_limit = 32;
	static const char text[] = "A 2023-09-17T00:00:10Z long long long long\n"
				   "A 2023-09-17T00:00:11Z \xFF\n\0\0\n \t\r\n";
	struct reader_account account =
		read_bytes(slice_make(text, sizeof text - 1), &options, &diary, STATUS_OK);
	cr_assert_eq(account.tally.lines, 4);
	cr_assert_eq(account.tally.events, 2);
	cr_assert_eq(account.tally.rejected, 1);
	cr_assert_eq(account.tally.blank, 1);
	cr_assert_eq(account.tally.cut, 1);
	cr_assert_eq(account.tally.mended, 2);
	cr_assert_eq(account.tally.bytes, (int64_t)sizeof text - 1);
	bytes_free(&diary.text);
}

Test(reader, asks_whether_a_beginning_is_known)
{
	static const char text[] = "A 1\nA 2\nA 3\n";
	struct diary diary = {.lengths = {4, 6, 12, 99}, .length_count = 4};
	struct reader_options options = options_here();
	(void)read_bytes(slice_from(text), &options, &diary, STATUS_OK);
	unsigned char sha256[SHA256_SIZE];
	char hex[3][DIGEST_HEX_SIZE];
	for (size_t i = 0; i < 3; i++) {
		cr_assert(digest_sha256(text, (size_t)diary.lengths[i], sha256));
		digest_to_hex(sha256, SHA256_SIZE, hex[i]);
	}
	char expected[256];
	snprintf(expected, sizeof expected,
		 "r:1@0 none 1;known 4 %.8s;known 6 %.8s;2@4 none 2;3@8 none 3;known 12 %.8s;ok\n",
		 hex[0], hex[1], hex[2]);
	cr_assert_str_eq(diary.text.data, expected, "got %s", diary.text.data);
	cr_assert_eq(memcmp(diary.result.sha256, sha256, SHA256_SIZE), 0);
	bytes_free(&diary.text);
}

Test(reader, tells_damage_of_one_entry_and_reads_the_others)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	struct bytes log = {0};
	bytes_add_gzip(&log, slice_from("A 1\nA 2"));
	struct member_bytes members[] = {{"a.gz", slice_first(bytes_slice(&log), log.size - 1)},
					 {"b", slice_from("A 3\n")},
					 {NULL, {0}}};
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members);
	struct reader_account account = read_bytes(bytes_slice(&tar), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, "r!a.gz:1@0 none 1;2@4 none 2;corrupt\n"
					  "r!b:1@0 none 3;ok\n");
	cr_assert_eq(account.entries, 2);
	cr_assert_eq(account.damaged, 1);
	cr_assert_eq(account.worst, STATUS_CORRUPT);
	cr_assert(strstr(account.message, "r!a.gz: truncated: gzip") != NULL, "%s",
		  account.message);
	bytes_free(&log);
	bytes_free(&tar);
	bytes_free(&diary.text);
}

Test(reader, passes_over_what_the_sink_does_not_want)
{
	struct diary diary = {.enter_status = STATUS_END};
	struct reader_options options = options_here();
	struct reader_account account =
		read_bytes(slice_from("A 1\n"), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, "r:");
	cr_assert_eq(account.unwanted, 1);
	cr_assert_eq(account.bytes, 4);
	bytes_free(&diary.text);
}

Test(reader, stops_with_the_answer_of_the_sink)
{
	struct diary diary = {.accept_status = STATUS_DATABASE};
	struct reader_options options = options_here();
	(void)read_bytes(slice_from("A 1\nA 2\n"), &options, &diary, STATUS_DATABASE);
	cr_assert_str_eq(diary.text.data, "r:1@0 none 1;");
	bytes_free(&diary.text);
}

Test(reader, stops_when_interrupted)
{
	volatile sig_atomic_t flag = 1;
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	options.file.is_interrupted = &flag;
	(void)read_bytes(slice_from("A 1\n"), &options, &diary, STATUS_INTERRUPTED);
	bytes_free(&diary.text);
}

static enum status on_bids(void *user, const struct entry *entry, const char *charset,
			   const struct auction *auction, const struct auction_result *result,
			   struct error *error)
{
	struct bytes *text = user;
	char line[128];
	(void)error;
	snprintf(line, sizeof line, "%s %s %s %d of %d", entry->chain, charset,
		 result->winner->name, result->margin, auction->lines);
	bytes_add_text(text, line);
	return STATUS_OK;
}

Test(reader, tells_the_bids_alone)
{
	struct bytes text = {0};
	struct error error = {0};
	struct reader_options options = options_here();
	const char *path = bytes_save("r", slice_from("A 1\nB 2\nA 3\n"));
	cr_assert_eq(reader_bids(path, "r", &options, on_bids, &text, &error), STATUS_OK);
	cr_assert_str_eq(text.data, "r UTF-8 a 130 of 3");
	bytes_forget(path);
	bytes_free(&text);
}

Test(reader, gives_each_record_of_one_physical_line_its_event)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	/* The count of the second holds a newline: two lines, and the third is found all the same.
	 */
	struct reader_account account =
		read_bytes(slice_from("7 <30>A 110 <30>A 2\n 37 <30>A 4\n<30>A 5"), &options,
			   &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data,
			 "r:1@0 none 1;2@9 none 2;3@20 none continuation  3;4@22 none 4;"
			 "5@32 none 5;ok\n",
			 "got %s", diary.text.data);
	cr_assert(tally_is_exact(&account.tally));
	cr_assert_eq(account.tally.lines, 5);
	bytes_free(&diary.text);
}

Test(reader, puts_the_parts_of_a_container_line_together)
{
	static const char log[] = "2023-09-17T00:00:01Z stdout P A 1 a long\n"
				  "2023-09-17T00:00:02Z stderr F A 2\n"
				  "2023-09-17T00:00:03Z stdout P  story\n"
				  "2023-09-17T00:00:04Z stdout F  ends\n"
				  "2023-09-17T00:00:05Z stdout F A 5\n"
				  "2023-09-17T00:00:06Z stdout P A 6";
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	struct reader_account account = read_bytes(slice_from(log), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data,
			 "r:1@0 1 continuation A 1 a long;2@41 2 2;3@75 3 continuation  story;"
			 "4@112 1 1 a long story ends;5@148 5 5;6@182 6 continuation A 6;ok\n",
			 "got %s", diary.text.data);
	cr_assert(tally_is_exact(&account.tally));
	bytes_free(&diary.text);
}
