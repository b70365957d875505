// SPDX-License-Identifier: MIT
/*
 * Cisco IOS, IOS XE, IOS XR and NX-OS: switches and routers around a firewall.
 *
 *     <189>344: sw-01: 007439: .Aug  7 2024 05:30:19.684 KST: %LINEPROTO-5-UPDOWN: Line protocol on
 *         Interface GigabitEthernet1/0/12, changed state to up
 *     2024 Aug  7 05:30:20 KST: %ETHPORT-5-IF_UP: Interface Ethernet1/38 is up in mode access
 *
 *     <190>290692: rt-01 RP/0/RSP0/CPU0:Aug  7 05:30:21.754 : SSHD_[65935]: %SECURITY-SSHD-6-
 *         INFO_USER_LOGOUT : User 'sec.kim' from '192.0.2.71' logged out on 'vty0'
 *
 *     %FACILITY-[subfacility-]severity-MNEMONIC: text
 *
 * Before the tag stand, each only where configured: a message count, the host's name, a sequence
 * number, the device's stamp ('*': never set, '.': not synchronised) or its uptime ("2y10w").
 * Mnemonics are words, never ASA's six digits.
 */
#include "cisco_ios_messages.h"
#include "format.h"
#include "message_table.h"
#include "protocol.h"

enum {
	HEADER_LIMIT = 160, /* bytes before the tag: two headers, counts, stamp */
	FACILITY_MAX = 48,  /* with subfacilities; the longest in the message guides has 31 */
	MNEMONIC_MAX = 64,
};

struct tag {
	size_t at; /* of '%' in the whole line */
	enum severity severity;
	struct slice mnemonic;
	struct slice text;
};

static bool is_name_byte(char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '_' ||
	       (byte >= 'a' && byte <= 'z');
}

static size_t name_size(struct slice text, size_t limit)
{
	size_t size = 0;
	while (size < text.size && size < limit && is_name_byte(text.data[size])) {
		size++;
	}
	return size;
}

/* "SEC-6-IPACCESSLOGP: list …", "PIM-SW1-6-INVALID_RP_JOIN: …", without the '%'. */
static bool read_tag(struct slice text, struct tag *ret_tag)
{
	if (text.size == 0 || text.data[0] < 'A' || text.data[0] > 'Z') {
		return false;
	}
	size_t eaten = 0;
	for (;;) {
		size_t size = name_size(text, FACILITY_MAX);
		bool level = eaten > 0 && size == 1 && text.data[0] >= '0' && text.data[0] <= '7';
		if (size == 0 || size == text.size || text.data[size] != '-') {
			return false;
		}
		eaten += size + 1;
		if (eaten > FACILITY_MAX) {
			return false;
		}
		if (level) {
			ret_tag->severity = (enum severity)(text.data[0] - '0');
			text = slice_after(text, 2);
			break;
		}
		text = slice_after(text, size + 1);
	}
	size_t size = name_size(text, MNEMONIC_MAX);
	struct slice rest = slice_after(text, size);
	slice_eat_char(&rest, ' '); /* IOS XR */
	if (size < 2 || !slice_eat_char(&rest, ':') || text.data[0] < 'A' || text.data[0] > 'Z') {
		return false;
	}
	ret_tag->mnemonic = slice_first(text, size);
	ret_tag->text = slice_trim(rest);
	return true;
}

/* The tag stands in the header's reach, and no JSON or key=value text quotes it. */
static bool find_tag(struct slice line, struct tag *ret_tag)
{
	size_t limit = line.size < HEADER_LIMIT ? line.size : HEADER_LIMIT;
	if (slice_find_char(slice_first(line, limit), '%') == limit) {
		return false;
	}
	for (size_t i = 0; i < limit; i++) {
		char byte = line.data[i];
		if (byte == '"' || byte == '{' || byte == '=') {
			return false;
		}
		bool begins = i == 0 || strchr(" :>\t", line.data[i - 1]) != NULL;
		if (byte == '%' && begins && read_tag(slice_after(line, i + 1), ret_tag)) {
			ret_tag->at = i;
			return true;
		}
	}
	return false;
}

/* "2024 Aug  7 05:30:20": NX-OS puts the year first. */
static bool eat_year_first(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	int32_t year = 0;
	int64_t ignored = 0;
	int month = 0;
	int day = 0;
	if (!slice_eat_digits(&rest, 4, &year) || year < 1970 || !slice_eat_char(&rest, ' ') ||
	    !stamp_eat_bsd(&rest, ret_stamp) || (ret_stamp->flags & STAMP_YEAR) != 0) {
		return false;
	}
	int64_t days = ret_stamp->civil_us / US_PER_DAY;
	civil_from_days(days, &ignored, &month, &day);
	ret_stamp->civil_us += (civil_days(year, month, day) - days) * US_PER_DAY;
	ret_stamp->flags |= STAMP_YEAR;
	*text = rest;
	return true;
}

/* The device's stamp and the zone word behind it. */
static bool eat_stamp(struct slice *text, struct event *event)
{
	struct slice rest = *text;
	struct slice zone;
	struct stamp stamp;
	if (rest.size > 0 && (rest.data[0] == '*' || rest.data[0] == '.')) {
		rest = slice_after(rest, 1);
	}
	if (!stamp_eat_bsd(&rest, &stamp) && !eat_year_first(&rest, &stamp) &&
	    !stamp_eat_iso(&rest, &stamp)) {
		return false;
	}
	event->stamp = stamp;
	*text = rest;
	if (slice_eat_char(&rest, ' ') && slice_eat_word(&rest, &zone) &&
	    slice_ends_with(zone, ":") && zone.data[0] >= 'A' && zone.data[0] <= 'Z') {
		stamp_set_zone(&event->stamp, slice_first(zone, zone.size - 1));
		*text = rest; /* a word that is no zone we know is still none of the names */
	}
	return true;
}

/* "007439:", "2y10w:", "1d02h:", "00:00:46:": counts and times since the start. */
static bool is_count(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		char byte = word.data[i];
		if (!(byte >= '0' && byte <= '9') && strchr("ywdh:.", byte) == NULL) {
			return false;
		}
	}
	return word.size > 0 && word.data[0] >= '0' && word.data[0] <= '9';
}

/* "RP/0/RSP0/CPU0:": which card of an IOS XR router speaks. */
static bool eat_node(struct slice *text)
{
	struct slice node;
	struct slice rest = *text;
	if ((!slice_starts_with(rest, "RP/") && !slice_starts_with(rest, "LC/")) ||
	    !slice_eat_until(&rest, ':', &node) || slice_find_char(node, ' ') < node.size) {
		return false;
	}
	*text = rest;
	return true;
}

/* What stands before the tag; a name with a colon is the device's own, a bare one the relay's. */
static void read_header(struct slice text, struct event *event)
{
	struct slice word;
	if (slice_eat_char(&text, '<')) {
		text = slice_after(text, slice_find_char(text, '>') + 1);
	}
	while (text.size > 0) {
		if (eat_node(&text)) {
			continue;
		}
		if (text.data[0] == ' ' || text.data[0] == ':' || eat_stamp(&text, event)) {
			text = slice_after(text, 1);
			continue;
		}
		if (!slice_eat_word(&text, &word)) {
			return;
		}
		bool own = slice_ends_with(word, ":");
		struct slice name = slice_first(word, word.size - own);
		bool address = slice_find_char(name, '.') < name.size;
		if (slice_starts_with(name, "*")) {
			continue; /* "*spamApTask0:": a task of a wireless controller */
		}
		if (slice_ends_with(name, "]")) {
			continue; /* "SSHD_[65935]:": a process of IOS XR */
		}
		if ((!is_count(name) || (address && !own)) && (own || event->host.size == 0)) {
			event->host = name;
		}
	}
}

/* "198.51.100.7(1234)" */
static bool eat_side(struct slice *text, struct slice *ret_address, int32_t *ret_port)
{
	struct slice word;
	if (!slice_eat_word(text, &word)) {
		return false;
	}
	while (word.size > 0 && strchr(",:", word.data[word.size - 1]) != NULL) {
		word.size--;
	}
	size_t open = slice_find_char(word, '(');
	*ret_address = slice_first(word, open);
	if (open < word.size) {
		struct slice port = slice_after(word, open + 1);
		*ret_port = protocol_port(slice_first(port, slice_find_char(port, ')')));
	}
	return true;
}

/* "list 102 denied tcp 198.51.100.7(1234) [(Vlan7 0011.2233.4455)] -> 192.0.2.10(80), 1 packet" */
static bool read_access(struct slice text, struct event *event)
{
	struct slice verb;
	struct slice protocol;
	if (!slice_eat(&text, "list ") || !slice_eat_word(&text, &event->rule) ||
	    !slice_eat_word(&text, &verb)) {
		return false;
	}
	bool denied = slice_is(verb, "denied");
	size_t arrow = slice_find(text, "-> ");
	if ((!denied && !slice_is(verb, "permitted"))) {
		return false;
	}
	if (arrow < text.size && slice_eat_word(&text, &protocol)) {
		event->protocol = protocol_name(protocol);
	}
	eat_side(&text, &event->client, &event->client_port);
	arrow = slice_find(text, "-> ");
	if (arrow < text.size) {
		text = slice_after(text, arrow + strlen("-> "));
		eat_side(&text, &event->server, &event->server_port);
	}
	event->signal = SIGNAL_FLOW;
	event->outcome = slice_from(denied ? "deny" : "accept");
	return true;
}

/* A MAC address in Cisco's spelling ("0050.5683.69cd") is none. */
static bool is_address(struct slice word)
{
	size_t dots = 0;
	size_t colons = 0;
	for (size_t i = 0; i < word.size; i++) {
		dots += word.data[i] == '.';
		colons += word.data[i] == ':';
	}
	return dots == 3 || colons > 1;
}

static void read_actor(struct slice text, struct event *event)
{
	static const char *const words[] = {
		"[user: ",     "User:",       "Username: ", "username: ", "by user ", "admin user ",
		"name entry ", "console as ", " by ",       "User ",      ", user ",  "user ",
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && event->actor.size == 0; i++) {
		event->actor = message_word_after(text, words[i]);
	}
}

/* "[Source: 192.0.2.7]", "on vty0 (192.0.2.7)", "tty session 2(192.0.2.7)", "from 192.0.2.7" */
static void read_client(struct slice text, struct event *event)
{
	static const char *const words[] = {"[Source: ", "vty",    "session ",
					    "tty ",      " from ", " on "};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t at = slice_find(text, words[i]);
		if (at == text.size) {
			continue;
		}
		struct slice rest = slice_after(text, at + strlen(words[i]));
		size_t digits = 0;
		while (digits < rest.size && rest.data[digits] >= '0' && rest.data[digits] <= '9') {
			digits++;
		}
		bool terminal = strchr(" (", rest.size > digits ? rest.data[digits] : 'x') != NULL;
		struct slice word =
			message_word_after(slice_after(rest, terminal ? digits : 0), "");
		if (is_address(word)) {
			event->client = word;
			return;
		}
	}
}

/* "WLC001: -Traceback: 0x11759554 …", "-Traceback= 1#abc :…": goes on with the line before. */
static bool is_traceback(const struct record *record)
{
	size_t at = slice_find(slice_first(record->whole, HEADER_LIMIT), "-Traceback");
	struct slice rest = slice_after(record->whole, at + strlen("-Traceback"));
	return slice_starts_with(rest, ": 0x") || slice_starts_with(rest, "= ");
}

static int ios_bid(const struct record *record)
{
	struct tag tag;
	if (record->envelope.pid.size > 0) {
		return BID_NONE; /* "mgd[4711]: %INTERACT-6-UI_COMMIT: …": Junos */
	}
	if (find_tag(record->whole, &tag)) {
		return BID_SIGNATURE - 5;
	}
	return is_traceback(record) ? BID_SHAPE : BID_NONE;
}

static enum status ios_parse(void *state, const struct record *record, struct event *event)
{
	struct tag tag;
	(void)state;
	if (record->envelope.pid.size > 0) {
		return STATUS_MISMATCH;
	}
	if (!find_tag(record->whole, &tag)) {
		return is_traceback(record) ? STATUS_OK : STATUS_MISMATCH;
	}
	const char *begin = record->body.data;
	const char *end = record->whole.data + tag.at;
	if (begin >= record->whole.data && begin < end) {
		read_header(slice_make(begin, (size_t)(end - begin)), event);
	}
	event->program = slice_empty();
	event->severity = tag.severity;
	event->code = tag.mnemonic;
	event->message = slice_after(record->whole, tag.at);
	if (read_access(tag.text, event)) {
		return STATUS_OK;
	}
	if (cisco_ios_apply(tag.mnemonic, tag.text, event)) {
		read_actor(tag.text, event);
	}
	read_client(tag.text, event);
	return STATUS_OK;
}

const struct format cisco_ios_format = {
	.name = "cisco_ios",
	.title = "Cisco IOS, IOS XE, NX-OS (%LINK-3-UPDOWN)",
	.source = "Cisco IOS System Message Guide; Cisco NX-OS System Messages Reference",
	.bid = ios_bid,
	.parse = ios_parse,
};
