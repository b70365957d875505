// SPDX-License-Identifier: MIT
/*
 * AWS load balancers: Application (ALB), Classic (CLB) and Network (NLB, TLS listeners).
 *
 *     https 2024-08-07T05:30:19.250000Z app/web/50dc 192.0.2.7:2817 10.0.0.1:80 0.0 0.1 0.0 200 200
 * 34 366 type  end                         balancer     client         target      seconds   status
 * in out "GET https://www.example.com:443/ HTTP/1.1" "curl/8" cipher proto arn "trace" "domain"
 * "cert" 0 2024-08-07T05:30:19.100000Z "forward" "redirect" "error" "targets" "statuses" …
 *     2024-08-07T05:30:19.250000Z web 192.0.2.7:2817 10.0.0.1:80 0.0 0.1 0.0 200 200 0 29 "GET …"
 * "curl/8" - - tls 2.0 2024-08-07T05:30:19 net/web/c6e7 g3d4 192.0.2.7:51341 10.0.0.1:443 5 2 98
 * 246 - …
 *
 * The stamp is the end of the response, in UTC. ALB also gives the start; elsewhere the three
 * timers are added up, and -1 (no target answered) means that none is known. Records grow at their
 * end from year to year: what is missing there stays empty. The classic line has no type word, so a
 * syslog reader may have taken its stamp and name away: it is read from the whole line.
 */
#include "format.h"
#include "request_line.h"
#include "token.h"

enum kind { KIND_NONE, KIND_CLASSIC, KIND_APPLICATION, KIND_NETWORK };

/* User Guide for Application Load Balancers, "Access log entries", field `type`. */
static const char *const types[] = {"http ", "https ", "h2 ", "grpcs ", "ws ", "wss "};

/* The stamp, and what stands before it; `rest` stands at the balancer's name. */
static enum kind eat_head(struct slice *rest, struct event *event)
{
	enum kind kind = KIND_CLASSIC;
	struct slice version = slice_empty();
	if (slice_eat(rest, "tls ")) {
		kind = KIND_NETWORK;
		if (!slice_eat_word(rest, &version)) {
			return KIND_NONE;
		}
	}
	for (size_t i = 0; kind == KIND_CLASSIC && i < sizeof types / sizeof types[0]; i++) {
		kind = slice_eat(rest, types[i]) ? KIND_APPLICATION : kind;
	}
	if (!stamp_eat_iso(rest, &event->stamp) || !slice_eat_char(rest, ' ')) {
		return KIND_NONE;
	}
	if ((event->stamp.flags & STAMP_ZONE) == 0) { /* NLB leaves out the Z; all are UTC */
		event->stamp.flags |= STAMP_ZONE;
		event->stamp.offset_s = 0;
	}
	return kind;
}

/* The name, and both ends. */
static bool eat_ends(struct slice *rest, struct event *event)
{
	struct slice client = slice_empty();
	struct slice target = slice_empty();
	if (!slice_eat_word(rest, &client) || !slice_eat_word(rest, &target)) {
		return false;
	}
	endpoint_split(client, &event->client, &event->client_port);
	endpoint_split(target, &event->server, &event->server_port);
	return event->client_port != PORT_NONE && is_address(event->client) &&
	       (event->server_port != PORT_NONE || slice_is(target, "-"));
}

/* Three timers in seconds; -1 leaves the sum unknown. */
static bool eat_timers(struct slice *rest, struct event *event)
{
	int64_t sum_us = 0;
	bool known = true;
	for (int i = 0; i < 3; i++) {
		struct slice word = slice_empty();
		int64_t part_us = 0;
		if (!slice_eat_word(rest, &word)) {
			return false;
		}
		if (slice_is(word, "-1") || slice_is(word, "-")) {
			known = false;
		} else if (slice_seconds_to_us(word, &part_us) && part_us < US_PER_DAY * 365) {
			sum_us += part_us;
		} else {
			return false;
		}
	}
	event->duration_us = known ? sum_us : DURATION_NONE;
	return true;
}

/* 200 200 34 366: the balancer's status, the target's, bytes from and to the client */
static bool eat_statuses(struct slice *rest, struct event *event)
{
	struct slice words[4];
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (!slice_eat_word(rest, &words[i])) {
			return false;
		}
	}
	event->status = http_status(words[0]);
	event->bytes_in = token_count(words[2], BYTES_NONE);
	event->bytes_out = token_count(words[3], BYTES_NONE);
	return event->status != 0 || slice_is(words[0], "-");
}

/* "arn:aws:…:targetgroup/web/73e2" → "web" */
static struct slice group_of(struct slice arn)
{
	size_t at = slice_find(arn, ":targetgroup/");
	struct slice name = slice_after(arn, at + strlen(":targetgroup/"));
	return slice_first(name, slice_find_char(name, '/'));
}

/* Behind the agent of an ALB: cipher … reason. */
static void read_application_tail(struct slice rest, struct event *event)
{
	enum {
		CIPHER,
		PROTOCOL,
		GROUP,
		TRACE,
		DOMAIN,
		CERTIFICATE,
		PRIORITY,
		CREATED,
		ACTIONS,
		REDIRECT,
		ERROR_REASON,
		TAIL_COUNT
	};
	struct slice words[TAIL_COUNT];
	struct stamp start;
	size_t count = 0;
	while (count < TAIL_COUNT && token_eat(&rest, &words[count])) {
		words[count] = token_value(words[count]);
		count++;
	}
	if (count > GROUP) {
		event->rule = group_of(words[GROUP]);
	}
	if (count > TRACE) {
		event->id = words[TRACE];
	}
	if (count > CREATED && stamp_eat_iso(&words[CREATED], &start) &&
	    start.civil_us <= event->stamp.civil_us) {
		event->duration_us = event->stamp.civil_us - start.civil_us;
	}
	if (count > ERROR_REASON) {
		event->code = words[ERROR_REASON];
	}
}

static enum status parse_network(struct slice rest, struct event *event)
{
	struct slice listener = slice_empty();
	struct slice words[5]; /* ms to connect, ms of the handshake, bytes in, out, alert */
	if (!slice_eat_word(&rest, &event->host) || !slice_eat_word(&rest, &listener) ||
	    !eat_ends(&rest, event)) {
		return STATUS_MISMATCH;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (!slice_eat_word(&rest, &words[i])) {
			return STATUS_MISMATCH;
		}
	}
	int64_t span_ms = token_count(words[0], DURATION_NONE);
	event->duration_us = span_ms >= 0 && span_ms < INT64_MAX / US_PER_MS ? span_ms * US_PER_MS
									     : DURATION_NONE;
	event->bytes_in = token_count(words[2], BYTES_NONE);
	event->bytes_out = token_count(words[3], BYTES_NONE);
	event->code = token_value(words[4]);
	event->signal = SIGNAL_FLOW;
	event->protocol = slice_from("tls");
	event->outcome = slice_from(slice_is_empty(event->code) ? "accept" : "fail");
	return STATUS_OK;
}

static enum status read_line(struct slice rest, struct event *event)
{
	struct slice request = slice_empty();
	enum kind kind = eat_head(&rest, event);
	event->stamps_end = true;
	if (kind == KIND_NONE) {
		return STATUS_MISMATCH;
	}
	if (kind == KIND_NETWORK) {
		return parse_network(rest, event);
	}
	if (!slice_eat_word(&rest, &event->host) || !eat_ends(&rest, event) ||
	    !eat_timers(&rest, event) || !eat_statuses(&rest, event)) {
		return STATUS_MISMATCH;
	}
	if (!token_eat(&rest, &request) || slice_starts_with(request, "- - -")) {
		event->signal = SIGNAL_FLOW;
		event->protocol = slice_from("tcp");
		return STATUS_OK;
	}
	event->signal = SIGNAL_REQUEST;
	request_line_read(request, event);
	if (token_eat(&rest, &event->agent)) {
		event->agent = token_value(event->agent);
	}
	if (kind == KIND_APPLICATION) {
		read_application_tail(rest, event);
	}
	return STATUS_OK;
}

static bool may_be(struct slice text)
{
	return text.size > 0 &&
	       (text.data[0] == 'h' || text.data[0] == 't' || text.data[0] == 'g' ||
		text.data[0] == 'w' || (text.data[0] >= '0' && text.data[0] <= '9'));
}

static enum status aws_elb_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice text = may_be(record->body) && record->envelope.kind == ENVELOPE_NONE
				    ? record->body
				    : record->whole;
	struct event own = *event;
	if (!may_be(text) || read_line(text, &own) != STATUS_OK) {
		text = record->body; /* behind a collector's header */
		own = *event;
		if (!may_be(text) || read_line(text, &own) != STATUS_OK) {
			return STATUS_MISMATCH;
		}
	} else {
		own.message = text; /* what looked like a collector's header is its own */
		own.relay = (struct stamp){.flags = 0};
		own.program = slice_empty();
	}
	*event = own;
	return STATUS_OK;
}

static int aws_elb_bid(const struct record *record)
{
	struct event event;
	if (!may_be(record->body) && !may_be(record->whole)) {
		return BID_NONE;
	}
	event_clear(&event);
	return aws_elb_parse(NULL, record, &event) == STATUS_OK ? BID_SIGNATURE : BID_NONE;
}

const struct format aws_elb_format = {
	.name = "aws_elb",
	.title = "AWS load balancers (ALB, CLB, NLB with TLS)",
	.source = "AWS, User Guides for Application, Classic and Network Load Balancers: access "
		  "logs",
	.bid = aws_elb_bid,
	.parse = aws_elb_parse,
};
