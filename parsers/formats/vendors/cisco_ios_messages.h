// SPDX-License-Identifier: MIT
/* What the mnemonics of Cisco's switches and routers mean to an operation. */
#ifndef OVERRUN_CISCO_IOS_MESSAGES_H
#define OVERRUN_CISCO_IOS_MESSAGES_H

#include "event.h"

/* Sets signal, outcome and part; false: the mnemonic is not in the table. */
bool cisco_ios_apply(struct slice mnemonic, struct slice text, struct event *event);

#endif
