// SPDX-License-Identifier: MIT
/*
 * Juniper SRX and other Junos devices, standard and structured.
 *
 *     <14>Aug  7 00:41:21 fw-gw-01 RT_FLOW[54008]: RT_FLOW_SESSION_CLOSE: session closed TCP FIN:
 *         198.51.100.7/53819->192.0.2.10/443 junos-https 198.51.100.7/53819->192.0.2.10/443 None
 *         None 6 allow-pay untrust dmz 524590 9(382) 11(1530) 2 UNKNOWN …
 *     <30>1 2024-08-07T06:46:48.000Z fw-gw-01 mgd 54009 UI_LOGIN_EVENT [junos@2636.1.1.1.2.129
 *         username="sec.kim" class-name="j-super-user" …] User 'sec.kim' login, class …
 *
 * The tag ("UI_LOGIN_EVENT") is the message id of RFC 5424, or the first upper-case word with a
 * colon. The number of fields of a flow line grows with each release, so it is read around its
 * arrows: what stands before the first numeric word behind the second arrow are rules of NAT.
 */
#include "format.h"
#include "junos_messages.h"
#include "pairs.h"
#include "protocol.h"

enum { TAG_SIZE_MIN = 5, PREFIX_WORDS = 4 /* "node0.fpc1.pic0 PFEMAN: …" */ };

struct parts {
	struct slice tag;  /* "RT_FLOW_SESSION_CLOSE", or empty */
	struct slice data; /* "[junos@2636… key="value"]", or empty */
	struct slice text; /* for people */
};

static bool is_tag(struct slice word)
{
	bool has_underscore = false;
	if (word.size < TAG_SIZE_MIN) {
		return false;
	}
	for (size_t i = 0; i < word.size; i++) {
		char byte = word.data[i];
		if (byte == '_') {
			has_underscore = true;
		} else if (!(byte >= 'A' && byte <= 'Z') && !(byte >= '0' && byte <= '9')) {
			return false;
		}
	}
	return has_underscore;
}

/* "RT_IDS - RT_SCREEN_IP [junos@… …] text": a structured line whose header nobody peeled. */
static bool find_structured(struct slice body, struct parts *ret_parts)
{
	size_t at = slice_find(body, "[junos@");
	if (at == body.size) {
		return false;
	}
	struct slice before = slice_trim(slice_first(body, at));
	size_t begin = before.size;
	while (begin > 0 && before.data[begin - 1] != ' ') {
		begin--;
	}
	struct slice word = slice_after(before, begin);
	ret_parts->tag = is_tag(word) ? word : slice_empty();
	ret_parts->data = slice_after(body, at);
	ret_parts->text = body;
	return true;
}

static void find_parts(const struct record *record, struct parts *ret_parts)
{
	const struct envelope *envelope = &record->envelope;
	*ret_parts = (struct parts){slice_empty(), slice_empty(), record->body};
	if (slice_starts_with(envelope->data, "[junos@")) {
		ret_parts->tag = envelope->message_id;
		ret_parts->data = envelope->data;
		return;
	}
	struct slice rest = record->body;
	struct slice word;
	for (int i = 0; i < PREFIX_WORDS && slice_eat_word(&rest, &word); i++) {
		struct slice bare = slice_first(word, word.size - 1);
		if (slice_ends_with(word, ":") && is_tag(bare)) {
			ret_parts->tag = bare;
			ret_parts->text = rest;
			return;
		}
	}
	if (is_tag(envelope->tag) && junos_tag_is_own(envelope->tag)) {
		ret_parts->tag =
			envelope->tag; /* "RT_FLOW_SESSION_DENY: …" taken for the program */
		return;
	}
	find_structured(record->body, ret_parts);
}

static int32_t port_of(struct slice text)
{
	return text.size == 0 ? PORT_NONE : protocol_port(text);
}

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
	event->client_port = port_of(slice_after(client, slash + 1));
	slash = slice_find_char(server, '/');
	event->server = slice_first(server, slash);
	event->server_port = port_of(slice_after(server, slash + 1));
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

static void set_duration(struct slice text, struct event *event)
{
	int64_t seconds;
	if (slice_to_int(text, &seconds) && seconds >= 0 && seconds < INT64_MAX / US_PER_S) {
		event->duration_us = seconds * US_PER_S;
		event->stamps_end = true;
	}
}

static const char *close_outcome(struct slice reason)
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
		set_duration(word, event);
	}
}

/* "session closed TCP FIN: A->B …", "session created A->B …", "session denied A->B …" */
static void read_flow_text(struct slice text, struct event *event)
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
		event->outcome = slice_from(close_outcome(reason));
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

static void read_number(struct slice value, int64_t *ret_number)
{
	int64_t number;
	if (slice_to_int(value, &number) && number >= 0) {
		*ret_number = number;
	}
}

static void read_pair(struct slice key, struct slice value, struct event *event)
{
	if (slice_is(key, "source-address")) {
		event->client = value;
	} else if (slice_is(key, "source-port")) {
		event->client_port = port_of(value);
	} else if (slice_is(key, "destination-address")) {
		event->server = value;
	} else if (slice_is(key, "destination-port")) {
		event->server_port = port_of(value);
	} else if (slice_is(key, "protocol-id") || slice_is(key, "protocol-name")) {
		event->protocol = protocol_name(value);
	} else if (slice_is(key, "policy-name") || slice_is(key, "rule-name")) {
		event->rule = value;
	} else if (slice_is(key, "username") && !slice_is(value, "N/A")) {
		event->actor = value;
	} else if (slice_is(key, "reason") && slice_is(event->outcome, "close")) {
		event->outcome = slice_from(close_outcome(value));
	} else if (slice_is(key, "bytes-from-client")) {
		read_number(value, &event->bytes_in);
	} else if (slice_is(key, "bytes-from-server")) {
		read_number(value, &event->bytes_out);
	} else if (slice_is(key, "elapsed-time")) {
		set_duration(value, event);
	} else if (slice_is(key, "url") || slice_is(key, "obj")) {
		event->path = value;
	}
}

static void read_data(struct slice data, struct event *event)
{
	struct slice key;
	struct slice value;
	while (pairs_next(&data, &key, &value)) {
		/* all keys that count are words with a hyphen, or short ones */
		read_pair(key, value, event);
	}
}

/* Behind `before`: up to the closing quote, or a bare word without its punctuation. */
static bool read_after(struct slice text, const char *before, struct slice *ret_value)
{
	size_t at = slice_find(text, before);
	if (at == text.size) {
		return false;
	}
	struct slice rest = slice_after(text, at + strlen(before));
	if (slice_eat_char(&rest, '\'')) {
		*ret_value = slice_first(rest, slice_find_char(rest, '\''));
		return true;
	}
	struct slice word = slice_first(rest, slice_find_char(rest, ' '));
	while (word.size > 0 && memchr(",:;", word.data[word.size - 1], 3) != NULL) {
		word.size--;
	}
	*ret_value = word;
	return word.size > 0;
}

/* "ssh-connection '192.0.2.7 51022 192.0.2.1 22'" */
static void read_connection(struct slice text, struct event *event)
{
	struct slice list;
	struct slice port;
	if (!read_after(text, "ssh-connection ", &list) &&
	    !pairs_find(text, "ssh-connection", &list)) {
		return;
	}
	struct slice address;
	if (slice_eat_word(&list, &address) && slice_eat_word(&list, &port)) {
		event->client = address;
		event->client_port = port_of(port);
	}
	if (slice_eat_word(&list, &address) && slice_eat_word(&list, &port)) {
		event->server = address;
		event->server_port = port_of(port);
	}
}

static void read_who(struct slice text, struct event *event)
{
	static const char *const actors[] = {"User '", "user '", "by '", "ser "};
	for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]) && event->actor.size == 0; i++) {
		size_t at = slice_find(text, actors[i]);
		struct slice rest = slice_after(text, at + strlen(actors[i]));
		if (at < text.size && i + 1 < sizeof(actors) / sizeof(actors[0])) {
			event->actor = slice_first(rest, slice_find_char(rest, '\''));
		}
	}
	read_connection(text, event);
	if (event->client.size == 0 && !read_after(text, "from host ", &event->client)) {
		event->client = slice_empty();
	}
}

static void read_message(const struct junos_message *row, const struct parts *parts,
			 struct event *event)
{
	event->signal = row->signal;
	if (row->outcome != NULL) {
		event->outcome = slice_from(row->outcome);
	}
	if (row->part_key != NULL && pairs_find(parts->data, row->part_key, &event->part)) {
		return;
	}
	if (row->part != NULL && !read_after(parts->text, row->part, &event->part)) {
		event->part = slice_empty();
	}
}

static int bid(const struct record *record)
{
	struct parts parts;
	find_parts(record, &parts);
	if (parts.data.size > 0 || junos_tag_is_own(parts.tag)) {
		return BID_SIGNATURE;
	}
	return junos_program_is_own(record->envelope.tag) ? BID_SHAPE : BID_NONE;
}

static enum status parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct parts parts;
	find_parts(record, &parts);
	bool own = parts.data.size > 0 || junos_tag_is_own(parts.tag);
	if (!own && !junos_program_is_own(record->envelope.tag)) {
		return STATUS_MISMATCH;
	}
	event->code = parts.tag;
	const struct junos_message *row =
		junos_message_find(parts.tag, parts.data.size > 0 ? record->whole : parts.text);
	if (row != NULL) {
		read_message(row, &parts, event);
	}
	if (parts.data.size > 0) {
		read_data(parts.data, event);
	}
	if (event->client.size == 0 && slice_contains(parts.text, "->")) {
		read_flow_text(parts.text, event);
	}
	if (event->signal != SIGNAL_FLOW) {
		read_who(parts.text, event);
	}
	if (slice_is(event->protocol, "icmp")) {
		/* what stands behind the slash is an ICMP identifier, not a port */
		event->client_port = PORT_NONE;
		event->server_port = PORT_NONE;
	}
	return STATUS_OK;
}

const struct format juniper_srx_format = {
	.name = "juniper_srx",
	.title = "Juniper SRX and Junos (RT_FLOW_SESSION_CLOSE, UI_COMMIT)",
	.source = "Junos OS System Log Explorer",
	.bid = bid,
	.parse = parse,
};
