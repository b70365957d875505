// SPDX-License-Identifier: MIT
/*
 * In what charset an entry is written, and its lines as UTF-8.
 *
 * Decided once per entry by its first bytes: a byte order mark, or text that is CP949 (EUC-KR) and
 * cannot be UTF-8. The lines of a CP949 entry that are valid UTF-8 stay what they are, so mixed
 * files keep working. The text handed on is always valid UTF-8 without NULs.
 */
#ifndef OVERRUN_CHARSET_H
#define OVERRUN_CHARSET_H

#include "slice.h"
#include "status.h"

enum charset_kind {
	CHARSET_UTF8, /* ASCII too */
	CHARSET_CP949,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
};

enum { CHARSET_HEAD_SIZE = 64 * 1024 }; /* looked at to decide */

enum charset_kind charset_detect(struct slice head);

/* "UTF-8", "CP949", "UTF-16LE", "UTF-16BE" */
const char *charset_name(enum charset_kind kind);

/* Bytes of one line terminator: 2 in UTF-16, else 1. */
size_t charset_unit(enum charset_kind kind);

struct charset;

enum status charset_open(enum charset_kind kind, struct charset **ret_charset, struct error *error);

/*
 * The line as UTF-8: `raw` itself where it is good already, else a text that is valid until the
 * next call. A byte order mark at its beginning is dropped. `ret_is_mended`: bytes that are no text
 * were replaced by U+FFFD, or NULs in front of the line dropped (what a crash or `copytruncate`
 * leaves behind), NULs elsewhere replaced.
 */
enum status charset_decode(struct charset *charset, struct slice raw, struct slice *ret_text,
			   bool *ret_is_mended, struct error *error);

void charset_close(struct charset *charset);

/* Valid UTF-8 without NULs, in one fast pass. */
bool charset_is_clean(struct slice text);

/* Nothing but ASCII, and no NUL: the same in all charsets whose units are bytes. */
bool charset_is_plain(struct slice text);

/* The length of the UTF-8 sequence that `text` begins with, 0 when it is none (RFC 3629). */
size_t charset_utf8_length(struct slice text);

#endif
