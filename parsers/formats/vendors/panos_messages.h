// SPDX-License-Identifier: MIT
/*
 * What PAN-OS system and configuration logs mean to an operation.
 *
 * SYSTEM rows say what they are in three places: the subtype ("ha", "port"), the event id
 * ("link-change") and the sentence; a row of the table asks for one of the first two, for a part of
 * the sentence, or for both.
 *
 * Source: PAN-OS Administrator's Guide, Syslog Field Descriptions; the marks behind the rows say
 * what the row was checked against: F seen in real logs, Q quoted by others, D documented, K known.
 */
#ifndef OVERRUN_PANOS_MESSAGES_H
#define OVERRUN_PANOS_MESSAGES_H

#include "event.h"

struct panos_message {
	const char *event; /* the subtype or the event id; NULL: any */
	const char *text;  /* stands in the sentence; NULL: any */
	enum signal signal;
	const char *outcome; /* or NULL */
	bool has_part;       /* the row's object is the part: an interface, tunnel, monitor */
};

/* The first row that holds for a SYSTEM line; NULL: none. */
const struct panos_message *panos_message_find(struct slice subtype, struct slice event_id,
					       struct slice sentence);

/*
 * Signal, outcome and part of a SYSTEM line, and whom its sentence names. An event id that no row
 * knows still says how it went by its end: "routed-config-p1-success".
 */
void panos_system_read(struct slice subtype, struct slice event_id, struct slice object,
		       struct slice sentence, struct event *event);

/* "high", "Informational" on syslog's scale; `otherwise` for no word of theirs. */
enum severity panos_severity(struct slice word, enum severity otherwise);

/* "LDAP: User Login Brute Force Attempt(40005)": the number in the last brackets, or `otherwise`.
 */
struct slice panos_threat_id(struct slice name, struct slice otherwise);

/* What a CONFIG line means: its command ("edit") and result ("Succeeded"). */
enum signal panos_command_signal(struct slice command, struct slice result);

/*
 * How a session ended: what the rule said (event->outcome, as the firewall spells it), unless the
 * session went wrong. Sessions without an end of their own (UDP, ICMP) all age out; only where
 * nothing came back, or on TCP, does that say more.
 */
const char *panos_session_outcome(const struct event *event, struct slice reason);

/* TRAFFIC, SYSTEM, …: true when the word names a PAN-OS log type. */
bool panos_type_is_known(struct slice word);

#endif
