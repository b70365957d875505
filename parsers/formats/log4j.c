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
#include "layout.h"
#include "log_head.h"
#include "request_line.h"

/* "2024.08.07 05:30:19[.250]": SonarQube, and many in Korea */
static bool eat_points(struct slice *text, struct stamp *ret_stamp)
{
	enum { POINT = 4 };
	return text->size > POINT && text->data[POINT] == '.' &&
	       (layout_eat("%Y.%m.%d %H:%M:%S.%f", text, ret_stamp) ||
		layout_eat("%Y.%m.%d %H:%M:%S", text, ret_stamp));
}

static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	if (text->size == 0 || ((text->data[0] < '0' || text->data[0] > '9'))) {
		return false;
	}
	return stamp_eat_iso(text, ret_stamp) || stamp_eat_dmy(text, ret_stamp) ||
	       stamp_eat_slashes(text, ret_stamp) || stamp_eat_short(text, ret_stamp) ||
	       stamp_eat_dmy_abroad(text, ret_stamp) || stamp_eat_day_month(text, ret_stamp) ||
	       eat_points(text, ret_stamp);
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
		if (slice_find_char(zone, '/') < zone.size) {
			zone = slice_empty(); /* PHP: "[07-Aug-2024 05:30:19 Asia/Seoul]" */
		}
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

/* The clock without a day: "05:30:19,250 ", "05:30:19 ". The day is the envelope's, or unknown. */
static bool eat_time_of_day(struct slice *text)
{
	enum { SIZE = 8, FRACTION_MAX = 9 };
	struct slice rest = *text;
	uint64_t fraction = 0;
	for (size_t i = 0; i < SIZE; i++) {
		bool digit = i < rest.size && rest.data[i] >= '0' && rest.data[i] <= '9';
		if (i % 3 == 2 ? i >= rest.size || rest.data[i] != ':' : !digit) {
			return false;
		}
	}
	rest = slice_after(rest, SIZE);
	if (slice_eat_char(&rest, ',') || slice_eat_char(&rest, '.')) {
		struct slice digits = slice_first(rest, FRACTION_MAX);
		if (!slice_eat_uint(&digits, &fraction)) {
			return false;
		}
		rest = slice_after(rest, slice_first(rest, FRACTION_MAX).size - digits.size);
	}
	if (!slice_starts_with(rest, " ") && !slice_starts_with(rest, "]")) {
		return false;
	}
	*text = rest;
	return true;
}

/*
 * All in one pair of brackets, time first:
 *
 *     [2024-08-07T05:30:19Z ERROR pay::queue] full           Rust's env_logger
 *     [05:30:19 INF] queue full                              Serilog
 */
static bool read_boxed(struct slice text, struct log_head *head)
{
	struct slice inner = slice_empty();
	struct slice word = slice_empty();
	if (!slice_eat_char(&text, '[') || !slice_eat_until(&text, ']', &inner) ||
	    !(eat_stamp(&inner, &head->stamp) || eat_time_of_day(&inner)) ||
	    !slice_eat_char(&inner, ' ') || !slice_eat_word(&inner, &word) ||
	    !log_head_take_level(word, head)) {
		return false;
	}
	head->logger = slice_trim(inner);
	log_head_eat_blanks(&text);
	head->message = text;
	return true;
}

/*
 * The level glued to a bracket: logrus on a terminal, with a time or the seconds since it began.
 *
 *     INFO[2024-08-07T05:30:19+09:00] queue full                    depth=5
 *     WARN[0012] queue full                                         depth=5
 */
static bool read_logrus(struct slice text, struct log_head *head)
{
	enum { LEVEL_SIZE = 4 };
	static const char *const words[] = {"ERRO", "DEBU", "FATA", "PANI", "TRAC"};
	static const char *const meant[] = {"error", "debug", "fatal", "panic", "trace"};
	struct slice word = slice_first(text, LEVEL_SIZE);
	struct slice inner = slice_empty();
	uint64_t seconds = 0;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		word = slice_is(word, words[i]) ? slice_from(meant[i]) : word;
	}
	text = slice_after(text, LEVEL_SIZE);
	if (!slice_eat_char(&text, '[') || !slice_eat_until(&text, ']', &inner) ||
	    !slice_starts_with(text, " ") || !log_head_take_level(word, head)) {
		return false;
	}
	struct slice number = inner;
	bool relative = slice_eat_uint(&number, &seconds) && number.size == 0;
	log_head_eat_blanks(&text);
	head->message = text;
	return relative || (eat_stamp(&inner, &head->stamp) && inner.size == 0);
}

/* "[INFO] [08/07/2024 05:30:19.250] [thread] [akka://pay/user/queue] full": the month comes first
 */
static bool read_akka(struct slice text, struct log_head *head)
{
	struct slice level = slice_empty();
	struct slice thread = slice_empty();
	struct slice path = slice_empty();
	if (!slice_eat_char(&text, '[') || !slice_eat_until(&text, ']', &level) ||
	    !slice_eat(&text, " [") || !layout_eat("%m/%d/%Y %H:%M:%S.%f", &text, &head->stamp) ||
	    !slice_eat(&text, "] [") || !slice_eat_until(&text, ']', &thread) ||
	    !slice_eat(&text, " [") || !slice_eat_until(&text, ']', &path) ||
	    !log_head_take_level(level, head)) {
		return false;
	}
	head->logger = path;
	head->message = text;
	return true;
}

/* PHP's error_log: "PHP Fatal error:  Uncaught …", "PHP Warning:  …" */
static bool read_php(struct slice text, struct log_head *head)
{
	static const struct {
		const char *words;
		enum severity severity;
	} levels[] = {{"Fatal error:", SEVERITY_CRITICAL},
		      {"Warning:", SEVERITY_WARNING},
		      {"Notice:", SEVERITY_NOTICE},
		      {"Deprecated:", SEVERITY_NOTICE},
		      {"Parse error:", SEVERITY_CRITICAL}};
	log_head_eat_blanks(&text);
	if (!slice_eat(&text, "PHP ")) {
		return false;
	}
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		if (slice_eat(&text, levels[i].words)) {
			log_head_eat_blanks(&text);
			head->severity = levels[i].severity;
			head->levelled = true;
			head->logger = slice_from("PHP");
			head->message = text;
			return true;
		}
	}
	return false;
}

/* Is the stamp that of Tomcat's JULI, which sets the class off with a blank only? */
static bool is_julian(struct slice text)
{
	struct stamp stamp;
	return stamp_eat_dmy(&text, &stamp) || stamp_eat_dmy_abroad(&text, &stamp);
}

/* Lines that begin with no date, or with one in which more stands than a zone. */
static bool read_odd(struct slice text, struct log_head *head)
{
	*head = (struct log_head){
		.severity = SEVERITY_NONE, .logger = slice_empty(), .message = slice_empty()};
	if (slice_starts_with(text, "[")) {
		return read_boxed(text, head) || read_akka(text, head);
	}
	if (text.size > 0 && text.data[0] >= '0' && text.data[0] <= '9') {
		return eat_time_of_day(&text) && log_head_read(text, false, head);
	}
	return text.size > 4 && text.data[4] == '[' && read_logrus(text, head);
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
		return read_odd(text, head);
	}
	if (bracketed && read_php(rest, head)) {
		return true;
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
	return eat_clock(&text, &stamp) || read_line(record->body, &head) ||
	       is_access_line(record->body);
}

/* ZooKeeper's whole message is its state: LOOKING has no quorum. */
static void read_quorum(struct slice message, struct event *event)
{
	bool looking = slice_is(message, "LOOKING");
	if (event->signal == SIGNAL_LOG &&
	    (looking || slice_is(message, "LEADING") || slice_is(message, "FOLLOWING") ||
	     slice_starts_with(message, "LEADING - ") ||
	     slice_starts_with(message, "FOLLOWING - "))) {
		event->signal = looking ? SIGNAL_HEALTH_DOWN : SIGNAL_HEALTH_UP;
		event->part = slice_from("quorum");
	}
}

/* Spring Cloud Gateway: Netty's logger writes whole access lines; another format reads those. */
static bool is_access(const struct log_head *head)
{
	return slice_ends_with(head->logger, "AccessLog") &&
	       is_access_line(slice_trim(head->message));
}

static enum status log4j_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct log_head head;
	if (!read_line(record->body, &head) || is_access(&head)) {
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
	if ((head.stamp.flags & STAMP_SET) == 0) {
		return BID_SHAPE - 10;
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
