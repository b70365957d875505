// SPDX-License-Identifier: MIT
/* A place in a line, shown to a person. */
#include "caret.h"

#include <stdio.h>

enum {
	BEFORE = 90, /* bytes shown before the place, and behind it: one line of a terminal */
	BEHIND = 30,
};

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xC0u) == 0x80u;
}

/* By its first byte: E3…ED are Kana, Han and Hangul, F0 pictures; E2 is punctuation. */
static size_t columns_of(char byte)
{
	unsigned char first = (unsigned char)byte;
	bool is_wide = (first >= 0xE3 && first <= 0xED) || first == 0xF0;
	return is_continuation(byte) ? 0 : is_wide ? 2 : 1;
}

/* The size of the character at the front, 0 when it is none that can be shown. */
static size_t character_size(struct slice text)
{
	unsigned char first = (unsigned char)text.data[0];
	size_t size = first < 0x80   ? 1
		      : first < 0xC3 ? 0 /* C2 80…9F are controls */
		      : first < 0xE0 ? 2
		      : first < 0xF0 ? 3
		      : first < 0xF5 ? 4
				     : 0;
	if (first < 0x20 || first == 0x7F || size > text.size) {
		return 0;
	}
	for (size_t i = 1; i < size; i++) {
		if (!is_continuation(text.data[i])) {
			return 0;
		}
	}
	/* Direction marks and their like: E2 80…81, EF BB BF. */
	bool is_mark = size == 3 && ((first == 0xE2 && (unsigned char)text.data[1] <= 0x81) ||
				     (first == 0xEF && (unsigned char)text.data[1] == 0xBB));
	return is_mark ? 0 : size;
}

void caret_show(struct slice text, size_t at, char *ret_lines)
{
	char shown[BEFORE + BEHIND + 2 * sizeof "…"];
	size_t size = 0;
	size_t columns = 0;
	at = at < text.size ? at : text.size;
	size_t from = at > BEFORE ? at - BEFORE : 0;
	size_t until = text.size - at > BEHIND ? at + BEHIND : text.size;
	while (from > 0 && from < at && is_continuation(text.data[from])) {
		from++;
	}
	while (until < text.size && until > at && is_continuation(text.data[until])) {
		until--;
	}
	if (from > 0) {
		memcpy(shown, "…", sizeof "…" - 1);
		size = sizeof "…" - 1;
		columns = 1;
	}
	for (size_t i = from; i < until;) {
		struct slice rest = slice_make(text.data + i, until - i);
		size_t taken = character_size(rest);
		columns += i >= at ? 0 : taken == 0 ? 1 : columns_of(rest.data[0]);
		if (taken == 0) {
			shown[size++] = '?';
			i++;
			continue;
		}
		memcpy(shown + size, rest.data, taken);
		size += taken;
		i += taken;
	}
	if (until < text.size) {
		memcpy(shown + size, "…", sizeof "…" - 1);
		size += sizeof "…" - 1;
	}
	(void)snprintf(ret_lines, CARET_SIZE, "\n    %.*s\n    %*s^", (int)size, shown,
		       (int)columns, "");
}
