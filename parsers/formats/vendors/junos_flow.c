// SPDX-License-Identifier: MIT
/* Junos flow lines in words: read around their arrows. */
#include "junos_flow.h"
#include "protocol.h"

/* "198.51.100.7/53819->192.0.2.10/443" */
static bool read_arrow(struct slice word, struct event *event)
{
	size_t arrow = slice_find(word, "->");
	if (arrow == word.size) {
		return false;
	}
	struct slice client = slice_first(word, arrow);
	struct slice server = slice_after(word, arrow + 2);
	size_t slash = slice_find_char(client, '/');
	event->client = slice_first(client, slash);
	event->client_port = protocol_port(slice_after(client, slash + 1));
	slash = slice_find_char(server, '/');
	event->server = slice_first(server, slash);
	event->server_port = protocol_port(slice_after(server, slash + 1));
	return true;
}

/* "9(382)" → 382 */
static bool read_bytes(struct slice word, int64_t *ret_bytes)
{
	uint64_t packets;
	uint64_t bytes;
	if (slice_eat_uint(&word, &packets) && slice_eat_char(&word, '(') &&
	    slice_eat_uint(&word, &bytes) && slice_eat_char(&word, ')') && word.size == 0 &&
	    bytes <= INT64_MAX) {
		*ret_bytes = (int64_t)bytes;
		return true;
	}
	return false;
}

void junos_set_duration(struct slice text, struct event *event)
{
	int64_t seconds;
	if (slice_to_int(text, &seconds) && seconds >= 0 && seconds < INT64_MAX / US_PER_S) {
		event->duration_us = seconds * US_PER_S;
		event->stamps_end = true;
	}
}

const char *junos_close_outcome(struct slice reason)
{
	if (slice_contains(reason, "RST")) {
		return "reset";
	}
	if (slice_contains(reason, "imeout") || slice_contains(reason, "aged out") ||
	    slice_contains(reason, "Aged out")) {
		return "timeout";
	}
	return "close";
}

const char *junos_action_outcome(struct slice action)
{
	static const struct {
		const char *word;
		const char *outcome;
	} words[] = {
		{"drop", "deny"},        {"block", "deny"},        {"blocked", "deny"},
		{"drop-packet", "deny"}, {"drop_packet", "deny"},  {"drop-connection", "deny"},
		{"close", "deny"},       {"close_client", "deny"}, {"close_server", "deny"},
		{"deny", "deny"},        {"reject", "deny"},       {"permit", "accept"},
		{"accept", "accept"},    {"none", "accept"},       {"alarm-without-drop", "accept"},
		{"log-only", "accept"},
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_is_ignoring_case(action, words[i].word)) {
			return words[i].outcome;
		}
	}
	return "";
}

static bool is_number_word(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		if (word.data[i] < '0' || word.data[i] > '9') {
			/* "6(0)": the protocol of a denied ICMP or TCP session */
			return i > 0 && word.data[i] == '(';
		}
	}
	return word.size > 0;
}

/* … proto policy from-zone to-zone [session pkts(bytes) pkts(bytes) elapsed] … */
static void read_flow_tail(struct slice *rest, struct event *event)
{
	enum { WORDS_MAX = 12 };
	struct slice word = slice_empty();
	bool found = false;
	for (int i = 0; i < WORDS_MAX && !found && slice_eat_word(rest, &word); i++) {
		found = is_number_word(word);
	}
	if (!found) {
		return;
	}
	event->protocol = protocol_name(slice_first(word, slice_find_char(word, '(')));
	struct slice zone;
	if (!slice_eat_word(rest, &event->rule) || !slice_eat_word(rest, &zone) ||
	    !slice_eat_word(rest, &zone) || !slice_eat_word(rest, &word)) {
		return;
	}
	if (slice_eat_word(rest, &word) && read_bytes(word, &event->bytes_in) &&
	    slice_eat_word(rest, &word) && read_bytes(word, &event->bytes_out) &&
	    slice_eat_word(rest, &word)) {
		junos_set_duration(word, event);
	}
}

/* "session closed TCP FIN: A->B …", "session created A->B …", "session denied A->B …" */
void junos_read_flow(struct slice text, struct event *event)
{
	size_t arrow = slice_find(text, "->");
	if (arrow == text.size) {
		return;
	}
	size_t begin = arrow;
	while (begin > 0 && text.data[begin - 1] != ' ') {
		begin--;
	}
	struct slice reason = slice_first(text, begin);
	if (slice_is(event->outcome, "close")) {
		event->outcome = slice_from(junos_close_outcome(reason));
	}
	struct slice rest = slice_after(text, begin);
	struct slice word;
	if (!slice_eat_word(&rest, &word) || !read_arrow(word, event)) {
		return;
	}
	struct slice behind = rest;
	size_t second = slice_find(rest, "->");
	if (second < rest.size) {
		behind = slice_after(rest, second);
		slice_eat_word(&behind, &word);
	} else {
		slice_eat_word(&behind, &word); /* the service of a denied session */
	}
	read_flow_tail(&behind, event);
}

/* "FW: reth2.605 A udp 192.0.2.7 198.51.100.1 5060 5060 (1 packets)": a filter's own log. */
void junos_read_filter(struct slice text, struct event *event)
{
	struct slice words[7];
	size_t at = slice_find(text, "FW: ");
	struct slice rest = slice_after(text, at + strlen("FW: "));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!slice_eat_word(&rest, &words[i])) {
			return;
		}
	}
	event->signal = SIGNAL_FLOW;
	event->outcome = slice_from(slice_is(words[1], "A") ? "accept" : "deny");
	event->protocol = protocol_name(words[2]);
	event->client = words[3];
	event->server = words[4];
	event->client_port = protocol_port(words[5]);
	event->server_port = protocol_port(words[6]);
}

/* "source: 198.51.100.7:1000," → address and port; an IPv6 address has more colons, and no port. */
static struct slice read_side(struct slice text, const char *before, int32_t *ret_port)
{
	size_t at = slice_find(text, before);
	struct slice rest = slice_after(text, at + strlen(before));
	struct slice word = slice_first(rest, slice_find_char(rest, ','));
	size_t colon = slice_find_char(word, ':');
	struct slice port = slice_after(word, colon + 1);
	if (colon == word.size || slice_find_char(port, ':') < port.size) {
		return word;
	}
	*ret_port = protocol_port(port);
	return slice_first(word, colon);
}

void junos_read_screen(struct slice text, struct event *event)
{
	event->client = read_side(text, "source: ", &event->client_port);
	event->server = read_side(text, "destination: ", &event->server_port);
	int32_t none = PORT_NONE;
	struct slice action = read_side(text, "action: ", &none);
	event->outcome = slice_from(junos_action_outcome(action));
}
