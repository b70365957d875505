// SPDX-License-Identifier: MIT
/* The template of a message; see template.h. */
#include "template.h"

#include <stdbool.h>
#include <string.h>

enum {
	TEMPLATE_BYTES = 160, /* of a message: what comes later tells no two templates apart */
	VARYING = 1,          /* stands for what is left out; no text holds this byte */
};

/* FNV-1a, 64 bits. */
static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);
static const uint64_t hash_factor = UINT64_C(0x100000001b3);

static uint64_t add_byte(uint64_t hash, unsigned char byte)
{
	return (hash ^ byte) * hash_factor;
}

/* What ends a word: signs that stand between words and values in logs. */
static bool parts_words(char byte)
{
	static const char signs[] = " \t,;:=()[]{}<>|/\"'";
	return memchr(signs, byte, sizeof(signs) - 1) != NULL;
}

/* A word, and whether it holds a digit. */
static struct slice eat_word(struct slice *text, bool *ret_has_digit)
{
	size_t size = 0;
	*ret_has_digit = false;
	while (size < text->size && !parts_words(text->data[size])) {
		*ret_has_digit |= text->data[size] >= '0' && text->data[size] <= '9';
		size++;
	}
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
	uint64_t hash = hash_start;
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
			hash = varied ? hash : add_byte(hash, VARYING);
			varied = true;
			continue;
		}
		for (size_t i = 0; i < word.size; i++) {
			hash = add_byte(hash, (unsigned char)word.data[i]);
		}
		hash = add_byte(hash, ' ');
		varied = false;
	}
	int64_t number = 0;
	hash += hash == 0;
	memcpy(&number, &hash, sizeof(number));
	return number;
}
