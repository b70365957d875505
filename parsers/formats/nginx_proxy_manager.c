// SPDX-License-Identifier: MIT
/*
 * Access lines of Nginx Proxy Manager, of its proxy hosts and of its default host.
 *
 *     [07/Aug/2024:05:30:19 +0900] HIT 200 200 - GET https www.example.com "/v1" [Client 192.0.2.7]
 *       [Length 1543] [Gzip 2.45] [Sent-to 10.0.0.15:8080] "curl/8.0" "https://www.example.com/"
 *     [07/Aug/2024:05:30:20 +0900] 444 - GET https 192.0.2.1 "/.env" [Client 192.0.2.8] [Length 0]
 * …
 *
 * A proxy host writes the cache's word and the upstream's status first, then its own status; the
 * default host only the latter. The stamp is the end of the request.
 */
#include "format.h"
#include "request_line.h"

enum { BRACKETS_MAX = 8 }; /* the product writes four */

/* "HIT 200 200 - " or "444 - ": the last status is the client's. */
static bool eat_statuses(struct slice *rest, struct event *event)
{
	struct slice word = slice_empty();
	for (int words = 0; words < 4 && slice_eat_word(rest, &word); words++) {
		if (words > 0 && slice_is(word, "-") && event->status != 0) {
			return true;
		}
		int32_t status = http_status(word);
		event->status = status != 0 ? status : event->status;
	}
	return false;
}

static void read_bracket(struct slice inner, struct event *event)
{
	if (slice_eat(&inner, "Client ")) {
		event->client = inner;
	} else if (slice_eat(&inner, "Length ")) {
		int64_t bytes = 0;
		event->bytes_out = slice_to_int(inner, &bytes) && bytes >= 0 ? bytes : BYTES_NONE;
	} else if (slice_eat(&inner, "Sent-to ")) {
		event->rule = inner;
		endpoint_split(inner, &event->server, &event->server_port);
		if (!is_address(event->server)) {
			event->server = slice_empty();
		}
	}
}

static bool read_line(struct slice text, struct event *event)
{
	struct slice scheme = slice_empty();
	struct slice host = slice_empty();
	struct slice inner = slice_empty();
	if (!slice_eat_char(&text, '[') || !stamp_eat_clf(&text, &event->stamp) ||
	    !slice_eat(&text, "] ") || !eat_statuses(&text, event) ||
	    !slice_eat_word(&text, &event->method) || !slice_eat_word(&text, &scheme) ||
	    !slice_eat_word(&text, &host) || !slice_eat_char(&text, '"') ||
	    !slice_eat_until(&text, '"', &event->path) || !slice_eat_char(&text, ' ') ||
	    !slice_starts_with(text, "[Client ")) {
		return false;
	}
	for (int i = 0; i < BRACKETS_MAX && slice_eat_char(&text, '['); i++) {
		if (!slice_eat_until(&text, ']', &inner)) {
			return false;
		}
		read_bracket(inner, event);
		slice_eat_blanks(&text);
	}
	if (slice_eat_char(&text, '"') && slice_eat_until(&text, '"', &inner) &&
	    !slice_is(inner, "-")) {
		event->agent = inner;
	}
	return true;
}

static enum status nginx_proxy_manager_parse(void *state, const struct record *record,
					     struct event *event)
{
	(void)state;
	if (!read_line(record->body, event)) {
		return STATUS_MISMATCH;
	}
	event->signal = SIGNAL_REQUEST;
	event->stamps_end = true;
	return STATUS_OK;
}

static int nginx_proxy_manager_bid(const struct record *record)
{
	struct event event;
	if (!slice_starts_with(record->body, "[")) {
		return BID_NONE;
	}
	event_clear(&event);
	return read_line(record->body, &event) ? BID_SIGNATURE : BID_NONE;
}

const struct format nginx_proxy_manager_format = {
	.name = "nginx_proxy_manager",
	.title = "Nginx Proxy Manager access lines",
	.source = "Nginx Proxy Manager, docker/rootfs/etc/nginx/conf.d/include/log-proxy.conf",
	.bid = nginx_proxy_manager_bid,
	.first = "[",
	.parse = nginx_proxy_manager_parse,
};
