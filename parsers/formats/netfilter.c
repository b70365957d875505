// SPDX-License-Identifier: MIT
/*
 * Linux packet filters: iptables LOG, nftables log, ufw, firewalld, Ubiquiti, Proxmox.
 *
 *     kernel: [5002.088] [UFW BLOCK] IN=eth0 OUT= MAC=… SRC=192.0.2.7 DST=198.51.100.10 LEN=52 …
 *         PROTO=TCP SPT=17805 DPT=445 WINDOW=8192 RES=0x00 SYN URGP=0
 *     101 1 tap101i0-IN 07/Aug/2024:05:30:19 +0900 REJECT: IN=fwbr101i0 OUT=… PROTO=TCP SPT=…
 *
 * The packet is in pairs of upper-case keys; what became of it stands in the prefix, which whoever
 * wrote the rule chose. LEN occurs twice, the packet that an ICMP error quotes stands in brackets.
 */
#include "format.h"
#include "protocol.h"

enum { HEAD_LIMIT = 96 }; /* bytes of a syslog header and what relays put behind it */

/* Where the packet begins: "IN=" at the front, or behind a blank or a bracket. */
static bool find_packet(struct slice text, size_t *ret_at)
{
	size_t at = 0;
	while (at < text.size) {
		at += slice_find(slice_after(text, at), "IN=");
		if (at >= text.size) {
			return false;
		}
		if (at == 0 || strchr(" ]:\"", text.data[at - 1]) != NULL) {
			*ret_at = at;
			return true;
		}
		at++;
	}
	return false;
}

/* The rest of a packet whose beginning was lost: "kernel: L=126 ID=15317 DF PROTO=TCP SPT=…". */
static bool is_tail(const struct record *record)
{
	return slice_contains(slice_first(record->whole, HEAD_LIMIT), "kernel:") &&
	       slice_contains(record->body, " SPT=") && slice_contains(record->body, " DPT=");
}

static bool find_pairs(const struct record *record, size_t *ret_at)
{
	struct slice body = record->body;
	size_t proto = slice_find(body, "PROTO=");
	if (proto == body.size || slice_starts_with(body, "{")) {
		return false;
	}
	*ret_at = 0;
	if (find_packet(slice_first(body, proto), ret_at)) {
		return slice_contains(body, "SRC=");
	}
	size_t source = slice_find(slice_first(body, proto), "SRC=");
	if (source < proto && slice_contains(body, "DST=") && slice_contains(body, "OUT=")) {
		*ret_at = slice_find(body, "OUT=");
		return *ret_at < source;
	}
	return is_tail(record);
}

struct verdict {
	const char *word;
	const char *outcome;
};

/* Words that people put into prefixes, in the order of their weight. */
static const struct verdict verdicts[] = {
	{"DROP", "deny"},     {"BLOCK", "deny"},  {"REJECT", "deny"},   {"DENY", "deny"},
	{"DENIED", "deny"},   {"LIMIT", "deny"},  {"ACCEPT", "accept"}, {"ALLOW", "accept"},
	{"PERMIT", "accept"}, {"PASS", "accept"}, {"-D]", "deny"},      {"-R]", "deny"},
	{"-A]", "accept"},
};

static bool contains_ignoring_case(struct slice text, const char *upper)
{
	size_t size = strlen(upper);
	for (size_t i = 0; i + size <= text.size; i++) {
		if (slice_is_ignoring_case(slice_make(text.data + i, size), upper)) {
			return true;
		}
	}
	return false;
}

static struct slice outcome_of(struct slice prefix)
{
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		if (contains_ignoring_case(prefix, verdicts[i].word)) {
			return slice_from(verdicts[i].outcome);
		}
	}
	return slice_empty();
}

/* "[5002.088]", "[  203.84]": seconds since the kernel started. */
static void eat_uptime(struct slice *text)
{
	struct slice rest = *text;
	struct slice uptime;
	if (slice_eat_char(&rest, '[') && slice_eat_until(&rest, ']', &uptime)) {
		int64_t since_us;
		if (slice_seconds_to_us(slice_trim(uptime), &since_us)) {
			slice_eat_blanks(&rest);
			*text = rest;
		}
	}
}

/* "101 1 tap101i0-IN 07/Aug/2024:05:30:19 +0900 REJECT: ": Proxmox has machine, level, chain. */
static void read_proxmox(struct slice *prefix, struct event *event)
{
	struct slice rest = *prefix;
	struct slice word = slice_empty();
	for (int i = 0; i < 3; i++) {
		if (!slice_eat_word(&rest, &word)) {
			return;
		}
	}
	if (stamp_eat_clf(&rest, &event->stamp)) {
		*prefix = rest;
	}
}

/* "[WAN_OUT-2000-A]" → "WAN_OUT-2000", "iptables DROP_INPUT: " → "iptables DROP_INPUT" */
static struct slice rule_of(struct slice prefix)
{
	prefix = slice_trim(prefix);
	if (slice_starts_with(prefix, "[") && slice_ends_with(prefix, "]")) {
		prefix = slice_make(prefix.data + 1, prefix.size - 2);
		if (slice_ends_with(prefix, "-A") || slice_ends_with(prefix, "-D") ||
		    slice_ends_with(prefix, "-R")) {
			prefix.size -= 2;
		}
	}
	while (prefix.size > 0 && strchr(":-= ", prefix.data[prefix.size - 1]) != NULL) {
		prefix.size--;
	}
	return prefix;
}

static void read_pair(struct slice word, struct event *event)
{
	struct slice key = slice_empty();
	struct slice value = word;
	if (word.size > 3 && word.data[0] == '<' && word.data[2] == '>') {
		value = slice_after(word,
				    3); /* "<1>SPT=53": kernels that printed a packet in parts */
	}
	if (!slice_eat_until(&value, '=', &key) || value.size == 0) {
		return;
	}
	if (slice_is(key, "SRC")) {
		event->client = value;
	} else if (slice_is(key, "DST")) {
		event->server = value;
	} else if (slice_is(key, "PROTO")) {
		event->protocol = protocol_name(value);
	} else if (slice_is(key, "SPT")) {
		event->client_port = protocol_port(value);
	} else if (slice_is(key, "DPT")) {
		event->server_port = protocol_port(value);
	}
}

static int netfilter_bid(const struct record *record)
{
	size_t at;
	return find_pairs(record, &at) ? BID_SIGNATURE : BID_NONE;
}

static enum status netfilter_parse(void *state, const struct record *record, struct event *event)
{
	size_t at;
	(void)state;
	if (!find_pairs(record, &at)) {
		return STATUS_MISMATCH;
	}
	struct slice prefix = slice_first(record->body, at);
	struct slice rest = slice_after(record->body, at);
	struct slice word;
	slice_eat_blanks(&prefix);
	read_proxmox(&prefix, event);
	eat_uptime(&prefix);
	if (prefix.size == 0 && !slice_is(record->envelope.tag, "kernel")) {
		prefix = record->envelope.tag; /* "DENY: IN=": no program, but the prefix */
		event->program = slice_empty();
	}
	event->rule = rule_of(prefix);
	event->outcome = outcome_of(prefix);
	while (slice_eat_word(&rest, &word) && word.data[0] != '[') {
		read_pair(word, event);
	}
	event->signal = SIGNAL_FLOW;
	return STATUS_OK;
}

const struct format netfilter_format = {
	.name = "netfilter",
	.title = "iptables, nftables, ufw, Ubiquiti (IN=eth0 OUT= … SRC=192.0.2.7 DST=…)",
	.source = "iptables-extensions(8) LOG; nft(8) log statement; ufw(8)",
	.bid = netfilter_bid,
	.needs = "PROT=",
	.parse = netfilter_parse,
};
