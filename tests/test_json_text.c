// SPDX-License-Identifier: MIT
/* The walk over the fields of a JSON object: names, values, escapes, and what is not JSON. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "json_text.h"

/* All fields as "name=value;", and '!' at the end when the object is not whole. */
static void expect_fields(const char *json, const char *wanted)
{
	char seen[4096] = "";
	char buffer[4096];
	size_t used = 0;
	size_t size = strlen(json);
	char *alone = malloc(size + 1);
	cr_assert_not_null(alone);
	memcpy(alone, json, size);
	struct json_walk walk;
	struct json_field field;
	json_open(&walk, slice_make(alone, size));
	while (json_next(&walk, &field)) {
		struct slice value = json_text(&field, buffer, sizeof buffer);
		used += (size_t)snprintf(seen + used, sizeof seen - used,
					 SLICE_FORMAT "=" SLICE_FORMAT ";",
					 SLICE_ARGUMENTS(field.name), SLICE_ARGUMENTS(value));
	}
	snprintf(seen + used, sizeof seen - used, "%s", json_is_whole(&walk) ? "" : "!");
	cr_expect_str_eq(seen, wanted);
	free(alone);
}

Test(json_text, names_fields_of_nested_objects_with_dots)
{
	expect_fields("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":{\"e\":null}},\"f\":true}",
		      "a=1;b.c=x;b.d.e=null;f=true;");
	expect_fields(" { \"a\" : 1 , \"b\" : [ {\"c\":\"]\"} , 2 ] } ",
		      "a=1;b=[ {\"c\":\"]\"} , 2 ];");
	expect_fields("{}", "");
	expect_fields("{\"a\":{},\"b\":-1.5e3}", "b=-1.5e3;");
}

Test(json_text, resolves_escapes)
{
	expect_fields("{\"a\":\"x\\\"y\\\\\\/\\n\\u0041\"}", "a=x\"y\\/\nA;");
	expect_fields("{\"a\":\"\\uac00\\ud83d\\ude00\"}", "a=\xea\xb0\x80\xf0\x9f\x98\x80;");
	expect_fields("{\"a\":\"\\ud83d \\ude00 \\ud83d\\u0041\"}",
		      "a=\xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd"
		      "A;");
	expect_fields("{\"a\":\"\\uZZ\"}", "a=?ZZ;");
}

Test(json_text, what_is_cut_or_broken_keeps_what_came_before)
{
	expect_fields("{\"a\":1,\"b\":\"cut", "a=1;!");
	expect_fields("{\"a\":1,\"b\":{\"c\":2}", "a=1;b.c=2;!");
	expect_fields("{\"a\":1 \"b\":2}", "a=1;b=2;"); /* a missing comma is forgiven */
	expect_fields("{\"a\" 1}", "!");
	expect_fields("{\"a\":}", "!");
	expect_fields("{\"a\":\"x\\", "!");
	expect_fields("[1]", "!");
	expect_fields("", "!");
	expect_fields("{\"a\":1} {\"b\":2}", "a=1;");
}

Test(json_text, hostile_depth_is_passed_over_not_followed)
{
	char json[4096] = "{\"x\":";
	size_t used = strlen(json);
	for (int i = 0; i < 100; i++) {
		memcpy(json + used, "{\"a\":", 5);
		used += 5;
	}
	json[used++] = '7';
	for (int i = 0; i < 101; i++) {
		json[used++] = '}';
	}
	struct json_walk walk;
	struct json_field field;
	cr_assert(json_open(&walk, slice_make(json, used)));
	cr_assert(json_next(&walk, &field));
	cr_expect_eq(field.kind, JSON_OBJECT);
	cr_expect_not(json_next(&walk, &field));
	cr_expect(json_is_whole(&walk));
}

Test(json_text, a_name_too_long_comes_as_its_last_part)
{
	char json[512];
	char part[101];
	memset(part, 'p', sizeof part - 1);
	part[sizeof part - 1] = '\0';
	snprintf(json, sizeof json, "{\"%s\":{\"%s\":1,\"b\":2}}", part, part);
	struct json_walk walk;
	struct json_field field;
	cr_assert(json_open(&walk, slice_from(json)));
	cr_assert(json_next(&walk, &field));
	cr_expect_eq(field.name.size, sizeof part - 1);
	cr_assert(json_next(&walk, &field));
	cr_expect_eq(field.name.size, sizeof part - 1 + 2);
}
