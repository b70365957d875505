// SPDX-License-Identifier: MIT
/* Eight bytes at once, against the same one by one. */
#include <criterion/criterion.h>

#include "eight.h"

/* Eight bytes of a small alphabet, in which neighbours borrow from each other; and all others. */
static void scramble(char *bytes, uint32_t *seed)
{
	static const char alphabet[] = "+,-.\x00\x01\x7f\x80\xff\xac";
	for (size_t i = 0; i < EIGHT_SIZE; i++) {
		*seed = *seed * 1664525 + 1013904223;
		unsigned drawn = *seed >> 16;
		bytes[i] = drawn % 3 == 0 ? (char)(drawn >> 4) : alphabet[drawn % 10];
	}
}

static size_t first_where(const char *bytes, int (*holds)(unsigned char))
{
	size_t at = 0;
	while (at < EIGHT_SIZE && !holds((unsigned char)bytes[at])) {
		at++;
	}
	return at;
}

static size_t first_of(uint64_t marks)
{
	return marks == 0 ? EIGHT_SIZE : eight_first(marks);
}

static int is_comma(unsigned char byte)
{
	return byte == ',';
}

static int is_below(unsigned char byte)
{
	return byte < ',' + 1;
}

Test(eight, the_first_mark_is_the_first_byte_that_fits)
{
	char bytes[EIGHT_SIZE];
	uint32_t seed = 7;
	for (int i = 0; i < 50000; i++) {
		scramble(bytes, &seed);
		uint64_t eight = eight_load(bytes);
		cr_assert_eq(first_of(eight_find(eight, ',')), first_where(bytes, is_comma));
		cr_assert_eq(first_of(eight_equal(eight, ',')), first_where(bytes, is_comma));
		cr_assert_eq(first_of(eight_below(eight, ',' + 1)), first_where(bytes, is_below));
	}
}

Test(eight, every_mark_of_equal_is_true)
{
	char bytes[EIGHT_SIZE];
	uint32_t seed = 11;
	for (int i = 0; i < 50000; i++) {
		scramble(bytes, &seed);
		uint64_t marks = eight_equal(eight_load(bytes), ',');
		for (size_t at = 0; at < EIGHT_SIZE; at++) {
			uint64_t mark = marks >> (8 * at) & 0xff;
			cr_assert_eq(mark, bytes[at] == ',' ? 0x80 : 0);
		}
	}
}

Test(eight, a_short_text_begins_with_its_bytes_and_zeroes)
{
	for (size_t size = 0; size <= EIGHT_SIZE + 2; size++) {
		char padded[EIGHT_SIZE + 2] = {0};
		memcpy(padded, "abcdefghij", size);
		cr_expect_eq(eight_begin("abcdefghij", size), eight_load(padded), "%zu", size);
	}
}

Test(eight, digits_are_read_as_far_as_they_go)
{
	char bytes[EIGHT_SIZE];
	uint32_t seed = 13;
	for (int i = 0; i < 50000; i++) {
		scramble(bytes, &seed);
		size_t digits = (size_t)i % (EIGHT_SIZE + 1);
		uint64_t number = 0;
		for (size_t at = 0; at < digits; at++) {
			bytes[at] = (char)('0' + (unsigned char)bytes[at] % 10);
			number = number * 10 + (uint64_t)(bytes[at] - '0');
		}
		if (digits < EIGHT_SIZE && bytes[digits] >= '0' && bytes[digits] <= '9') {
			bytes[digits] = i % 2 == 0 ? '0' - 1 : '9' + 1;
		}
		uint64_t eight = eight_load(bytes);
		cr_assert_eq(eight_digits(eight), digits);
		cr_assert(digits == 0 || eight_number(eight, digits) == number);
	}
}
