// SPDX-License-Identifier: MIT
/*
 * PgBouncer, the connection pooler in front of PostgreSQL.
 *
 *     2018-09-12 16:09:05.313 3394 LOG C-0x562376c014e0: paydb/pay@192.0.2.7:43866 login attempt: …
 *     2021-08-05 10:55:00.123 KST [1] WARNING C-0x55…: (nodb)/(nouser)@192.0.2.7:51022 pooler
 * error:
 *
 * C- is a client's connection, S- one to the server. The words are PostgreSQL's without a colon.
 */
#include "format.h"
#include "postgresql_row.h"
#include "request_line.h"
#include "sentence.h"

struct head {
	struct stamp stamp;
	enum severity severity;
	bool says_log; /* a level that few others write */
	struct slice message;
};

/* Source: pgbouncer.org, usage and config; Q quoted, F seen, K known. */
static const struct sentence sentences[] = {
	{"process up: pgbouncer ", NULL, SIGNAL_SERVICE_READY, NULL},         /* F */
	{"process up: PgBouncer ", NULL, SIGNAL_SERVICE_READY, NULL},         /* K */
	{"got SIGINT, shutting down", NULL, SIGNAL_SERVICE_STOP, NULL},       /* K */
	{"got SIGTERM, ", NULL, SIGNAL_SERVICE_STOP, NULL},                   /* K */
	{"got SIGHUP, re-reading config", NULL, SIGNAL_SERVICE_RELOAD, NULL}, /* K */
	{"no more connections allowed (max_client_conn)", NULL, SIGNAL_POOL_EXHAUSTED,
	 "connections"},                                                                  /* K */
	{"query_wait_timeout", NULL, SIGNAL_POOL_EXHAUSTED, "connections"},               /* K */
	{"accept() failed: Too many open files", NULL, SIGNAL_TABLE_FULL, "descriptors"}, /* K */
	{"login failed: ", "too many clients", SIGNAL_POOL_EXHAUSTED, "connections"},     /* Q */
	{"login failed: ", "remaining connection slots", SIGNAL_POOL_EXHAUSTED,
	 "connections"},                                                              /* Q */
	{"password authentication failed", NULL, SIGNAL_AUTH_FAIL, NULL},             /* K */
	{"closing because: connect failed", NULL, SIGNAL_UPSTREAM_REFUSED, NULL},     /* K */
	{"closing because: server conn crashed?", NULL, SIGNAL_UPSTREAM_ERROR, NULL}, /* K */
	{"closing because: connect timeout", NULL, SIGNAL_UPSTREAM_TIMEOUT, NULL},    /* K */
	{"server_login_retry", NULL, SIGNAL_UPSTREAM_ERROR, NULL},                    /* K */
};

static bool eat_level(struct slice *text, struct head *head)
{
	static const struct {
		const char *word;
		enum severity severity;
	} levels[] = {{"LOG ", SEVERITY_INFORMATIONAL}, {"WARNING ", SEVERITY_WARNING},
		      {"ERROR ", SEVERITY_ERROR},       {"FATAL ", SEVERITY_CRITICAL},
		      {"DEBUG ", SEVERITY_DEBUG},       {"NOISE ", SEVERITY_DEBUG}};
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		if (slice_eat(text, levels[i].word)) {
			head->severity = levels[i].severity;
			head->says_log = i == 0 || i == 5;
			return true;
		}
	}
	return false;
}

static bool read_head(struct slice text, struct head *head)
{
	uint64_t pid = 0;
	if (!postgresql_eat_stamp(&text, &head->stamp) || !slice_eat_char(&text, ' ')) {
		return false;
	}
	bool bracket = slice_eat_char(&text, '[');
	if (!slice_eat_uint(&text, &pid) || (bracket && !slice_eat_char(&text, ']')) ||
	    !slice_eat_char(&text, ' ') || !eat_level(&text, head)) {
		return false;
	}
	head->message = text;
	return true;
}

static bool is_connection(struct slice message)
{
	return slice_starts_with(message, "C-0x") || slice_starts_with(message, "S-0x");
}

/* "C-0x562376c014e0: paydb/pay@192.0.2.7:43866 login attempt: …" */
static void read_connection(struct slice message, struct event *event)
{
	bool client = message.data[0] == 'C';
	struct slice name = slice_empty();
	struct slice database = slice_empty();
	struct slice address = slice_empty();
	if (!slice_eat_until(&message, ':', &name) || !slice_eat_char(&message, ' ') ||
	    !slice_eat_until(&message, '/', &database) ||
	    !slice_eat_until(&message, '@', &event->actor) ||
	    !slice_eat_until(&message, ' ', &address)) {
		return;
	}
	if (slice_starts_with(event->actor, "(nouser)")) {
		event->actor = slice_empty();
	}
	endpoint_split(address, client ? &event->client : &event->server,
		       client ? &event->client_port : &event->server_port);
}

static enum status pgbouncer_parse(void *state, const struct record *record, struct event *event)
{
	struct head head;
	(void)state;
	if (!read_head(record->body, &head)) {
		return STATUS_MISMATCH;
	}
	event->stamp = head.stamp;
	event->severity = head.severity;
	event->message = head.message;
	if (is_connection(head.message)) {
		read_connection(head.message, event);
	}
	if (!slice_starts_with(head.message, "stats: ")) {
		SENTENCE_READ(sentences, head.message, event);
	}
	return STATUS_OK;
}

static int pgbouncer_bid(const struct record *record)
{
	struct head head;
	if (!read_head(record->body, &head)) {
		return BID_NONE;
	}
	return head.says_log || is_connection(head.message) ? BID_SIGNATURE - 5 : BID_SHAPE;
}

const struct format pgbouncer_format = {
	.name = "pgbouncer",
	.title = "PgBouncer",
	.source = "pgbouncer.org, usage and configuration; source, log messages",
	.bid = pgbouncer_bid,
	.parse = pgbouncer_parse,
};
