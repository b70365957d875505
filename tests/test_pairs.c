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
