// SPDX-License-Identifier: MIT
/* gzip: whole, in members, cut at every length, with every bit flipped, with something behind it.
 */
#include "bytes.h"

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
