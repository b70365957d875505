// SPDX-License-Identifier: MIT
/*
 * What the programs of a Unix machine say about it: sshd, sudo, systemd, the kernel, the daemons
 * that keep clocks, logs and networks. The same sentences come by syslog and by the journal.
 *
 * Source: sshd(8), sudo(8), systemd(1), kernel; marks behind the rows: F seen, K known.
 */
#ifndef OVERRUN_HOST_MESSAGES_H
#define OVERRUN_HOST_MESSAGES_H

#include "event.h"

/* Sets signal, part, actor, client and outcome as far as that program's words tell. */
void host_message_read(struct slice program, struct slice text, struct event *event);

#endif
