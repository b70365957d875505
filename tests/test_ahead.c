// SPDX-License-Identifier: MIT
/* Reading ahead: the same blocks in the same order, to the same end, wherever one stops. */
#include "ahead.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { BLOCK_SIZE = 64 };

/* Yields `count` blocks, each full of its number, then ends as `end` says. */
struct numbers {
	int given, count;
	enum status end;
	char block[BLOCK_SIZE];
};

static enum status next_number(void *self, struct slice *ret_block, struct error *error)
{
	struct numbers *numbers = self;
	if (numbers->given == numbers->count) {
		return numbers->end == STATUS_END ? STATUS_END
						  : error_set(error, numbers->end,
							      "it broke after %d", numbers->count);
	}
	memset(numbers->block, numbers->given, sizeof(numbers->block));
	*ret_block = slice_make(numbers->block, (size_t)(1 + numbers->given % BLOCK_SIZE));
	numbers->given++;
	return STATUS_OK;
}

static struct blocks blocks_of(struct numbers *numbers)
{
	return (struct blocks){.next = next_number, .self = numbers};
}

static void check_all(int count, enum status end)
{
	struct numbers numbers = {.count = count, .end = end};
	struct ahead *ahead = ahead_new(blocks_of(&numbers));
	struct error error = {.status = STATUS_OK};
	struct slice block;
	for (int i = 0; i < count; i++) {
		cr_assert_eq(blocks_next(ahead_blocks(ahead), &block, &error), STATUS_OK);
		cr_assert_eq(block.size, (size_t)(1 + i % BLOCK_SIZE));
		cr_assert_eq(block.data[0], (char)i);
		cr_assert_eq(block.data[block.size - 1], (char)i);
	}
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(blocks_next(ahead_blocks(ahead), &block, &error), end);
	}
	if (end != STATUS_END) {
		char expected[BLOCK_SIZE];
		(void)snprintf(expected, sizeof(expected), "it broke after %d", count);
		cr_assert_str_eq(error.message, expected);
	}
	ahead_free(ahead);
}

Test(ahead, yields_all_blocks_in_order)
{
	for (int count = 0; count < 12; count++) {
		check_all(count, STATUS_END);
	}
	check_all(5000, STATUS_END);
}

Test(ahead, fails_after_the_good_blocks_and_stays_so)
{
	for (int count = 0; count < 12; count++) {
		check_all(count, STATUS_CORRUPT);
	}
	check_all(1000, STATUS_LIMIT);
}

Test(ahead, can_be_left_anywhere)
{
	for (int taken = 0; taken < 40; taken++) {
		struct numbers numbers = {.count = 1000, .end = STATUS_END};
		struct ahead *ahead = ahead_new(blocks_of(&numbers));
		struct slice block;
		for (int i = 0; i < taken; i++) {
			cr_assert_eq(blocks_next(ahead_blocks(ahead), &block, NULL), STATUS_OK);
		}
		ahead_free(ahead);
		cr_assert_leq(numbers.given, taken + AHEAD_BLOCKS + 1);
	}
	ahead_free(NULL);
}
