// SPDX-License-Identifier: MIT
/* Tables of what a vendor's messages mean. */
#include "message_table.h"

#include "digrams.h"

static bool code_holds(const char *wanted, struct slice code)
{
	if (wanted == NULL) {
		return true;
	}
	char first = (char)(code.size == 0 ? 0 : code.data[0]);
	if (wanted[0] != first && wanted[0] != '*') {
		return false; /* nearly all rows */
	}
	size_t size = strlen(wanted);
	if (size > 0 && wanted[size - 1] == '*') {
		return code.size >= size - 1 && memcmp(code.data, wanted, size - 1) == 0;
	}
	return slice_is(code, wanted);
}

const struct message_row *message_table_find(const struct message_row *rows, size_t count,
					     struct slice code, struct slice sentence)
{
	struct digrams digrams;
	bool is_seen = false;
	for (size_t i = 0; i < count; i++) {
		if (!code_holds(rows[i].code, code)) {
			continue;
		}
		if (rows[i].text != NULL && !is_seen) {
			digrams_see(&digrams, sentence);
			is_seen = true;
		}
		if (rows[i].text == NULL || (digrams_may_hold(&digrams, rows[i].text) &&
					     slice_contains(sentence, rows[i].text))) {
			return &rows[i];
		}
	}
	return NULL;
}

struct slice message_word_after(struct slice sentence, const char *before)
{
	size_t at = slice_find(sentence, before);
	if (at == sentence.size && before[0] != '\0') {
		return slice_empty();
	}
	struct slice rest = slice_after(sentence, at + strlen(before));
	while (rest.size > 0 && strchr(" '\"([", rest.data[0]) != NULL) {
		rest = slice_after(rest, 1);
	}
	size_t size = 0;
	while (size < rest.size && strchr(" \t,;'\"()[]|", rest.data[size]) == NULL) {
		size++;
	}
	while (size > 0 && strchr(".:", rest.data[size - 1]) != NULL) {
		size--;
	}
	return slice_first(rest, size);
}

bool message_table_apply(const struct message_row *rows, size_t count, struct slice code,
			 struct slice sentence, struct event *event)
{
	const struct message_row *row = message_table_find(rows, count, code, sentence);
	if (row == NULL) {
		return false;
	}
	event->signal = row->signal;
	if (row->outcome != NULL) {
		event->outcome = slice_from(row->outcome);
	}
	if (row->part != NULL) {
		event->part = message_word_after(sentence, row->part);
	}
	return true;
}
