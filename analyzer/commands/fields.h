// SPDX-License-Identifier: MIT
/* An event field by field, for people. */
#ifndef OVERRUN_FIELDS_H
#define OVERRUN_FIELDS_H

#include "event.h"

/* Prints what the event holds, one field per line, `indent` blanks before each. */
void fields_print(const struct event *event, int indent);

#endif
