// SPDX-License-Identifier: MIT
/* Names of IP protocols and of the ports that devices print by name. */
#include "protocol.h"

/* Sizes stand in the table so that a word of another size costs one comparison of numbers. */
struct protocol {
	const char *number;
	size_t number_size;
	const char *name;
	size_t name_size;
};

#define ROW(number, name)                                              \
	{                                                              \
		(number), sizeof(number) - 1, (name), sizeof(name) - 1 \
	}

static const struct protocol protocols[] = {
	ROW("6", "tcp"),   ROW("17", "udp"),   ROW("1", "icmp"),       ROW("58", "ipv6-icmp"),
	ROW("47", "gre"),  ROW("50", "esp"),   ROW("51", "ah"),        ROW("2", "igmp"),
	ROW("89", "ospf"), ROW("132", "sctp"), ROW("112", "vrrp"),     ROW("41", "ipv6"),
	ROW("103", "pim"), ROW("4", "ipip"),   ROW("88", "eigrp"),     ROW("0", "hopopt"),
	ROW("46", "rsvp"), ROW("115", "l2tp"), ROW("255", "reserved"),
};

/* Words that are not the number nor the name. */
static const struct protocol aliases[] = {
	ROW("icmp6", "ipv6-icmp"),
	ROW("icmpv6", "ipv6-icmp"),
	ROW("ospfigp", "ospf"),
};

struct service {
	const char *name;
	int32_t port;
};

static const struct service services[] = {
	{"ssh", 22},     {"https", 443},      {"http", 80},         {"www", 80},
	{"telnet", 23},  {"snmp", 161},       {"domain", 53},       {"smtp", 25},
	{"ntp", 123},    {"syslog", 514},     {"ftp", 21},          {"tftp", 69},
	{"ldap", 389},   {"ldaps", 636},      {"bootps", 67},       {"bootpc", 68},
	{"isakmp", 500}, {"netbios-ns", 137}, {"netbios-dgm", 138}, {"snmptrap", 162},
};

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static const char *find(struct slice word)
{
	for (size_t i = 0; i < COUNT_OF(protocols); i++) {
		const struct protocol *row = &protocols[i];
		if ((word.size == row->number_size && slice_is(word, row->number)) ||
		    (word.size == row->name_size && slice_is_ignoring_case(word, row->name))) {
			return row->name;
		}
	}
	for (size_t i = 0; i < COUNT_OF(aliases); i++) {
		if (word.size == aliases[i].number_size &&
		    slice_is_ignoring_case(word, aliases[i].number)) {
			return aliases[i].name;
		}
	}
	return NULL;
}

struct slice protocol_name(struct slice word)
{
	if (word.size == 1 && word.data[0] == '6') {
		return slice_make("tcp", 3);
	}
	if (word.size == 3 &&
	    (memcmp(word.data, "tcp", 3) == 0 || memcmp(word.data, "TCP", 3) == 0)) {
		return slice_make("tcp", 3);
	}
	const char *name = find(word);
	return name == NULL ? word : slice_from(name);
}

bool protocol_is_known(struct slice word)
{
	return find(word) != NULL;
}

int32_t protocol_service_port(struct slice word)
{
	for (size_t i = 0; i < COUNT_OF(services); i++) {
		if (slice_is_ignoring_case(word, services[i].name)) {
			return services[i].port;
		}
	}
	return -1;
}

int32_t protocol_port(struct slice word)
{
	enum { PORT_LIMIT = 65535, PORT_DIGITS = 5 };
	int32_t port = 0;
	size_t digits = 0;
	while (digits < word.size && digits <= PORT_DIGITS && word.data[digits] >= '0' &&
	       word.data[digits] <= '9') {
		port = port * 10 + (word.data[digits] - '0');
		digits++;
	}
	if (digits == 0) {
		return word.size == 0 ? -1 : protocol_service_port(word);
	}
	return digits == word.size && port <= PORT_LIMIT ? port : -1;
}
