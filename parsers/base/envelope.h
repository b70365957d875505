// SPDX-License-Identifier: MIT
/*
 * What stands behind the stamp of a syslog line: host, sequence number, tag; and what tells them
 * from the message. For syslog.c only; formats use syslog.h.
 */
#ifndef OVERRUN_ENVELOPE_H
#define OVERRUN_ENVELOPE_H

#include "syslog.h"

/* "Aug 7": cheap enough to ask before the reader of stamps. */
bool envelope_may_be_month(struct slice text);

/* "déc. 12 …", "août 7 …", "8월 7 …": a month in another language. */
bool envelope_may_be_abroad(struct slice text);

/* "%ASA-6-302014": the message begins here, whatever stands before. */
bool envelope_is_cisco(struct slice text);

/* Does another envelope begin here: "<14>…", "Aug  7 05:30:19 …", "*Mar  1 18:48:50.483: …"? */
bool envelope_is_nested(struct slice text);

/* "INFO" in the place of the host: an application's own line. */
bool envelope_is_level(struct slice word);

/* The host and the blanks after it. A word that ends in ':' is a host only if it cannot be a tag.
 */
bool envelope_eat_host(struct slice *text, struct slice *ret_host);

/* "1234: " before the stamp or the message: a sequence number of Cisco's, no program. */
void envelope_eat_sequence(struct slice *text);

/* "sshd[4711]: ", "kernel: "; with `needs_pid` only the former. Fills tag and pid of `part`. */
bool envelope_eat_tag(struct slice *text, bool needs_pid, struct envelope *part);

/* "pay-1  | 2024-08-07T…": what `docker compose logs` puts before each line. */
bool envelope_eat_compose(struct slice *text, struct slice *ret_name);

/*
 * What a container runtime puts behind its stamp: " stdout F " (CRI), or a blank only (`docker logs
 * -t`) before a line that has a stamp of its own or is JSON.
 */
bool envelope_eat_container(struct slice *text);

/* "Microsoft Word[14463]: ", "BezelServices 255.10[94]: ", "syslogd 1.4.1: " */
bool envelope_eat_tag_of_words(struct slice *text, struct envelope *part);

/* " UTC:", " KST ", or "+09:00 " at once behind a BSD stamp; nothing is eaten where none stands. */
void envelope_eat_zone(struct slice *text, struct stamp *stamp);

#endif
