// SPDX-License-Identifier: MIT
/*
 * Junos flow lines in words.
 *
 *     session closed TCP FIN: 198.51.100.7/53819->192.0.2.10/443 junos-https
 *         198.51.100.7/53819->192.0.2.10/443 None None 6 allow-pay untrust dmz 524590 9(382)
 *         11(1530) 2 UNKNOWN …
 *
 * The number of fields grows with each release, so a line is read around its arrows: what stands
 * between the second arrow and the first numeric word are rules of NAT.
 */
#ifndef OVERRUN_JUNOS_FLOW_H
#define OVERRUN_JUNOS_FLOW_H

#include "event.h"

/* "session closed|created|denied …": sides, protocol, rule, bytes, duration, and how it closed. */
void junos_read_flow(struct slice text, struct event *event);

/* "FW: reth2.605 A udp 192.0.2.7 198.51.100.1 5060 5060 (1 packets)": a packet filter's log. */
void junos_read_filter(struct slice text, struct event *event);

/* "TCP sweep! source: 198.51.100.7:1000, destination: 192.0.2.10:443, …, action: drop" */
void junos_read_screen(struct slice text, struct event *event);

/* "TCP CLIENT RST" → "reset"; also "timeout" and "close". */
const char *junos_close_outcome(struct slice reason);

/* "drop", "BLOCK", "alarm-without-drop" of screens and filters → "deny", "accept"; else "". */
const char *junos_action_outcome(struct slice action);

/* Whole seconds; the stamp of the line is their end. */
void junos_set_duration(struct slice text, struct event *event);

#endif
