// SPDX-License-Identifier: MIT
/*
 * Names of IP protocols: firewalls write "6", "TCP" or "tcp", events say "tcp".
 *
 * Numbers are IANA's "Assigned Internet Protocol Numbers", those that firewall logs carry.
 */
#ifndef OVERRUN_PROTOCOL_H
#define OVERRUN_PROTOCOL_H

#include "slice.h"

/* "6", "TCP", "tcp" → "tcp"; what is not in the table comes back as written. */
struct slice protocol_name(struct slice word);

/* True when `protocol_name` knows the word. */
bool protocol_is_known(struct slice word);

/* "ssh" → 22, "https" → 443: the service names that devices print for ports; -1 when unknown. */
int32_t protocol_service_port(struct slice word);

/* "443" or "https" as a port; -1 (PORT_NONE) when it is neither. */
int32_t protocol_port(struct slice word);

#endif
