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
#include "log_head.h"

static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	if (text->size == 0 || ((text->data[0] < '0' || text->data[0] > '9'))) {
		return false;
	}
	return stamp_eat_iso(text, ret_stamp) || stamp_eat_dmy(text, ret_stamp) ||
	       stamp_eat_slashes(text, ret_stamp) || stamp_eat_short(text, ret_stamp) ||
	       stamp_eat_dmy_abroad(text, ret_stamp);
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
		/* Ruby's Logger puts the process there: "[2024-08-07T05:30:19.250123 #4711]" */
		zone = slice_starts_with(zone, " #") ? slice_empty() : slice_trim(zone);
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

/* "INFO  ", "[INFO ] ", "INFO: ", Ruby's "I, ": a level in front of the stamp. */
static bool eat_front(struct slice *text, struct log_head *head)
{
	struct slice rest = *text;
	struct slice word = slice_empty();
	if (rest.size > 3 && rest.data[1] == ',' && slice_starts_with(slice_after(rest, 2), " [")) {
		*text = slice_after(rest, 3); /* the word comes behind the stamp, too */
		return true;
	}
	if (slice_starts_with(rest, "[")) {
		if (!log_head_eat_bracketed(&rest, &word)) {
			return false;
		}
	} else {
		word = log_head_eat_word(&rest);
	}
	log_head_eat_blanks(&rest);
	if (!log_head_take_level(word, head)) {
		return false;
	}
	*text = rest;
	return true;
}

/*
 * What Celery, Python's basicConfig and NLog put directly behind the stamp:
 *
 *     [2024-08-07 05:30:19,250: ERROR/ForkPoolWorker-1] Task …
 *     2024-08-07 05:30:19,250:ERROR:pay:queue full          2024-08-07 05:30:19.2503|ERROR|Pay|…
 */
static bool read_glued(struct slice text, struct log_head *head)
{
	struct slice word = slice_empty();
	bool bracket = slice_eat_char(&text, '[');
	if (!eat_stamp(&text, &head->stamp)) {
		return false;
	}
	if (bracket) {
		if (!slice_eat(&text, ": ") || !slice_eat_until(&text, ']', &word) ||
		    !log_head_take_level(slice_first(word, slice_find_char(word, '/')), head)) {
			return false;
		}
		head->logger = slice_after(word, slice_find_char(word, '/') + 1);
		head->message = text;
		return true;
	}
	char bar = slice_starts_with(text, "|") ? '|' : ':';
	if (!slice_eat_char(&text, bar) || !slice_eat_until(&text, bar, &word) ||
	    !log_head_take_level(slice_trim(word), head)) {
		return false;
	}
	head->message = text;
	if (slice_eat_until(&text, bar, &word) && slice_find_char(word, ' ') == word.size) {
		head->logger = word;
		head->message = text;
	}
	return true;
}

/* Is the stamp that of Tomcat's JULI, which sets the class off with a blank only? */
static bool is_julian(struct slice text)
{
	struct stamp stamp;
	return stamp_eat_dmy(&text, &stamp) || stamp_eat_dmy_abroad(&text, &stamp);
}

/* A line of the shelf's family: stamp first, or level first and then the stamp. */
static bool read_line(struct slice text, struct log_head *head)
{
	*head = (struct log_head){
		.severity = SEVERITY_NONE, .logger = slice_empty(), .message = slice_empty()};
	log_head_eat_blanks(&text);
	struct slice rest = text;
	bool bracketed = slice_starts_with(text, "[");
	if (read_glued(text, head)) {
		return true;
	}
	if (!eat_clock(&rest, &head->stamp) &&
	    (!eat_front(&rest, head) || !eat_clock(&rest, &head->stamp))) {
		return false;
	}
	/* Windows (CBS, DISM): "2016-09-28 04:30:30, Info                  CBS    Loaded …" */
	bool windows = slice_eat(&rest, ", ");
	if (!log_head_read(rest, is_julian(text) || windows, head)) {
		return false;
	}
	if (bracketed) {
		log_head_take_last(head->message, head);
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
	struct log_head head;
	log_head_eat_blanks(&text);
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
	struct log_head head;
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
	struct log_head head;
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
