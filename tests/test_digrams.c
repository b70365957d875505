// SPDX-License-Identifier: MIT
/* What digrams rule out must really not be there. */
#include <criterion/criterion.h>

#include "digrams.h"

Test(digrams, no_piece_of_a_text_is_ruled_out)
{
	static const char text[] = "pool \xea\xb2\xb0 handed for S4 by sec.kim \xff\x80!";
	size_t size = sizeof text - 1;
	struct digrams digrams;
	char piece[sizeof text];
	digrams_see(&digrams, slice_make(text, size));
	for (size_t from = 0; from < size; from++) {
		for (size_t until = from + 1; until <= size; until++) {
			memcpy(piece, text + from, until - from);
			piece[until - from] = '\0';
			cr_assert(digrams_may_hold(&digrams, piece), "%s", piece);
		}
	}
}

Test(digrams, strange_pieces_are_ruled_out)
{
	static const char *const strange[] = {"pools", "link down", "zz",
					      "S5 by", "xy handed", "handxd"};
	struct digrams digrams;
	digrams_see(&digrams, slice_from("pool handed for S4 by sec.kim"));
	for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
		cr_assert_not(digrams_may_hold(&digrams, strange[i]), "%s", strange[i]);
	}
}

Test(digrams, a_text_of_one_byte_has_none)
{
	struct digrams digrams;
	digrams_see(&digrams, slice_from("a"));
	cr_assert_not(digrams_may_hold(&digrams, "ab"));
	digrams_see(&digrams, slice_empty());
	cr_assert_not(digrams_may_hold(&digrams, "ab"));
	cr_assert(digrams_may_hold(&digrams, "a"), "pieces of one byte are not told");
}
