// SPDX-License-Identifier: MIT
/*
 * What formats say they need of a line (format.h) is what they need: on every line of every sample,
 * on its prefixes and suffixes, and on what is left of it when one kind of byte is another.
 */
#include <criterion/criterion.h>

#include "players.h"

#include <stdio.h>
#include <stdlib.h>

enum { LINE_LIMIT = 16 * 1024, STEP = 7 }; /* of a sample's line; prefixes and suffixes differ by */

static struct record record_of(struct slice line)
{
	struct record record = {.whole = line};
	syslog_peel(line, &record.envelope, &record.body);
	return record;
}

typedef void line_fn(void *self, struct slice line);

static void each_sample_line(line_fn *take, void *self)
{
	static char line[LINE_LIMIT];
	for (size_t i = 0; i < format_count; i++) {
		char path[1024];
		snprintf(path, sizeof path, "%s/samples/formats/%s.log", OVERRUN_SOURCE_DIR,
			 format_table[i]->name);
		FILE *file = fopen(path, "rb");
		cr_assert(file != NULL, "%s", path);
		while (fgets(line, sizeof line, file) != NULL) {
			struct slice text = slice_from(line);
			text.size -= slice_ends_with(text, "\n") ? 1 : 0;
			take(self, text);
		}
		fclose(file);
	}
}

/* ------------------------------------------------------------------- who bids has its needs met */

struct held {
	struct needs needs[256];
	size_t bids, refusals;
};

static void hold(struct held *held, struct slice line)
{
	struct record record = record_of(line);
	struct needs has = needs_met_by(&record);
	for (size_t i = 0; i < format_count; i++) {
		bool may_bid = needs_are_met(&held->needs[i], &has);
		bool bids = format_bid(format_table[i], &record) > BID_NONE;
		cr_assert(may_bid || !bids, "%s bids on a line that lacks what it needs: %.*s",
			  format_table[i]->name, (int)line.size, line.data);
		held->bids += bids;
		held->refusals += !may_bid;
	}
}

static void hold_parts(void *self, struct slice line)
{
	hold(self, line);
	for (size_t size = 0; size < line.size && size < 256; size += STEP) {
		hold(self, slice_first(line, size));
		hold(self, slice_after(line, size));
	}
}

/* The line with each of `bytes` instead of `byte`. */
static void hold_changed(struct held *held, struct slice line, char byte, const char *bytes)
{
	static char changed[LINE_LIMIT];
	for (; *bytes != '\0'; bytes++) {
		for (size_t i = 0; i < line.size; i++) {
			changed[i] = line.data[i];
			if (line.data[i] == byte) {
				changed[i] = *bytes;
			}
		}
		hold(held, slice_make(changed, line.size));
	}
}

static void hold_changes(void *self, struct slice line)
{
	bool seen[256] = {false};
	for (size_t i = 0; i < line.size; i++) {
		unsigned char byte = (unsigned char)line.data[i];
		bool is_small = byte >= 'a' && byte <= 'z';
		if (!seen[byte] && !is_small) {
			seen[byte] = true;
			hold_changed(self, line, (char)byte, "x_ ");
		}
	}
}

static struct held held_by(line_fn *take)
{
	static struct held held;
	cr_assert_lt(format_count, sizeof held.needs / sizeof held.needs[0]);
	for (size_t i = 0; i < format_count; i++) {
		held.needs[i] = needs_of(format_table[i]);
	}
	each_sample_line(take, &held);
	return held;
}

Test(needs, are_met_by_all_lines_that_a_format_bids_on)
{
	struct held held = held_by(hold_parts);
	cr_expect_gt(held.bids, 1000, "the samples are bid on");
	cr_expect_gt(held.refusals, 100000, "most formats need not be asked about most lines");
}

Test(needs, are_met_by_what_is_still_bid_on_when_a_byte_is_another)
{
	struct held held = held_by(hold_changes);
	cr_expect_gt(held.bids, 10000);
}

/* ----------------------------------------------------------------------- classes, and the players
 */

static bool meets(const struct format *format, const char *text)
{
	struct record record = record_of(slice_from(text));
	struct needs needs = needs_of(format);
	struct needs has = needs_met_by(&record);
	return needs_are_met(&needs, &has);
}

Test(needs, tell_body_line_and_their_first_bytes_apart)
{
	static const struct format body = {.needs = "|0"};
	static const struct format whole = {.needs_whole = "[="};
	static const struct format any = {.needs_any = "#{"};
	static const struct format first = {.first = "Ka"};
	static const struct format first_whole = {.first_whole = "0<"};
	static const struct format unsent = {.is_never_sent = true};
	static const char told[] = "Aug  7 05:30:19 gw-1 pay[4711]: a=b|7";
	static const char other[] = "Aug  7 05:30:19 gw-1 pay: Lee";
	cr_expect(meets(&body, told), "any digit stands for all");
	cr_expect_not(meets(&body, "Aug  7 05:30:19 gw-1 pay: a|b"), "digits of the header only");
	cr_expect(meets(&whole, told), "a bracket of the header counts");
	cr_expect_not(meets(&whole, other));
	cr_expect_not(meets(&any, told));
	cr_expect(meets(&any, "{"));
	cr_expect(meets(&first, told), "any small letter stands for all");
	cr_expect_not(meets(&first, other), "a capital for itself");
	cr_expect_not(meets(&first_whole, told));
	cr_expect(meets(&first_whole, "<14>Aug  7 05:30:19 gw-1 pay: Lee"));
	cr_expect_not(meets(&unsent, other));
	cr_expect(meets(&unsent, "Lee"));
	cr_expect(meets(&first, ""), "nothing is known of an empty line");
}

Test(needs, know_every_byte)
{
	for (int byte = 1; byte < 256; byte++) {
		const char text[] = {(char)byte, '\0'};
		const struct format format = {.needs = text};
		struct needs has = needs_of(&format);
		cr_assert_eq(__builtin_popcountll(has.body), 1, "byte %d", byte);
	}
	const struct format signs = {.needs = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
					      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0a \t\x01\x80"};
	cr_assert_eq(needs_of(&signs).body, UINT64_MAX, "each is a class of its own");
}

/* The order in which all formats would be tried if all were asked. */
static size_t rank(const struct record *record, const struct format **ret_order)
{
	int bids[256];
	size_t count = 0;
	for (size_t i = 0; i < format_count; i++) {
		bids[i] = format_bid(format_table[i], record);
	}
	for (;;) {
		size_t best = 0;
		for (size_t i = 1; i < format_count; i++) {
			best = bids[i] > bids[best] ? i : best;
		}
		if (bids[best] <= BID_NONE) {
			return count;
		}
		ret_order[count++] = format_table[best];
		bids[best] = BID_NONE;
	}
}

static void try_all(void *self, struct slice line)
{
	struct players *players = self;
	const struct format *order[256];
	struct record record = record_of(line);
	struct needs has = needs_met_by(&record);
	size_t count = rank(&record, order);
	players_call(players, &has);
	for (size_t i = 0; i < count; i++) {
		struct player *best = players_best(players, &record);
		cr_assert(best != NULL && best->format == order[i], "%s is not next on %.*s",
			  order[i]->name, (int)line.size, line.data);
		best->bid = BID_NONE;
	}
	cr_assert_null(players_best(players, &record), "nobody is left");
}

Test(players, are_tried_as_if_all_were_asked)
{
	struct auction auction;
	struct players players;
	struct error error = {0};
	cr_assert_eq(auction_open(format_table, format_count, NULL, 0, &auction, &error),
		     STATUS_OK);
	cr_assert(players_open(&players, &auction, NULL));
	each_sample_line(try_all, &players);
	players_close(&players);
	auction_free(&auction);
}

Test(players, beyond_one_word_of_a_set_are_asked_too)
{
	static const struct format *many[200];
	static struct format formats[200];
	static char names[200][8];
	struct auction auction;
	struct players players;
	struct error error = {0};
	for (size_t i = 0; i < 200; i++) {
		snprintf(names[i], sizeof names[i], "f%zu", i);
		formats[i] = (struct format){.name = names[i], .bid = format_find("syslog")->bid};
		formats[i].needs = i == 199 ? "d" : "|";
		many[i] = &formats[i];
	}
	struct record record = record_of(slice_from("Aug  7 05:30:19 gw-1 pay: Lee"));
	struct needs has = needs_met_by(&record);
	cr_assert_eq(auction_open(many, 200, NULL, 0, &auction, &error), STATUS_OK);
	cr_assert(players_open(&players, &auction, NULL));
	players_call(&players, &has);
	cr_expect_eq(players_best(&players, &record), &players.items[199]);
	players_close(&players);
	auction_free(&auction);
}
