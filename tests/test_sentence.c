// SPDX-License-Identifier: MIT
/* Tables of sentences: what is ruled out by pairs of bytes must really not be there. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "sentence.h"

static const struct sentence rows[] = {
	{"server process (PID ", " was terminated by signal ", SIGNAL_SERVICE_CRASH, NULL},
	{"server process", NULL, SIGNAL_SERVICE_START, NULL},
	{"No space left on device", NULL, SIGNAL_RESOURCE_HIGH, "disk"},
	{"xy", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"!", NULL, SIGNAL_SERVICE_READY, "one byte"},
};

Test(sentence, every_piece_is_found_wherever_it_stands)
{
	char text[256];
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *other = rows[i].other == NULL ? "" : rows[i].other;
		snprintf(text, sizeof text, "%s4711)%s9", rows[i].piece, other);
		cr_assert_eq(sentence_find(rows, 5, slice_from(text)), &rows[i], "%s", text);
		snprintf(text, sizeof text, "some words before %s4711)%s", rows[i].piece, other);
		cr_assert_eq(sentence_find(rows, 5, slice_from(text)), &rows[i], "%s", text);
	}
}

Test(sentence, the_other_piece_must_stand_behind_the_first)
{
	struct slice text =
		slice_from(" was terminated by signal 9: server process (PID 7) is of no concern");
	cr_assert_eq(sentence_find(rows, 1, text), NULL);
}

Test(sentence, every_cut_of_a_piece_is_none)
{
	const char *piece = rows[2].piece;
	for (size_t size = 0; size < strlen(piece); size++) {
		cr_assert_eq(sentence_find(rows + 2, 1, slice_make(piece, size)), NULL);
	}
	cr_assert_eq(sentence_find(rows + 2, 1, slice_from(piece)), &rows[2]);
}

Test(sentence, agrees_with_a_plain_search_on_scrambled_text)
{
	char text[64];
	uint32_t seed = 7;
	int found = 0;
	for (int i = 0; i < 20000; i++) {
		for (size_t at = 0; at < sizeof text; at++) {
			seed = seed * 1664525 + 1013904223;
			text[at] = "xyz! serv"[(seed >> 16) % 9];
		}
		struct slice slice = slice_make(text, sizeof text);
		const struct sentence *plain = NULL;
		for (size_t row = 5; row-- > 2;) {
			plain = slice_contains(slice, rows[row].piece) ? &rows[row] : plain;
		}
		found += plain != NULL;
		cr_assert_eq(sentence_find(rows + 2, 3, slice), plain);
	}
	cr_assert_gt(found, 1000);
}

Test(sentence, an_event_that_means_something_already_is_left_alone)
{
	struct event event;
	event_clear(&event);
	cr_assert(SENTENCE_READ(rows, slice_from("No space left on device"), &event));
	cr_assert_eq(event.signal, SIGNAL_RESOURCE_HIGH);
	cr_assert(slice_is(event.part, "disk"));
	cr_assert_not(SENTENCE_READ(rows, slice_from("xy"), &event));
	cr_assert_eq(event.signal, SIGNAL_RESOURCE_HIGH);
}
