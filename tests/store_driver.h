// SPDX-License-Identifier: MIT
/*
 * The store, driven as the reader drives it: entries of lines in a small notation of these tests.
 *
 *     REQ 60 200 /v1/pay/7        a request at second 60
 *     BACK 60 200 be/app1         a request that names its backend
 *     FLOW 61 deny r9             a flow
 *     PORT 61 4711 request        a request, or a flow, of that client port
 *     PEER 61 192.0.2.7 flow      a flow, or a request, of that client, and to that server
 *     SIG 62 link.down fw1:eth0   an event that means something
 *     END 62 link.down fw1:eth0   the same, of a record whose last line is but "END"
 *     BARE link.down fw1:eth0     the same, without a time
 *     LOG 63 hello                one that does not
 *     BAD what                    rejected
 *
 * Included by the test programs of the store, each with its own suite.
 */
#ifndef OVERRUN_STORE_DRIVER_H
#define OVERRUN_STORE_DRIVER_H

#include "digest.h"
#include "own_case.h"

#include <signal.h>
#include <sys/stat.h>

static char folder[] = "/tmp/overrun-store-XXXXXX";

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

static inline void must(enum status status)
{
	cr_assert_eq(status, STATUS_OK, "%s", error.message);
}

static inline void open_store(bool fold)
{
	const struct store_options options = {.create = true, .fold = fold, .busy_ms = 200};
	must(store_open(path, &options, &store, &error));
	must(store_add_feed(store, &feed_a, RULES_NO_SOURCE, &error));
	must(store_begin_run(store, "test", "test", &error));
}

static inline void close_store(void)
{
	must(store_end_run(store, "done", &error));
	store_close(store);
	store = NULL;
}

static inline void begin(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/case.db", folder);
	open_store(false);
}

static inline void end(void)
{
	char command[300];
	store_close(store);
	store = NULL;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	cr_assert_eq(system(command), 0);
}

/* Fills an event from a line of the notation; false: rejected. */
static inline bool parse(struct slice line, struct event *event)
{
	struct slice word = {0};
	uint64_t seconds = 0, status = 0;
	event_clear(event);
	event->message = line;
	if (!slice_eat_word(&line, &word) || slice_is(word, "BAD")) {
		return false;
	}
	if (!slice_is(word, "BARE")) {
		if (!slice_eat_uint(&line, &seconds)) {
			return false;
		}
		slice_eat_blanks(&line);
		event->happened_at = (timestamp)seconds * US_PER_S;
	}
	if (slice_is(word, "REQ") || slice_is(word, "BACK")) {
		event->signal = SIGNAL_REQUEST;
		cr_assert(slice_eat_uint(&line, &status));
		event->status = (int32_t)status;
		*(slice_is(word, "REQ") ? &event->path : &event->rule) = slice_trim(line);
	} else if (slice_is(word, "FLOW")) {
		event->signal = SIGNAL_FLOW;
		slice_eat_word(&line, &event->outcome);
		event->rule = line;
	} else if (slice_is(word, "PORT")) {
		uint64_t port = 0;
		cr_assert(slice_eat_uint(&line, &port));
		event->client_port = (int32_t)port;
		event->signal =
			slice_is(slice_trim(line), "request") ? SIGNAL_REQUEST : SIGNAL_FLOW;
	} else if (slice_is(word, "PEER")) {
		slice_eat_word(&line, &event->client);
		event->signal =
			slice_is(slice_trim(line), "request") ? SIGNAL_REQUEST : SIGNAL_FLOW;
		event->server = event->signal == SIGNAL_FLOW ? event->client : slice_empty();
	} else if (slice_is(word, "SIG") || slice_is(word, "END") || slice_is(word, "BARE")) {
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

static inline void ask_known(struct pass *pass, int64_t up_to)
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

static inline void give_line(struct pass *pass, struct slice line, int64_t offset)
{
	struct event event;
	struct tally *tally = &pass->result.tally;
	struct slice raw =
		slice_starts_with(line, "END ") ? slice_first(line, strlen("END")) : line;
	const struct position position = {++tally->lines, offset, raw};
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

static inline void begin_pass_of(struct pass *pass, const char *chain, uint64_t head,
				 const char *content)
{
	const struct entry entry = {.path = chain, .chain = chain, .head = head};
	*pass = (struct pass){.sink = store_sink(store), .content = content};
	must(pass->sink.enter(pass->sink.self, &entry, &error));
	pass->length_count = pass->sink.wanted_lengths(pass->sink.self, &pass->lengths);
}

static inline void begin_pass(struct pass *pass, const char *chain, const char *content)
{
	begin_pass_of(pass, chain, 0, content);
}

static inline void give_lines(struct pass *pass)
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

static inline void end_pass(struct pass *pass)
{
	size_t size = strlen(pass->content);
	struct entry_result *result = &pass->result;
	cr_assert(digest_sha256(pass->content, size, result->sha256));
	result->tally.bytes = (int64_t)size;
	result->format = "test";
	result->runner_up = result->charset = result->zone = result->message = "";
	must(pass->sink.leave(pass->sink.self, result, &error));
}

static inline void read_entry(const char *chain, const char *content)
{
	struct pass pass;
	begin_pass(&pass, chain, content);
	give_lines(&pass);
	end_pass(&pass);
}

/* A whole source of one entry; false: it was read before. */
static inline bool read_source(const char *name, const char *content)
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

/* Writes what stands in line `number`, counted from 1. */
typedef void write_fn(FILE *out, int number);

/* A content of so many lines. The caller frees. */
static inline char *make_content(write_fn *write, int lines)
{
	char *content = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&content, &size);
	cr_assert_not_null(out);
	for (int number = 1; number <= lines; number++) {
		write(out, number);
	}
	cr_assert_eq(fclose(out), 0);
	return content;
}

/* A source of so many lines that was not read before. */
static inline void read_made(const char *name, write_fn *write, int lines)
{
	char *content = make_content(write, lines);
	cr_assert(read_source(name, content));
	free(content);
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

#endif
