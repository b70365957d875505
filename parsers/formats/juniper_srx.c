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
 * colon.
 */
#include "format.h"
#include "junos_flow.h"
#include "junos_messages.h"
#include "pairs.h"
#include "protocol.h"

enum {
	TAG_SIZE_MIN = 5,
	PREFIX_WORDS = 10 /* "(FPC Slot 0, PIC Slot 0) node0.fpc0.pic0 RT_FLOW: TAG: …" */
};

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

/* "RT_FLOW_SESSION_CREATE [source-address="192.0.2.7" …]": an SD element without its name. */
static bool find_nameless(struct slice body, struct parts *ret_parts)
{
	struct slice rest = body;
	struct slice word;
	for (int i = 0; i < PREFIX_WORDS && slice_eat_word(&rest, &word); i++) {
		if (is_tag(word) && slice_starts_with(rest, "[")) {
			*ret_parts = (struct parts){word, slice_after(rest, 1), body};
			return true;
		}
	}
	return false;
}

/* "%INTERACT-6-UI_COMMIT": facility and level of `explicit-priority` before the tag. */
static struct slice without_priority(struct slice word)
{
	size_t first = slice_find_char(word, '-');
	struct slice rest = slice_after(word, first + 1);
	size_t second = slice_find_char(rest, '-');
	return second < rest.size ? slice_after(rest, second + 1) : word;
}

/* True when the tag itself stands behind this word. */
static bool names_process(struct slice word, struct slice rest)
{
	struct slice next;
	return slice_eat_word(&rest, &next) && next.size > word.size &&
	       slice_ends_with(next, ":") && slice_equals(slice_first(next, word.size), word) &&
	       next.data[word.size] == '_';
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
	if (junos_tag_is_own(envelope->message_id)) {
		/* an element without its name: "[source-address="192.0.2.7" …]", or none at all */
		ret_parts->tag = envelope->message_id;
		ret_parts->data = slice_after(envelope->data, 1);
		return;
	}
	struct slice rest = record->body;
	struct slice word;
	bool may_have_tag = slice_find_char(rest, '_') < rest.size; /* see is_tag */
	for (int i = 0; may_have_tag && i < PREFIX_WORDS && slice_eat_word(&rest, &word); i++) {
		struct slice bare = slice_first(word, word.size - 1);
		if (slice_starts_with(word, "%")) {
			bare = without_priority(bare);
		}
		/* "node0.fpc0.pic0 RT_FLOW: RT_FLOW_SESSION_CREATE: …": the process is no tag */
		if (!slice_ends_with(word, ":") || !is_tag(bare) || names_process(bare, rest)) {
			continue;
		}
		/* "PERF_MON: RTPERF_CPU_USAGE_OK: …": nor is a part of the box that nobody knows */
		bool own = junos_tag_is_own(bare);
		if (own || ret_parts->tag.size == 0) {
			ret_parts->tag = bare;
			ret_parts->text = rest;
		}
		if (own) {
			return;
		}
	}
	if (ret_parts->tag.size > 0) {
		return;
	}
	if (is_tag(envelope->tag) && junos_tag_is_own(envelope->tag)) {
		ret_parts->tag =
			envelope->tag; /* "RT_FLOW_SESSION_DENY: …" taken for the program */
		return;
	}
	if (!find_structured(record->body, ret_parts) && may_have_tag &&
	    find_nameless(record->body, ret_parts) && !junos_tag_is_own(ret_parts->tag)) {
		*ret_parts = (struct parts){slice_empty(), slice_empty(), record->body};
	}
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
		event->client_port = protocol_port(value);
	} else if (slice_is(key, "destination-address")) {
		event->server = value;
	} else if (slice_is(key, "local-address") && event->client.size == 0) {
		event->client = value;
	} else if (slice_is(key, "remote-address") && event->server.size == 0) {
		event->server = value;
	} else if (slice_is(key, "destination-port")) {
		event->server_port = protocol_port(value);
	} else if (slice_is(key, "protocol-id") || slice_is(key, "protocol-name")) {
		event->protocol = protocol_name(value);
	} else if (slice_is(key, "policy-name") ||
		   (slice_is(key, "rule-name") && event->rule.size == 0)) {
		event->rule = value;
	} else if (slice_is(key, "username") && !slice_is(value, "N/A")) {
		event->actor = value;
	} else if (slice_is(key, "reason") && slice_is(event->outcome, "close")) {
		event->outcome = slice_from(junos_close_outcome(value));
	} else if (slice_is(key, "action") && event->outcome.size == 0) {
		event->outcome = slice_from(junos_action_outcome(value));
	} else if (slice_is(key, "bytes-from-client")) {
		read_number(value, &event->bytes_in);
	} else if (slice_is(key, "bytes-from-server")) {
		read_number(value, &event->bytes_out);
	} else if (slice_is(key, "elapsed-time")) {
		junos_set_duration(value, event);
	} else if (slice_is(key, "url") || slice_is(key, "obj")) {
		event->path = value;
	}
}

static void read_data(struct slice data, struct event *event)
{
	struct slice key;
	struct slice value;
	while (pairs_next(&data, &key, &value)) {
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
	while (word.size > 0 && strchr(",:;", word.data[word.size - 1]) != NULL) {
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
		event->client_port = protocol_port(port);
	}
	if (slice_eat_word(&list, &address) && slice_eat_word(&list, &port)) {
		event->server = address;
		event->server_port = protocol_port(port);
	}
}

static void read_who(struct slice text, struct event *event)
{
	static const char *const actors[] = {"User '", "user '", "by '"};
	for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]) && event->actor.size == 0; i++) {
		size_t at = slice_find(text, actors[i]);
		struct slice rest = slice_after(text, at + strlen(actors[i]));
		if (at < text.size) {
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

/* "kernel - - - FW: reth2.605 A udp …": the filter's own log, without a name before it. */
static bool is_filter(const struct record *record)
{
	return slice_is(record->envelope.tag, "kernel") && slice_starts_with(record->body, "FW: ");
}

/* "kernel: Copyright (c) 1996-2024, Juniper Networks, Inc.": the first words of a starting box. */
static bool is_banner(const struct record *record)
{
	return slice_ends_with(record->envelope.tag, "kernel") &&
	       slice_starts_with(record->body, "Copyright (c)") &&
	       slice_contains(record->body, "Juniper Networks");
}

/* "fpc0 expr_nh_unilist_install: …": a line card speaks. */
static bool is_card(const struct record *record)
{
	struct slice text = record->body;
	struct slice word = slice_empty();
	int32_t number = 0;
	if (!slice_starts_with(text, "fpc")) {
		return false;
	}
	slice_eat_word(&text, &word);
	return slice_eat(&word, "fpc") && word.size > 0 &&
	       slice_eat_digits(&word, word.size, &number) && word.size == 0;
}

/*
 * "… fw-gw-01 - - - - fw-gw-01 ha_rto_stats_handler: …": processes without a name of their own say
 * where they run once more. So do relays of other systems: read in a file of Junos, not bid on.
 */
static bool repeats_its_host(const struct record *record)
{
	struct slice text = record->body;
	while (slice_eat(&text, "- ")) {
	}
	return record->envelope.host.size > 0 && text.size > record->envelope.host.size &&
	       slice_equals(slice_first(text, record->envelope.host.size), record->envelope.host) &&
	       text.data[record->envelope.host.size] == ' ';
}

static int bid(const struct record *record)
{
	struct parts parts;
	find_parts(record, &parts);
	if (parts.data.size > 0 || junos_tag_is_own(parts.tag)) {
		return BID_SIGNATURE;
	}
	if (is_banner(record)) {
		return BID_SIGNATURE;
	}
	bool mine =
		junos_program_is_own(record->envelope.tag) || is_filter(record) || is_card(record);
	return mine ? BID_SHAPE : BID_NONE;
}

static enum status parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct parts parts;
	find_parts(record, &parts);
	bool own = parts.data.size > 0 || junos_tag_is_own(parts.tag);
	bool filter = is_filter(record) || slice_is(parts.tag, "PFE_FW_SYSLOG_IP");
	if (is_banner(record)) {
		event->signal = SIGNAL_DEVICE_REBOOT; /* K */
		return STATUS_OK;
	}
	if (!own && !filter && !junos_program_is_own(record->envelope.tag) && !is_card(record) &&
	    !repeats_its_host(record)) {
		return STATUS_MISMATCH;
	}
	if (parts.tag.size == 0 && slice_ends_with(parts.text, "(core dumped)")) {
		event->signal = SIGNAL_SERVICE_CRASH; /* K */
		event->outcome = slice_from("fail");
		return STATUS_OK;
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
		junos_read_flow(parts.text, event);
	}
	if (filter) {
		junos_read_filter(parts.text, event);
	} else if (parts.data.size == 0 && slice_starts_with(parts.tag, "RT_SCREEN")) {
		junos_read_screen(parts.text, event);
	}
	if (event->signal != SIGNAL_FLOW) {
		read_who(parts.text, event);
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
