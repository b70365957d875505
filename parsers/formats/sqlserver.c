// SPDX-License-Identifier: MIT
/*
 * Microsoft SQL Server: ERRORLOG.
 *
 *     2024-08-07 05:30:19.25 Server      SQL Server is starting at normal priority base (=7).
 *     2024-08-07 05:30:21.50 spid51      The configuration option 'max degree …' changed from 0
 * to 8. 2024-08-07 05:30:22.00 Logon       Login failed for user 'pay'. Reason: … [CLIENT:
 * 192.0.2.7]
 *
 * Local time without a zone, hundredths of a second. What has no stamp goes on with the line
 * before. An error has two lines: its numbers, and what it says.
 */
#include "format.h"
#include "message_table.h"
#include "request_line.h"
#include "sentence.h"

enum {
	STAMP_SIZE = 22,  /* "2024-08-07 05:30:19.25" */
	SOURCE_SIZE = 12, /* "Server      ": padded; longer ones have a blank only */
};

struct line {
	struct stamp stamp;
	struct slice source;
	struct slice message;
};

/* Microsoft Learn, SQL Server events and errors [K]; F seen in real logs. */
static const struct sentence sentences[] = {
	{"SQL Server is now ready for client connections", NULL, SIGNAL_SERVICE_READY,
	 NULL},                                                      /* F */
	{"Server process ID is ", NULL, SIGNAL_SERVICE_START, NULL}, /* F */
	{"SQL Server is terminating", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"SQL Server shutdown has been initiated", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Stack Dump being sent to ", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"Recovery is complete.", NULL, SIGNAL_SERVICE_RECOVERY, NULL}, /* F */
	{"Login failed for user ", NULL, SIGNAL_AUTH_FAIL, NULL},
	{"The configuration option ", " changed from ", SIGNAL_CONFIG_CHANGE, NULL},
	{"Configuration option ", " changed from ", SIGNAL_CONFIG_CHANGE, NULL}, /* F */
	{"The transaction log for database ", " is full", SIGNAL_RESOURCE_HIGH, "disk"},
	{"I/O requests taking longer than ", NULL, SIGNAL_RESOURCE_HIGH, "disk"},
	{"Could not allocate space for object ", " is full", SIGNAL_RESOURCE_HIGH, "disk"},
	{"insufficient system memory", NULL, SIGNAL_RESOURCE_HIGH, "memory"},
	{"have not been picked up by a worker thread", NULL, SIGNAL_POOL_EXHAUSTED, "threads"},
	{" is changing roles from ", NULL, SIGNAL_HA_FAILOVER, NULL},
	{"A connection timeout has occurred", "availability replica", SIGNAL_HA_PEER_DOWN, NULL},
	{"connection for availability group ", "successfully established", SIGNAL_HA_PEER_UP, NULL},
};

/* "Server", "Logon", "Backup", "spid51", "spid5s" */
static bool is_source(struct slice word)
{
	static const char *const names[] = {"Server", "Logon", "Backup", "Audit"};
	uint64_t number = 0;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (slice_is(word, names[i])) {
			return true;
		}
	}
	if (!slice_eat(&word, "spid") || !slice_eat_uint(&word, &number)) {
		return false;
	}
	return slice_is_empty(word) || slice_is(word, "s");
}

static bool read_line(struct slice text, struct line *line)
{
	struct slice clock = slice_first(text, STAMP_SIZE);
	if (text.size < STAMP_SIZE + 2 || text.data[0] != '2' || text.data[10] != ' ' ||
	    text.data[STAMP_SIZE] != ' ' || !stamp_eat_iso(&clock, &line->stamp) ||
	    clock.size > 0) {
		return false;
	}
	text = slice_after(text, STAMP_SIZE + 1);
	if (!slice_eat_word(&text, &line->source)) {
		return false;
	}
	line->message = text;
	return is_source(line->source);
}

/* "Login failed for user 'pay'. Reason: …. [CLIENT: 192.0.2.7]" */
static void read_refused(struct slice message, struct event *event)
{
	struct slice client = message_word_after(message, "[CLIENT: ");
	event->actor = message_word_after(message, "for user ");
	event->client = is_address(client) ? client : slice_empty();
	event->outcome = slice_from("fail");
}

/* "Error: 18456, Severity: 14, State: 8." */
static void read_error(struct slice message, struct event *event)
{
	enum { SEVERE = 17, ERROR = 11 };
	struct slice rest = message;
	int64_t severity = 0;
	if (!slice_eat(&rest, "Error: ")) {
		return;
	}
	event->code = slice_first(rest, slice_find_char(rest, ','));
	if (slice_to_int(message_word_after(message, "Severity: "), &severity)) {
		event->severity = severity >= SEVERE  ? SEVERITY_CRITICAL
				  : severity >= ERROR ? SEVERITY_ERROR
						      : SEVERITY_INFORMATIONAL;
	}
}

static enum status sqlserver_parse(void *state, const struct record *record, struct event *event)
{
	struct line line;
	(void)state;
	if (!read_line(record->body, &line)) {
		return STATUS_MISMATCH;
	}
	event->stamp = line.stamp;
	event->program = line.source;
	event->message = line.message;
	read_error(line.message, event);
	if (SENTENCE_READ(sentences, line.message, event) && event->signal == SIGNAL_AUTH_FAIL) {
		read_refused(line.message, event);
	}
	return STATUS_OK;
}

static bool sqlserver_begins(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	return record->envelope.kind != ENVELOPE_NONE || stamp_eat_iso(&text, &stamp);
}

static int sqlserver_bid(const struct record *record)
{
	struct line line;
	return read_line(record->body, &line) ? BID_SIGNATURE - 5 : BID_NONE;
}

const struct format sqlserver_format = {
	.name = "sqlserver",
	.title = "Microsoft SQL Server (ERRORLOG)",
	.source =
		"Microsoft Learn, View the SQL Server error log; Database engine events and errors",
	.bid = sqlserver_bid,
	.first = "0",
	.parse = sqlserver_parse,
	.begins = sqlserver_begins,
};
