// SPDX-License-Identifier: MIT
/*
 * What the bytes of a line say of its end, whatever blocks it lies in. For lines.c.
 */
#ifndef OVERRUN_LINE_END_H
#define OVERRUN_LINE_END_H

#include "charset.h"

/* Where to cut a line that is longer than the limit, so that no character is torn. */
size_t line_end_cut(enum charset_kind charset, struct slice raw, size_t limit);

/* Does it end with CR? Its LF is taken off already. */
bool line_end_has_cr(enum charset_kind charset, struct slice raw);

/*
 * Can no record and no array (framing.h) begin with this text, of at least one byte, as far as it
 * goes? Then a newline ends the line, and nothing before it but what follows an object of JSON.
 */
bool line_end_is_its_newline(struct slice text);

/* Does a line hold more than one object of JSON? */
bool line_end_is_amid(struct slice line);

#endif
