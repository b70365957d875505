// SPDX-License-Identifier: MIT
/* HAProxy's lines in the common log format. */
#include "haproxy_clf.h"

#include "request_line.h"

enum { TIMERS = 5, MS_MAX = 999 }; /* TR Tw Tc Tr Ta */

/* `"be_pay" ` */
static bool eat_quoted(struct slice *text, struct slice *ret_word)
{
	return slice_eat_char(text, '"') && slice_eat_until(text, '"', ret_word) &&
	       slice_eat_char(text, ' ');
}

static bool eat_number(struct slice *text, int64_t *ret_number)
{
	struct slice word = slice_empty();
	return slice_eat_word(text, &word) && slice_to_int(word, ret_number);
}

/* `55743 250 "fe_https" "be_pay" "app1" 0 0 1 33 35 ---- …` */
static bool read_tail(struct slice text, struct event *event)
{
	struct slice frontend;
	struct slice server;
	struct slice ending;
	int64_t port;
	int64_t ms;
	int64_t timer = -1;
	if (!eat_number(&text, &port) || port < 0 || port > UINT16_MAX || !eat_number(&text, &ms) ||
	    ms < 0 || ms > MS_MAX || !eat_quoted(&text, &frontend) ||
	    !eat_quoted(&text, &event->rule) || !eat_quoted(&text, &server)) {
		return false;
	}
	for (int i = 0; i < TIMERS; i++) {
		if (!eat_number(&text, &timer)) {
			return false;
		}
	}
	if (timer >= 0 && timer < INT64_MAX / US_PER_MS) {
		event->duration_us = timer * US_PER_MS;
	}
	if (slice_eat_word(&text, &ending) && ending.data[0] != '-') {
		event->code = ending;
	}
	event->client_port = (int32_t)port;
	event->stamp.civil_us += ms * US_PER_MS;
	event->stamp.resolution_us = US_PER_MS;
	return true;
}

bool haproxy_clf_read(struct slice line, struct event *event)
{
	struct slice client;
	struct slice request;
	struct slice status;
	int64_t bytes;
	if (!slice_eat_word(&line, &client) || !slice_eat(&line, "- - [")) {
		return false;
	}
	struct event read = *event;
	read.client = client;
	if (!stamp_eat_clf(&line, &read.stamp) || !slice_eat(&line, "] \"") ||
	    !slice_eat_until(&line, '"', &request) || !slice_eat_char(&line, ' ') ||
	    !slice_eat_word(&line, &status) || !eat_number(&line, &bytes) ||
	    !slice_eat(&line, "\"\" \"\" ") || !read_tail(line, &read)) {
		return false;
	}
	read.signal = SIGNAL_REQUEST;
	read.status = http_status(status);
	read.bytes_out = bytes;
	request_line_read(request, &read);
	*event = read;
	return true;
}
