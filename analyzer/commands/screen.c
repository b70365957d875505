// SPDX-License-Identifier: MIT
/* Text on its way to a person: what could drive a terminal is shown, not sent. */
#include "screen.h"

#include "charset.h"

/* The code point of a sequence that charset_utf8_length has found good. */
static uint32_t code_point(const unsigned char *at, size_t size)
{
	static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	uint32_t point = at[0] & masks[size];
	for (size_t i = 1; i < size; i++) {
		point = point << 6 | (at[i] & 0x3Fu);
	}
	return point;
}

/* Controls of C0 and C1, line and direction marks, the byte order mark; tags nobody can see. */
static bool is_control(uint32_t point)
{
	return (point < 0x20 && point != '\t') || (point >= 0x7F && point < 0xA0) ||
	       (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
	       (point >= 0x2066 && point <= 0x206F) || point == 0xFEFF ||
	       (point >= 0xE0000 && point <= 0xE0FFF);
}

/* Hangul, Kana, Han, full-width forms, pictures: two columns on every terminal that shows them. */
static bool is_wide(uint32_t point)
{
	return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
	       (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
	       (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
	       (point >= 0x1F300 && point <= 0x1FAFF) || (point >= 0x20000 && point <= 0x3FFFD);
}

enum { ESCAPE_SIZE = 16 };

/* One character from the front as it is to be written; `buffer` takes an escape. */
static struct slice eat_shown(struct slice *text, char *buffer, size_t *ret_columns)
{
	size_t size = charset_utf8_length(*text);
	unsigned char first = (unsigned char)text->data[0];
	struct slice shown = slice_first(*text, size);
	int written = 0;
	*ret_columns = 1;
	if (size == 0) {
		size = 1;
		written = snprintf(buffer, ESCAPE_SIZE, "\\x%02x", first);
	} else {
		uint32_t point = code_point((const unsigned char *)text->data, size);
		*ret_columns = is_wide(point) ? 2 : 1;
		if (is_control(point)) {
			written = snprintf(buffer, ESCAPE_SIZE,
					   point < 0x80 ? "\\x%02x" : "\\u%04x", (unsigned)point);
		}
	}
	*text = slice_after(*text, size);
	if (written > 0) {
		*ret_columns = (size_t)written;
		return slice_make(buffer, (size_t)written);
	}
	return shown;
}

void screen_text(FILE *out, struct slice text)
{
	char escape[ESCAPE_SIZE];
	size_t columns;
	while (text.size > 0) {
		struct slice shown = eat_shown(&text, escape, &columns);
		(void)fwrite(shown.data, 1, shown.size, out);
	}
}

void screen_message(FILE *out, const char *message)
{
	struct slice rest = slice_from(message);
	struct slice line;
	while (slice_eat_until(&rest, '\n', &line)) {
		screen_text(out, line);
		(void)fputc('\n', out);
	}
	screen_text(out, rest);
}

void screen_text_cut(FILE *out, struct slice text, size_t limit)
{
	size_t size = text.size < limit ? text.size : limit;
	while (size < text.size && size > 0 && ((unsigned char)text.data[size] & 0xC0u) == 0x80u) {
		size--;
	}
	screen_text(out, slice_first(text, size));
	if (size < text.size) {
		(void)fputs("…", out);
	}
}

size_t screen_width(struct slice text)
{
	char escape[ESCAPE_SIZE];
	size_t width = 0;
	size_t columns;
	while (text.size > 0) {
		(void)eat_shown(&text, escape, &columns);
		width += columns;
	}
	return width;
}

void screen_bytes(int64_t bytes, char *buffer)
{
	static const char *const units[] = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
	double value = (double)bytes;
	size_t unit = 0;
	while (value >= 999.5 && unit + 1 < sizeof units / sizeof units[0]) {
		value /= 1000;
		unit++;
	}
	(void)snprintf(buffer, SCREEN_BYTES_SIZE, unit > 0 && value < 9.95 ? "%.1f %s" : "%.0f %s",
		       value, units[unit]);
}

void screen_span(int64_t us, char *buffer)
{
	uint64_t size = us < 0 ? 0 - (uint64_t)us : (uint64_t)us;
	uint64_t seconds = size / US_PER_S;
	unsigned fraction = (unsigned)(size % US_PER_S);
	int written = snprintf(buffer, SCREEN_SPAN_SIZE, "%s%llu:%02u:%02u", us < 0 ? "-" : "",
			       (unsigned long long)(seconds / 3600), (unsigned)(seconds / 60 % 60),
			       (unsigned)(seconds % 60));
	if (fraction > 0 && written > 0) {
		size_t end = (size_t)written;
		(void)snprintf(buffer + end, SCREEN_SPAN_SIZE - end, ".%06u", fraction);
		for (end = strlen(buffer); buffer[end - 1] == '0'; end--) {
			buffer[end - 1] = '\0';
		}
	}
}
