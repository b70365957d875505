// SPDX-License-Identifier: MIT
/* See words.h. */
#include "words.h"

#include "pack.h"

#include <stdlib.h>
#include <string.h>

void words_fail(const struct words *words, const char *what, const char *text)
{
	die("%s:%d: %s: %s", words->path, words->line, what, text);
}

/* Ends the word that starts at `at`; returns where the next one may start. */
static char *cut_word(char *at)
{
	char *out = at;
	bool quoted = false;

	for (; *at != '\0' && (quoted || (*at != ' ' && *at != '\t')); at++) {
		if (*at == '"') {
			quoted = !quoted;
		} else {
			*out++ = *at;
		}
	}
	char *next = *at == '\0' ? at : at + 1;

	*out = '\0';
	return next;
}

bool words_split(char *line, struct words *ret_words)
{
	ret_words->plain_count = 0;
	ret_words->pair_count = 0;
	while (*line != '\0') {
		line += strspn(line, " \t");
		if (*line == '\0' || *line == '#') {
			break;
		}
		bool quoted = *line == '"';
		char *word = line;

		line = cut_word(line);
		char *sign = quoted ? NULL : strchr(word, '=');

		if (ret_words->plain_count == WORDS_MAX || ret_words->pair_count == WORDS_MAX) {
			words_fail(ret_words, "too many words", word);
		}
		if (sign == NULL) {
			ret_words->plain[ret_words->plain_count++] = word;
		} else {
			*sign = '\0';
			ret_words->keys[ret_words->pair_count] = word;
			ret_words->values[ret_words->pair_count++] = sign + 1;
		}
	}
	return ret_words->plain_count > 0;
}

const char *words_at(const struct words *words, size_t position)
{
	if (position >= words->plain_count) {
		words_fail(words, "a word is missing after", words->plain[words->plain_count - 1]);
	}
	return words->plain[position];
}

const char *words_value(const struct words *words, const char *key, const char *otherwise)
{
	for (size_t i = 0; i < words->pair_count; i++) {
		if (strcmp(words->keys[i], key) == 0) {
			return words->values[i];
		}
	}
	return otherwise;
}

int64_t words_number(const struct words *words, const char *text)
{
	char *end;
	long long value = strtoll(text, &end, 10);

	if (end == text || *end != '\0') {
		words_fail(words, "not a number", text);
	}
	return value;
}

int64_t words_clock(const struct words *words, const char *text)
{
	int64_t parts[3] = {0};
	const char *at = text;

	for (int i = 0; i < 3; i++) {
		char *end;

		parts[i] = strtoll(at, &end, 10);
		if (end == at || parts[i] < 0) {
			words_fail(words, "not a time of day", text);
		}
		at = end;
		if (*at != ':') {
			break;
		}
		at++;
	}
	if (*at != '\0') {
		words_fail(words, "not a time of day", text);
	}
	return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000;
}
