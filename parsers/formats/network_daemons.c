// SPDX-License-Identifier: MIT
/*
 * Daemons of gateways: strongSwan (charon), OpenVPN, ISC dhcpd and its clients, Unbound.
 *
 *     charon[18610]: 14[IKE] <con1000|11> IKE_SA con1000[11] established between 203.0.113.5[…
 *     openvpn[66026]: lee/198.51.100.7:37849 MULTI_sva: pool returned IPv4=192.0.2.2
 *     dhcpd[64305]: DHCPACK on 192.0.2.56 to 02:00:5e:00:00:01 (desk-1) via eth0.60
 *     unbound[26931]: [26931:0] info: 192.0.2.7 www.example.com. A IN
 *
 * The program's name is what tells them; pfSense, OPNsense and plain servers run the same.
 */
#include "format.h"
#include "message_table.h"
#include "protocol.h"

/* clang-format off */
static const struct message_row messages[] = {
	{"charon", " established between ", SIGNAL_TUNNEL_UP, "ok", "IKE_SA "},	/* K, as below */
	{"charon", "giving up after ", SIGNAL_TUNNEL_DOWN, "fail", "<"},
	{"charon", "AUTHENTICATION_FAILED", SIGNAL_AUTH_FAIL, "fail", "<"},
	{"openvpn", "could not authenticate", SIGNAL_AUTH_FAIL, "fail", NULL},	/* F */
	{"openvpn", "Initialization Sequence Completed", SIGNAL_TUNNEL_UP, "ok", NULL}, /* K, as below */
	{"openvpn", "Inactivity timeout", SIGNAL_TUNNEL_DOWN, "fail", NULL},
	{"openvpn", "process exiting", SIGNAL_SERVICE_STOP, NULL, NULL},
	{"dhcpd", "no free leases", SIGNAL_POOL_EXHAUSTED, "fail", NULL},
	{"dhcpd", "peer holds all free leases", SIGNAL_POOL_EXHAUSTED, "fail", NULL},
	{"unbound", "start of service", SIGNAL_SERVICE_READY, NULL, NULL},
	{"unbound", "service stopped", SIGNAL_SERVICE_STOP, NULL, NULL},
};
/* clang-format on */

static const char *const programs[] = {"charon",   "charon-systemd", "openvpn",    "dhcpd",
				       "dhclient", "dhcp6c",         "dhcpleases", "unbound"};

static bool is_own(struct slice tag)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (slice_is(tag, programs[i])) {
			return true;
		}
	}
	return false;
}

static bool is_address(struct slice word)
{
	bool digit = word.size > 0 && word.data[0] >= '0' && word.data[0] <= '9';
	return digit && slice_find_char(word, '.') < word.size;
}

/* "lee/198.51.100.7:37849 …", "198.51.100.7:37849 [lee] …", "user 'lee' authenticated" */
static void read_openvpn(struct slice text, struct event *event)
{
	struct slice word = slice_empty();
	struct slice actor = slice_empty();
	if (slice_starts_with(text, "user '")) {
		event->actor = message_word_after(text, "user '");
		return;
	}
	if (!slice_eat_word(&text, &word)) {
		return;
	}
	struct slice address = word;
	if (!slice_eat_until(&address, '/', &actor)) {
		address = word;
	}
	size_t mark = slice_find(text, "[AF_INET]");
	if (!is_address(address) && mark < text.size) {
		address = slice_after(text, mark + strlen("[AF_INET]"));
	} else if (actor.size == 0 && slice_starts_with(text, "[")) {
		actor = message_word_after(text, "[");
	}
	size_t colon = slice_find_char(address, ':');
	if (is_address(address) && colon < address.size) {
		event->actor = actor;
		event->client = slice_first(address, colon);
		event->client_port = protocol_port(slice_after(address, colon + 1));
	}
}

/* "sending packet: from 203.0.113.5[500] to 198.51.100.7[500]" */
static void read_charon(struct slice text, struct event *event)
{
	struct slice from = message_word_after(text, " from ");
	struct slice to = message_word_after(text, " to ");
	if (slice_contains(text, " packet: from ") && is_address(from)) {
		event->client = from;
		event->server = to;
	}
	event->part = slice_first(event->part, slice_find_char(event->part, '['));
}

/* "[26931:0] info: 192.0.2.7 www.example.com. A IN" */
static void read_unbound(struct slice text, struct event *event)
{
	struct slice client = message_word_after(text, "info: ");
	if (is_address(client)) {
		event->client = client;
	}
}

static bool is_version_6(struct slice word)
{
	size_t colons = 0;
	for (size_t i = 0; i < word.size; i++) {
		colons += word.data[i] == ':';
	}
	return colons >= 2;
}

/* "Solicit message from fe80::7 port 546", "Picking pool address 2001:db8::7" */
static void read_dhcp_6(struct slice text, struct event *event)
{
	static const char *const befores[] = {"message from ", "Advertise to ", "Reply to ",
					      "address ", "lease for: "};
	for (size_t i = 0; i < sizeof(befores) / sizeof(befores[0]); i++) {
		struct slice word = message_word_after(text, befores[i]);
		word = slice_first(word, slice_find_char(word, '/'));
		if (is_version_6(word)) {
			event->client = word;
			return;
		}
	}
}

/* "DHCPACK on 192.0.2.56 to 02:00:5e:00:00:01 (desk-1) via eth0.60" */
static void read_dhcp(struct slice text, struct event *event)
{
	struct slice word = slice_empty();
	struct slice rest = text;
	if (!slice_starts_with(text, "DHCP") || !slice_eat_word(&rest, &word)) {
		read_dhcp_6(text, event);
		return;
	}
	event->code = word;
	struct slice address = message_word_after(rest, "on ");
	if (!is_address(address)) {
		address = message_word_after(rest, "for ");
	}
	if (is_address(address)) {
		event->client = address;
	}
}

static int daemons_bid(const struct record *record)
{
	return is_own(record->envelope.tag) ? BID_SHAPE : BID_NONE;
}

static enum status daemons_parse(void *state, const struct record *record, struct event *event)
{
	struct slice tag = record->envelope.tag;
	struct slice text = record->body;
	(void)state;
	if (!is_own(tag)) {
		return STATUS_MISMATCH;
	}
	struct slice name = slice_first(tag, slice_find_char(tag, '-'));
	message_table_apply(messages, sizeof(messages) / sizeof(messages[0]), name, text, event);
	event->part = slice_first(event->part, slice_find_char(event->part, '>'));
	if (slice_is(name, "openvpn")) {
		read_openvpn(text, event);
	} else if (slice_is(name, "charon")) {
		event->part = slice_first(event->part, slice_find_char(event->part, '|'));
		read_charon(text, event);
	} else if (slice_is(name, "unbound")) {
		read_unbound(text, event);
	} else {
		read_dhcp(text, event);
	}
	return STATUS_OK;
}

const struct format network_daemons_format = {
	.name = "network_daemons",
	.title = "strongSwan, OpenVPN, ISC DHCP, Unbound",
	.source = "strongSwan documentation, openvpn(8), dhcpd(8), unbound(8)",
	.bid = daemons_bid,
	.parse = daemons_parse,
};
