// SPDX-License-Identifier: MIT
/*
 * Every sample against every format of the shelf. Needs no edit for a new format.
 *
 * For a format NAME it wants samples/formats/NAME.log and tests/expected/formats/NAME.jsonl: one
 * object per line of the sample, with the line number and every field that is not empty (`message`
 * only where it is not simply the record's body). OVERRUN_UPDATE=1 rewrites the expectations; read
 * the diff by eye before you commit it. OVERRUN_FORMAT=NAME looks at one format only.
 */
#include <criterion/criterion.h>
#include <criterion/logging.h>

#include "auction.h"
#include "event_text.h"

enum {
	SAMPLE_LINES_MIN = 5,  /* house rules: 5–40 lines, one per quirk */
	SAMPLE_LINES_MAX = 64, /* a sample must be heard whole by the auction */
	MARGIN_MIN = 40,       /* a sample wins by at least one good line, not by luck */
};

static bool wanted(const struct format *format)
{
	const char *only = getenv("OVERRUN_FORMAT");
	return only == NULL || only[0] == '\0' || strcmp(only, format->name) == 0;
}

static struct record record_of(struct slice line)
{
	struct record record = {.whole = line};
	syslog_peel(line, &record.envelope, &record.body);
	return record;
}

/* What the reader does before it calls parse, and after it. */
static void prefill(const struct record *record, struct event *event)
{
	event_clear(event);
	event->host = record->envelope.host;
	event->program = record->envelope.tag;
	event->severity = syslog_severity(record->envelope.pri);
	event->message = record->body;
	bool nested = (record->envelope.relay.flags & STAMP_SET) != 0;
	event->relay = nested ? record->envelope.relay : record->envelope.stamp;
}

/* A line without a stamp of its own was stamped by its envelope: that is then no relay. */
static void postfill(const struct record *record, struct event *event)
{
	if ((event->stamp.flags & STAMP_SET) == 0) {
		event->stamp = record->envelope.stamp;
	}
	if (event->stamp.civil_us == event->relay.civil_us) {
		event->relay = (struct stamp){.flags = 0};
	}
}

/* One line through one format, as the reader would do it; false when the format refuses it. */
static bool put_line(FILE *out, const struct format *format, void *state, struct slice line,
		     int64_t number)
{
	struct record record = record_of(line);
	struct event event;
	prefill(&record, &event);
	fprintf(out, "{\"line\": %lld", (long long)number);
	bool mine = true;
	if (format->begins != NULL && !format->begins(&record)) {
		fprintf(out, ", \"code\": \"continuation\"");
	} else {
		mine = format->parse(state, &record, &event) == STATUS_OK;
		bool header = format->is_header != NULL && format->is_header(&record);
		if (header) {
			fprintf(out, ", \"code\": \"header\"");
		} else if (mine) {
			postfill(&record, &event);
			put_event(out, record.body, &event);
		} else {
			fprintf(out, ", \"rejected\": true");
		}
		mine = mine || header;
	}
	fprintf(out, "}\n");
	return mine;
}

static char *events_of(const struct format *format, struct slice sample, size_t *ret_rejected)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	void *state = NULL;
	cr_assert(format_open(format, &state));
	struct slice line;
	int64_t number = 0;
	*ret_rejected = 0;
	while (next_line(&sample, &line)) {
		number++;
		if (!slice_is_empty(slice_trim(line)) &&
		    !put_line(out, format, state, line, number)) {
			(*ret_rejected)++;
		}
	}
	format_close(format, state);
	fclose(out);
	return text;
}

/* ------------------------------------------------------------------ the claims */

Test(formats, shelf_is_sorted_and_every_format_says_what_it_is)
{
	for (size_t i = 0; i < format_count; i++) {
		const struct format *format = format_table[i];
		cr_expect(i == 0 || strcmp(format_table[i - 1]->name, format->name) < 0,
			  "%s: out of order", format->name);
		cr_expect_eq(format_find(format->name), format);
		cr_expect(format->title != NULL && format->title[0] != '\0', "%s: no title",
			  format->name);
		cr_expect(format->source != NULL && format->source[0] != '\0', "%s: no source",
			  format->name);
		cr_expect(format->bid != NULL && format->parse != NULL, "%s: cannot read",
			  format->name);
	}
	cr_expect_null(format_find("no_such_format"));
}

Test(formats, every_format_has_a_sample_of_five_to_sixty_four_lines)
{
	for (size_t i = 0; i < format_count; i++) {
		struct text text = text_load("samples/formats", format_table[i]->name, ".log");
		cr_expect_not_null(text.data, "samples/formats/%s.log is missing",
				   format_table[i]->name);
		struct slice rest = slice_make(text.data, text.size);
		struct slice line;
		int count = 0;
		while (next_line(&rest, &line)) {
			count++;
		}
		cr_expect(count >= SAMPLE_LINES_MIN && count <= SAMPLE_LINES_MAX,
			  "samples/formats/%s.log has %d lines", format_table[i]->name, count);
		free(text.data);
	}
}

static int64_t bids_of(const struct format *format, struct slice sample)
{
	int64_t sum = 0;
	int heard = 0;
	struct slice line;
	while (heard < AUCTION_LINES && next_line(&sample, &line)) {
		if (slice_is_empty(slice_trim(line))) {
			continue;
		}
		struct record record = record_of(line);
		int bid = format_bid(format, &record);
		cr_expect(bid >= BID_NONE && bid <= 100, "%s bids %d on: " SLICE_FORMAT,
			  format->name, bid, SLICE_ARGUMENTS(line));
		sum += bid;
		heard++;
	}
	return sum;
}

Test(formats, every_sample_is_won_by_its_own_format_with_a_margin)
{
	for (size_t i = 0; i < format_count; i++) {
		struct text text = text_load("samples/formats", format_table[i]->name, ".log");
		if (text.data == NULL || !wanted(format_table[i])) {
			free(text.data);
			continue;
		}
		struct slice sample = slice_make(text.data, text.size);
		int64_t own = bids_of(format_table[i], sample);
		int64_t best = 0;
		const char *runner_up = "nobody";
		for (size_t j = 0; j < format_count; j++) {
			int64_t sum = j == i ? 0 : bids_of(format_table[j], sample);
			if (sum > best) {
				best = sum;
				runner_up = format_table[j]->name;
			}
		}
		cr_log_info("%-16s bids %5lld on its sample; next is %s with %lld",
			    format_table[i]->name, (long long)own, runner_up, (long long)best);
		cr_expect(own >= best + MARGIN_MIN, "%s bids %lld on its own sample, %s %lld",
			  format_table[i]->name, (long long)own, runner_up, (long long)best);
		free(text.data);
	}
}

static void write_expectation(const char *name, const char *events)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/tests/expected/formats/%s.jsonl", OVERRUN_SOURCE_DIR, name);
	FILE *file = fopen(path, "wb");
	cr_assert_not_null(file, "%s cannot be written", path);
	fputs(events, file);
	cr_assert_eq(fclose(file), 0);
}

/* Tells the first line that differs: the whole text would drown it. */
static void expect_same_lines(const char *name, const char *actual, struct text expected)
{
	struct slice left = slice_from(actual);
	struct slice right = slice_make(expected.data, expected.size);
	struct slice left_line = slice_empty();
	struct slice right_line = slice_empty();
	bool more = true;
	while (more) {
		bool has_left = next_line(&left, &left_line);
		bool has_right = next_line(&right, &right_line);
		more = has_left && has_right && slice_equals(left_line, right_line);
		cr_expect(more || (!has_left && !has_right),
			  "%s:\n got  " SLICE_FORMAT "\n want " SLICE_FORMAT, name,
			  SLICE_ARGUMENTS(has_left ? left_line : slice_empty()),
			  SLICE_ARGUMENTS(has_right ? right_line : slice_empty()));
	}
}

Test(formats, events_of_a_sample_equal_the_expected_ones)
{
	const char *update = getenv("OVERRUN_UPDATE");
	for (size_t i = 0; i < format_count; i++) {
		const char *name = format_table[i]->name;
		struct text text = text_load("samples/formats", name, ".log");
		if (text.data == NULL || !wanted(format_table[i])) {
			free(text.data);
			continue;
		}
		size_t rejected = 0;
		char *events =
			events_of(format_table[i], slice_make(text.data, text.size), &rejected);
		if (update != NULL && strcmp(update, "1") == 0) {
			write_expectation(name, events);
		}
		struct text expected = text_load("tests/expected/formats", name, ".jsonl");
		cr_expect_not_null(expected.data,
				   "tests/expected/formats/%s.jsonl is missing: "
				   "run with OVERRUN_UPDATE=1 and review it",
				   name);
		if (expected.data != NULL) {
			expect_same_lines(name, events, expected);
		}
		free(expected.data);
		free(events);
		free(text.data);
	}
}

/* Reads a line from a buffer of exactly its size, so that ASan sees any byte read beyond it. */
static void read_alone(FILE *out, const struct format *format, void *state, struct slice line)
{
	char *alone = malloc(line.size == 0 ? 1 : line.size);
	cr_assert_not_null(alone);
	memcpy(alone, line.data, line.size);
	struct slice copy = slice_make(line.size == 0 ? alone + 1 : alone, line.size);
	struct record record = record_of(copy);
	format_bid(format, &record);
	put_line(out, format, state, copy, 1);
	free(alone);
}

static void read_every_prefix(FILE *out, const struct format *format, struct slice sample)
{
	struct slice line;
	void *state = NULL;
	cr_assert(format_open(format, &state));
	while (next_line(&sample, &line)) {
		struct record record = record_of(line);
		for (size_t size = 0; size <= line.size; size++) {
			read_alone(out, format, state, slice_first(line, size));
		}
		if (format->is_header == NULL || !format->is_header(&record)) {
			continue; /* a cut header may have spoilt the state; a whole one mends it */
		}
		read_alone(out, format, state, line);
	}
	format_close(format, state);
}

Test(formats, every_prefix_of_every_line_is_read_within_its_bounds, .timeout = 600)
{
	FILE *out = fopen("/dev/null", "wb");
	for (size_t i = 0; i < format_count; i++) {
		struct text text = text_load("samples/formats", format_table[i]->name, ".log");
		if (text.data != NULL && wanted(format_table[i])) {
			read_every_prefix(out, format_table[i], slice_make(text.data, text.size));
		}
		free(text.data);
	}
	fclose(out);
}

Test(formats, every_format_survives_the_samples_of_all_others, .timeout = 600)
{
	FILE *out = fopen("/dev/null", "wb");
	for (size_t i = 0; i < format_count * format_count; i++) {
		const struct format *format = format_table[i % format_count];
		struct text text =
			text_load("samples/formats", format_table[i / format_count]->name, ".log");
		struct slice rest = slice_make(text.data, text.size);
		struct slice line;
		void *state = NULL;
		cr_assert(format_open(format, &state));
		while (next_line(&rest, &line)) {
			read_alone(out, format, state, line);
		}
		format_close(format, state);
		free(text.data);
	}
	fclose(out);
}

Test(formats, none_bids_more_than_the_most_it_says)
{
	int said = 0;
	for (size_t i = 0; i < format_count * format_count; i++) {
		const struct format *format = format_table[i % format_count];
		const char *sample = format_table[i / format_count]->name;
		struct text text = format->most == 0 ? (struct text){.data = NULL}
						     : text_load("samples/formats", sample, ".log");
		struct slice rest = slice_make(text.data, text.size);
		struct slice line;
		while (next_line(&rest, &line)) {
			struct record record = record_of(line);
			int bid = format_bid(format, &record);
			cr_expect_leq(bid, format->most, "%s bids %d", format->name, bid);
			said += bid > BID_NONE;
		}
		free(text.data);
	}
	cr_expect_gt(said, 0, "formats that say so bid on something");
}
