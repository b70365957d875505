// SPDX-License-Identifier: MIT
/*
 * F5 BIG-IP: LTM and system messages with an id, audit trail, ASM events, request lines of iRules.
 *
 *     Aug  7 05:30:19 lb1 notice mcpd[6760]: 01070638:5: Pool /Common/web member /Common/w1:80
 * monitor … level  program     id       severity Aug  7 05:30:19 lb1 info tmm[11]: Rule /Common/log
 * <HTTP_REQUEST>: … Aug  7 05:30:19 lb1
 * ASM:unit_hostname="lb1",attack_type="…",request_status="blocked",…
 *
 * The level stands between host and program, where a syslog reader does not expect it, so the
 * program is read here. Under RFC 5424 the id is the MSGID. The lines have no zone; ASM gives its
 * own time in `date_time`.
 */
#include "application.h"
#include "f5_messages.h"
#include "format.h"
#include "pairs.h"
#include "request_line.h"
#include "token.h"

enum {
	ID_SIZE = 8,       /* "01070638": hexadecimal */
	TAG_SIZE_MAX = 64, /* "httpd(pam_audit)[16784]" */
};

/* "01070638:5:" */
static bool eat_id(struct slice *rest, struct slice *ret_id, int *ret_severity)
{
	struct slice text = *rest;
	if (text.size < ID_SIZE + 3 || text.data[ID_SIZE] != ':' || text.data[ID_SIZE + 2] != ':' ||
	    text.data[0] != '0') {
		return false;
	}
	for (size_t i = 0; i < ID_SIZE; i++) {
		char byte = text.data[i];
		if (!(byte >= '0' && byte <= '9') && !(byte >= 'a' && byte <= 'f')) {
			return false;
		}
	}
	int severity = text.data[ID_SIZE + 1] - '0';
	if (severity < SEVERITY_EMERGENCY || severity > SEVERITY_DEBUG) {
		return false;
	}
	*ret_severity = severity;
	*ret_id = slice_first(text, ID_SIZE);
	*rest = slice_after(text, ID_SIZE + 3);
	slice_eat_blanks(rest);
	return true;
}

static bool begins_with_level(struct slice text)
{
	struct slice word = slice_empty();
	return slice_eat_word(&text, &word) && word.data[0] >= 'a' && word.data[0] <= 'z' &&
	       level_severity(word) != SEVERITY_NONE;
}

/* "notice mcpd[6760]: ", "tmm3[20358]: " before the text */
static bool eat_program(struct slice *rest, struct slice *ret_program)
{
	struct slice text = *rest;
	struct slice word = slice_empty();
	if (slice_find(text, "]: ") == text.size) {
		return false;
	}
	slice_eat_word(&text, &word);
	if (level_severity(word) == SEVERITY_NONE) {
		text = *rest;
	}
	struct slice head = slice_first(text, TAG_SIZE_MAX);
	size_t end = slice_find(head, "]: ");
	size_t open = slice_find_char(head, '[');
	if (end == head.size || open == 0 || open > end ||
	    slice_find_char(slice_first(head, end), ' ') < end) {
		return false;
	}
	*ret_program = slice_first(head, open);
	*rest = slice_after(text, end + strlen("]: "));
	return true;
}

static void put_port(struct slice value, int32_t *ret_port)
{
	int64_t port = token_count(value, PORT_NONE);
	*ret_port = port <= UINT16_MAX ? (int32_t)port : PORT_NONE;
}

/* One pair of an ASM event or of an iRule that logs pairs. */
static void put_pair(struct slice key, struct slice value, struct event *event)
{
	if (slice_is(key, "date_time")) {
		struct slice text = value;
		stamp_eat_iso(&text, &event->stamp);
	} else if (slice_is(key, "ip_client") || slice_is(key, "src_ip")) {
		event->client = value;
	} else if (slice_is(key, "src_port")) {
		put_port(value, &event->client_port);
	} else if (slice_is(key, "dest_ip") || slice_is(key, "vip")) {
		event->server = value;
	} else if (slice_is(key, "dest_port")) {
		put_port(value, &event->server_port);
	} else if (slice_is(key, "method") || slice_is(key, "http_method")) {
		event->method = value;
	} else if (slice_is(key, "uri") || slice_is(key, "http_uri")) {
		event->path = value;
	} else if (slice_is(key, "response_code") || slice_is(key, "http_status")) {
		event->status = http_status(value);
	} else if (slice_is(key, "policy_name")) {
		event->rule = value;
	} else if (slice_is(key, "request_status")) {
		event->outcome = slice_is(value, "blocked") ? slice_from("deny") : value;
	} else if (slice_is(key, "support_id")) {
		event->id = value;
	} else if (slice_is(key, "http_user_agent")) {
		event->agent = value;
	} else if (slice_is(key, "username") && !slice_is(value, "N/A")) {
		event->actor = value;
	} else if (slice_is(key, "attack_type") || slice_is(key, "f5_irule")) {
		event->code = value;
	}
}

static void read_pairs(struct slice text, struct event *event)
{
	struct slice key = slice_empty();
	struct slice value = slice_empty();
	while (pairs_next(&text, &key, &value)) {
		put_pair(key, value, event);
	}
	if (event->status != 0 && !slice_is_empty(event->method)) {
		event->signal = SIGNAL_REQUEST;
	}
}

static bool has_pairs(struct slice text)
{
	return slice_find_char(text, '_') < text.size && /* all have one, few other lines have */
	       (slice_contains(text, "f5_irule=") || slice_contains(text, "f5_asm=") ||
		(slice_contains(text, "attack_type=\"") && slice_contains(text, "support_id=\"")));
}

static enum status f5_bigip_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice rest = record->body;
	struct slice id = slice_empty();
	struct slice msgid = record->envelope.message_id;
	int severity = SEVERITY_NONE;
	if (has_pairs(rest)) {
		read_pairs(rest, event);
		return STATUS_OK;
	}
	bool has_level = begins_with_level(rest);
	bool has_program = eat_program(&rest, &event->program);
	if (eat_id(&rest, &id, &severity) || eat_id(&msgid, &id, &severity)) {
		event->severity = (enum severity)severity;
		event->code = id;
		event->message = rest;
		f5_message_read(id, rest, event);
		return STATUS_OK;
	}
	slice_eat_blanks(&rest);
	if (slice_eat(&rest, "Rule /") && slice_contains(rest, " <")) {
		event->rule = slice_make(rest.data - 1, slice_find_char(rest, ' ') + 1);
		return STATUS_OK;
	}
	if (has_level && has_program) {
		event->message = rest;
		return STATUS_OK;
	}
	return STATUS_MISMATCH;
}

static int f5_bigip_bid(const struct record *record)
{
	struct slice rest = record->body;
	struct slice id = slice_empty();
	struct slice msgid = record->envelope.message_id;
	struct slice program = slice_empty();
	int severity = SEVERITY_NONE;
	bool has_program = eat_program(&rest, &program);
	if (eat_id(&rest, &id, &severity) || eat_id(&msgid, &id, &severity)) {
		return BID_SIGNATURE;
	}
	slice_eat_blanks(&rest);
	if (slice_starts_with(rest, "Rule /") && slice_contains(rest, " <")) {
		return BID_SIGNATURE;
	}
	if (record->body.size > 0 && has_pairs(record->body)) {
		return BID_SIGNATURE;
	}
	return has_program && begins_with_level(record->body) ? BID_SHAPE + 10 : BID_NONE;
}

const struct format f5_bigip_format = {
	.name = "f5_bigip",
	.title = "F5 BIG-IP (LTM, system and audit messages, ASM, iRules)",
	.source = "F5, BIG-IP Log Messages; External Monitoring of BIG-IP Systems; ASM remote "
		  "storage format",
	.bid = f5_bigip_bid,
	.parse = f5_bigip_parse,
};
