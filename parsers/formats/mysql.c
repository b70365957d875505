// SPDX-License-Identifier: MIT
/*
 * MySQL and MariaDB: the error log and the general log.
 *
 *     2019-03-24T13:44:31.085670Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld … starting as …
 *     2016-12-09T12:08:33.784722Z 0 [Note] …/mysqld: ready for connections.            5.7
 *     2019-10-16  9:24:15 0 [Note] InnoDB: Using Linux native AIO                       5.6,
 * MariaDB 161209 14:18:53 [Note] /usr/sbin/mysqld: Shutdown complete                        5.5
 *     191015  9:46:45	    13 Query	SHOW STATUS general log
 *
 * 5.7 and 8 write UTC unless log_timestamps says otherwise, the older ones local time. Dumps of
 * InnoDB and stack traces have no stamp and go on with the line before; so do lines of the general
 * log within one second.
 */
#include "format.h"
#include "sentence.h"

enum {
	LEVEL_SIZE_MAX = 8, /* "Warning", "System" */
	CODE_SIZE = 9,      /* "MY-010116" */
};

struct head {
	struct stamp stamp;
	enum severity severity;
	struct slice code;
	struct slice message;
	bool sure;  /* only this product writes so */
	bool named; /* a level that others do not have: Note, System */
	bool general;
};

/* Source: MySQL reference, Server Error Message Reference; F seen in real logs, K known. */
static const struct sentence sentences[] = {
	{"ready for connections", NULL, SIGNAL_SERVICE_READY, NULL},                     /* F */
	{"starting as process ", NULL, SIGNAL_SERVICE_START, NULL},                      /* F */
	{"mysqld_safe Starting ", NULL, SIGNAL_SERVICE_START, NULL},                     /* F */
	{"Starting MariaDB ", NULL, SIGNAL_SERVICE_START, NULL},                         /* K */
	{"Received SHUTDOWN from user ", NULL, SIGNAL_SERVICE_STOP, NULL},               /* F */
	{"Normal shutdown", NULL, SIGNAL_SERVICE_STOP, NULL},                            /* F */
	{"Shutdown complete", NULL, SIGNAL_SERVICE_STOP, NULL},                          /* F */
	{"initiated by: ", "Normal shutdown", SIGNAL_SERVICE_STOP, NULL},                /* K */
	{"mariadbd got signal ", NULL, SIGNAL_SERVICE_CRASH, NULL},                      /* K */
	{"mysqld got signal ", NULL, SIGNAL_SERVICE_CRASH, NULL},                        /* K */
	{"mysqld got exception ", NULL, SIGNAL_SERVICE_CRASH, NULL},                     /* K */
	{"Aborting", NULL, SIGNAL_SERVICE_CRASH, NULL},                                  /* K */
	{"Starting crash recovery", NULL, SIGNAL_SERVICE_RECOVERY, NULL},                /* K */
	{"was not shut down normally", NULL, SIGNAL_SERVICE_RECOVERY, NULL},             /* K */
	{"was not shutdown normally", NULL, SIGNAL_SERVICE_RECOVERY, NULL},              /* K */
	{"Crash recovery finished", NULL, SIGNAL_SERVICE_RECOVERY, NULL},                /* K */
	{"oo many connections", NULL, SIGNAL_POOL_EXHAUSTED, "connections"},             /* K */
	{"Disk is full writing ", NULL, SIGNAL_RESOURCE_HIGH, "disk"},                   /* K */
	{"No space left on device", NULL, SIGNAL_RESOURCE_HIGH, "disk"},                 /* K */
	{"perating system error number 28", NULL, SIGNAL_RESOURCE_HIGH, "disk"},         /* K */
	{"Out of memory", NULL, SIGNAL_RESOURCE_HIGH, "memory"},                         /* K */
	{"Cannot allocate memory", NULL, SIGNAL_RESOURCE_HIGH, "memory"},                /* K */
	{"Too many open files", NULL, SIGNAL_TABLE_FULL, "descriptors"},                 /* K */
	{"Access denied for user ", NULL, SIGNAL_AUTH_FAIL, NULL},                       /* K */
	{"page_cleaner: ", " intended loop took ", SIGNAL_RESOURCE_HIGH, "disk"},        /* K */
	{"Slave SQL for channel", "Error", SIGNAL_HA_SYNC_FAIL, NULL},                   /* K */
	{"Replica SQL for channel", "Error", SIGNAL_HA_SYNC_FAIL, NULL},                 /* K */
	{"Slave SQL: Error", NULL, SIGNAL_HA_SYNC_FAIL, NULL},                           /* K */
	{"SQL thread initialized, starting replication", NULL, SIGNAL_HA_SYNC_OK, NULL}, /* K */
	{"I/O thread: error reconnecting", NULL, SIGNAL_HA_PEER_DOWN, NULL},             /* K */
	{"error connecting to master ", NULL, SIGNAL_HA_PEER_DOWN, NULL},                /* K */
	{"error connecting to source ", NULL, SIGNAL_HA_PEER_DOWN, NULL},                /* K */
	{"error reconnecting to master ", NULL, SIGNAL_HA_PEER_DOWN, NULL},              /* K */
	{"connected to master ", NULL, SIGNAL_HA_PEER_UP, NULL},                         /* K */
	{"connected to source ", NULL, SIGNAL_HA_PEER_UP, NULL},                         /* K */
	{"WSREP: no nodes coming from prim view", NULL, SIGNAL_HEALTH_DOWN, "cluster"},  /* K */
	{"Quorum: No node with complete state", NULL, SIGNAL_HEALTH_DOWN, "cluster"},    /* K */
	{"Synchronized with group, ready for connections", NULL, SIGNAL_HEALTH_UP,
	 "cluster"},                                                          /* K */
	{"has become unreachable", NULL, SIGNAL_HA_PEER_DOWN, NULL},          /* K */
	{"is reachable again", NULL, SIGNAL_HA_PEER_UP, NULL},                /* K */
	{"A new primary with address ", NULL, SIGNAL_HA_FAILOVER, NULL},      /* K */
	{"New COMPONENT: primary = no", NULL, SIGNAL_HEALTH_DOWN, "cluster"}, /* K */
	{"New COMPONENT: primary = yes", NULL, SIGNAL_HEALTH_UP, "cluster"},  /* K */
};

static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	if (text->size == 0 || text->data[0] < '0' || text->data[0] > '9') {
		return false;
	}
	return stamp_eat_iso(text, ret_stamp) || stamp_eat_short(text, ret_stamp);
}

static bool eat_level(struct slice *text, enum severity *ret_severity)
{
	static const struct {
		const char *word;
		enum severity severity;
	} levels[] = {{"Note", SEVERITY_INFORMATIONAL}, {"Warning", SEVERITY_WARNING},
		      {"ERROR", SEVERITY_ERROR},        {"System", SEVERITY_NOTICE},
		      {"Error", SEVERITY_ERROR},        {"Entry", SEVERITY_INFORMATIONAL}};
	struct slice rest = *text;
	struct slice word = slice_empty();
	if (!slice_eat_char(&rest, '[') || !slice_eat_until(&rest, ']', &word) ||
	    word.size > LEVEL_SIZE_MAX) {
		return false;
	}
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		if (slice_is(word, levels[i].word)) {
			*ret_severity = levels[i].severity;
			slice_eat_blanks(&rest);
			*text = rest;
			return true;
		}
	}
	return false;
}

/* "[MY-010116] [Server] " */
static void eat_code(struct slice *text, struct head *head)
{
	struct slice rest = *text;
	struct slice subsystem = slice_empty();
	if (!slice_eat(&rest, "[MY-") || !slice_eat_until(&rest, ']', &head->code)) {
		return;
	}
	head->code = slice_make(head->code.data - 3, head->code.size + 3);
	head->sure = head->code.size == CODE_SIZE;
	slice_eat_blanks(&rest);
	if (slice_eat_char(&rest, '[') && slice_eat_until(&rest, ']', &subsystem)) {
		slice_eat_blanks(&rest);
	}
	*text = rest;
}

/* "13 Query\tSHOW STATUS": thread, command, a tab, the statement. */
static bool is_general(struct slice text)
{
	static const char *const commands[] = {
		"Query",      "Connect",    "Quit", "Prepare",    "Execute",    "Init DB",
		"Close stmt", "Field List", "Ping", "Reset stmt", "Statistics", "Change user"};
	uint64_t thread = 0;
	slice_eat_blanks(&text);
	if (!slice_eat_uint(&text, &thread) || !slice_eat_char(&text, ' ')) {
		return false;
	}
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		struct slice rest = text;
		if (slice_eat(&rest, commands[i]) &&
		    (rest.size == 0 || rest.data[0] == '\t' || slice_starts_with(rest, "  "))) {
			return true;
		}
	}
	return false;
}

/* "0 ", "7f8f0c0b8700 ", "140231": the thread; none in 5.5. */
static bool eat_thread(struct slice *text)
{
	struct slice rest = *text;
	size_t size = 0;
	while (size < rest.size &&
	       ((rest.data[size] >= '0' && rest.data[size] <= '9') ||
		(rest.data[size] >= 'a' && rest.data[size] <= 'f') || rest.data[size] == 'x')) {
		size++;
	}
	rest = slice_after(rest, size);
	if (size > 0 && slice_eat_char(&rest, ' ')) {
		slice_eat_blanks(&rest);
		*text = rest;
		return true;
	}
	return false;
}

/* "01:17:10 UTC - mysqld got signal 11 ;": a clock without a date. */
static bool is_crash(struct slice text)
{
	struct slice rest = slice_first(text, 64);
	return slice_contains(rest, "mysqld got signal ") ||
	       slice_contains(rest, "mariadbd got signal ") ||
	       slice_contains(rest, "mysqld got exception ");
}

static bool read_head(struct slice text, struct head *head)
{
	static const char *const unlevelled[] = {"InnoDB: ",       "mysqld_safe ", "mysqld_safe: ",
						 "mariadbd-safe ", "mysqld got ",  "mysqld: "};
	*head = (struct head){
		.severity = SEVERITY_NONE, .code = slice_empty(), .message = slice_empty()};
	bool old = text.size > 4 && text.data[4] != '-'; /* "240807 …": no thread before 5.6 */
	if (!eat_stamp(&text, &head->stamp)) {
		return false;
	}
	bool set_off = slice_starts_with(text, "\t") || slice_starts_with(text, "  ");
	head->general = set_off && is_general(text);
	slice_eat_blanks(&text);
	head->message = text;
	if (head->general) {
		head->sure = true;
		return true;
	}
	bool threaded = eat_thread(&text);
	if (eat_level(&text, &head->severity)) {
		head->named = old || head->severity == SEVERITY_NOTICE ||
			      head->severity == SEVERITY_INFORMATIONAL;
		eat_code(&text, head);
		head->message = text;
		return threaded || old;
	}
	for (size_t i = 0; i < sizeof unlevelled / sizeof unlevelled[0]; i++) {
		if (slice_starts_with(text, unlevelled[i])) {
			head->message = text;
			head->sure = true;
			return true;
		}
	}
	return false;
}

/* "Access denied for user 'lee'@'192.0.2.7' (using password: YES)" */
static void read_refused(struct slice message, struct event *event)
{
	static const char piece[] = "for user '";
	struct slice rest = slice_after(message, slice_find(message, piece) + sizeof piece - 1);
	struct slice user = slice_empty();
	if (slice_eat_until(&rest, '\'', &user)) {
		event->actor = user;
		if (slice_eat(&rest, "@'")) {
			(void)slice_eat_until(&rest, '\'', &event->client);
		}
	}
	event->outcome = slice_from("fail");
}

static enum status mysql_parse(void *state, const struct record *record, struct event *event)
{
	struct head head;
	(void)state;
	if (!read_head(record->body, &head)) {
		bool crash = is_crash(record->body);
		event->signal = crash ? SIGNAL_SERVICE_CRASH : SIGNAL_LOG;
		return crash ? STATUS_OK : STATUS_MISMATCH;
	}
	event->stamp = head.stamp;
	event->severity = head.severity == SEVERITY_NONE ? event->severity : head.severity;
	event->code = head.code;
	event->message = head.message;
	bool refused = slice_contains(slice_first(head.message, 32), "Connect") &&
		       slice_contains(head.message, "Access denied for user ");
	if (!head.general || refused) {
		SENTENCE_READ(sentences, head.message, event);
	}
	if (event->signal == SIGNAL_AUTH_FAIL) {
		read_refused(head.message, event);
	}
	return STATUS_OK;
}

static bool mysql_begins(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	return eat_stamp(&text, &stamp) || record->envelope.kind != ENVELOPE_NONE || is_crash(text);
}

static int mysql_bid(const struct record *record)
{
	struct head head;
	if (read_head(record->body, &head)) {
		return head.sure ? BID_SIGNATURE - 5 : head.named ? BID_SHAPE + 20 : BID_SHAPE + 5;
	}
	bool banner = slice_starts_with(record->body, "Time                 Id Command ") ||
		      slice_starts_with(record->body, "Time\t\t    Id Command\t");
	return banner || (slice_starts_with(record->body, "\t\t") && is_general(record->body))
		       ? BID_SHAPE
		       : BID_NONE;
}

const struct format mysql_format = {
	.name = "mysql",
	.title = "MySQL and MariaDB, error and general log",
	.source = "MySQL reference manual, The Error Log, The General Query Log; MariaDB knowledge "
		  "base",
	.bid = mysql_bid,
	.first = "0T\t",
	.parse = mysql_parse,
	.begins = mysql_begins,
};
