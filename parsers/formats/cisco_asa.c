// SPDX-License-Identifier: MIT
/*
 * Cisco ASA, FTD, FWSM and PIX.
 *
 *     Aug  7 2024 05:30:19 fw-gw-01 : %ASA-6-302013: Built inbound TCP connection 7 for
 *         outside:198.51.100.7/22371 (198.51.100.7/22371) to dmz:192.0.2.10/443 (192.0.2.10/443)
 *
 *     %PRODUCT-[class-]severity-[class-]id[:] text
 *
 * Severity can be mapped anew on the device, so everything goes by the id; what the ids mean is in
 * vendors/cisco_messages.c.
 */
#include "cisco_connection.h"
#include "cisco_messages.h"
#include "cisco_sentence.h"
#include "eight.h"
#include "format.h"

enum {
	HEADER_LIMIT = 256, /* bytes before the tag: two headers, device id, stamp */
	ID_DIGITS_MAX = 7,  /* six in all documents; one more is tolerated */
	PRODUCT_SIZE_MIN = 3,
	PRODUCT_SIZE_MAX = 5,
	OTHER_SIZE = 10, /* of "-6-302022:" */
	IKEV2_UP = 750006,
	IKEV2_DOWN = 750007,
};

struct tag {
	size_t at;         /* of '%' in the whole line */
	struct slice id;   /* "302013" */
	struct slice text; /* behind the tag and its colon */
	enum severity severity;
};

static const char *const products[] = {"ASA-", "FTD-", "PIX-", "FWSM-", "NGIPS-"};

/*
 * Another product's or relay's name before an id of Cisco's six digits: "%ACE-6-302022:". Nobody
 * else numbers so; IOS has words there.
 */
static bool eat_other_product(struct slice *text)
{
	struct slice rest = *text;
	size_t size = 0;
	while (size < rest.size && rest.data[size] >= 'A' && rest.data[size] <= 'Z') {
		size++;
	}
	if (size < PRODUCT_SIZE_MIN || size > PRODUCT_SIZE_MAX || rest.size < size + OTHER_SIZE ||
	    rest.data[size] != '-' || rest.data[size + OTHER_SIZE - 1] != ':') {
		return false;
	}
	/* "-6-302022:" */
	for (size_t i = 0; i < OTHER_SIZE - 1; i++) {
		bool dash = i == 0 || i == 2;
		char byte = rest.data[size + i];
		if (dash ? byte != '-' : byte < '0' || byte > '9') {
			return false;
		}
	}
	*text = slice_after(rest, size + 1);
	return true;
}

/* "session-", an event class that some versions put before or behind the severity. */
static void eat_class(struct slice *text)
{
	size_t size = 0;
	while (size < text->size && text->data[size] >= 'a' && text->data[size] <= 'z') {
		size++;
	}
	if (size > 0 && size < text->size && text->data[size] == '-') {
		*text = slice_after(*text, size + 1);
	}
}

/* "ASA-6-302013: text", without the '%'. */
static bool read_tag(struct slice text, struct tag *ret_tag)
{
	bool found = false;
	slice_eat_char(&text, '%');
	for (size_t i = 0; i < sizeof(products) / sizeof(products[0]) && !found; i++) {
		found = slice_eat(&text, products[i]);
	}
	if (!found && !eat_other_product(&text)) {
		return false;
	}
	eat_class(&text);
	if (text.size < 2 || text.data[0] < '0' || text.data[0] > '9' || text.data[1] != '-') {
		return false;
	}
	int level = text.data[0] - '0';
	ret_tag->severity = level <= SEVERITY_DEBUG ? (enum severity)level : SEVERITY_NONE;
	text = slice_after(text, 2);
	eat_class(&text);
	size_t digits = 0;
	while (digits < text.size && text.data[digits] >= '0' && text.data[digits] <= '9') {
		digits++;
	}
	if (digits == 0 || digits > ID_DIGITS_MAX) {
		return false;
	}
	ret_tag->id = slice_first(text, digits);
	text = slice_after(text, digits);
	slice_eat_char(&text, ':');
	slice_eat_blanks(&text);
	ret_tag->text = text;
	return true;
}

/* Bytes that JSON and key=value texts have and headers have not. */
static bool has_quoting(struct slice text)
{
	size_t at = 0;
	for (; at + EIGHT_SIZE <= text.size; at += EIGHT_SIZE) {
		uint64_t eight = eight_load(text.data + at);
		if ((eight_find(eight, '"') | eight_find(eight, '{') | eight_find(eight, '=')) !=
		    0) {
			return true;
		}
	}
	for (; at < text.size; at++) {
		char byte = text.data[at];
		if (byte == '"' || byte == '{' || byte == '=') {
			return true;
		}
	}
	return false;
}

/* The tag stands in the header's reach, and no JSON or key=value text quotes it. */
static bool find_tag(struct slice line, struct tag *ret_tag)
{
	struct slice reach = slice_first(line, HEADER_LIMIT);
	size_t passed = 0;
	for (;;) {
		size_t at = passed + slice_find_char(slice_after(reach, passed), '%');
		if (at >= reach.size || has_quoting(slice_make(line.data + passed, at - passed))) {
			return false;
		}
		if (read_tag(slice_after(line, at + 1), ret_tag)) {
			ret_tag->at = at;
			return true;
		}
		passed = at + 1;
	}
}

static void eat_punctuation(struct slice *text)
{
	while (slice_eat_char(text, ':') || slice_eat_char(text, ' ')) {
	}
}

/* "LOCAL4.WARNING:", "Local4.Info": facility and level, as some collectors put them first. */
static bool is_priority_word(struct slice word)
{
	struct slice dot = slice_after(word, slice_find_char(word, '.'));
	return dot.size > 1 &&
	       (slice_starts_with(word, "LOCAL") || slice_starts_with(word, "Local"));
}

/* "Local4.Info<TAB>192.0.2.9<TAB>": a collector's columns behind its own stamp. */
static bool read_collector(struct slice *text, struct event *event)
{
	struct slice rest = *text;
	struct slice priority;
	struct slice host;
	slice_eat_char(&rest, '\t');
	if (!slice_eat_until(&rest, '\t', &priority) || !is_priority_word(priority) ||
	    !slice_eat_until(&rest, '\t', &host)) {
		return false;
	}
	event->host = host;
	*text = rest;
	return true;
}

/* ":Aug  7 05:30:19 EDT: ", "2024-08-07T11:00:54Z" */
static void read_stamp(struct slice *text, struct event *event)
{
	struct slice rest = *text;
	struct slice zone;
	struct stamp stamp;
	eat_punctuation(&rest);
	if (!stamp_eat_iso(&rest, &stamp) && !stamp_eat_bsd(&rest, &stamp)) {
		return;
	}
	event->stamp = stamp;
	*text = rest;
	if (slice_eat_word(&rest, &zone) && zone.size > 1) {
		bool colon = zone.data[zone.size - 1] == ':';
		if (stamp_set_zone(&event->stamp, slice_first(zone, zone.size - colon))) {
			*text = rest;
		}
	}
}

/* What the envelope has left before the tag: "2024-08-07T11:00:54Z %FTD-…", "192.0.2.1: %ASA-…". */
static void read_header(const struct record *record, const struct tag *tag, struct event *event)
{
	const char *end = record->whole.data + tag->at;
	const char *begin = record->body.data;
	if (begin < record->whole.data || begin >= end) {
		return;
	}
	struct slice rest = slice_make(begin, (size_t)(end - begin));
	struct slice word;
	read_stamp(&rest, event);
	if (read_collector(&rest, event)) {
		event->relay = event->stamp;
		read_stamp(&rest, event);
	}
	eat_punctuation(&rest);
	while (event->host.size == 0 && slice_eat_word(&rest, &word)) {
		if (!is_priority_word(word)) {
			event->host = slice_first(word, word.size - slice_ends_with(word, ":"));
		}
	}
}

static void read_shape(enum cisco_shape shape, struct slice text, struct event *event)
{
	struct slice rest = text;
	switch (shape) {
	case CISCO_BUILT:
		cisco_read_built(text, event);
		break;
	case CISCO_TEARDOWN:
		cisco_read_teardown(text, event);
		break;
	case CISCO_ICMP:
		cisco_read_icmp(text, event);
		break;
	case CISCO_ERROR:
		cisco_read_icmp_error(text, event);
		break;
	case CISCO_ACCESS:
		cisco_read_access(text, event);
		break;
	case CISCO_DENY:
		cisco_read_deny(text, event);
		break;
	case CISCO_PAIRS:
		cisco_read_list(text, event);
		break;
	case CISCO_URL:
		cisco_read_url(text, event);
		break;
	case CISCO_FLOW:
		cisco_read_pair(&rest, event);
		cisco_read_who(text, event);
		break;
	case CISCO_HOST:
		cisco_read_host(text, event);
		break;
	case CISCO_EXPECTED:
		cisco_read_expected(text, event);
		break;
	case CISCO_TEXT:
		cisco_read_who(text, event);
		break;
	}
}

/*
 * "Local:192.0.2.1:500 Remote:198.51.100.1:500 Username:198.51.100.1 IKEv2 SA UP. …": between
 * gateways the account is the peer; people's tunnels come and go all day.
 */
static void read_tunnel(struct event *event)
{
	event->part = event->client; /* the port changes behind address translation */
	if (!slice_equals(event->actor, event->client)) {
		event->signal = SIGNAL_LOG;
		event->part = slice_empty();
	}
}

/* "ftd[1234]: ApplicationProtocol: http, DstIP: 192.0.2.1, …": logged without message ids. */
static bool is_bare(const struct record *record)
{
	return slice_is(record->envelope.tag, "ftd") && slice_contains(record->body, ": ");
}

static int bid(const struct record *record)
{
	struct tag tag;
	if (find_tag(record->whole, &tag)) {
		return BID_SIGNATURE;
	}
	return is_bare(record) ? BID_SHAPE : BID_NONE;
}

static enum status parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct tag tag;
	if (!find_tag(record->whole, &tag)) {
		cisco_read_list(record->body, event);
		return is_bare(record) ? STATUS_OK : STATUS_MISMATCH;
	}
	read_header(record, &tag, event);
	event->severity = tag.severity;
	event->code = tag.id;
	event->message = slice_after(record->whole, tag.at);
	int32_t id = 0;
	struct slice digits = tag.id;
	slice_eat_digits(&digits, tag.id.size, &id);
	const struct cisco_message *message = cisco_message_find(id, tag.text);
	if (message == NULL) {
		struct slice rest = tag.text;
		cisco_read_who(tag.text, event);
		if (event->client.size == 0) {
			cisco_read_pair(&rest, event);
		}
		return STATUS_OK;
	}
	event->signal = message->signal;
	if (message->outcome != NULL) {
		event->outcome = slice_from(message->outcome);
	}
	read_shape(message->shape, tag.text, event);
	if (message->part != NULL && !cisco_read_after(tag.text, message->part, &event->part)) {
		event->part = slice_empty();
	}
	if (event->signal == SIGNAL_PEER_DOWN) {
		event->actor = slice_empty(); /* "Down User reset" names nobody */
	}
	if (message->id == IKEV2_UP || message->id == IKEV2_DOWN) {
		read_tunnel(event);
	}
	if (event->signal == SIGNAL_CONFIG_CHANGE && cisco_is_plain_command(tag.text)) {
		event->signal = SIGNAL_OPERATOR_COMMAND;
	}
	return STATUS_OK;
}

const struct format cisco_asa_format = {
	.name = "cisco_asa",
	.title = "Cisco ASA, FTD, FWSM, PIX (%ASA-6-302013)",
	.source = "Cisco Secure Firewall ASA Series Syslog Messages",
	.bid = bid,
	.parse = parse,
};
