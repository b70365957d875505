// SPDX-License-Identifier: MIT
/* Hashing what passes: whole streams, beginnings of wanted lengths, nothing twice. */
#include "fingerprint.h"

#include "ahead.h"
#include "digest.h"
#include "lookahead.h"

#include <criterion/criterion.h>

enum { MARK = 0x5a };

/* A text in blocks of `size` bytes. */
struct text {
	struct slice rest;
	size_t size;
};

static enum status next_of_text(void *self, struct slice *ret_block, struct error *error)
{
	struct text *text = self;
	(void)error;
	if (text->rest.size == 0) {
		return STATUS_END;
	}
	*ret_block = slice_first(text->rest, text->size);
	text->rest = slice_after(text->rest, ret_block->size);
	return STATUS_OK;
}

/* No hash that there is: who answers with it has asked upstream. */
static bool mark(void *self, unsigned char *ret_sha256)
{
	(void)self;
	memset(ret_sha256, MARK, SHA256_SIZE);
	return true;
}

static struct blocks plain(struct text *text)
{
	return (struct blocks){.next = next_of_text, .self = text};
}

static struct blocks hashed(struct text *text)
{
	return (struct blocks){.next = next_of_text, .self = text, .hash = {mark, text}};
}

static void pass_all(struct blocks blocks)
{
	struct slice block;
	struct error error;
	while (blocks_next(blocks, &block, &error) == STATUS_OK) {
	}
}

static void expect_hash_of(const unsigned char *sum, const char *text)
{
	unsigned char expected[SHA256_SIZE];
	cr_assert(digest_sha256(text, strlen(text), expected));
	cr_assert_arr_eq(sum, expected, SHA256_SIZE);
}

static void expect_mark(const unsigned char *sum)
{
	unsigned char expected[SHA256_SIZE];
	(void)mark(NULL, expected);
	cr_assert_arr_eq(sum, expected, SHA256_SIZE);
}

Test(fingerprint, hashes_all_that_passes)
{
	unsigned char sum[SHA256_SIZE];
	for (size_t size = 1; size < 8; size++) {
		struct text text = {slice_from("a line\nand"), size};
		struct fingerprint *fingerprint = fingerprint_new(plain(&text), NULL, 0);
		pass_all(fingerprint_blocks(fingerprint));
		cr_assert(fingerprint_sha256(fingerprint, sum));
		expect_hash_of(sum, "a line\nand");
		cr_assert_eq(fingerprint_bytes(fingerprint), 10);
		fingerprint_free(fingerprint);
	}
}

Test(fingerprint, does_not_hash_what_is_hashed_upstream)
{
	unsigned char sum[SHA256_SIZE];
	struct text text = {slice_from("a line\nand"), 3};
	struct fingerprint *fingerprint = fingerprint_new(hashed(&text), NULL, 0);
	pass_all(fingerprint_blocks(fingerprint));
	cr_assert(fingerprint_sha256(fingerprint, sum));
	expect_mark(sum);
	cr_assert_eq(fingerprint_bytes(fingerprint), 10);
	fingerprint_free(fingerprint);
}

/* Upstream knows the whole only, so beginnings are hashed here, as far as one is wanted. */
Test(fingerprint, hashes_beginnings_itself)
{
	static const int64_t lengths[] = {1, 6, 7};
	static const char *const beginnings[] = {"a", "a line", "a line\n"};
	for (size_t size = 1; size < 12; size++) {
		struct text text = {slice_from("a line\nand"), size};
		unsigned char sum[SHA256_SIZE];
		int64_t length = 0;
		struct fingerprint *fingerprint = fingerprint_new(hashed(&text), lengths, 3);
		pass_all(fingerprint_blocks(fingerprint));
		for (size_t i = 0; i < 3; i++) {
			cr_assert(fingerprint_take(fingerprint, INT64_MAX, &length, sum));
			cr_assert_eq(length, lengths[i]);
			expect_hash_of(sum, beginnings[i]);
		}
		cr_assert(!fingerprint_take(fingerprint, INT64_MAX, &length, sum));
		cr_assert(fingerprint_sha256(fingerprint, sum));
		expect_mark(sum);
		cr_assert_eq(fingerprint_bytes(fingerprint), 10);
		fingerprint_free(fingerprint);
	}
}

Test(fingerprint, hashes_a_stream_shorter_than_wanted)
{
	static const int64_t lengths[] = {2, 200};
	unsigned char sum[SHA256_SIZE];
	int64_t length = 0;
	struct text text = {slice_from("a line\nand"), 4};
	struct fingerprint *fingerprint = fingerprint_new(plain(&text), lengths, 2);
	pass_all(fingerprint_blocks(fingerprint));
	cr_assert(!fingerprint_take(fingerprint, 1, &length, sum), "2 bytes have not been read");
	cr_assert(fingerprint_take(fingerprint, 2, &length, sum));
	expect_hash_of(sum, "a ");
	cr_assert(!fingerprint_take(fingerprint, INT64_MAX, &length, sum));
	cr_assert(fingerprint_sha256(fingerprint, sum));
	expect_hash_of(sum, "a line\nand");
	fingerprint_free(fingerprint);
}

/* The stages between a file and its fingerprint pass its hash on, and have none of their own. */
Test(fingerprint, hears_of_it_through_other_stages)
{
	for (int is_hashed = 0; is_hashed < 2; is_hashed++) {
		unsigned char sum[SHA256_SIZE];
		struct text text = {slice_from("a line\nand"), 3};
		struct lookahead *lookahead =
			lookahead_new(is_hashed ? hashed(&text) : plain(&text));
		struct ahead *ahead = ahead_new(lookahead_blocks(lookahead));
		struct fingerprint *fingerprint = fingerprint_new(ahead_blocks(ahead), NULL, 0);
		pass_all(fingerprint_blocks(fingerprint));
		cr_assert(fingerprint_sha256(fingerprint, sum));
		if (is_hashed) {
			expect_mark(sum);
		} else {
			expect_hash_of(sum, "a line\nand");
		}
		ahead_free(ahead);
		fingerprint_free(fingerprint);
		lookahead_free(lookahead);
	}
}
