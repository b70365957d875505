// SPDX-License-Identifier: MIT
/* The store: equal lines of a feed count once, wherever they stand; finding them stays cheap. */
#include "store_driver.h"

TestSuite(store_twins, .init = begin, .fini = end);

enum { LINES = 6000 /* many loads */ };

Test(store_twins, counts_equal_lines_of_one_feed_once)
{
	cr_assert(read_source("a.log", "SIG 60 link.down x\nSIG 60 link.down x\nLOG 1 x\n"));
	cr_assert(read_source("a2.log", "SIG 60 link.down x\nSIG 61 link.down x\n"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening WHERE twin = 1"), 2);
	cr_assert_eq(ask("SELECT twin FROM happening WHERE line = 1 AND entry = 1"), 0);
	close_store();
	open_store(false);
	must(store_add_feed(store, &feed_b, RULES_NO_SOURCE, &error));
	cr_assert(read_source("b.log", "SIG 60 link.down x\nSIG 62 link.down x\n"));
	cr_assert_eq(ask("SELECT SUM(twin) FROM happening WHERE entry = 3"), 0);
}

Test(store_twins, tells_records_apart_whose_last_lines_are_equal)
{
	cr_assert(read_source("a.log", "END 60 link.down x\nEND 61 link.down x\n"
				       "END 61 link.down y\nEND 60 link.down x\n"));
	cr_assert(read_source("a2.log", "END 61 link.down y\n"));
	cr_assert_eq(ask("SELECT SUM(twin) FROM happening WHERE line <= 3 AND entry = 1"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening WHERE twin = 1"), 2);
}

static int64_t twins_of(const char *source)
{
	char question[200];
	(void)snprintf(question, sizeof(question),
		       "SELECT COUNT(*) FROM happening AS h JOIN entry AS e ON e.id = h.entry"
		       " WHERE h.twin = 1 AND e.chain = '%s'",
		       source);
	return ask(question);
}

static void write_rising(FILE *out, int number)
{
	(void)fprintf(out, "SIG %d link.down x\n", number);
}

static void write_falling(FILE *out, int number)
{
	(void)fprintf(out, "SIG %d link.down x\n", LINES + 1 - number);
}

/* The second half of the lines above, as many that are later, in turn. */
static void write_half_new(FILE *out, int number)
{
	int half = LINES / 2 + (number + 1) / 2;
	(void)fprintf(out, "SIG %d link.down x\n", number % 2 == 0 ? half : LINES / 2 + half);
}

/* Each four times, one behind the other. */
static void write_fourfold(FILE *out, int number)
{
	(void)fprintf(out, "SIG %d link.down y\n", number / 4);
}

/* All at one time; each twice, the second time after all others. */
static void write_at_once(FILE *out, int number)
{
	(void)fprintf(out, "SIG 5 link.down z%d\n", number % (LINES / 2));
}

static void write_timeless(FILE *out, int number)
{
	(void)fprintf(out, "BARE link.down %d\n", number);
}

static void write_timeless_falling(FILE *out, int number)
{
	write_timeless(out, LINES + 1 - number);
}

Test(store_twins, are_found_whatever_the_order)
{
	read_made("a.log", write_rising, LINES);
	cr_assert_eq(twins_of("a.log"), 0);
	read_made("a2.log", write_falling, LINES);
	cr_assert_eq(twins_of("a2.log"), LINES);
	read_made("a3.log", write_half_new, LINES);
	cr_assert_eq(twins_of("a3.log"), LINES / 2);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening WHERE twin = 0"), LINES + LINES / 2);
}

Test(store_twins, are_found_in_the_same_file)
{
	read_made("a.log", write_fourfold, LINES);
	cr_assert_eq(twins_of("a.log"), LINES - LINES / 4 - 1, "number / 4 is 0 three times");
	read_made("a2.log", write_at_once, LINES);
	cr_assert_eq(twins_of("a2.log"), LINES / 2);
}

Test(store_twins, are_found_without_a_time)
{
	read_made("a.log", write_timeless, LINES);
	cr_assert_eq(twins_of("a.log"), 0);
	read_made("a2.log", write_rising, LINES);
	cr_assert_eq(twins_of("a2.log"), 0);
	read_made("a3.log", write_timeless_falling, LINES);
	cr_assert_eq(twins_of("a3.log"), LINES);
}

Test(store_twins, are_found_by_a_later_run)
{
	read_made("a.log", write_rising, LINES);
	close_store();
	open_store(false);
	read_made("a2.log", write_falling, LINES);
	cr_assert_eq(twins_of("a2.log"), LINES);
	cr_assert_eq(twins_of("a.log"), 0);
}

/* Where keys come at random, so do the pages: every second one would lie before the one before. */
Test(store_twins, are_sought_where_the_log_grows)
{
	static const char in_order[] =
		"SELECT 100 * SUM(pageno > before) / COUNT(before) FROM (SELECT pageno,"
		" LAG(pageno) OVER (ORDER BY path) AS before FROM dbstat"
		" WHERE name = 'happening_line_hash' AND pagetype = 'leaf')";
	read_made("a.log", write_rising, 20 * LINES);
	close_store();
	open_store(false);
	cr_assert_gt(ask("SELECT COUNT(*) FROM dbstat WHERE name = 'happening_line_hash'"), 100);
	cr_assert_gt(ask(in_order), 95, "per cent of the pages of the index");
}
