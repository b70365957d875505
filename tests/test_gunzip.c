// SPDX-License-Identifier: MIT
/* gzip: whole, in members, cut at every length, with every bit flipped, with something behind it.
 */
#include "bytes.h"

#include "digest.h"
#include "gunzip.h"

static const char content[] = "Sep 17 03:12:10 gw-01 app: one\nSep 17 03:12:11 gw-01 app: two\n"
			      "Sep 17 03:12:12 gw-01 app: three, three, three, three, three\n";

static enum status inflate_all(struct slice packed, size_t block_size, struct bytes *out,
			       struct error *error)
{
	struct pieces pieces = pieces_of(packed, block_size);
	struct gunzip *gunzip = gunzip_new(pieces_blocks(&pieces));
	cr_assert_not_null(gunzip);
	enum status status = bytes_drain(gunzip_blocks(gunzip), out, error);
	struct slice none;
	cr_assert_eq(blocks_next(gunzip_blocks(gunzip), &none, error), status, "the end lasts");
	gunzip_free(gunzip);
	free(pieces.block);
	return status;
}

Test(gunzip, yields_all_members_in_blocks_of_any_size)
{
	struct bytes packed = {0};
	bytes_add_gzip(&packed, slice_from(content));
	bytes_add_gzip(&packed, slice_empty());
	bytes_add_gzip(&packed, slice_from(content));
	for (size_t size = 1; size < packed.size + 2; size++) {
		struct bytes out = {0};
		struct error error = {0};
		cr_assert_eq(inflate_all(bytes_slice(&packed), size, &out, &error), STATUS_END);
		cr_assert_eq(out.size, 2 * strlen(content));
		cr_assert_eq(memcmp(out.data, content, strlen(content)), 0);
		bytes_free(&out);
	}
	bytes_free(&packed);
}

Test(gunzip, says_that_a_stream_is_cut_at_every_length_and_keeps_what_came_before)
{
	struct bytes packed = {0};
	bytes_add_gzip(&packed, slice_from(content));
	size_t most = 0;
	for (size_t size = 1; size < packed.size; size++) {
		struct bytes out = {0};
		struct error error = {0};
		enum status status =
			inflate_all(slice_first(bytes_slice(&packed), size), 5, &out, &error);
		cr_assert_eq(status, STATUS_CORRUPT, "cut to %zu bytes", size);
		cr_assert(strstr(error.message, "truncated") != NULL, "%s", error.message);
		cr_assert(out.size <= strlen(content));
		cr_assert(out.size == 0 || memcmp(out.data, content, out.size) == 0);
		cr_assert(out.size >= most, "more input never yields less");
		most = out.size;
		bytes_free(&out);
	}
	cr_assert_eq(most, strlen(content), "without its trailer all of it is there");
	bytes_free(&packed);
}

/* Flags, time and system of the header are not protected by anything: bytes 3 to 9. */
Test(gunzip, sees_every_flipped_bit_behind_the_header)
{
	struct bytes packed = {0};
	bytes_add_gzip(&packed, slice_from(content));
	size_t harmless = 0;
	for (size_t bit = 10 * 8; bit < packed.size * 8; bit++) {
		struct bytes out = {0};
		struct error error = {0};
		packed.data[bit / 8] = (char)((unsigned char)packed.data[bit / 8] ^ 1u << bit % 8);
		enum status status = inflate_all(bytes_slice(&packed), 4096, &out, &error);
		/* Nobody reads the bits that fill up the last byte of deflate. */
		bool is_harmless = status == STATUS_END && out.size == strlen(content) &&
				   memcmp(out.data, content, out.size) == 0;
		cr_assert(status == STATUS_CORRUPT || is_harmless, "bit %zu", bit);
		harmless += is_harmless;
		packed.data[bit / 8] = (char)((unsigned char)packed.data[bit / 8] ^ 1u << bit % 8);
		bytes_free(&out);
	}
	cr_assert(harmless < 8);
	bytes_free(&packed);
}

Test(gunzip, keeps_what_came_before_garbage_and_says_so)
{
	static const char *const garbage[] = {"garbage", "\x1f", "\x1f\x8b", "\x1f plain"};
	for (size_t i = 0; i < 4; i++) {
		struct bytes packed = {0};
		struct bytes out = {0};
		struct error error = {0};
		bytes_add_gzip(&packed, slice_from(content));
		bytes_add_text(&packed, garbage[i]);
		cr_assert_eq(inflate_all(bytes_slice(&packed), 3, &out, &error), STATUS_CORRUPT);
		cr_assert_eq(out.size, strlen(content));
		cr_assert(error.message[0] != '\0');
		bytes_free(&packed);
		bytes_free(&out);
	}
}

/* A member whose header has all that RFC 1952 allows; its own checksum is `wrong` bits off. */
static void add_full_header(struct bytes *bytes, unsigned wrong)
{
	enum { header = 10, flags = 3, all = 0x1e };
	struct bytes plain = {0};
	struct bytes head = {0};
	bytes_add_gzip(&plain, slice_from(content));
	bytes_add(&head, plain.data, header);
	head.data[flags] = all;
	bytes_add(&head, "\x06\0BC\x02\0\x12\x34", 8); /* BGZF's extra field */
	bytes_add(&head, "app.log\0a comment\0", 18);
	uLong sum = crc32(0, (const Bytef *)head.data, (uInt)head.size) ^ wrong;
	const char low_and_high[] = {(char)(sum & 0xff), (char)(sum >> 8 & 0xff)};
	bytes_add(&head, low_and_high, 2);
	bytes_add(bytes, head.data, head.size);
	bytes_add(bytes, plain.data + header, plain.size - header);
	bytes_free(&plain);
	bytes_free(&head);
}

Test(gunzip, reads_every_field_of_a_header_and_verifies_it)
{
	for (size_t size = 1; size < 60; size++) {
		struct bytes packed = {0};
		struct bytes out = {0};
		struct error error = {0};
		add_full_header(&packed, 0);
		add_full_header(&packed, 0);
		cr_assert_eq(inflate_all(bytes_slice(&packed), size, &out, &error), STATUS_END);
		cr_assert_eq(out.size, 2 * strlen(content));
		add_full_header(&packed, 1);
		cr_assert_eq(inflate_all(bytes_slice(&packed), size, &out, &error), STATUS_CORRUPT);
		bytes_free(&packed);
		bytes_free(&out);
	}
}

Test(gunzip, takes_nuls_behind_the_last_member_for_padding)
{
	struct bytes packed = {0};
	struct bytes out = {0};
	struct error error = {0};
	bytes_add_gzip(&packed, slice_from(content));
	bytes_add(&packed, "\0\0\0\0\0\0\0\0", 8);
	cr_assert_eq(inflate_all(bytes_slice(&packed), 3, &out, &error), STATUS_END);
	bytes_add(&packed, "x", 1);
	cr_assert_eq(inflate_all(bytes_slice(&packed), 3, &out, &error), STATUS_CORRUPT);
	bytes_free(&packed);
	bytes_free(&out);
}

Test(gunzip, hands_on_the_failure_of_the_stage_above)
{
	struct bytes packed = {0};
	struct bytes out = {0};
	struct error error = {0};
	bytes_add_gzip(&packed, slice_from(content));
	struct pieces pieces = pieces_of(slice_first(bytes_slice(&packed), packed.size - 9), 4);
	pieces.ending = STATUS_IO;
	struct gunzip *gunzip = gunzip_new(pieces_blocks(&pieces));
	cr_assert_eq(bytes_drain(gunzip_blocks(gunzip), &out, &error), STATUS_IO);
	cr_assert_str_eq(error.message, "the stage above failed");
	gunzip_free(gunzip);
	free(pieces.block);
	bytes_free(&packed);
	bytes_free(&out);
}

/* Lines that hardly repeat, so that zlib makes many blocks of them. */
static void add_lines(struct bytes *bytes, unsigned seed, int count)
{
	for (int i = 0; i < count; i++) {
		char line[64];
		seed = seed * 1103515245u + 12345u;
		int size = snprintf(line, sizeof line, "%08x %u %d\n", seed, seed >> 7, i);
		bytes_add(bytes, line, (size_t)size);
	}
}

/* Inflates all of it and keeps places; answers them, which are `gunzip`'s. */
static size_t keep_places(struct slice packed, struct pieces *pieces, struct bytes *out,
			  struct gunzip **ret_gunzip, const struct restart **ret_places)
{
	struct error error = {0};
	*pieces = pieces_of(packed, 1000);
	*ret_gunzip = gunzip_new(pieces_blocks(pieces));
	cr_assert_not_null(*ret_gunzip);
	cr_assert(gunzip_keep_places(*ret_gunzip, 20000));
	cr_assert_eq(bytes_drain(gunzip_blocks(*ret_gunzip), out, &error), STATUS_END);
	return gunzip_places(*ret_gunzip, ret_places);
}

/* From this place on the stream is what it is from there in the whole. */
static void expect_rest(struct slice packed, const struct restart *place, struct slice whole)
{
	struct error error = {0};
	struct bytes rest = {0};
	size_t at = (size_t)place->packed_at;
	unsigned char before = at == 0 ? 0 : (unsigned char)packed.data[at - 1];
	struct pieces pieces = pieces_of(slice_after(packed, at), 777);
	struct gunzip *gunzip = gunzip_new_at(pieces_blocks(&pieces), place, before);
	cr_assert_not_null(gunzip);
	cr_assert_eq(bytes_drain(gunzip_blocks(gunzip), &rest, &error), STATUS_END, "%s",
		     error.message);
	struct slice wanted = slice_after(whole, (size_t)place->unpacked_at);
	cr_assert(slice_equals(bytes_slice(&rest), wanted));
	bytes_free(&rest);
	gunzip_free(gunzip);
	free(pieces.block);
}

Test(gunzip, goes_on_from_every_place_through_members_and_padding)
{
	struct bytes plain = {0};
	struct bytes packed = {0};
	struct bytes out = {0};
	struct pieces pieces;
	struct gunzip *gunzip = NULL;
	const struct restart *places = NULL;
	add_lines(&plain, 1, 8000);
	bytes_add_gzip(&packed, bytes_slice(&plain));
	bytes_add_gzip(&packed, bytes_slice(&plain));
	bytes_add(&packed, "\0\0\0", 3);
	size_t count = keep_places(bytes_slice(&packed), &pieces, &out, &gunzip, &places);
	cr_assert_gt(count, 4);
	cr_assert_eq(places[0].packed_at, 0);
	cr_assert_eq(places[count - 1].packed_end, (int64_t)packed.size);
	for (size_t i = 0; i < count; i++) {
		struct slice part =
			slice_make(packed.data + places[i].packed_at,
				   (size_t)(places[i].packed_end - places[i].packed_at));
		unsigned char sha256[SHA256_SIZE];
		cr_assert(digest_sha256(part.data, part.size, sha256));
		cr_assert_eq(memcmp(sha256, places[i].sha256, SHA256_SIZE), 0, "place %zu", i);
		cr_assert(i == 0 || places[i - 1].packed_end == places[i].packed_at);
		expect_rest(bytes_slice(&packed), &places[i], bytes_slice(&out));
	}
	gunzip_free(gunzip);
	free(pieces.block);
	bytes_free(&plain);
	bytes_free(&packed);
	bytes_free(&out);
}
