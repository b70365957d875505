// SPDX-License-Identifier: MIT
/* Words of a line, some of them quoted. */
#include "token.h"

/* Where the quote stands that closes; rest.size when none does. */
static size_t find_closing(struct slice rest)
{
	size_t from = 0;
	for (;;) {
		size_t at = from + slice_find_char(slice_after(rest, from), '"');
		if (at >= rest.size) {
			return rest.size;
		}
		size_t backslashes = 0;
		while (backslashes < at && rest.data[at - 1 - backslashes] == '\\') {
			backslashes++;
		}
		if (backslashes % 2 == 0) {
			return at;
		}
		from = at + 1;
	}
}

bool token_eat(struct slice *rest, struct slice *ret_word)
{
	struct slice text = *rest;
	if (!slice_eat_char(&text, '"')) {
		return slice_eat_word(rest, ret_word);
	}
	size_t at = find_closing(text);
	if (at == text.size) {
		return false;
	}
	*ret_word = slice_first(text, at);
	*rest = slice_after(text, at + 1);
	slice_eat_blanks(rest);
	return true;
}

struct slice token_value(struct slice word)
{
	return slice_is(word, "-") ? slice_empty() : word;
}

int64_t token_count(struct slice word, int64_t none)
{
	int64_t count = 0;
	return slice_to_int(word, &count) && count >= 0 ? count : none;
}
