// SPDX-License-Identifier: MIT
/* SHA-256 and HMAC against the published vectors (FIPS 180-4 examples, RFC 4231). */
#include "digest.h"

#include <criterion/criterion.h>

static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char nothing[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void expect_hex(const unsigned char *sum, const char *expected)
{
	char hex[DIGEST_HEX_SIZE];
	digest_to_hex(sum, SHA256_SIZE, hex);
	cr_assert_str_eq(hex, expected);
}

Test(digest, sha256_agrees_with_the_published_examples)
{
	unsigned char sum[SHA256_SIZE];
	cr_assert(digest_sha256("abc", 3, sum));
	expect_hex(sum, abc);
	cr_assert(digest_sha256("", 0, sum));
	expect_hex(sum, nothing);
	const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	cr_assert(digest_sha256(two, strlen(two), sum));
	expect_hex(sum, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

Test(digest, snapshots_do_not_end_the_stream)
{
	unsigned char sum[SHA256_SIZE];
	struct digest *digest = digest_new();
	cr_assert(digest_snapshot(digest, sum));
	expect_hex(sum, nothing);
	cr_assert(digest_add(digest, "ab", 2));
	cr_assert(digest_snapshot(digest, sum));
	cr_assert(digest_add(digest, "c", 1));
	cr_assert(digest_snapshot(digest, sum));
	expect_hex(sum, abc);
	cr_assert(digest_reset(digest));
	cr_assert(digest_snapshot(digest, sum));
	expect_hex(sum, nothing);
	digest_free(digest);
	digest_free(NULL);
}

Test(digest, hmac_agrees_with_rfc_4231)
{
	unsigned char sum[SHA256_SIZE];
	const char *data = "what do ya want for nothing?";
	cr_assert(digest_hmac("Jefe", 4, data, strlen(data), sum));
	expect_hex(sum, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

Test(digest, random_bytes_differ)
{
	unsigned char one[SHA256_SIZE] = {0};
	unsigned char other[SHA256_SIZE] = {0};
	struct error error = {0};
	cr_assert_eq(digest_random(one, sizeof one, &error), STATUS_OK);
	cr_assert_eq(digest_random(other, sizeof other, &error), STATUS_OK);
	cr_assert_neq(memcmp(one, other, sizeof one), 0);
}
