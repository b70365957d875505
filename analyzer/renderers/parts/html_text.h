// SPDX-License-Identifier: MIT
/*
 * HTML's escapes, tables and style: what html.c and the chart share.
 *
 * The page is self-contained: no script, no address that a browser would fetch.
 */
#ifndef OVERRUN_HTML_TEXT_H
#define OVERRUN_HTML_TEXT_H

#include "sheet.h"

/* Text as text, also inside a quoted attribute; NULL prints nothing. */
void html_put_text(FILE *out, const char *text);

/* Tables whose evidence marks are links to the cited lines. */
extern const struct sheet_notation html_notation;

/* The style sheet. */
extern const char html_style[];

/* "staffing" …: the class of a category's colour. */
const char *html_cause_class(size_t cause);

#endif
