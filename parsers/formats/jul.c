// SPDX-License-Identifier: MIT
/*
 * java.util.logging in its two lines: Tomcat 6, GlassFish's and WebSphere's consoles, plain Java.
 *
 *     Jan 5, 2010 3:04:05 PM org.apache.catalina.startup.Catalina start
 *     INFO: Server startup in 2345 ms
 *     1월 05, 2010 3:04:05 오후 org.apache.coyote.AbstractProtocol stop
 *     정보: Stopping ProtocolHandler ["http-bio-8080"]
 *
 * The first line says when and where, the second how bad and what: the second is the event. Month
 * and level are in the machine's language. Tomcat's own one-line form (JULI) is log4j's.
 */
#include <stdlib.h>

#include "application.h"
#include "format.h"

enum {
	LOGGER_SIZE = 256,  /* of a class and method */
	LEVEL_SIZE_MAX = 24 /* "SCHWERWIEGEND", "AVERTISSEMENT" */
};

struct state {
	struct stamp stamp;
	char logger[LOGGER_SIZE];
	size_t logger_size;
};

static void *jul_open(void)
{
	return calloc(1, sizeof(struct state));
}

/* "Jan 5, 2010 3:04:05 PM class method" */
static bool read_first(struct slice text, struct stamp *ret_stamp, struct slice *ret_logger)
{
	if (!stamp_eat_java(&text, ret_stamp) || !slice_eat_char(&text, ' ')) {
		return false;
	}
	*ret_logger = slice_trim(text);
	return true;
}

/* "INFO: Server startup" */
static bool read_second(struct slice text, enum severity *ret_severity, struct slice *ret_message)
{
	size_t size = slice_find_char(slice_first(text, LEVEL_SIZE_MAX), ':');
	if (size < 3 || size >= LEVEL_SIZE_MAX || text.size < size + 2 ||
	    text.data[size + 1] != ' ') {
		return false;
	}
	bool word = text.data[0] < '0' || text.data[0] > '9';
	*ret_severity = word ? level_severity(slice_first(text, size)) : SEVERITY_NONE;
	*ret_message = slice_after(text, size + 2);
	return *ret_severity != SEVERITY_NONE;
}

static bool jul_is_header(const struct record *record)
{
	struct stamp stamp;
	struct slice logger;
	return read_first(record->body, &stamp, &logger);
}

static enum status jul_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice logger = slice_empty();
	struct slice message = slice_empty();
	enum severity severity = SEVERITY_NONE;
	if (read_first(record->body, &state->stamp, &logger)) {
		state->logger_size = logger.size < LOGGER_SIZE ? logger.size : LOGGER_SIZE;
		memcpy(state->logger, logger.data, state->logger_size);
		return STATUS_OK;
	}
	if ((state->stamp.flags & STAMP_SET) == 0 ||
	    !read_second(record->body, &severity, &message)) {
		return STATUS_MISMATCH;
	}
	event->stamp = state->stamp;
	event->severity = severity;
	event->code = slice_make(state->logger, state->logger_size);
	event->message = message;
	application_read(message, event);
	return STATUS_OK;
}

static bool jul_begins(const struct record *record)
{
	struct slice message;
	enum severity severity;
	return jul_is_header(record) || read_second(record->body, &severity, &message);
}

static int jul_bid(const struct record *record)
{
	struct slice message;
	enum severity severity;
	if (jul_is_header(record)) {
		return BID_SIGNATURE - 10;
	}
	return read_second(record->body, &severity, &message) ? BID_SHAPE - 10 : BID_NONE;
}

const struct format jul_format = {
	.name = "jul",
	.title = "java.util.logging in two lines (Tomcat 6, plain Java)",
	.source = "java.util.logging.SimpleFormatter, default format",
	.bid = jul_bid,
	.needs = ":",
	.parse = jul_parse,
	.open = jul_open,
	.close = free,
	.begins = jul_begins,
	.is_header = jul_is_header,
};
