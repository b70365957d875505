// SPDX-License-Identifier: MIT
/* Runs of key=value: what ends a value, what is passed over. */
#include <criterion/criterion.h>

#include "pairs.h"

struct expectation {
	const char *text;
	const char *key;
	const char *value; /* NULL: there is no such pair */
};

static const struct expectation expectations[] = {
	{"date=2024-08-07 time=05:30:19", "time", "05:30:19"},
	{"msg=\"he said \\\"no\\\" twice\" a=1", "msg", "he said \\\"no\\\" twice"},
	{"msg=\"he said \\\"no\\\" twice\" a=1", "a", "1"},
	{"path=\"C:\\\\\" a=1", "a", "1"},
	{"a=1,2,b=3", "a", "1,2"},
	{"a=1,2,b=3", "b", "3"},
	{"empty= next=1", "empty", ""},
	{"empty= next=1", "next", "1"},
	{"words without a sign key=value", "key", "value"},
	{"[junos@2636.1 reason=\"TCP FIN\" x=\"[0..7\\]\"]", "x", "[0..7\\]"},
	{"open=\"no end", "open", "no end"},
	{"a=1 a=2", "a", "1"},
	{"= =b c=d", "c", "d"},
	{"", "a", NULL},
	{"ab=1", "a", NULL},
	{"a", "a", NULL},
};

Test(pairs, a_value_ends_where_its_spelling_says)
{
	for (size_t i = 0; i < sizeof(expectations) / sizeof(expectations[0]); i++) {
		const struct expectation *row = &expectations[i];
		struct slice value = slice_empty();
		bool found = pairs_find(slice_from(row->text), row->key, &value);
		cr_expect_eq(found, row->value != NULL, "%s: %s", row->text, row->key);
		if (found && row->value != NULL) {
			cr_expect(slice_is(value, row->value), "%s: %s is " SLICE_FORMAT, row->text,
				  row->key, SLICE_ARGUMENTS(value));
		}
	}
}

Test(pairs, a_walk_ends_and_leaves_the_text_at_its_end)
{
	struct slice text = slice_from("a=1 b=\"2\", c=3");
	struct slice key;
	struct slice value;
	int count = 0;
	while (pairs_next(&text, &key, &value)) {
		count++;
	}
	cr_expect_eq(count, 3);
	cr_expect(slice_is_empty(text));
}

/* The size of the quoted value that begins at `text`, byte by byte. */
static size_t plain_size(const char *text, size_t size)
{
	size_t at = 0;
	while (at < size && text[at] != '"') {
		at += text[at] == '\\' ? 2 : 1;
	}
	return at < size ? at : size;
}

Test(pairs, a_quoted_value_of_any_size_ends_at_its_quote)
{
	enum { SIZE_MAX_TRIED = 80 };
	for (size_t size = 0; size < SIZE_MAX_TRIED; size++) {
		for (size_t escape = 0; escape + 1 < size || escape == 0; escape++) {
			char text[SIZE_MAX_TRIED + 16] = "k=\"";
			struct slice key, value;
			memset(text + 3, 'v', size);
			if (escape + 1 < size) {
				memcpy(text + 3 + escape, escape % 3 == 0 ? "\\\\" : "\\\"", 2);
			}
			memcpy(text + 3 + size, "\" n=1", 5);
			for (size_t left = 3; left <= size + 8; left++) {
				struct slice rest = slice_make(text, left);
				size_t expected = plain_size(text + 3, left - 3);
				cr_assert(pairs_next(&rest, &key, &value));
				cr_assert_eq(value.size, expected, "%.*s", (int)left, text);
				cr_assert_eq(rest.data + rest.size, text + left);
				cr_assert_eq(rest.size,
					     left - 3 - expected - (expected < left - 3));
			}
		}
	}
}
