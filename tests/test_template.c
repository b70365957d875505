// SPDX-License-Identifier: MIT
/* Templates of messages: what is one, and what is another. */
#include "template.h"

#include <criterion/criterion.h>

static int64_t number(const char *message)
{
	return template_number(slice_from(message), NULL, 0);
}

Test(template, numbers_and_quoted_texts_are_left_out)
{
	cr_expect_eq(number("queue depth 11 on 'pay-1'"), number("queue depth 304 on 'pay-22'"));
	cr_expect_eq(number("took 3ms (id=7f3a91)"), number("took 1204ms (id=00c2)"));
	cr_expect_eq(number("user \"kim\" left"), number("user \"park lee\" left"));
}

Test(template, other_words_are_another_template)
{
	cr_expect_neq(number("queue depth 11"), number("queue width 11"));
	cr_expect_neq(number("pool exhausted"), number("pool restored"));
	cr_expect_neq(number("connection to 192.0.2.1 lost"), number("connection to 192.0.2.1"));
	cr_expect_neq(number("a b"), number("ab"));
}

Test(template, lists_of_numbers_differ_in_length_only)
{
	cr_expect_eq(number("members 1, 2, 3 joined"), number("members 4 joined"));
	cr_expect_neq(number("members joined"), number("members 4 joined"));
}

Test(template, names_of_the_event_are_left_out)
{
	struct slice kim[] = {slice_from("kim"), slice_empty()};
	struct slice lee[] = {slice_from("lee"), slice_empty()};
	cr_expect_eq(template_number(slice_from("session of kim closed"), kim, 2),
		     template_number(slice_from("session of lee closed"), lee, 2));
	cr_expect_neq(number("session of kim closed"), number("session of lee closed"));
}

Test(template, odd_messages_have_one_too)
{
	cr_expect_neq(number(""), 0);
	cr_expect_neq(number("\"never closed"), 0);
	cr_expect_eq(number("it's over"), number("it's over"));
	cr_expect_neq(number("it's over"), number("it's open"));
	char longer[400], longest[500];
	memset(longer, 'x', sizeof longer - 1);
	memset(longest, 'x', sizeof longest - 1);
	longer[sizeof longer - 1] = longest[sizeof longest - 1] = '\0';
	cr_expect_eq(number(longer), number(longest), "only the first bytes count");
}
