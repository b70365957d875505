// SPDX-License-Identifier: MIT
/* Reading ahead: the same blocks in the same order, to the same end, wherever one stops. */
#include "ahead.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIZES = 64 };

/* Yields `count` blocks of 1 to SIZES units, each full of its number, then ends as `end` says. */
struct numbers {
	int given, count;
	enum status end;
	size_t unit; /* bytes */
	char *block;
};

static size_t size_of(const struct numbers *numbers, int number)
{
	return numbers->unit * (size_t)(1 + number % SIZES);
}

static enum status next_number(void *self, struct slice *ret_block, struct error *error)
{
	struct numbers *numbers = self;
	if (numbers->given == numbers->count) {
		return numbers->end == STATUS_END ? STATUS_END
						  : error_set(error, numbers->end,
							      "it broke after %d", numbers->count);
	}
	size_t size = size_of(numbers, numbers->given);
	memset(numbers->block, numbers->given, size);
	*ret_block = slice_make(numbers->block, size);
	numbers->given++;
	return STATUS_OK;
}

/* The caller frees numbers->block. */
static struct blocks blocks_of(struct numbers *numbers)
{
	numbers->block = malloc(numbers->unit * SIZES);
	cr_assert_not_null(numbers->block);
	return (struct blocks){.next = next_number, .self = numbers};
}

/* The same bytes, however they are parted, and the same end. */
static void check_all(int count, size_t unit, enum status end)
{
	struct numbers numbers = {.count = count, .unit = unit, .end = end};
	struct ahead *ahead = ahead_new(blocks_of(&numbers));
	struct error error = {.status = STATUS_OK};
	struct slice block = slice_empty();
	for (int i = 0; i < count; i++) {
		for (size_t left = size_of(&numbers, i); left > 0;) {
			if (block.size == 0) {
				cr_assert_eq(blocks_next(ahead_blocks(ahead), &block, &error),
					     STATUS_OK);
				cr_assert_gt(block.size, 0);
			}
			size_t size = block.size < left ? block.size : left;
			cr_assert_eq(block.data[0], (char)i);
			cr_assert_eq(block.data[size - 1], (char)i);
			block = slice_after(block, size);
			left -= size;
		}
	}
	cr_assert_eq(block.size, 0);
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(blocks_next(ahead_blocks(ahead), &block, &error), end);
	}
	if (end != STATUS_END) {
		char expected[SIZES];
		(void)snprintf(expected, sizeof(expected), "it broke after %d", count);
		cr_assert_str_eq(error.message, expected);
	}
	ahead_free(ahead);
	free(numbers.block);
}

Test(ahead, yields_all_blocks_in_order)
{
	for (int count = 0; count < 12; count++) {
		check_all(count, 1, STATUS_END);
		check_all(count, AHEAD_BLOCK_SIZE, STATUS_END);
	}
	check_all(5000, 1, STATUS_END);
	check_all(50000, 100, STATUS_END);
	check_all(1000, AHEAD_BLOCK_SIZE / SIZES, STATUS_END);
}

Test(ahead, fails_after_the_good_blocks_and_stays_so)
{
	for (int count = 0; count < 12; count++) {
		check_all(count, 1, STATUS_CORRUPT);
		check_all(count, AHEAD_BLOCK_SIZE, STATUS_CORRUPT);
	}
	check_all(1000, 1, STATUS_LIMIT);
	check_all(1000, AHEAD_BLOCK_SIZE / SIZES, STATUS_LIMIT);
}

Test(ahead, can_be_left_anywhere)
{
	for (int taken = 0; taken < 40; taken++) {
		struct numbers numbers = {
			.count = 1000, .unit = AHEAD_BLOCK_SIZE, .end = STATUS_END};
		struct ahead *ahead = ahead_new(blocks_of(&numbers));
		struct slice block;
		for (int i = 0; i < taken; i++) {
			cr_assert_eq(blocks_next(ahead_blocks(ahead), &block, NULL), STATUS_OK);
		}
		ahead_free(ahead);
		cr_assert_leq(numbers.given, taken + AHEAD_BLOCKS + 1);
		free(numbers.block);
	}
	ahead_free(NULL);
}

/* What hands blocks on costs as much for a small one as for a large one. */
Test(ahead, puts_small_blocks_together)
{
	enum { COUNT = 4 * SIZES };
	struct numbers numbers = {.count = COUNT, .unit = 512, .end = STATUS_END};
	struct ahead *ahead = ahead_new(blocks_of(&numbers));
	struct slice block;
	int yielded = 0;
	while (blocks_next(ahead_blocks(ahead), &block, NULL) == STATUS_OK) {
		cr_assert_leq(block.size, AHEAD_BLOCK_SIZE);
		yielded++;
	}
	cr_assert_leq(yielded, COUNT / 8 + AHEAD_BEGINS_WITH, "%d", yielded);
	ahead_free(ahead);
	free(numbers.block);
}
