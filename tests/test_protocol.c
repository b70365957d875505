// SPDX-License-Identifier: MIT
/* Names of protocols and ports, in the spellings of firewalls. */
#include <criterion/criterion.h>

#include "protocol.h"

Test(protocol, numbers_and_names_become_one_name)
{
	static const char *const rows[][2] = {
		{"6", "tcp"},           {"TCP", "tcp"},  {"tcp", "tcp"}, {"Tcp", "tcp"},
		{"17", "udp"},          {"UDP", "udp"},  {"1", "icmp"},  {"58", "ipv6-icmp"},
		{"icmp6", "ipv6-icmp"}, {"0", "hopopt"}, {"254", "254"}, {"", ""},
		{"tcpx", "tcpx"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct slice name = protocol_name(slice_from(rows[i][0]));
		cr_expect(slice_is(name, rows[i][1]), "%s became " SLICE_FORMAT, rows[i][0],
			  SLICE_ARGUMENTS(name));
	}
	cr_expect(protocol_is_known(slice_from("GRE")));
	cr_expect_not(protocol_is_known(slice_from("inbound")));
}

Test(protocol, a_port_is_a_number_or_a_service_and_nothing_else)
{
	cr_expect_eq(protocol_port(slice_from("443")), 443);
	cr_expect_eq(protocol_port(slice_from("https")), 443);
	cr_expect_eq(protocol_port(slice_from("0")), 0);
	cr_expect_eq(protocol_port(slice_from("65535")), 65535);
	cr_expect_eq(protocol_port(slice_from("65536")), -1);
	cr_expect_eq(protocol_port(slice_from("123123123123")), -1);
	cr_expect_eq(protocol_port(slice_from("44x")), -1);
	cr_expect_eq(protocol_port(slice_from("")), -1);
	cr_expect_eq(protocol_port(slice_from("nosuch")), -1);
}
