// SPDX-License-Identifier: MIT
/*
 * The store, driven as the reader drives it: entries of lines in a small notation of this test.
 *
 *     REQ 60 200 /v1/pay/7        a request at second 60
 *     FLOW 61 deny r9             a flow
 *     SIG 62 link.down fw1:eth0   an event that means something
 *     LOG 63 hello                one that does not
 *     BAD what                    rejected
 */
#include "digest.h"
#include "rows.h"
#include "store.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TEXT_SIZE = 8192 };

static char folder[] = "/tmp/overrun-store-XXXXXX";
static char path[256];
static struct store *store;
static struct error error;

static const struct plan_source feed_a = {.name = "a",
					  .kind = "gateway",
					  .path = "a*",
					  .clock_us = PLAN_NONE,
					  .heartbeat_us = PLAN_NONE};
static const struct plan_source feed_b = {.name = "b",
					  .kind = "record",
					  .path = "b*",
					  .clock_us = PLAN_NONE,
					  .heartbeat_us = PLAN_NONE};

static void must(enum status status)
{
	cr_assert_eq(status, STATUS_OK, "%s", error.message);
}

static void open_store(bool fold)
{
	const struct store_options options = {.create = true, .fold = fold, .busy_ms = 200};
	must(store_open(path, &options, &store, &error));
	must(store_add_feed(store, &feed_a, RULES_NO_SOURCE, &error));
	must(store_begin_run(store, "test", "test", &error));
}

static void close_store(void)
{
	must(store_end_run(store, "done", &error));
	store_close(store);
	store = NULL;
}

static void begin(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/case.db", folder);
	open_store(false);
}

static void end(void)
{
	char command[300];
	store_close(store);
	store = NULL;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	cr_assert_eq(system(command), 0);
}

TestSuite(store, .init = begin, .fini = end);

static int64_t ask(const char *sql)
{
	int64_t value = -1;
	enum status status = store_ask(store, sql, &value, &error);
	cr_assert(status == STATUS_OK || status == STATUS_END, "%s: %s", sql, error.message);
	return value;
}

/* Fills an event from a line of the notation; false: rejected. */
static bool parse(struct slice line, struct event *event)
{
	struct slice word = {0};
	uint64_t seconds = 0, status = 0;
	event_clear(event);
	event->message = line;
	if (!slice_eat_word(&line, &word) || slice_is(word, "BAD") ||
	    !slice_eat_uint(&line, &seconds)) {
		return false;
	}
	slice_eat_blanks(&line);
	event->happened_at = (timestamp)seconds * US_PER_S;
	if (slice_is(word, "REQ")) {
		event->signal = SIGNAL_REQUEST;
		cr_assert(slice_eat_uint(&line, &status));
		event->status = (int32_t)status;
		event->path = slice_trim(line);
	} else if (slice_is(word, "FLOW")) {
		event->signal = SIGNAL_FLOW;
		slice_eat_word(&line, &event->outcome);
		event->rule = line;
	} else if (slice_is(word, "SIG")) {
		slice_eat_word(&line, &word);
		cr_assert(signal_find(word, &event->signal));
		event->object = line;
	}
	return true;
}

/* A reader's pass over one content: lines, questions about known beginnings, the tally. */
struct pass {
	struct event_sink sink;
	struct entry_result result;
	const int64_t *lengths;
	size_t length_count, asked;
	const char *content;
};

static void ask_known(struct pass *pass, int64_t up_to)
{
	unsigned char sha256[SHA256_SIZE];
	for (; pass->asked < pass->length_count && pass->lengths[pass->asked] <= up_to;
	     pass->asked++) {
		int64_t bytes = pass->lengths[pass->asked];
		cr_assert(digest_sha256(pass->content, (size_t)bytes, sha256));
		enum status status = pass->sink.known(pass->sink.self, bytes, sha256, &error);
		cr_assert(status == STATUS_OK || status == STATUS_END, "%s", error.message);
	}
}

static void give_line(struct pass *pass, struct slice line, int64_t offset)
{
	struct event event;
	struct tally *tally = &pass->result.tally;
	const struct position position = {++tally->lines, offset, line};
	if (slice_trim(line).size == 0) {
		tally->blank++;
	} else if (parse(line, &event)) {
		tally->events++;
		must(pass->sink.accept(pass->sink.self, &position, &event, line, &error));
	} else {
		tally->rejected++;
		must(pass->sink.reject(pass->sink.self, &position, "bad", line, &error));
	}
}

static void begin_pass(struct pass *pass, const char *chain, const char *content)
{
	const struct entry entry = {.path = chain, .chain = chain};
	*pass = (struct pass){.sink = store_sink(store), .content = content};
	must(pass->sink.enter(pass->sink.self, &entry, &error));
	pass->length_count = pass->sink.wanted_lengths(pass->sink.self, &pass->lengths);
}

static void give_lines(struct pass *pass)
{
	const char *at = pass->content;
	while (*at != '\0') {
		const char *stop = strchr(at, '\n');
		size_t size = stop == NULL ? strlen(at) : (size_t)(stop - at);
		int64_t offset = at - pass->content;
		ask_known(pass, offset + (int64_t)size);
		give_line(pass, slice_make(at, size), offset);
		at += size + (stop != NULL);
		if (stop != NULL) {
			ask_known(pass, at - pass->content);
		}
	}
}

static void end_pass(struct pass *pass)
{
	size_t size = strlen(pass->content);
	struct entry_result *result = &pass->result;
	cr_assert(digest_sha256(pass->content, size, result->sha256));
	result->tally.bytes = (int64_t)size;
	result->format = "test";
	result->runner_up = result->charset = result->zone = result->message = "";
	must(pass->sink.leave(pass->sink.self, result, &error));
}

static void read_entry(const char *chain, const char *content)
{
	struct pass pass;
	begin_pass(&pass, chain, content);
	give_lines(&pass);
	end_pass(&pass);
}

/* A whole source of one entry; false: it was read before. */
static bool read_source(const char *name, const char *content)
{
	unsigned char sha256[SHA256_SIZE];
	char hex[DIGEST_HEX_SIZE];
	cr_assert(digest_sha256(content, strlen(content), sha256));
	digest_to_hex(sha256, sizeof(sha256), hex);
	enum status status = store_begin_source(store, name, (int64_t)strlen(content), hex, &error);
	if (status == STATUS_END) {
		return false;
	}
	must(status);
	read_entry(name, content);
	must(store_end_source(store, "whole", NULL, &error));
	return true;
}

/* The whole database in one number: all rows of all tables that reading fills. */
static const char count_rows[] =
	"SELECT (SELECT COUNT(*) FROM happening) + (SELECT COUNT(*) FROM request) +"
	" (SELECT COUNT(*) FROM flow) + (SELECT COUNT(*) FROM rejected_line) +"
	" (SELECT COALESCE(SUM(lines), 0) FROM pulse) +"
	" (SELECT COALESCE(SUM(success + failure + neither), 0) FROM request_minute) +"
	" (SELECT COALESCE(SUM(flows), 0) FROM flow_minute)";

static const char mixed[] = "REQ 60 200 /a\nREQ 61 503 /a\nREQ 62 499 /b\n\nFLOW 63 deny r9\n"
			    "SIG 64 link.down fw1:eth0\nLOG 65 hello\nBAD line\n";

Test(store, puts_each_event_where_it_belongs)
{
	cr_assert(read_source("a.log", mixed));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(ask("SELECT COUNT(*) FROM flow"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening"), 2);
	cr_assert_eq(ask("SELECT COUNT(*) FROM rejected_line WHERE line = 8 AND text = 'BAD line'"),
		     1);
	cr_assert_eq(ask("SELECT lines FROM entry"), 8);
	cr_assert_eq(ask("SELECT events FROM entry"), 6);
	cr_assert_eq(ask("SELECT lines FROM pulse WHERE minute = 1"), 6);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening AS h JOIN signal_word AS s"
			 " ON s.code = h.signal WHERE s.word = 'link.down' AND h.line = 6"),
		     1);
	cr_assert_eq(ask("SELECT COUNT(DISTINCT id) FROM (SELECT id FROM happening UNION ALL"
			 " SELECT id FROM request UNION ALL SELECT id FROM flow)"),
		     6);
}

Test(store, counts_requests_per_minute_as_their_rows_say)
{
	char content[TEXT_SIZE] = "";
	size_t size = 0;
	for (int i = 0; i < 200; i++) {
		int status = i % 7 == 0 ? 500 : i % 11 == 0 ? 499 : i % 13 == 0 ? 408 : 200;
		size += (size_t)snprintf(content + size, sizeof(content) - size, "REQ %d %d /p%d\n",
					 30 + i * 37 % 900, status, i);
	}
	cr_assert(read_source("a.log", content));
	cr_assert_eq(
		ask("SELECT COUNT(*) FROM (SELECT written_at / 60000000 AS minute,"
		    " SUM(status < 500 AND status NOT IN (408, 499)) AS success,"
		    " SUM(status >= 500) AS failure, SUM(status IN (408, 499)) AS neither,"
		    " MIN(line) AS first_line, MAX(line) AS last_line,"
		    " MIN(CASE WHEN status < 500 AND status NOT IN (408, 499) THEN written_at END)"
		    " AS first_success_at FROM request GROUP BY minute"
		    " EXCEPT SELECT minute, success, failure, neither, first_line, last_line,"
		    " first_success_at FROM request_minute)"),
		0);
	cr_assert_eq(ask("SELECT SUM(success + failure + neither) FROM request_minute"), 200);
}

Test(store, takes_the_stated_clock_off_the_minutes_of_requests)
{
	struct plan_source fast = feed_a;
	fast.clock_us = 37 * US_PER_S;
	must(store_add_feed(store, &fast, RULES_NO_SOURCE, &error));
	cr_assert(read_source("a.log", "REQ 130 200 /a\n"));
	cr_assert_eq(ask("SELECT minute FROM request_minute"), 1);
	cr_assert_eq(ask("SELECT first_success_at FROM request_minute"), 93 * US_PER_S);
	cr_assert_eq(ask("SELECT minute FROM pulse"), 2);
}

Test(store, does_not_read_the_same_file_twice)
{
	cr_assert(read_source("a.log", mixed));
	int64_t rows = ask(count_rows);
	cr_assert_not(read_source("a.log", mixed));
	close_store();
	open_store(false);
	cr_assert_not(read_source("a.log", mixed));
	cr_assert_eq(ask(count_rows), rows);
}

Test(store, knows_a_renamed_copy)
{
	cr_assert(read_source("a.log", mixed));
	int64_t rows = ask(count_rows);
	cr_assert(read_source("a.log.1", mixed));
	cr_assert_eq(ask(count_rows), rows);
	cr_assert_eq(ask("SELECT COUNT(*) FROM entry WHERE state = 'known' AND same_as = 1"
			 " AND lines = 8"),
		     1);
}

Test(store, reads_only_what_has_grown)
{
	char grown[TEXT_SIZE];
	snprintf(grown, sizeof(grown), "%s%s", mixed, "SIG 130 link.up fw1:eth0\nREQ 131 200 /a\n");
	cr_assert(read_source("a.log", mixed));
	int64_t rows = ask(count_rows);
	cr_assert(read_source("a.log", grown));
	cr_assert_eq(ask("SELECT new_from FROM entry WHERE id = 2"), 8);
	cr_assert_eq(ask("SELECT same_as FROM entry WHERE id = 2"), 1);
	cr_assert_eq(ask("SELECT lines FROM entry WHERE id = 2"), 10);
	cr_assert_eq(ask("SELECT SUM(twin) FROM happening"), 0);
	cr_assert_eq(ask(count_rows),
		     rows + 5); /* a happening, its pulse; a request, pulse, minute */
}

Test(store, replaces_a_last_line_that_was_not_finished)
{
	cr_assert(read_source("a.log", "REQ 60 200 /a\nREQ 61 200 /lon"));
	cr_assert(read_source("a.log", "REQ 60 200 /a\nREQ 61 200 /long\nREQ 62 200 /c\n"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request WHERE line = 2 AND path = '/long'"), 1);
	cr_assert_eq(ask("SELECT SUM(success) FROM request_minute"), 3);
	cr_assert_eq(ask("SELECT SUM(lines) FROM pulse"), 3);
	cr_assert_eq(ask("SELECT new_from FROM entry WHERE id = 2"), 1);
	cr_assert_eq(ask("SELECT lines + events FROM entry WHERE id = 1"), 2);
}

Test(store, counts_equal_lines_of_one_feed_once)
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

Test(store, forgets_what_an_edited_record_said)
{
	must(store_add_feed(store, &feed_b, RULES_NO_SOURCE, &error));
	cr_assert(read_source("b.csv", "SIG 60 link.down x\nSIG 61 link.up x\n"));
	cr_assert(read_source("b.csv", "SIG 59 link.down x\nSIG 61 link.up x\n"));
	must(store_begin(store, &error));
	must(store_commit(store, &error));
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening"), 2);
	cr_assert_eq(ask("SELECT SUM(twin) FROM happening"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM entry"), 1);
}

Test(store, folds_requests_into_their_minutes)
{
	close_store();
	open_store(true);
	cr_assert(read_source("a.log", mixed));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening"), 2);
	cr_assert_eq(ask("SELECT SUM(success + failure + neither) FROM request_minute"), 3);
	cr_assert_eq(ask("SELECT SUM(flows) FROM flow_minute WHERE outcome = 'deny'"
			 " AND rule = 'r9'"),
		     1);
}

Test(store, interns_what_repeats_and_nothing_else)
{
	char content[TEXT_SIZE] = "";
	size_t size = 0;
	for (int i = 0; i < 100; i++) {
		size += (size_t)snprintf(content + size, sizeof(content) - size,
					 "REQ 60 200 /same\nREQ 60 200 /other/%d\n", i);
	}
	cr_assert(read_source("a.log", content));
	cr_assert_eq(ask("SELECT COUNT(*) FROM word"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request AS r WHERE r.path = '/same' OR"
			 " r.path = (SELECT id FROM word WHERE text = '/same')"),
		     100);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request WHERE path LIKE '/other/%'"), 100);
}

/* Reads a.log; then begins b.log, gives its lines, and dies before the end. */
static void die_amid_entry(const char *content)
{
	struct pass pass;
	pid_t child = fork();
	if (child == 0) {
		open_store(false);
		read_source("a.log", mixed);
		if (store_begin_source(store, "a2.log", 1, "00", &error) == STATUS_OK) {
			begin_pass(&pass, "a2.log", content);
			give_lines(&pass);
		}
		kill(getpid(), SIGKILL);
	}
	int state = 0;
	cr_assert_eq(waitpid(child, &state, 0), child);
	cr_assert(WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL);
}

Test(store, goes_on_after_it_was_killed)
{
	static char content[3000 * 32];
	size_t size = 0;
	for (int i = 0; i < 3000; i++) {
		size += (size_t)snprintf(content + size, sizeof(content) - size,
					 i % 2 ? "REQ %d 200 /p\n" : "SIG %d health.down s%d\n", i,
					 i);
	}
	close_store();
	die_amid_entry(content);
	open_store(false);
	cr_assert_eq(ask("SELECT COUNT(*) FROM entry"), 1, "the whole entry is kept, no other");
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(ask("SELECT COUNT(*) FROM run WHERE state = 'failed'"), 1);
	cr_assert_not(read_source("a.log", mixed));
	cr_assert(read_source("a2.log", content));
	int64_t rows = ask(count_rows);
	int64_t words = ask("SELECT COUNT(*) FROM word");
	close_store();
	cr_assert_eq(unlink(path), 0);
	open_store(false);
	cr_assert(read_source("a.log", mixed));
	cr_assert(read_source("a2.log", content));
	cr_assert_eq(ask(count_rows), rows);
	cr_assert_eq(ask("SELECT COUNT(*) FROM word"), words);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening WHERE twin = 1"), 0);
}

Test(store, leaves_one_plain_file_behind)
{
	char beside[300];
	cr_assert(read_source("a.log", mixed));
	close_store();
	snprintf(beside, sizeof(beside), "%s-wal", path);
	cr_assert_neq(access(beside, F_OK), 0);
	snprintf(beside, sizeof(beside), "%s-shm", path);
	cr_assert_neq(access(beside, F_OK), 0);
	const struct store_options options = {.read_only = true};
	must(store_open(path, &options, &store, &error));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(store_exec(store, "DELETE FROM request", NULL, 0, &error), STATUS_DATABASE);
}

Test(store, waits_for_another_run_and_gives_up)
{
	struct store *other = NULL;
	const struct store_options options = {.create = true, .busy_ms = 100};
	cr_assert_eq(store_open(path, &options, &other, &error), STATUS_DATABASE);
	cr_assert(strstr(error.message, "locked") != NULL, "%s", error.message);
	close_store();
	must(store_open(path, &options, &other, &error));
	store_close(other);
}

Test(store, refuses_a_newer_schema_and_other_databases)
{
	const struct store_options options = {.create = true};
	must(store_run_script(store, "x", "PRAGMA user_version = 2", &error));
	close_store();
	cr_assert_eq(store_open(path, &options, &store, &error), STATUS_DATABASE);
	cr_assert(strstr(error.message, "schema version 2") != NULL, "%s", error.message);
	FILE *file = fopen(path, "w");
	fputs("this is not a database, but text that is long enough to be looked at as one", file);
	fclose(file);
	cr_assert_eq(store_open(path, &options, &store, &error), STATUS_DATABASE);
	store = NULL;
}

Test(store, says_which_script_failed)
{
	cr_assert_eq(store_run_script(store, "40_faults.sql", "SELECT 1; SELECT x FROM y;", &error),
		     STATUS_DATABASE);
	cr_assert_str_eq(error.message, "40_faults.sql: no such table: y");
}

Test(store, keeps_one_key_per_case)
{
	unsigned char first[STORE_KEY_SIZE], again[STORE_KEY_SIZE];
	char key[300];
	struct stat info;
	must(store_key(store, first, &error));
	must(store_key(store, again, &error));
	cr_assert_arr_eq(first, again, STORE_KEY_SIZE);
	snprintf(key, sizeof(key), "%s.key", path);
	cr_assert_eq(stat(key, &info), 0);
	cr_assert_eq(info.st_mode & 0777, 0600);
	cr_assert_eq(info.st_size, STORE_KEY_SIZE);
}

Test(store, writes_the_case_file_anew_each_time)
{
	struct plan_policy policy = {"idle_us", 5, 7, "us", "note"};
	struct plan plan = {.path = "x/case.yaml",
			    .id = "c",
			    .title = "t",
			    .timezone = "UTC",
			    .window_start_at = 1,
			    .window_end_at = 2,
			    .notice_at = TIMESTAMP_NONE,
			    .subscribers = PLAN_NONE,
			    .aware_at = TIMESTAMP_NONE,
			    .classified_at = 77,
			    .policies = &policy,
			    .policy_count = 1};
	must(store_write_plan(store, &plan, &error));
	must(store_write_plan(store, &plan, &error));
	cr_assert_eq(ask("SELECT COUNT(*) FROM window WHERE notice_at IS NULL AND end_at = 2"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM case_file WHERE path = 'case.yaml'"), 1);
	cr_assert_eq(ask("SELECT value FROM policy WHERE name = 'idle_us'"), 5);
	cr_assert_eq(ask("SELECT COUNT(*) FROM fault_pair WHERE origin = 'built in'"), 19);
	cr_assert_eq(ask("SELECT COUNT(*) FROM regulation WHERE name = 'classified_at'"
			 " AND value = '77'"),
		     1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM service WHERE pattern = ''"), 1);
}

Test(store, stops_when_told)
{
	static volatile sig_atomic_t stop = 0;
	close_store();
	const struct store_options options = {.stop = &stop};
	must(store_open(path, &options, &store, &error));
	stop = 1;
	cr_assert_eq(store_run_script(store, "long.sql",
				      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
				      " FROM n) SELECT COUNT(*) FROM n",
				      &error),
		     STATUS_INTERRUPTED);
	stop = 0;
}
