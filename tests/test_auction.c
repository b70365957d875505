// SPDX-License-Identifier: MIT
/* The auction: sums, margin, ties, and how many lines are heard. */
#include "bytes.h"

#include "auction.h"

static int bid_shape(const struct record *record)
{
	return slice_starts_with(record->body, "shape") ? BID_SHAPE : BID_NONE;
}

static int bid_signature(const struct record *record)
{
	return slice_contains(record->body, "%SIGN") ? BID_SIGNATURE : BID_NONE;
}

static int bid_all(const struct record *record)
{
	(void)record;
	return BID_FALLBACK;
}

static enum status parse_none(void *state, const struct record *record, struct event *event)
{
	(void)state;
	(void)record;
	(void)event;
	return STATUS_MISMATCH;
}

static const struct format any = {.name = "any", .bid = bid_all, .parse = parse_none};
static const struct format shape = {.name = "shape", .bid = bid_shape, .parse = parse_none};
static const struct format twin = {.name = "shape2", .bid = bid_shape, .parse = parse_none};
static const struct format sign = {.name = "sign", .bid = bid_signature, .parse = parse_none};
static const struct format own = {.name = "shape", .bid = bid_all, .parse = parse_none};
static const struct format *const shelf[] = {&any, &twin, &shape, &sign};

static struct auction held(const char *const *lines, size_t count, struct auction_result *result)
{
	struct auction auction;
	struct error error = {0};
	cr_assert_eq(auction_open(shelf, 4, NULL, 0, &auction, &error), STATUS_OK);
	for (size_t i = 0; i < count; i++) {
		(void)auction_offer(&auction, slice_from(lines[i]));
	}
	*result = auction_close(&auction);
	return auction;
}

Test(auction, is_won_by_the_highest_sum_with_a_margin)
{
	static const char *const lines[] = {"shape %SIGN", "shape", "  ", "%SIGN"};
	struct auction_result result;
	struct auction auction = held(lines, 4, &result);
	cr_assert_eq(result.winner, &sign);
	cr_assert_eq(result.runner_up, &shape);
	cr_assert_eq(result.margin, 2 * BID_SIGNATURE - 2 * BID_SHAPE);
	cr_assert_eq(auction.lines, 3, "blank lines are not heard");
	cr_assert_eq(auction.bids[0].lines, 2);
	cr_assert_eq(auction.bids[3].format, &any);
	auction_free(&auction);
}

Test(auction, tied_goes_to_the_earlier_name)
{
	static const char *const lines[] = {"shape"};
	struct auction_result result;
	struct auction auction = held(lines, 1, &result);
	cr_assert_eq(result.winner, &shape);
	cr_assert_eq(result.runner_up, &twin);
	cr_assert_eq(result.margin, 0);
	auction_free(&auction);
}

Test(auction, of_nothing_has_no_winner)
{
	struct auction_result result;
	struct auction auction = held(NULL, 0, &result);
	cr_assert_null(result.winner);
	cr_assert_null(result.runner_up);
	cr_assert_eq(result.margin, 0);
	auction_free(&auction);
}

Test(auction, hears_so_many_lines_and_no_more)
{
	struct auction auction;
	struct error error = {0};
	cr_assert_eq(auction_open(shelf, 4, NULL, 0, &auction, &error), STATUS_OK);
	for (int i = 1; i < AUCTION_LINES; i++) {
		cr_assert(auction_offer(&auction, slice_from("shape")));
	}
	cr_assert_not(auction_offer(&auction, slice_from("shape")));
	cr_assert_not(auction_offer(&auction, slice_from("%SIGN")));
	(void)auction_close(&auction);
	cr_assert_eq(auction.bids[0].sum, AUCTION_LINES * BID_SHAPE);
	auction_free(&auction);
}

Test(auction, lets_a_format_of_the_case_take_the_place_of_its_namesake)
{
	static const struct format *const extra[] = {&own};
	struct auction auction;
	struct error error = {0};
	cr_assert_eq(auction_open(shelf, 4, extra, 1, &auction, &error), STATUS_OK);
	cr_assert_eq(auction.count, 4);
	(void)auction_offer(&auction, slice_from("x"));
	cr_assert_eq(auction_close(&auction).runner_up, &own);
	auction_free(&auction);
}
