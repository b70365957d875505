// SPDX-License-Identifier: MIT
/*
 * HTML's escapes, tables and cited lines: what html.c, the chart and the tables share.
 *
 * The page is self-contained: no address that a browser would fetch, one script of our own.
 */
#ifndef OVERRUN_HTML_TEXT_H
#define OVERRUN_HTML_TEXT_H

#include "sheet.h"

/* Text as text, also inside a quoted attribute; NULL prints nothing. */
void html_put_text(FILE *out, const char *text);

/* Tables whose evidence marks are links to the cited lines. */
extern const struct sheet_notation html_notation;

/* Two columns as a list of terms and values. */
extern const struct sheet_notation html_pairs_notation;

/* The style sheet and the script, from ../page. */
extern const char html_style[];
extern const char html_script[];

/* A table's begin, up to its first heading; wider than a small screen it scrolls by itself, also by
 * keys. `attributes` of the table begin with a blank. */
void html_open_table(struct sheet *sheet, const char *attributes);

/* An opening tag, a text, a closing tag. */
void html_put_element(FILE *out, const char *open, const char *text, const char *close);

/* Links to cited lines: "E4 E5". */
void html_put_marks(struct sheet *sheet, const struct report_citations *citations);

/* A category's name with its colour; a name per cause that is set. */
void html_put_causes(struct sheet *sheet, const bool *causes);

/* The lost minutes, span by span: a row, the sentence below it, its cited lines folded into that.
 */
void html_lost(struct sheet *sheet);

/* Every cited line: where it stands, when by which clock, its text, and the minutes it supports. */
void html_lines(struct sheet *sheet);

/* "staffing" …: the class of a category's colour. */
const char *html_cause_class(size_t cause);

#endif
