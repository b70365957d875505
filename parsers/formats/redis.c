// SPDX-License-Identifier: MIT
/*
 * Redis, Valkey and Sentinel.
 *
 *     26571:M 27 Dec 2018 11:19:18.874 * Ready to accept connections       5.0 and later
 *     4961:M 30 May 12:50:13.457 * Increased maximum number of open files  3.0
 *     [2932] 31 May 04:32:08 * The server is now ready to accept …         2.4, Windows
 *     30 May 10:03:19 - Server started, Redis version 1.2.6                1.2
 *     5092:signal-handler (1496141844) Received SIGINT scheduling shutdown...
 *
 * The letter is the role (M master, S replica, C child, X sentinel), the mark the level (. - * #).
 */
#include "format.h"
#include "sentence.h"

struct head {
	struct stamp stamp;
	enum severity severity;
	struct slice role;
	struct slice message;
};

/* Source: server.c, replication.c, sentinel.c of Redis; F seen in real logs, K known. */
static const struct sentence sentences[] = {
	{"Redis is starting", NULL, SIGNAL_SERVICE_START, NULL},                           /* F */
	{"Valkey is starting", NULL, SIGNAL_SERVICE_START, NULL},                          /* K */
	{"Server started, Redis version ", NULL, SIGNAL_SERVICE_START, NULL},              /* F */
	{"eady to accept connections", NULL, SIGNAL_SERVICE_READY, NULL},                  /* F */
	{"scheduling shutdown", NULL, SIGNAL_SERVICE_STOP, NULL},                          /* F */
	{"User requested shutdown", NULL, SIGNAL_SERVICE_STOP, NULL},                      /* F */
	{"is now ready to exit, bye bye", NULL, SIGNAL_SERVICE_STOP, NULL},                /* F */
	{"crashed by signal", NULL, SIGNAL_SERVICE_CRASH, NULL},                           /* K */
	{"=== ASSERTION FAILED ===", NULL, SIGNAL_SERVICE_CRASH, NULL},                    /* K */
	{"Out Of Memory allocating", NULL, SIGNAL_RESOURCE_HIGH, "memory"},                /* K */
	{"Cannot allocate memory", NULL, SIGNAL_RESOURCE_HIGH, "memory"},                  /* K */
	{"No space left on device", NULL, SIGNAL_RESOURCE_HIGH, "disk"},                   /* K */
	{"Asynchronous AOF fsync is taking too long", NULL, SIGNAL_RESOURCE_HIGH, "disk"}, /* K */
	{"Too many open files", NULL, SIGNAL_TABLE_FULL, "descriptors"},                   /* K */
	{"max number of clients reached", NULL, SIGNAL_POOL_EXHAUSTED, "connections"},     /* K */
	{"MASTER MODE enabled", NULL, SIGNAL_HA_FAILOVER, NULL},                           /* K */
	{"Failover election won: I'm the new master", NULL, SIGNAL_HA_FAILOVER, NULL},     /* K */
	{"Connection with master lost", NULL, SIGNAL_HA_PEER_DOWN, NULL},                  /* K */
	{"Timeout connecting to the MASTER", NULL, SIGNAL_HA_PEER_DOWN, NULL},             /* K */
	{"sync started", NULL, SIGNAL_HA_SYNC_BEGIN, NULL},                                /* F */
	{"sync: Finished with success", NULL, SIGNAL_HA_SYNC_OK, NULL},                    /* K */
	{"MASTER aborted replication", NULL, SIGNAL_HA_SYNC_FAIL, NULL},                   /* K */
	{"Cluster state changed: fail", NULL, SIGNAL_HEALTH_DOWN, "cluster"},              /* K */
	{"Cluster state changed: ok", NULL, SIGNAL_HEALTH_UP, "cluster"},                  /* K */
};

/* Sentinel: "+odown master mymaster 192.0.2.7 6379 #quorum 2/2" */
static const struct {
	const char *word;
	enum signal signal;
} sentinel_words[] = {
	{"+switch-master ", SIGNAL_HA_FAILOVER}, {"+odown master ", SIGNAL_HEALTH_DOWN},
	{"-odown master ", SIGNAL_HEALTH_UP},    {"+sdown ", SIGNAL_HA_PEER_DOWN},
	{"-sdown ", SIGNAL_HA_PEER_UP},
};

/* "26571:M ", "[2932] ", or nothing */
static bool eat_process(struct slice *text, struct slice *ret_role)
{
	struct slice rest = *text;
	uint64_t pid = 0;
	*ret_role = slice_empty();
	if (slice_eat_char(&rest, '[')) {
		if (!slice_eat_uint(&rest, &pid) || !slice_eat(&rest, "] ")) {
			return false;
		}
	} else if (slice_eat_uint(&rest, &pid) && slice_eat_char(&rest, ':')) {
		if (!slice_eat_until(&rest, ' ', ret_role) || slice_is_empty(*ret_role)) {
			return false;
		}
	} else {
		return true;
	}
	*text = rest;
	return true;
}

static bool eat_mark(struct slice *text, enum severity *ret_severity)
{
	static const char marks[] = ".-*#";
	static const enum severity severities[] = {SEVERITY_DEBUG, SEVERITY_INFORMATIONAL,
						   SEVERITY_NOTICE, SEVERITY_WARNING};
	if (text->size < 3 || text->data[0] != ' ' || text->data[2] != ' ') {
		return false;
	}
	const char *mark = memchr(marks, text->data[1], sizeof marks - 1);
	if (mark == NULL) {
		return false;
	}
	*ret_severity = severities[mark - marks];
	*text = slice_after(*text, 3);
	return true;
}

/* "(1496141844) Received SIGINT …" */
static bool read_handler(struct slice text, struct head *head)
{
	head->severity = SEVERITY_WARNING;
	if (!slice_eat_char(&text, '(') || !stamp_eat_epoch(&text, &head->stamp) ||
	    !slice_eat(&text, ") ")) {
		return false;
	}
	head->message = text;
	return true;
}

static bool read_head(struct slice text, struct head *head)
{
	if (!eat_process(&text, &head->role)) {
		return false;
	}
	if (slice_is(head->role, "signal-handler")) {
		return read_handler(text, head);
	}
	if (head->role.size > 1 || !stamp_eat_day_month(&text, &head->stamp) ||
	    !eat_mark(&text, &head->severity)) {
		return false;
	}
	head->message = text;
	return true;
}

/* What it is about: "mymaster" of "+odown master mymaster …"; the instance itself else. */
static void read_sentinel(struct slice message, struct event *event)
{
	for (size_t i = 0; i < sizeof sentinel_words / sizeof sentinel_words[0]; i++) {
		struct slice rest = message;
		struct slice kind = slice_empty();
		if (!slice_eat(&rest, sentinel_words[i].word)) {
			continue;
		}
		event->signal = sentinel_words[i].signal;
		bool names_kind = slice_ends_with(slice_from(sentinel_words[i].word), "sdown ");
		if (!names_kind || slice_eat_word(&rest, &kind)) {
			(void)slice_eat_word(&rest, &event->part);
		}
		return;
	}
}

static enum status redis_parse(void *state, const struct record *record, struct event *event)
{
	struct head head = {.role = slice_empty()};
	(void)state;
	if (!read_head(record->body, &head)) {
		return STATUS_MISMATCH;
	}
	event->stamp = head.stamp;
	event->severity = head.severity;
	event->code = head.role;
	event->message = head.message;
	read_sentinel(head.message, event);
	SENTENCE_READ(sentences, head.message, event);
	return STATUS_OK;
}

/* The banner of a start, and the reports of a crash, have no stamps. */
static bool redis_begins(const struct record *record)
{
	struct head head;
	return read_head(record->body, &head) || record->envelope.kind != ENVELOPE_NONE;
}

static int redis_bid(const struct record *record)
{
	struct head head = {.role = slice_empty()};
	if (!read_head(record->body, &head)) {
		return BID_NONE;
	}
	return slice_is_empty(head.role) ? BID_SHAPE + 20 : BID_SIGNATURE - 5;
}

const struct format redis_format = {
	.name = "redis",
	.title = "Redis, Valkey, Sentinel",
	.source = "redis.io, Redis administration; Sentinel, Pub/Sub messages",
	.bid = redis_bid,
	.first = "[0",
	.parse = redis_parse,
	.begins = redis_begins,
};
