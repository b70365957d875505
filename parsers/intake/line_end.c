// SPDX-License-Identifier: MIT
/* What the bytes of a line say of its end; see line_end.h. */
#include "line_end.h"

#include "eight.h"
#include "framing.h"

size_t line_end_cut(enum charset_kind charset, struct slice raw, size_t limit)
{
	size_t at = limit;
	if (charset_unit(charset) == 2) {
		size_t high = charset == CHARSET_UTF16LE ? at - 1 : at - 2;
		bool is_half = ((unsigned char)raw.data[high] & 0xFCu) == 0xD8u;
		return is_half ? at - 2 : at;
	}
	enum { CONTINUATIONS_MAX = 3 };
	for (size_t back = 0; back <= CONTINUATIONS_MAX; back++) {
		if (((unsigned char)raw.data[at - back] & 0xC0u) != 0x80u) {
			return at - back;
		}
	}
	return at; /* no UTF-8: anywhere is as good */
}

bool line_end_has_cr(enum charset_kind charset, struct slice raw)
{
	if (raw.size < charset_unit(charset)) {
		return false;
	}
	const char *end = raw.data + raw.size;
	switch (charset) {
	case CHARSET_UTF16LE:
		return end[-2] == '\r' && end[-1] == '\0';
	case CHARSET_UTF16BE:
		return end[-2] == '\0' && end[-1] == '\r';
	default:
		return end[-1] == '\r';
	}
}

bool line_end_is_its_newline(struct slice text)
{
	enum { digits_max = 6 }; /* as in framing.c */
	unsigned char first = (unsigned char)text.data[0];
	if (first == '<' || first == '[') {
		return false;
	}
	size_t digits = eight_digits(eight_begin(text.data, text.size));
	digits = digits < digits_max ? digits : digits_max;
	return digits == 0 || (digits < text.size && text.data[digits] != ' ');
}

bool line_end_is_amid(struct slice line)
{
	size_t at = 0;
	return slice_starts_with(line, "{\"") &&
	       framing_object_next(slice_empty(), line, true, &at) == FRAMING_FOUND;
}
