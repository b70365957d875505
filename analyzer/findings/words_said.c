// SPDX-License-Identifier: MIT
/*
 * What the method says in words of its own, said in the report's language.
 *
 *     "approval of {what}"   +   "approval of S2 #1"   →   "S2 #1의 승인"
 *
 * The queries write short English phrases (names of triggers, texts of deviations, titles, notes).
 * They are matched with the phrases below; one that none matches is printed as it is.
 */
#include "words_table.h"

#include <stdio.h>

enum { HOLES_MAX = 6 }; /* in one phrase */

/* What stands in the holes of a phrase, in their order. */
struct holes {
	struct slice names[HOLES_MAX], texts[HOLES_MAX];
	size_t count;
};

/* Eats what a phrase's hole takes: up to the text that follows it, to the end after the last. */
static bool take_hole(struct slice *phrase, struct slice *text, struct holes *holes)
{
	struct slice name;
	size_t end = text->size;
	if (!slice_eat_until(phrase, '}', &name) || holes->count == HOLES_MAX) {
		return false;
	}
	size_t size = slice_find_char(*phrase, '{');
	struct slice next = slice_first(*phrase, size);
	if (next.size > 0) {
		end = 0;
		while (end + next.size <= text->size &&
		       memcmp(text->data + end, next.data, next.size) != 0) {
			end++;
		}
	}
	if (end == 0 || (next.size > 0 && end + next.size > text->size)) {
		return false;
	}
	holes->names[holes->count] = name;
	holes->texts[holes->count++] = slice_first(*text, end);
	*text = slice_after(*text, end);
	return true;
}

static bool matches(const char *key, const char *said, struct holes *holes)
{
	struct slice phrase = slice_from(key);
	struct slice text = slice_from(said);
	holes->count = 0;
	while (phrase.size > 0) {
		if (phrase.data[0] == '{') {
			phrase = slice_after(phrase, 1);
			if (!take_hole(&phrase, &text, holes)) {
				return false;
			}
		} else if (text.size == 0 || text.data[0] != phrase.data[0]) {
			return false;
		} else {
			phrase = slice_after(phrase, 1);
			text = slice_after(text, 1);
		}
	}
	return text.size == 0;
}

/* Room for the whole template; the holes are cut to what is left. */
static void fill(const char *template, const struct holes *holes, char *buffer)
{
	struct slice rest = slice_from(template);
	size_t size = 0;
	buffer[0] = '\0';
	while (rest.size > 0 && size < WORDS_SENTENCE_SIZE) {
		struct slice plain = slice_first(rest, slice_find_char(rest, '{'));
		struct slice name = slice_empty();
		struct slice value = slice_empty();
		rest = slice_after(rest, plain.size);
		if (rest.size > 0) {
			rest = slice_after(rest, 1);
			(void)slice_eat_until(&rest, '}', &name);
		}
		for (size_t i = 0; i < holes->count && name.size > 0; i++) {
			value = slice_equals(name, holes->names[i]) ? holes->texts[i] : value;
		}
		size += (size_t)snprintf(buffer + size, WORDS_SENTENCE_SIZE - size, "%.*s%.*s",
					 (int)plain.size, plain.data, (int)value.size, value.data);
	}
}

static bool say_from(const struct words_row *rows, enum language language, const char *said,
		     char *buffer)
{
	struct holes holes;
	for (const struct words_row *row = rows; row->key != NULL; row++) {
		if (matches(row->key, said, &holes)) {
			fill(row->texts[language], &holes, buffer);
			return true;
		}
	}
	return false;
}

void words_said(enum language language, const char *said, char *buffer)
{
	if (said != NULL && (say_from(words_phrases, language, said, buffer) ||
			     say_from(words_warnings, language, said, buffer))) {
		return;
	}
	(void)snprintf(buffer, WORDS_SENTENCE_SIZE, "%s", said == NULL ? "" : said);
}
