// SPDX-License-Identifier: MIT
/*
 * Gin, the web framework of Go: access lines as it writes them without configuration.
 *
 *     [GIN] 2024/08/07 - 05:30:19 | 200 |     125.7µs |       192.0.2.7 | GET      "/v1/pay?id=7"
 *           end                     status span         client            method   path
 *     [GIN-debug] Listening and serving HTTP on :8080
 *
 * Local time without a zone; on a terminal status and method are coloured. Lines of "[GIN-debug]"
 * have no time: the container runtime's, or that of the line before. A line without the mark goes
 * on with the errors of a request, or is the application's own.
 */
#include "format.h"
#include "layout.h"
#include "log_head.h"
#include "request_line.h"
#include "span_text.h"

/* "| 200 |" and what may colour it: the word up to the next bar. */
static bool eat_cell(struct slice *text, struct slice *ret_cell)
{
	log_head_eat_blanks(text);
	if (!slice_eat_char(text, '|')) {
		return false;
	}
	log_head_eat_blanks(text);
	*ret_cell = log_head_eat_word(text);
	log_head_eat_blanks(text);
	return ret_cell->size > 0;
}

static bool read_request(struct slice text, struct event *event)
{
	struct slice status = slice_empty();
	struct slice span = slice_empty();
	struct slice client = slice_empty();
	struct slice method = slice_empty();
	if (!slice_eat(&text, "[GIN] ") ||
	    !layout_eat("%Y/%m/%d - %H:%M:%S", &text, &event->stamp) || !eat_cell(&text, &status) ||
	    !eat_cell(&text, &span) || !eat_cell(&text, &client) || !eat_cell(&text, &method)) {
		return false;
	}
	event->status = http_status(status);
	event->method = method;
	event->client = is_address(client) ? client : slice_empty();
	if (slice_eat_char(&text, '"')) {
		size_t end = text.size;
		while (end > 0 && text.data[end - 1] != '"') {
			end--;
		}
		text = slice_first(text, end == 0 ? text.size : end - 1);
	}
	event->path = text; /* older versions do not quote it */
	(void)span_text_read(span, &event->duration_us);
	event->stamps_end = true;
	event->signal = SIGNAL_REQUEST;
	return event->status != 0;
}

static bool is_debug(struct slice text)
{
	return slice_starts_with(text, "[GIN-debug] ");
}

static enum status gin_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice text = record->body;
	if (is_debug(text)) {
		event->severity = SEVERITY_DEBUG;
		if (slice_contains(text, "Listening and serving HTTP")) {
			event->signal = SIGNAL_SERVICE_READY;
		}
		return STATUS_OK;
	}
	return read_request(text, event) ? STATUS_OK : STATUS_MISMATCH;
}

static int gin_bid(const struct record *record)
{
	struct slice text = record->body;
	return slice_starts_with(text, "[GIN] ") || is_debug(text) ? BID_SIGNATURE : BID_NONE;
}

const struct format gin_format = {
	.name = "gin",
	.title = "Gin (Go), default access lines",
	.source = "github.com/gin-gonic/gin, logger.go, defaultLogFormatter",
	.bid = gin_bid,
	.first = "[",
	.parse = gin_parse,
};
