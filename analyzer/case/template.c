// SPDX-License-Identifier: MIT
/* The template of a message; see template.h. */
#include "template.h"

#include "mix.h"

#include <stdbool.h>
#include <string.h>

enum {
	TEMPLATE_BYTES = 128, /* of a message: what comes later tells no two templates apart */
	VARYING = 1,          /* stands for what is left out */
};

/* What a byte is to a word. */
enum { PART = 0, SIGN = 1, DIGIT = 2 };

/* Signs stand between words and values in logs; what is not named is part of a word. */
static const unsigned char kinds[256] = {
	[' '] = SIGN,  ['\t'] = SIGN, [','] = SIGN,  [';'] = SIGN,  [':'] = SIGN,  ['='] = SIGN,
	['('] = SIGN,  [')'] = SIGN,  ['['] = SIGN,  [']'] = SIGN,  ['{'] = SIGN,  ['}'] = SIGN,
	['<'] = SIGN,  ['>'] = SIGN,  ['|'] = SIGN,  ['/'] = SIGN,  ['"'] = SIGN,  ['\''] = SIGN,
	['0'] = DIGIT, ['1'] = DIGIT, ['2'] = DIGIT, ['3'] = DIGIT, ['4'] = DIGIT, ['5'] = DIGIT,
	['6'] = DIGIT, ['7'] = DIGIT, ['8'] = DIGIT, ['9'] = DIGIT,
};

/* A word, and whether it holds a digit. */
static struct slice eat_word(struct slice *text, bool *ret_has_digit)
{
	const unsigned char *bytes = (const unsigned char *)text->data;
	size_t size = 0;
	unsigned all = 0;
	while (size < text->size && kinds[bytes[size]] != SIGN) {
		all |= kinds[bytes[size++]];
	}
	*ret_has_digit = all != 0;
	struct slice word = slice_first(*text, size);
	*text = slice_after(*text, size);
	return word;
}

static bool is_name(struct slice word, const struct slice *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equals(word, names[i])) {
			return true;
		}
	}
	return false;
}

/* A text in quotes, both included; a quote that none closes, or within a word, is a sign. */
static bool eat_quoted(struct slice *text)
{
	char quote = text->data[0];
	if (quote != '"' && quote != '\'') {
		return false;
	}
	size_t size = slice_find_char(slice_after(*text, 1), quote);
	if (size + 2 > text->size) {
		return false;
	}
	*text = slice_after(*text, size + 2);
	return true;
}

int64_t template_number(struct slice message, const struct slice *names, size_t count)
{
	struct slice text = slice_first(message, TEMPLATE_BYTES);
	uint64_t hash = MIX_BASIS;
	bool varied = false; /* what was added last: lists of numbers differ in length */
	while (text.size > 0) {
		bool has_digit = false;
		struct slice word = eat_word(&text, &has_digit);
		bool varies = word.size > 0 && (has_digit || is_name(word, names, count));
		if (word.size == 0 && !eat_quoted(&text)) {
			text = slice_after(text, 1); /* the sign itself says little */
			continue;
		}
		if (word.size == 0 || varies) {
			hash = varied ? hash : mix_number(hash, VARYING);
			varied = true;
			continue;
		}
		hash = mix_text(hash, word);
		varied = false;
	}
	int64_t number = 0;
	hash += hash == 0;
	memcpy(&number, &hash, sizeof(number));
	return number;
}
