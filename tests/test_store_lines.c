// SPDX-License-Identifier: MIT
/* The store: which line a request or flow is, and what its columns hold, however rows are stored.
 */
#include "store_driver.h"

TestSuite(store_lines, .init = begin, .fini = end);

enum { LINES = 20000 };

/* `write` gives requests and flows that name their line, and whatever else. */
static void read_written(write_fn *write)
{
	read_made("a.log", write, LINES);
	close_store();
	open_store(false);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request WHERE path <> '/' || line"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM flow WHERE rule <> 'r' || line"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request WHERE written_at <> line * 1000000"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM flow WHERE written_at <> line * 1000000"), 0);
	cr_assert_eq(ask("SELECT COUNT(DISTINCT line) = COUNT(*) FROM (SELECT line FROM request"
			 " UNION ALL SELECT line FROM flow)"),
		     1);
}

static int64_t stored_lines(void)
{
	return ask("SELECT (SELECT COUNT(line) FROM request_row) +"
		   " (SELECT COUNT(line) FROM flow_row)");
}

static void write_requests(FILE *out, int number)
{
	(void)fprintf(out, "REQ %d %d /%d\n", number, number % 3 == 0 ? 200 : 503, number);
}

Test(store_lines, are_told_by_ids)
{
	read_written(write_requests);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), LINES);
	cr_assert_eq(stored_lines(), 0);
}

static void write_blank_first(FILE *out, int number)
{
	if (number <= 2) {
		(void)fputs("\n", out);
	} else {
		write_requests(out, number);
	}
}

Test(store_lines, are_told_by_ids_behind_blanks)
{
	read_written(write_blank_first);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), LINES - 2);
	cr_assert_eq(stored_lines(), 0);
}

static void write_blank_amid(FILE *out, int number)
{
	if (number == LINES / 4) {
		(void)fputs("\n", out);
	} else {
		write_requests(out, number);
	}
}

Test(store_lines, are_told_by_ids_again_long_behind_a_blank)
{
	read_written(write_blank_amid);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), LINES - 1);
	cr_assert_gt(stored_lines(), 0);
	cr_assert_lt(stored_lines(), LINES / 2);
}

static void write_all(FILE *out, int number)
{
	switch (number / 100 % 5) {
	case 0:
		(void)fputs(number % 2 == 0 ? "\n" : "BAD line\n", out);
		break;
	case 1:
		(void)fprintf(out, "SIG %d link.down fw%d:eth0\n", number, number);
		break;
	case 2:
		(void)fprintf(out, "LOG %d hello\n", number);
		break;
	case 3:
		(void)fprintf(out, "FLOW %d deny r%d\n", number, number);
		break;
	default:
		write_requests(out, number);
	}
}

Test(store_lines, are_right_between_all_else)
{
	read_written(write_all);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), LINES / 5);
	cr_assert_eq(ask("SELECT COUNT(*) FROM flow"), LINES / 5);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening WHERE written_at <> line * 1000000"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening"), LINES / 5 * 2);
	cr_assert_eq(ask("SELECT COUNT(*) FROM rejected_line"), LINES / 10);
}

/* Runs of equal cells of every length: columns are constant in one batch and vary in the next. */
static void write_runs(FILE *out, int number)
{
	int run = number / 700;
	(void)fprintf(out, "REQ %d %d /%d\n", run % 2 == 0 ? number : 7, 200 + run % 4,
		      run % 3 == 0 ? 1 : number);
}

Test(store_lines, keep_columns_that_vary_now_and_then)
{
	read_made("a.log", write_runs, LINES);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request WHERE status <> 200 + line / 700 % 4"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request WHERE written_at <> 1000000 * CASE"
			 " line / 700 % 2 WHEN 0 THEN line ELSE 7 END"),
		     0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request AS r WHERE COALESCE((SELECT text FROM word"
			 " WHERE id = r.path AND typeof(r.path) = 'integer'), r.path) <> '/' ||"
			 " CASE line / 700 % 3 WHEN 0 THEN 1 ELSE line END"),
		     0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), LINES);
}

enum { BACKENDS = 9, ROUNDS = 100 };

static void write_alike(FILE *out, int number)
{
	(void)fprintf(out, "BACK %d 200 be_pay/app-0%d\n", number, number % BACKENDS);
}

/* Backends that differ in their last byte only once crowded in one place. */
Test(store_lines, share_what_differs_in_one_byte_only)
{
	read_made("a.log", write_alike, BACKENDS * ROUNDS);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), BACKENDS * ROUNDS);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request_common"), BACKENDS);
}

/* What clients are called, with the line's number to tell them apart: addresses and all else. */
static const char *const peers[] = {
	"192.0.2.%d",       "255.255.255.%d", "0.0.0.%d",   "10.%d.0.1",    "%d.0.0.0",
	"2001:db8::%d",     "host-%d",        "10.0.0.0%d", "10.0.0.25%d6", "10.0.0.%d.",
	"::ffff:10.0.0.%d", "1.2.3.%d/32",    "1..2.%d",    "a.b.c.%d",     "1.2.%d",
};

enum { PEERS = sizeof(peers) / sizeof(peers[0]) };

static void write_peers(FILE *out, int number)
{
	char name[64];
	(void)snprintf(name, sizeof(name), peers[number % PEERS], number / PEERS % 200);
	(void)fprintf(out, "PEER %d %s %s\n", number, name, number % 2 == 0 ? "request" : "flow");
}

/* Once as numbers, words or texts, whatever they are stored as; once as they were written. */
Test(store_lines, name_clients_and_servers_as_the_line_does)
{
	enum { COUNT = 4 * 200 * PEERS };
	char sql[256];
	char name[64];
	read_made("a.log", write_peers, COUNT);
	cr_assert_eq(ask("SELECT COUNT(*) FROM event WHERE client IS NOT NULL"), COUNT);
	cr_assert_eq(ask("SELECT COUNT(*) FROM event WHERE server = client"), COUNT / 2);
	for (int number = 1; number < 200 * PEERS; number += 7) {
		(void)snprintf(name, sizeof(name), peers[number % PEERS], number / PEERS % 200);
		(void)snprintf(sql, sizeof(sql),
			       "SELECT client = '%s' FROM event WHERE line = %d AND entry = 1",
			       name, number);
		cr_assert_eq(ask(sql), 1, "line %d: %s", number, name);
	}
	cr_assert_gt(ask("SELECT COUNT(*) FROM word WHERE text LIKE 'host-%'"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM word WHERE text LIKE '192.0.2.%'"), 0);
	cr_assert_gt(ask("SELECT COUNT(*) FROM request_row WHERE client < 0"), COUNT / 10);
}

static void write_ports(FILE *out, int number)
{
	(void)fprintf(out, "PORT %d %d %s\n", number, number * 7 % 65536,
		      number % 2 == 0 ? "request" : "flow");
}

/* The sample is what 04_clock_pair.sql takes it for. */
Test(store_lines, of_every_64th_client_port_are_sampled)
{
	static const char picked[] =
		"WITH picked(id) AS (SELECT id FROM (SELECT id, client_port FROM request_row UNION"
		" ALL SELECT id, client_port FROM flow_row) WHERE client_port * 40503 % 65536 <"
		" 1024) SELECT COUNT(*) FROM";
	char sql[512];
	read_made("a.log", write_ports, LINES);
	snprintf(sql, sizeof sql, "%s (SELECT id FROM picked EXCEPT SELECT id FROM port_sample)",
		 picked);
	cr_assert_eq(ask(sql), 0);
	snprintf(sql, sizeof sql, "%s picked", picked);
	cr_assert_eq(ask("SELECT COUNT(*) FROM port_sample"), ask(sql));
	cr_assert_gt(ask(sql), LINES / 100);
}

/* Port 34 is of the sample; a last line that was not finished is replaced. */
Test(store_lines, sampled_are_taken_back_with_their_row_and_no_other)
{
	cr_assert(read_source("a.log", "PORT 60 34 request\nBAD li"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM port_sample"), 1);
	cr_assert(read_source("a.log", "PORT 60 34 request\nBAD line\n"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM port_sample"), 1, "the first line's row stands");
	cr_assert(read_source("b.log", "PORT 60 34 flow\nPORT 61 34 flow"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM port_sample"), 3);
	cr_assert(read_source("b.log", "PORT 60 34 flow\nPORT 61 34 flows\nLOG 62 x\n"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM port_sample"), 3);
	cr_assert_eq(ask("SELECT COUNT(*) FROM port_sample AS s JOIN flow_row AS w ON w.id = s.id"),
		     2);
}
