// SPDX-License-Identifier: MIT
/*
 * Text lines of Java and its relatives: log4j, logback, Spring Boot, Tomcat's JULI, Hadoop, Kafka,
 * Spark, Python's logging, gunicorn, zap's console. The layout is everybody's own; what they share
 * is a stamp, a level, and in between threads in brackets, process ids and dashes.
 *
 *     2024-08-07 01:15:00.000  INFO 2321 --- [nio-8080-exec-9] c.e.pay.PaymentController  : queue
 * depth 5 2023-08-15 08:47:38,037 [exec-178] DEBUG com.zaxxer.hikari.pool.HikariPool - HikariPool-1
 * - … DEBUG [2020-12-22 13:17:31,832] [] [] [main] com.example.Pay: started [2018-10-31
 * 15:03:32,474] TRACE [Controller id=10] Checking need to trigger … (kafka.Controller) 12-Mar-2019
 * 17:34:18.286 INFO [main] org.apache.catalina.startup.Catalina.start Server startup … 081109
 * 203615 148 INFO dfs.DataNode: PacketResponder 1 terminating
 *
 * A line without a stamp belongs to the record before it: a stack trace, a banner, an SQL text.
 */
#include "application.h"
#include "format.h"

enum {
	WORDS_MAX = 10,       /* between stamp and message; Spring Boot has 6 */
	STRANGERS_MAX = 1,    /* words before the level that are neither: Python's logger name */
	COLOUR_SIZE_MAX = 12, /* "ESC[38;5;208m" less a byte */
};

/* What stands between stamp and message. */
struct head {
	struct stamp stamp;
	enum severity severity;
	bool levelled;
	struct slice logger;
	struct slice message;
};

/* Eats blanks and the terminal's colours: "ESC[32m", "ESC[0;39m". */
static void eat_blanks(struct slice *rest)
{
	for (;;) {
		slice_eat_blanks(rest);
		if (rest->size < 3 || rest->data[0] != '\x1b' || rest->data[1] != '[') {
			return;
		}
		size_t end = slice_find_char(slice_first(*rest, COLOUR_SIZE_MAX), 'm');
		if (end >= rest->size || end == COLOUR_SIZE_MAX) {
			return;
		}
		*rest = slice_after(*rest, end + 1);
	}
}

static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	if (text->size == 0 || ((text->data[0] < '0' || text->data[0] > '9'))) {
		return false;
	}
	return stamp_eat_iso(text, ret_stamp) || stamp_eat_dmy(text, ret_stamp) ||
	       stamp_eat_short(text, ret_stamp) || stamp_eat_dmy_abroad(text, ret_stamp);
}

/* A stamp, bare or in brackets, and the zone that may follow it. */
static bool eat_clock(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	bool bracket = slice_eat_char(&rest, '[');
	if (!eat_stamp(&rest, ret_stamp)) {
		return false;
	}
	struct slice zone = slice_empty();
	struct slice behind = rest;
	if (bracket) {
		if (!slice_eat_until(&rest, ']', &zone)) {
			return false;
		}
		zone = slice_trim(zone);
	} else if (slice_eat_char(&behind, ' ') && slice_eat_word(&behind, &zone)) {
		bool offset = zone.size >= 3 && (zone.data[0] == '+' || zone.data[0] == '-');
		rest = offset && stamp_set_zone(ret_stamp, zone) ? behind : rest;
		zone = slice_empty();
	}
	if (!slice_is_empty(zone) && !stamp_set_zone(ret_stamp, zone)) {
		return false;
	}
	*text = rest;
	return true;
}

/* Eats "[…]" with brackets in it: "[QuorumPeer[myid=1]/0:0]". */
static bool eat_bracketed(struct slice *rest, struct slice *ret_inner)
{
	int open = 0;
	for (size_t i = 0; i < rest->size; i++) {
		open += rest->data[i] == '[' ? 1 : 0;
		open -= rest->data[i] == ']' ? 1 : 0;
		if (open == 0) {
			if (i == 0) {
				return false;
			}
			*ret_inner = slice_trim(slice_make(rest->data + 1, i - 1));
			*rest = slice_after(*rest, i + 1);
			return true;
		}
	}
	return false;
}

/* A run of bytes up to a blank or a colour. */
static struct slice eat_word(struct slice *rest)
{
	size_t size = 0;
	while (size < rest->size && rest->data[size] != ' ' && rest->data[size] != '\t' &&
	       rest->data[size] != '\x1b') {
		size++;
	}
	struct slice word = slice_first(*rest, size);
	*rest = slice_after(*rest, size);
	return word;
}

static bool is_number(struct slice word)
{
	uint64_t number = 0;
	return slice_eat_uint(&word, &number) && slice_is_empty(word);
}

/* A level by name: numbers are process ids here. */
static bool take_level(struct slice word, struct head *head)
{
	if (slice_ends_with(word, ":")) {
		word.size--;
	}
	enum severity severity = is_number(word) ? SEVERITY_NONE : level_severity(word);
	if (head->levelled || severity == SEVERITY_NONE) {
		return false;
	}
	head->severity = severity;
	head->levelled = true;
	return true;
}

/* The logger and how it is set off from the message: "c.e.Pay   : x", "Pay - x", "Pay: x". */
static void read_logger(struct slice rest, bool julian, struct head *head)
{
	struct slice behind = rest;
	struct slice word = eat_word(&behind);
	eat_blanks(&behind);
	head->message = rest;
	if (word.size > 1 && slice_ends_with(word, ":")) {
		word.size--;
	} else if (!slice_eat(&behind, ": ") && !slice_eat(&behind, "- ") &&
		   !slice_eat(&behind, ":\x1b[0;39m ") && !julian) {
		return;
	}
	head->logger = word;
	eat_blanks(&behind);
	head->message = behind;
}

/* ZooKeeper: "main:QuorumPeerConfig@117", "QuorumPeer[myid=1]/…:2181:FastLeaderElection@774" */
static void take_place(struct slice inner, struct head *head)
{
	size_t end = inner.size;
	while (end > 0 && inner.data[end - 1] >= '0' && inner.data[end - 1] <= '9') {
		end--;
	}
	if (end == inner.size || end < 2 || inner.data[end - 1] != '@') {
		return;
	}
	size_t begin = --end;
	while (begin > 0 && inner.data[begin - 1] != ':') {
		begin--;
	}
	head->logger = slice_make(inner.data + begin, end - begin);
}

/* Kafka puts it last: "… leader balancing (kafka.controller.KafkaController)" */
static void take_last(struct slice message, struct head *head)
{
	if (!slice_is_empty(head->logger) || !slice_ends_with(message, ")")) {
		return;
	}
	size_t begin = message.size - 1;
	bool dotted = false;
	while (begin > 0 && message.data[begin - 1] != '(' && message.data[begin - 1] != ' ') {
		dotted = dotted || message.data[begin - 1] == '.';
		begin--;
	}
	if (begin > 0 && dotted && message.data[begin - 1] == '(') {
		head->logger = slice_make(message.data + begin, message.size - 1 - begin);
	}
}

/* Everything between the stamp and the logger. */
static bool read_head(struct slice rest, bool julian, struct head *head)
{
	int strangers = 0;
	for (int i = 0; i < WORDS_MAX; i++) {
		struct slice inner = slice_empty();
		eat_blanks(&rest);
		struct slice before = rest;
		if (rest.size > 0 && rest.data[0] == '[' && eat_bracketed(&rest, &inner)) {
			if (!take_level(inner, head)) {
				take_place(inner, head);
			}
			continue;
		}
		struct slice word = eat_word(&rest);
		bool dash = slice_is(word, "-") || slice_is(word, "|");
		if (dash && head->levelled) {
			eat_blanks(&rest);
			head->message = rest;
			return true;
		}
		if (dash || slice_is(word, "---") || is_number(word) || take_level(word, head)) {
			continue;
		}
		if (head->levelled) {
			read_logger(before, julian, head);
			return true;
		}
		head->logger = word;
		if (++strangers > STRANGERS_MAX || slice_is_empty(word)) {
			return false;
		}
	}
	head->message = rest;
	return head->levelled;
}

/* A line of the shelf's family: stamp first, or level first and the stamp in brackets. */
static bool read_line(struct slice text, struct head *head)
{
	*head = (struct head){
		.severity = SEVERITY_NONE, .logger = slice_empty(), .message = slice_empty()};
	eat_blanks(&text);
	struct slice rest = text;
	struct stamp julian;
	bool is_julian = stamp_eat_dmy(&rest, &julian) || stamp_eat_dmy_abroad(&rest, &julian);
	rest = text;
	bool bracketed = slice_starts_with(text, "[");
	if (!eat_clock(&rest, &head->stamp)) {
		struct slice word = eat_word(&rest);
		eat_blanks(&rest);
		if (!take_level(word, head) || !slice_starts_with(rest, "[") ||
		    !eat_clock(&rest, &head->stamp)) {
			return false;
		}
	}
	/* Windows (CBS, DISM): "2016-09-28 04:30:30, Info                  CBS    Loaded …" */
	bool windows = slice_eat(&rest, ", ");
	if (!read_head(rest, is_julian || windows, head)) {
		return false;
	}
	if (bracketed) {
		take_last(head->message, head);
	}
	return true;
}

static bool is_trace(struct slice text)
{
	struct slice trimmed = slice_trim(text);
	return slice_starts_with(trimmed, "at ") || slice_starts_with(trimmed, "Caused by: ") ||
	       slice_starts_with(trimmed, "... ") || slice_starts_with(trimmed, "Suppressed: ") ||
	       slice_starts_with(trimmed, "Wrapped by: ");
}

static bool log4j_begins(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	struct head head;
	eat_blanks(&text);
	if (record->envelope.kind != ENVELOPE_NONE) {
		return !is_trace(record->body);
	}
	return eat_clock(&text, &stamp) || read_line(record->body, &head);
}

/* ZooKeeper's whole message is its state: LOOKING has no quorum. */
static void read_quorum(struct slice message, struct event *event)
{
	bool looking = slice_is(message, "LOOKING");
	if (event->signal == SIGNAL_LOG &&
	    (looking || slice_is(message, "LEADING") || slice_is(message, "FOLLOWING"))) {
		event->signal = looking ? SIGNAL_HEALTH_DOWN : SIGNAL_HEALTH_UP;
		event->part = slice_from("quorum");
	}
}

static enum status log4j_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct head head;
	if (!read_line(record->body, &head)) {
		return STATUS_MISMATCH;
	}
	event->stamp = head.stamp;
	event->severity = head.severity;
	event->code = head.logger;
	event->message = slice_trim(head.message);
	application_read(event->message, event);
	read_quorum(event->message, event);
	return STATUS_OK;
}

static int log4j_bid(const struct record *record)
{
	struct head head;
	if (!read_line(record->body, &head)) {
		return is_trace(record->body) ? BID_SHAPE / 2 : BID_NONE;
	}
	return slice_contains(record->body, " --- [") ? BID_SHAPE + 30 : BID_SHAPE + 10;
}

const struct format log4j_format = {
	.name = "log4j",
	.title = "Java text logs (log4j, logback, Spring Boot, Tomcat, Kafka, Hadoop; Python)",
	.source = "Log4j 2 PatternLayout; Logback layouts; Spring Boot reference, Logging",
	.bid = log4j_bid,
	.parse = log4j_parse,
	.begins = log4j_begins,
};
