// SPDX-License-Identifier: MIT
/* Charsets: what an entry is taken for, and what its lines become. */
#include "bytes.h"

#include "charset.h"

#define HANGUL_CP949 "\xB9\xE6\xC8\xAD\xBA\xAE \xC1\xA4\xC3\xA5" /* 방화벽 정책 */
#define HANGUL_UTF8 "방화벽 정책"
#define REPLACED "\xEF\xBF\xBD"

static void decodes(enum charset_kind kind, const char *raw, size_t size, const char *expected,
		    bool is_mended)
{
	struct charset *charset = NULL;
	struct error error = {0};
	struct slice text;
	bool was_mended;
	/* In memory of its own size, so that reading behind it is seen. */
	char *copy = malloc(size + (size == 0));
	memcpy(copy, raw, size);
	cr_assert_eq(charset_open(kind, &charset, &error), STATUS_OK, "%s", error.message);
	cr_assert_eq(charset_decode(charset, slice_make(copy, size), &text, &was_mended, &error),
		     STATUS_OK);
	cr_assert(slice_is(text, expected), "got '%.*s', not '%s'", SLICE_ARGUMENTS(text),
		  expected);
	cr_assert_eq(was_mended, is_mended);
	cr_assert(charset_is_clean(text));
	charset_close(charset);
	free(copy);
}

Test(charset, is_told_by_the_byte_order_mark)
{
	cr_assert_eq(charset_detect(slice_make("\xFF\xFE\x61\x00", 4)), CHARSET_UTF16LE);
	cr_assert_eq(charset_detect(slice_make("\xFE\xFF\x00\x61", 4)), CHARSET_UTF16BE);
	cr_assert_eq(charset_detect(slice_from("\xEF\xBB\xBF" HANGUL_CP949)), CHARSET_UTF8);
}

Test(charset, is_cp949_when_lines_are_hangul_and_no_utf8)
{
	cr_assert_eq(charset_detect(slice_from("ok\n" HANGUL_CP949 " 1\n")), CHARSET_CP949);
	cr_assert_eq(charset_detect(slice_from(HANGUL_CP949 "\n" HANGUL_UTF8 "\n")), CHARSET_CP949);
}

Test(charset, of_utf8_is_not_changed_by_one_bad_byte)
{
	cr_assert_eq(charset_detect(slice_from(HANGUL_UTF8 "\nbroken \xB9 here\n")), CHARSET_UTF8);
	cr_assert_eq(charset_detect(slice_from(HANGUL_UTF8 "\n\xB0" HANGUL_UTF8 "\n")),
		     CHARSET_UTF8);
	cr_assert_eq(charset_detect(slice_from("plain\n\xB9\xE6\n")), CHARSET_UTF8,
		     "one pair may be an accident");
}

Test(charset, of_latin1_is_not_taken_for_hangul)
{
	cr_assert_eq(charset_detect(slice_from("caf\xE9 ferm\xE9\nd\xE9j\xE0 vu\n")), CHARSET_UTF8);
}

/* The head ends inside a character: that is no bad byte. */
Test(charset, is_decided_on_a_head_that_ends_anywhere)
{
	struct bytes text = {0};
	while (text.size < CHARSET_HEAD_SIZE + 64) {
		bytes_add_text(&text, HANGUL_CP949 "\n");
	}
	for (size_t size = CHARSET_HEAD_SIZE - 16; size < CHARSET_HEAD_SIZE + 32; size++) {
		cr_assert_eq(charset_detect(slice_first(bytes_slice(&text), size)), CHARSET_CP949);
	}
	bytes_free(&text);
}

Test(charset, decodes_cp949_line_by_line)
{
	decodes(CHARSET_CP949, HANGUL_CP949, strlen(HANGUL_CP949), HANGUL_UTF8, false);
	decodes(CHARSET_CP949, HANGUL_UTF8, strlen(HANGUL_UTF8), HANGUL_UTF8, false);
	decodes(CHARSET_CP949, "a\xB9\xE6\xFFz\xB9", 6, "a방" REPLACED "z" REPLACED, true);
	decodes(CHARSET_CP949, "\xB9\xE6\0\xB9\xE6", 5, "방" REPLACED "방", true);
}

Test(charset, mends_utf8)
{
	decodes(CHARSET_UTF8, "plain ascii, longer than eight", 30,
		"plain ascii, longer than eight", false);
	decodes(CHARSET_UTF8, "\xEF\xBB\xBFmark", 7, "mark", false);
	decodes(CHARSET_UTF8, "a\0b", 3, "a" REPLACED "b", true);
	decodes(CHARSET_UTF8, "\0\0\0\0\0\0\0\0\0\0\0Sep 17", 17, "Sep 17", true);
	decodes(CHARSET_UTF8, "\0\0", 2, "", true);
	decodes(CHARSET_UTF8, "\xC0\xAF", 2, REPLACED REPLACED, true);              /* overlong */
	decodes(CHARSET_UTF8, "\xED\xA0\x80", 3, REPLACED REPLACED REPLACED, true); /* surrogate */
	decodes(CHARSET_UTF8, "\xF4\x90\x80\x80", 4, REPLACED REPLACED REPLACED REPLACED, true);
	decodes(CHARSET_UTF8, "12345678\xEA\xB0", 10, "12345678" REPLACED REPLACED, true);
}

Test(charset, decodes_utf16)
{
	decodes(CHARSET_UTF16LE, "\xFF\xFE\x29\xBC\x61\x00", 6, "방a", false);
	decodes(CHARSET_UTF16BE, "\xBC\x29\x00\x61", 4, "방a", false);
	decodes(CHARSET_UTF16LE, "\x3D\xD8\x00\xDE", 4, "😀", false);
	decodes(CHARSET_UTF16LE, "\x3D\xD8\x61\x00", 4, REPLACED "a", true); /* lone half */
	decodes(CHARSET_UTF16LE, "\x61\x00\x62", 3, "a" REPLACED, true);     /* half a unit */
	decodes(CHARSET_UTF16BE, "\x00\x61\x00\x00\x00\x62", 6, "a" REPLACED "b", true);
	decodes(CHARSET_UTF16BE, "", 0, "", false);
}

/* Random bytes in every charset: the text is always clean, and never more than three times. */
Test(charset, gives_clean_text_for_any_bytes)
{
	uint64_t seed = 4242;
	for (int round = 0; round < 4000; round++) {
		char raw[40];
		size_t size = bytes_random(&seed) % sizeof raw;
		for (size_t i = 0; i < size; i++) {
			raw[i] = (char)(bytes_random(&seed) >> 3);
		}
		struct charset *charset = NULL;
		struct error error = {0};
		struct slice text;
		bool is_mended;
		cr_assert_eq(charset_open((enum charset_kind)(round % 4), &charset, &error),
			     STATUS_OK);
		cr_assert_eq(
			charset_decode(charset, slice_make(raw, size), &text, &is_mended, &error),
			STATUS_OK);
		cr_assert(charset_is_clean(text));
		charset_close(charset);
	}
}
