// SPDX-License-Identifier: MIT
/*
 * Text on its way to a person: what could drive a terminal is shown, not sent.
 *
 * Logs are hostile: an escape sequence in a line would move the cursor, retitle the window or hide
 * what follows. Controls, direction marks and bytes that are no UTF-8 are written as \x1b, \u202e.
 */
#ifndef OVERRUN_SCREEN_H
#define OVERRUN_SCREEN_H

#include "slice.h"
#include "timestamp.h"

#include <stdio.h>

/* Writes `text`; tabs stay, everything else that is not printable is written out. */
void screen_text(FILE *out, struct slice text);

/* The same, cut at `limit` bytes with an ellipsis behind. */
void screen_text_cut(FILE *out, struct slice text, size_t limit);

/* A message of the program's own, which may have several lines (a caret below a line). */
void screen_message(FILE *out, const char *message);

/* How many columns screen_text takes; wide characters (Hangul, Kanji) count two. */
size_t screen_width(struct slice text);

/* "1.4 GB", "312 KB": decimal units, into a buffer of SCREEN_BYTES_SIZE. */
enum { SCREEN_BYTES_SIZE = 32 };
void screen_bytes(int64_t bytes, char *buffer);

/* A span as "5:00:00" or "0:00:12.25", into a buffer of SCREEN_SPAN_SIZE. */
enum { SCREEN_SPAN_SIZE = 40 };
void screen_span(int64_t us, char *buffer);

#endif
