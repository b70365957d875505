// SPDX-License-Identifier: MIT
/* What F5 BIG-IP's message ids mean. */
#ifndef OVERRUN_F5_MESSAGES_H
#define OVERRUN_F5_MESSAGES_H

#include "event.h"

/* Sets signal, object and outcome from the id ("01070638") and the text behind it. */
void f5_message_read(struct slice id, struct slice text, struct event *event);

#endif
