// SPDX-License-Identifier: MIT
/* The vocabulary of signals. */
#include "signal.h"

#include <criterion/criterion.h>

Test(signal, every_word_finds_its_signal)
{
	for (int i = 0; i < SIGNAL_COUNT; i++) {
		enum signal found = SIGNAL_COUNT;
		cr_assert(signal_find(slice_from(signal_name((enum signal)i)), &found));
		cr_assert_eq(found, (enum signal)i);
	}
}

Test(signal, what_is_no_word_finds_none)
{
	enum signal found = SIGNAL_COUNT;
	cr_assert(!signal_find(slice_from("config.commit"), &found));
	cr_assert(!signal_find(slice_empty(), &found));
	cr_assert_eq(found, SIGNAL_COUNT);
}

Test(signal, the_nearest_word_is_suggested)
{
	cr_assert_str_eq(signal_nearest(slice_from("config.comit.ok")), "config.commit.ok");
	cr_assert_str_eq(signal_nearest(slice_from("linkdown")), "link.down");
	cr_assert_str_eq(signal_nearest(slice_from("log")), "log");
	cr_assert_null(signal_nearest(slice_from("weather")));
}
