// SPDX-License-Identifier: MIT
/*
 * WatchGuard Firebox (Fireware).
 *
 *     Aug  7 05:30:19 fw-01 80B2E5BCD (2024-08-06T20:30:19) firewall: msg_id="3000-0148" Allow
 *         1-Trusted 0-External 60 tcp 20 63 192.0.2.7 198.51.100.10 52345 443 … (HTTPS-00)
 *     … sessiond[10]: msg_id="3E00-0002" Management user sec.kim from 192.0.2.71 logged in
 *
 * Behind the device's name stand its serial number and the same instant in UTC: the header's local
 * time less that is the zone.
 */
#include "format.h"
#include "message_table.h"
#include "pairs.h"
#include "protocol.h"
#include "token.h"
#include "watchguard_messages.h"

enum {
	HEAD_LIMIT = 160, /* bytes before the message id */
	ZONE_STEP_US = 900 * US_PER_S,
	WORDS_LIMIT = 9, /* between the verdict and the protocol there are two to four */
};

static const char mark[] = "msg_id=\"";

static bool find_message(struct slice body, struct slice *ret_head, struct slice *ret_rest)
{
	size_t at = slice_find(slice_first(body, HEAD_LIMIT), mark);
	if (at >= HEAD_LIMIT || at >= body.size) {
		return false;
	}
	*ret_head = slice_first(body, at);
	*ret_rest = slice_after(body, at + strlen(mark));
	return true;
}

/* The header shows the device's wall clock, the brackets the same in UTC. */
static int32_t offset_between(const struct stamp *local, const struct stamp *utc)
{
	int64_t away_us = (local->civil_us - utc->civil_us) % US_PER_DAY;
	int64_t half_us = US_PER_DAY / 2;
	if (away_us > half_us) {
		away_us -= US_PER_DAY;
	} else if (away_us <= -half_us) {
		away_us += US_PER_DAY;
	}
	int64_t round_us = away_us >= 0 ? ZONE_STEP_US / 2 : -(ZONE_STEP_US / 2);
	return (int32_t)((away_us + round_us) / ZONE_STEP_US * (ZONE_STEP_US / US_PER_S));
}

/* "80B2E5BCD (2024-08-06T20:30:19) firewall[10]: " */
static void read_head(struct slice head, const struct record *record, struct event *event)
{
	size_t open = slice_find_char(head, '(');
	struct slice rest = slice_after(head, open + 1);
	struct slice front = head;
	struct stamp utc;
	/* an ISO stamp of a relay, which was not known for a header */
	if (event->host.size == 0 && stamp_eat_iso(&front, &utc)) {
		slice_eat_blanks(&front);
		slice_eat_word(&front, &event->host);
	}
	if (open < head.size && stamp_eat_iso(&rest, &utc) && slice_eat_char(&rest, ')')) {
		utc.flags |= STAMP_ZONE;
		if ((record->envelope.stamp.flags & STAMP_SET) != 0) {
			utc.offset_s = offset_between(&record->envelope.stamp, &utc);
			utc.civil_us += (int64_t)utc.offset_s * US_PER_S;
		}
		event->stamp = utc;
		event->relay = (struct stamp){.flags = 0};
		head = rest;
	}
	struct slice word = slice_empty();
	slice_eat_blanks(&head);
	while (slice_eat_word(&head, &word)) {
		size_t end = 0;
		while (end < word.size && strchr("[:", word.data[end]) == NULL) {
			end++;
		}
		if (end < word.size) {
			event->program = slice_first(word, end);
		}
	}
}

static bool is_address(struct slice word)
{
	bool has_point = slice_find_char(word, '.') < word.size;
	bool has_colon = slice_find_char(word, ':') < word.size;
	bool hex = word.size > 0 && strchr("0123456789abcdefABCDEF:", word.data[0]) != NULL;
	return hex && (has_point || has_colon);
}

/* "1-Trusted 0-External 60 tcp 20 63 192.0.2.7 198.51.100.10 52345 443 …" */
static void read_sides(struct slice text, struct event *event)
{
	struct slice word;
	for (int i = 0; i < WORDS_LIMIT && slice_eat_word(&text, &word); i++) {
		bool number = word.data[0] >= '0' && word.data[0] <= '9';
		if (i >= 2 && !number && protocol_is_known(word)) {
			event->protocol = protocol_name(word);
			break;
		}
	}
	for (int i = 0; i < WORDS_LIMIT && slice_eat_word(&text, &word); i++) {
		if (!is_address(word)) {
			continue;
		}
		event->client = word;
		if (slice_eat_word(&text, &word)) {
			event->server = word;
		}
		if (slice_starts_with(event->protocol, "icmp")) {
			return; /* type and code follow */
		}
		if (slice_eat_word(&text, &word)) {
			event->client_port = protocol_port(word);
		}
		if (slice_eat_word(&text, &word)) {
			event->server_port = protocol_port(word);
		}
		return;
	}
}

/* "… sent_bytes="460" rcvd_bytes="812" … (HTTPS-00)": the policy stands last. */
static void read_tail(struct slice text, struct event *event)
{
	struct slice value;
	text = slice_trim(text);
	if (slice_ends_with(text, ")")) {
		size_t at = text.size;
		while (at > 0 && text.data[at - 1] != '(') {
			at--;
		}
		event->rule = slice_first(slice_after(text, at), text.size - at - (at > 0));
	}
	if (pairs_find(text, "sent_bytes", &value)) {
		event->bytes_in = token_count(value, BYTES_NONE);
	}
	if (pairs_find(text, "rcvd_bytes", &value)) {
		event->bytes_out = token_count(value, BYTES_NONE);
	}
	if (pairs_find(text, "duration", &value) &&
	    slice_seconds_to_us(value, &event->duration_us)) {
		event->stamps_end = true;
	}
}

static int watchguard_bid(const struct record *record)
{
	struct slice head;
	struct slice rest;
	return find_message(record->body, &head, &rest) ? BID_SIGNATURE : BID_NONE;
}

static enum status watchguard_parse(void *state, const struct record *record, struct event *event)
{
	struct slice head;
	struct slice rest;
	(void)state;
	if (!find_message(record->body, &head, &rest) ||
	    !slice_eat_until(&rest, '"', &event->code)) {
		return STATUS_MISMATCH;
	}
	read_head(head, record, event);
	slice_eat_blanks(&rest);
	event->message = rest;
	struct slice text = rest;
	if (slice_eat(&text, "Allow ") || slice_eat(&text, "Deny ")) {
		event->signal = SIGNAL_FLOW;
		event->outcome = slice_from(slice_starts_with(rest, "Allow") ? "accept" : "deny");
		read_sides(text, event);
		read_tail(text, event);
	}
	watchguard_read(event->code, rest, event);
	return STATUS_OK;
}

const struct format watchguard_format = {
	.name = "watchguard",
	.title = "WatchGuard Firebox (msg_id=\"3000-0148\")",
	.source = "WatchGuard Fireware Log Catalog",
	.bid = watchguard_bid,
	.needs = "=\"_",
	.parse = watchguard_parse,
};
