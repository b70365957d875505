// SPDX-License-Identifier: MIT
/*
 * pfSense and OPNsense: the packet filter's log, and the daemons that only they have.
 *
 *     filterlog[72237]: 146,,,1535324496,igb1.12,match,block,in,4,0x0,,63,12617,0,DF,6,tcp,60,
 *         192.0.2.7,198.51.100.10,49724,853,0,S,1891286705,,64240,,mss;sackOK
 *     php-fpm[99932]: /index.php: Successful login for user 'admin' from: 192.0.2.71 (Local …)
 *     dpinger: WAN_DHCP 198.51.100.1: Alarm latency 20123us stddev 812us loss 22%
 *     kernel: carp: 1@igb0: BACKUP -> MASTER (master timed out)
 *
 * 0 rule · 3 tracker · 4 interface · 5 reason · 6 action · 7 direction · 8 IP version; then IPv4
 * has the protocol's number before its name, IPv6 behind it. BSD headers have no host name.
 */
#include "format.h"
#include "message_table.h"
#include "protocol.h"
#include "traffic.h"

enum { FIELDS_MAX = 24 };

enum { TRACKER = 3, ACTION = 6, VERSION = 8 };

/* Where the two versions of IP have what they both have. */
struct layout {
	const char *version;
	size_t protocol;
	size_t source; /* destination and the two ports follow */
};

static const struct layout layouts[] = {{"4", 16, 18}, {"6", 12, 15}};

/* clang-format off */
static const struct message_row messages[] = {
	{"audit", "Successful login for user", SIGNAL_OPERATOR_LOGIN, "ok", NULL},	/* K: OPNsense, to config */
	{"audit", "authentication error for user", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"config", "config-event: new_config", SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, "Successful login for user", SIGNAL_OPERATOR_LOGIN, "ok", NULL},		/* F */
	{NULL, "authentication error for user", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL}, /* F */
	{NULL, "User logged out for user", SIGNAL_OPERATOR_LOGOUT, NULL, NULL},		/* K, as below */
	{NULL, "Configuration Change: ", SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, "changed configuration to ", SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, " saved by ", SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, "Syncing firewall", SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{NULL, "Reloading filter", SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"dpinger", ": Alarm ", SIGNAL_HEALTH_DOWN, "fail", ""},
	{"dpinger", ": Clear ", SIGNAL_HEALTH_UP, "ok", ""},
	{"kernel", " -> MASTER", SIGNAL_HA_FAILOVER, "active", "carp: "},
	{"kernel", " -> BACKUP", SIGNAL_HA_FAILOVER, "standby", "carp: "},
	{"kernel", "carp: demoted by", SIGNAL_LOG, NULL, NULL},
	{"kernel", "link state changed to DOWN", SIGNAL_LINK_DOWN, "fail", ""},
	{"kernel", "link state changed to UP", SIGNAL_LINK_UP, "ok", ""},
	{"kernel", "The FreeBSD Project", SIGNAL_DEVICE_REBOOT, NULL, NULL},		/* the first words of a start */
	{"root", "Bootup complete", SIGNAL_DEVICE_UP, "ok", NULL},
	{"kernel", "PF states limit reached", SIGNAL_TABLE_FULL, "fail", NULL},
	{"kernel", "pf states limit reached", SIGNAL_TABLE_FULL, "fail", NULL},
};
/* clang-format on */

static const struct layout *layout_of(struct slice version)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (slice_is(version, layouts[i].version)) {
			return &layouts[i];
		}
	}
	return NULL;
}

static bool read_packet(struct slice text, struct event *event)
{
	struct slice fields[FIELDS_MAX];
	size_t count = slice_split(text, ',', fields, FIELDS_MAX);
	const struct layout *layout = count > VERSION ? layout_of(fields[VERSION]) : NULL;
	if (layout == NULL || count < layout->source + 2) {
		return false;
	}
	event->signal = SIGNAL_FLOW;
	event->rule = fields[TRACKER].size > 1 ? fields[TRACKER] : fields[0];
	event->outcome = traffic_outcome(fields[ACTION]);
	event->protocol = protocol_name(fields[layout->protocol]);
	event->client = fields[layout->source];
	event->server = fields[layout->source + 1];
	if (count > layout->source + 3 &&
	    (slice_is(event->protocol, "tcp") || slice_is(event->protocol, "udp"))) {
		event->client_port = protocol_port(fields[layout->source + 2]);
		event->server_port = protocol_port(fields[layout->source + 3]);
	}
	return true;
}

/* "/index.php: Successful login for user 'admin' from: 192.0.2.71 (Local Database)" */
static void read_message(const struct record *record, struct event *event)
{
	message_table_apply(messages, sizeof(messages) / sizeof(messages[0]), record->envelope.tag,
			    record->body, event);
	if (slice_contains(record->body, "for user ")) {
		event->actor = message_word_after(record->body, "for user ");
		event->client = message_word_after(record->body, "from: ");
		return;
	}
	/* "admin@192.0.2.71 (Local Database): …" */
	static const char *const befores[] = {"Change: ", "saved by ", "user ", NULL};
	for (size_t i = 0; befores[i] != NULL && event->signal == SIGNAL_CONFIG_CHANGE; i++) {
		struct slice word = message_word_after(record->body, befores[i]);
		size_t at = slice_find_char(word, '@');
		if (at < word.size) {
			event->actor = slice_first(word, at);
			event->client = slice_after(word, at + 1);
			return;
		}
	}
}

static bool is_own_program(struct slice tag)
{
	static const char *const programs[] = {
		"php-fpm", "php", "dpinger", "check_reload_status", "opnsense", "rc.gateway_alarm"};
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (slice_is(tag, programs[i])) {
			return true;
		}
	}
	return false;
}

static bool is_filterlog(const struct record *record)
{
	return slice_is(record->envelope.tag, "filterlog");
}

static bool is_known_message(const struct record *record)
{
	struct slice tag = record->envelope.tag;
	bool own = is_own_program(tag);
	bool asked = own || slice_is(tag, "kernel") || slice_is(tag, "audit") ||
		     slice_is(tag, "config") || slice_is(tag, "root");
	const struct message_row *row =
		asked ? message_table_find(messages, sizeof(messages) / sizeof(messages[0]), tag,
					   record->body)
		      : NULL;
	return row != NULL && (row->code != NULL || own);
}

static int pfsense_bid(const struct record *record)
{
	struct event event;
	if (is_filterlog(record)) {
		return read_packet(record->body, &event) ? BID_SIGNATURE : BID_NONE;
	}
	if (is_known_message(record)) {
		return BID_SIGNATURE;
	}
	return is_own_program(record->envelope.tag) ? BID_SHAPE : BID_NONE;
}

static enum status pfsense_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	if (is_filterlog(record)) {
		return read_packet(record->body, event) ? STATUS_OK : STATUS_MISMATCH;
	}
	if (!is_own_program(record->envelope.tag) && !is_known_message(record)) {
		return STATUS_MISMATCH;
	}
	read_message(record, event);
	return STATUS_OK;
}

const struct format pfsense_format = {
	.name = "pfsense",
	.title = "pfSense, OPNsense (filterlog, php-fpm, dpinger, carp)",
	.source = "Netgate documentation, Raw Filter Log Format; OPNsense firewall logs",
	.bid = pfsense_bid,
	.parse = pfsense_parse,
};
