// SPDX-License-Identifier: MIT
/* Who comes, goes, fails to, and commands: the words of each program, without its tag. */
#ifndef OVERRUN_HOST_LOGIN_H
#define OVERRUN_HOST_LOGIN_H

#include "event.h"

void host_sshd_read(struct slice text, struct event *event);
void host_sudo_read(struct slice text, struct event *event);
void host_su_read(struct slice text, struct event *event);
void host_console_read(struct slice text, struct event *event);
void host_cron_read(struct slice text, struct event *event);
void host_account_read(struct slice text, struct event *event);

#endif
