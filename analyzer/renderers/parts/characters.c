// SPDX-License-Identifier: MIT
/* UTF-8 (RFC 3629) decoded strictly: no overlong forms, no surrogates. */
#include "characters.h"

struct range {
	uint32_t first, last;
};

/* Characters that steer: controls, bidirectional marks, separators, invisible format characters. */
static const struct range steering[] = {
	{0x0000, 0x001f}, {0x007f, 0x009f}, {0x00ad, 0x00ad},   {0x061c, 0x061c},
	{0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x206f},
	{0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xe0000, 0xe007f},
};

/* Unicode East Asian Width W and F, the blocks that occur in logs and plans. */
static const struct range doubles[] = {
	{0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
	{0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xa960, 0xa97c},   {0xac00, 0xd7a3},
	{0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
	{0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

static const struct range combining[] = {
	{0x0300, 0x036f}, {0x1160, 0x11ff}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
	{0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

static bool lies_in(uint32_t character, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (character >= ranges[i].first && character <= ranges[i].last) {
			return true;
		}
	}
	return false;
}

uint32_t characters_next(struct slice *text)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *bytes = (const unsigned char *)text->data;
	uint32_t first = bytes[0];
	size_t size = first < 0x80 ? 1 : (first >> 5 == 6 ? 2 : (first >> 4 == 14 ? 3 : 4));
	uint32_t character = size == 1 ? first : first & (0x7fU >> size);
	bool good = size == 1 || (first >= 0xc2 && first <= 0xf4 && size <= text->size);
	for (size_t i = 1; good && i < size; i++) {
		good = (bytes[i] & 0xc0U) == 0x80;
		character = character << 6 | (bytes[i] & 0x3fU);
	}
	good = good && character >= least[size] && character <= 0x10ffff &&
	       (character < 0xd800 || character > 0xdfff);
	*text = slice_after(*text, good ? size : 1);
	return good ? character : CHARACTER_REPLACEMENT;
}

bool character_is_plain(uint32_t character)
{
	return !lies_in(character, steering, sizeof steering / sizeof steering[0]);
}

int character_width(uint32_t character)
{
	if (lies_in(character, combining, sizeof combining / sizeof combining[0])) {
		return 0;
	}
	return lies_in(character, doubles, sizeof doubles / sizeof doubles[0]) ? 2 : 1;
}

void character_put(FILE *out, uint32_t character)
{
	char bytes[4];
	size_t size = 0;
	if (character < 0x80) {
		bytes[size++] = (char)character;
	} else {
		if (character >= 0x10000) {
			bytes[size++] = (char)(0xf0U | character >> 18);
			bytes[size++] = (char)(0x80U | (character >> 12 & 0x3fU));
		} else if (character >= 0x800) {
			bytes[size++] = (char)(0xe0U | character >> 12);
		}
		bytes[size++] = (char)(character >= 0x800 ? 0x80U | (character >> 6 & 0x3fU)
							  : 0xc0U | character >> 6);
		bytes[size++] = (char)(0x80U | (character & 0x3fU));
	}
	(void)fwrite(bytes, 1, size, out);
}

static uint32_t next_plain(struct slice *text)
{
	uint32_t character = characters_next(text);
	return character_is_plain(character) ? character : CHARACTER_REPLACEMENT;
}

void characters_put_plain(FILE *out, const char *text)
{
	struct slice rest = text == NULL ? slice_empty() : slice_from(text);
	while (rest.size > 0) {
		character_put(out, next_plain(&rest));
	}
}

int characters_width(const char *text)
{
	struct slice rest = text == NULL ? slice_empty() : slice_from(text);
	int width = 0;
	while (rest.size > 0 && width < 1000000) {
		width += character_width(next_plain(&rest));
	}
	return width;
}

int characters_put_cut(FILE *out, const char *text, int columns)
{
	struct slice rest = text == NULL ? slice_empty() : slice_from(text);
	bool cut = characters_width(text) > columns;
	int limit = cut ? columns - 1 : columns;
	int width = 0;
	while (rest.size > 0) {
		uint32_t character = next_plain(&rest);
		if (width + character_width(character) > limit) {
			break;
		}
		width += character_width(character);
		character_put(out, character);
	}
	if (cut && columns > 0) {
		(void)fputs("…", out);
		width++;
	}
	return width;
}
