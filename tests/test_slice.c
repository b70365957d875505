// SPDX-License-Identifier: MIT
/* Slices: what eats advances only when it succeeds. */
#include "slice.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(slice, eating_fails_without_advancing)
{
	struct slice text = slice_from("12ab");
	struct slice before = text;
	int32_t digits = -1;
	struct slice part;
	cr_assert(!slice_eat(&text, "123"));
	cr_assert(!slice_eat_digits(&text, 3, &digits));
	cr_assert(!slice_eat_until(&text, ';', &part));
	cr_assert(text.data == before.data && text.size == before.size && digits == -1);
	cr_assert(slice_eat_digits(&text, 2, &digits));
	cr_assert_eq(digits, 12);
	cr_assert(slice_is(text, "ab"));
}

Test(slice, words_and_parts_are_cut_where_they_end)
{
	struct slice text = slice_from("one \t two;three");
	struct slice word;
	cr_assert(slice_eat_word(&text, &word));
	cr_assert(slice_is(word, "one"));
	cr_assert(slice_eat_until(&text, ';', &word));
	cr_assert(slice_is(word, "two"));
	cr_assert(slice_is(text, "three"));
}

Test(slice, numbers_that_do_not_fit_are_refused)
{
	uint64_t value = 7;
	struct slice biggest = slice_from("18446744073709551615");
	struct slice over = slice_from("18446744073709551616");
	cr_assert(slice_eat_uint(&biggest, &value));
	cr_assert(value == UINT64_MAX);
	cr_assert(!slice_eat_uint(&over, &value));

	int64_t number = 7;
	cr_assert(slice_to_int(slice_from("-9223372036854775808"), &number));
	cr_assert(number == INT64_MIN);
	cr_assert(slice_to_int(slice_from("-0"), &number));
	cr_assert(number == 0);
	cr_assert(!slice_to_int(slice_from("9223372036854775808"), &number));
	cr_assert(!slice_to_int(slice_from("12 "), &number));
	cr_assert(!slice_to_int(slice_from("-"), &number));
	cr_assert(!slice_to_int(slice_empty(), &number));
}

Test(slice, seconds_become_microseconds)
{
	static const struct {
		const char *text;
		int64_t us;
	} rows[] = {{"0.035", 35000}, {"12", 12000000}, {"1.5", 1500000}, {"0.0000019", 1}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t us = -1;
		cr_assert(slice_seconds_to_us(slice_from(rows[i].text), &us), "%s", rows[i].text);
		cr_assert_eq(us, rows[i].us, "%s", rows[i].text);
	}
	static const char *const bad[] = {"", "-", "1.", ".5", "1.5s", "-1", "9223372036854775807"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		int64_t us = -1;
		cr_assert(!slice_seconds_to_us(slice_from(bad[i]), &us), "%s", bad[i]);
	}
}

Test(slice, texts_compare_trim_and_copy)
{
	cr_assert(slice_is_ignoring_case(slice_from("KeRnel"), "kernel"));
	cr_assert(!slice_is_ignoring_case(slice_from("kernel["), "kernel{"));
	cr_assert(slice_ends_with(slice_from("x.tar.gz"), ".gz"));
	cr_assert(!slice_ends_with(slice_from("gz"), ".gz"));
	cr_assert(slice_is(slice_trim(slice_from(" \t a b \r\n")), "a b"));
	cr_assert(slice_is_empty(slice_trim(slice_from(" \r\n"))));
	cr_assert_eq(slice_find(slice_from("abcabd"), "abd"), 3);
	cr_assert_eq(slice_find(slice_from("abc"), "x"), 3);
	char *copy = slice_copy(slice_first(slice_from("copied"), 4));
	cr_assert_str_eq(copy, "copi");
	free(copy);
}

Test(slice, distance_counts_slips_of_the_hand)
{
	cr_assert_eq(slice_distance(slice_from("analyse"), slice_from("analyze")), 1);
	cr_assert_eq(slice_distance(slice_from(""), slice_from("abc")), 3);
	cr_assert_eq(slice_distance(slice_from("kitten"), slice_from("sitting")), 3);
}

Test(slice, finds_text_that_hides_behind_its_own_beginnings)
{
	cr_assert_eq(slice_find(slice_from("%%%ASA-%ASA-6-1"), "%ASA-6"), 7);
	cr_assert_eq(slice_find(slice_from("a [b [c] [d"), " [d"), 8);
	cr_assert_eq(slice_find(slice_from("end="), "end=x"), 4);
	cr_assert_eq(slice_find(slice_from("xx"), ""), 0);
	cr_assert_eq(slice_find(slice_make("abcdef", 5), "ef"), 5);
	cr_assert_eq(slice_find(slice_from("\xec\xa0\x95\xeb\xb3\xb4"), "\xeb\xb3\xb4"), 3);
}

Test(slice, words_end_at_blanks_wherever_they_stand)
{
	for (size_t size = 1; size < 40; size++) {
		char text[48];
		memset(text, 'w', sizeof text);
		text[size] = size % 2 == 0 ? ' ' : '\t';
		text[size + 3] = '\t';
		struct slice rest = slice_make(text, sizeof text), word;
		cr_assert(slice_eat_word(&rest, &word));
		cr_assert_eq(word.size, size);
		cr_assert(slice_eat_word(&rest, &word));
		cr_assert_eq(word.size, 2);
		rest = slice_make(text, size);
		cr_assert(slice_eat_word(&rest, &word));
		cr_assert_eq(word.size, size);
	}
}

Test(slice, a_word_is_one_of_those_that_are_listed)
{
	static const char *const words[] = {"deny", "drop", NULL};
	cr_assert(slice_is_one_of(slice_from("deny"), words));
	cr_assert(slice_is_one_of(slice_from("drop"), words));
	cr_assert_not(slice_is_one_of(slice_from("dro"), words));
	cr_assert_not(slice_is_one_of(slice_from("drops"), words));
	cr_assert_not(slice_is_one_of(slice_empty(), words));
	cr_assert_not(slice_is_one_of(slice_from("deny"), words + 2));
}

Test(slice, parts_are_split_as_far_as_there_is_room)
{
	struct slice parts[3];
	cr_assert_eq(slice_split(slice_from("a,,b"), ',', parts, 3), 3);
	cr_assert(slice_is(parts[0], "a") && slice_is(parts[1], "") && slice_is(parts[2], "b"));
	cr_assert_eq(slice_split(slice_from("a,"), ',', parts, 3), 2);
	cr_assert(slice_is(parts[1], ""));
	cr_assert_eq(slice_split(slice_from(""), ',', parts, 3), 1);
	cr_assert(slice_is(parts[0], ""));
	cr_assert_eq(slice_split(slice_from("a,b,c,d"), ',', parts, 3), 3);
	cr_assert(slice_is(parts[2], "c"), "the rest is left out");
	cr_assert_eq(slice_split(slice_from("a,b"), ',', parts, 1), 1);
	cr_assert(slice_is(parts[0], "a"));
	cr_assert_eq(slice_split(slice_from("a,b"), ',', parts, 0), 0);
}
