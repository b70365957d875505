// SPDX-License-Identifier: MIT
/* Interned texts: which get a number, and that no log makes them dear. */
#include "words_driver.h"

#include <stdio.h>

enum { PLACES = WORDS_SETS * WORDS_WAYS };

TestSuite(store_words, .init = begin_words, .fini = end_words);

static int64_t number_of(const char *text)
{
	struct error error;
	int64_t number = WORD_NONE;
	struct slice slice = slice_from(text);
	cr_assert_eq(words_number(&words, slice, words_expect(&words, slice), &number, &error),
		     STATUS_OK);
	return number;
}

/* The text of that number in a set, as a client's address might be. */
static int64_t number_in(char set, unsigned number)
{
	char text[32];
	(void)snprintf(text, sizeof(text), "%c-%u", set, number);
	return number_of(text);
}

static int64_t count_stored(void)
{
	sqlite3_stmt *statement = NULL;
	cr_assert_eq(sqlite3_prepare_v2(db, "SELECT COUNT(*) FROM word", -1, &statement, NULL),
		     SQLITE_OK);
	cr_assert_eq(sqlite3_step(statement), SQLITE_ROW);
	int64_t count = sqlite3_column_int64(statement, 0);
	(void)sqlite3_finalize(statement);
	return count;
}

Test(store_words, are_numbered_when_they_repeat)
{
	for (int seen = 1; seen < WORDS_WORTH; seen++) {
		cr_assert_eq(number_of("203.0.113.9"), WORD_NONE);
	}
	int64_t number = number_of("203.0.113.9");
	cr_assert_neq(number, WORD_NONE);
	cr_assert_eq(number_of("203.0.113.9"), number);
	cr_assert_eq(number_of(""), WORD_NONE);
	cr_assert_eq(count_stored(), 1);
}

Test(store_words, are_found_again_after_their_place_was_lost)
{
	for (int seen = 1; seen < WORDS_WORTH; seen++) {
		(void)number_of("a");
	}
	int64_t number = number_of("a");
	words_forget(&words);
	cr_assert_eq(number_of("a"), number);
	cr_assert_eq(count_stored(), 1);
}

/* A search costs more than a row: so few of them, however many texts repeat, and none is lost. */
Test(store_words, are_not_searched_for_all_the_time)
{
	enum { TEXTS = PLACES / 2, ROUNDS = 10, AT_FIRST = WORDS_CREDIT / WORDS_SEARCH };
	int64_t stored = 0;
	for (int round = 0; round < ROUNDS; round++) {
		for (unsigned i = 0; i < TEXTS; i++) {
			(void)number_in('r', i);
		}
		cr_assert_leq(count_stored() - stored,
			      (round < WORDS_WORTH ? AT_FIRST : 0) + TEXTS / WORDS_SEARCH + 1);
		stored = count_stored();
	}
	cr_assert_gt(stored, AT_FIRST);
	for (int round = 0; round < WORDS_SEARCH; round++) {
		for (unsigned i = 0; i < TEXTS; i++) {
			(void)number_in('r', i);
		}
	}
	cr_assert_gt(count_stored(), TEXTS * 3 / 4, "in time all have their number");
}

/* More texts repeat than there is room for. */
Test(store_words, do_not_drive_each_other_out_all_the_time)
{
	enum { TEXTS = 4 * PLACES, ROUNDS = 8 };
	for (int round = 0; round < ROUNDS; round++) {
		for (unsigned i = 0; i < TEXTS; i++) {
			(void)number_in('r', i);
		}
	}
	cr_assert_leq(count_stored(), (WORDS_CREDIT + TEXTS * ROUNDS) / WORDS_SEARCH);
	cr_assert_gt(count_stored(), PLACES / 4, "the room is used: %d", (int)count_stored());
}

/* What repeats today gets its numbers although all places are taken by what did yesterday. */
Test(store_words, make_room_for_others)
{
	enum { OLD = 2 * PLACES, NEW = 1000, ROUNDS = 200 };
	int64_t numbered = 0;
	for (int round = 0; round < 2 * WORDS_WORTH; round++) {
		for (unsigned i = 0; i < OLD; i++) {
			(void)number_in('o', i);
		}
	}
	for (int round = 0; round < ROUNDS; round++) {
		for (unsigned i = 0; i < NEW; i++) {
			(void)number_in('n', i);
		}
	}
	for (unsigned i = 0; i < NEW; i++) {
		numbered += number_in('n', i) != WORD_NONE;
	}
	/* Which hashes fall together is drawn per run: some of those are in each other's way. */
	cr_assert_geq(numbered, NEW * 95 / 100, "%d of them", (int)numbered);
}
