// SPDX-License-Identifier: MIT
/* Sources: what lies in a file, however it is packed, nested, damaged or meant to harm. */
#include "bytes.h"

#include "packing.h"
#include "source.h"

enum { LISTING_SIZE = 16384 };

/* "chain=content;" per entry, "chain=content!status;" where something was wrong. */
struct listing {
	char text[LISTING_SIZE];
	char message[ERROR_MESSAGE_SIZE];
	int64_t bytes; /* of all entries */
	int64_t on_disk;
	enum status status;
};

static void list_add(struct listing *listing, const char *text, size_t size)
{
	size_t used = strlen(listing->text);
	size = size < LISTING_SIZE - 1 - used ? size : LISTING_SIZE - 1 - used;
	memcpy(listing->text + used, text, size);
	listing->text[used + size] = '\0';
}

static enum status list_entry(struct listing *listing, struct blocks blocks, struct error *error)
{
	struct slice block;
	enum status status;
	while ((status = blocks_next(blocks, &block, error)) == STATUS_OK) {
		listing->bytes += (int64_t)block.size;
		if (listing->bytes < 4096) {
			list_add(listing, block.data, block.size);
		}
	}
	return status;
}

static struct listing list_path(const char *path)
{
	struct listing listing = {.text = ""};
	struct error error = {0};
	struct file_options options = {0};
	struct source *source = NULL;
	listing.status = source_open(path, "f", &options, &source, &error);
	while (listing.status == STATUS_OK) {
		struct entry entry;
		struct blocks blocks;
		enum status status = source_next(source, &entry, &blocks, &error);
		if (status == STATUS_END || status == STATUS_NO_MEMORY) {
			break;
		}
		list_add(&listing, entry.chain, strlen(entry.chain));
		list_add(&listing, "=", 1);
		status = status == STATUS_OK ? list_entry(&listing, blocks, &error) : status;
		if (status != STATUS_END) {
			list_add(&listing, "!", 1);
			list_add(&listing, status_name(status), strlen(status_name(status)));
			snprintf(listing.message, sizeof listing.message, "%s", error.message);
		}
		list_add(&listing, ";", 1);
	}
	unsigned char sha256[SHA256_SIZE];
	if (source != NULL) {
		cr_assert_eq(source_finish(source, &listing.on_disk, sha256, &error), STATUS_OK);
	}
	source_close(source);
	return listing;
}

static struct listing list_bytes(struct slice content)
{
	const char *path = bytes_save("f", content);
	struct listing listing = list_path(path);
	bytes_forget(path);
	return listing;
}

static void lists(struct slice content, const char *expected)
{
	struct listing listing = list_bytes(content);
	cr_assert_str_eq(listing.text, expected, "%s: %s", listing.text, listing.message);
	cr_assert_eq(listing.on_disk, (int64_t)content.size);
}

Test(source, reads_plain_and_empty_files)
{
	lists(slice_from("a line\n"), "f=a line\n;");
	lists(slice_empty(), "f=;");
}

Test(source, reads_every_filter)
{
	static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2,
				      ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_LZ4};
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		struct bytes packed = bytes_filtered(filters[i], slice_from("a line\n"));
		lists(bytes_slice(&packed), "f=a line\n;");
		bytes_free(&packed);
	}
}

/* As the tools write it; libarchive's own writer crashes on it. */
Test(source, reads_filters_over_nothing)
{
	static const struct slice packed[] = {
		{"\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0", 20},
		{"BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0", 14},
		{"\x28\xB5\x2F\xFD\x24\0\1\0\0\x99\xE9\xD8\x51", 13},
		{"\4\x22\x4D\x18\x64\x40\xA7\0\0\0\0\5\x5D\xCC\2", 15},
	};
	for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
		lists(packed[i], "f=;");
	}
}

Test(source, says_that_a_filter_is_cut_short)
{
	static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2,
				      ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_LZ4};
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		struct bytes packed = bytes_filtered(filters[i], slice_from("a line\nanother\n"));
		for (size_t size = 12; size < packed.size; size++) {
			struct listing listing =
				list_bytes(slice_first(bytes_slice(&packed), size));
			cr_assert(strstr(listing.text, "!corrupt;") != NULL,
				  "filter %d, %zu of %zu bytes: %s", filters[i], size, packed.size,
				  listing.text);
		}
		bytes_free(&packed);
	}
}

/* libarchive looks for another stream and passes over what is none; xz and zstd it calls damaged.
 */
Test(source, sees_garbage_behind_a_filter)
{
	static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2,
				      ARCHIVE_FILTER_LZ4};
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		struct bytes packed = bytes_filtered(filters[i], slice_from("a line\n"));
		bytes_add_text(&packed, "garbage behind it\n");
		lists(bytes_slice(&packed), "f=a line\n!corrupt;");
		bytes_free(&packed);
	}
}

/* tar is padded with NULs to its end mark; cut between two members it would look whole. */
Test(source, misses_the_end_mark_of_a_tar)
{
	struct member_bytes members[] = {
		{"a", slice_from("one\n")}, {"b", slice_from("two\n")}, {NULL, {0}}};
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members);
	lists(slice_first(bytes_slice(&tar), 1024), "f!a=one\n;f=!corrupt;");
	bytes_free(&tar);
}

Test(source, reads_every_archive)
{
	static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_TAR_GNUTAR,
				      ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FORMAT_ZIP,
				      ARCHIVE_FORMAT_7ZIP};
	struct member_bytes members[] = {{"logs/a.log", slice_from("one\n")},
					 {"b", slice_empty()},
					 {"c", slice_from("three")},
					 {NULL, {0}}};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct bytes packed = bytes_archive(formats[i], ARCHIVE_FILTER_NONE, members);
		struct listing listing = list_bytes(bytes_slice(&packed));
		cr_assert(strstr(listing.text, "f!logs/a.log=one\n;") != NULL, "%s", listing.text);
		cr_assert(strstr(listing.text, "f!b=;") != NULL, "%s", listing.text);
		cr_assert(strstr(listing.text, "f!c=three;") != NULL, "%s", listing.text);
		bytes_free(&packed);
	}
}

Test(source, reads_empty_archives)
{
	static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_ZIP,
				      ARCHIVE_FORMAT_7ZIP};
	struct member_bytes none[] = {{NULL, {0}}};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct bytes packed = bytes_archive(formats[i], ARCHIVE_FILTER_NONE, none);
		lists(bytes_slice(&packed), "");
		bytes_free(&packed);
	}
}

Test(source, reads_a_gz_in_a_tar_gz_in_a_zip)
{
	struct bytes log = {0};
	bytes_add_gzip(&log, slice_from("deep\n"));
	struct member_bytes in_tar[] = {
		{"fw.log.gz", bytes_slice(&log)}, {"readme", slice_from("hello")}, {NULL, {0}}};
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, in_tar);
	struct member_bytes in_zip[] = {
		{"night.tgz", bytes_slice(&tar)}, {"last", slice_from("end")}, {NULL, {0}}};
	struct bytes zip = bytes_archive(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, in_zip);
	lists(bytes_slice(&zip),
	      "f!night.tgz!fw.log.gz=deep\n;f!night.tgz!readme=hello;f!last=end;");
	bytes_free(&log);
	bytes_free(&tar);
	bytes_free(&zip);
}

Test(source, reads_on_behind_a_damaged_member)
{
	struct bytes log = {0};
	bytes_add_gzip(&log, slice_from("cut\n"));
	struct member_bytes members[] = {{"a.gz", slice_first(bytes_slice(&log), log.size - 3)},
					 {"b", slice_from("fine\n")},
					 {NULL, {0}}};
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members);
	lists(bytes_slice(&tar), "f!a.gz=cut\n!corrupt;f!b=fine\n;");
	bytes_free(&log);
	bytes_free(&tar);
}

Test(source, sees_a_wrong_checksum_in_a_zip_and_reads_on)
{
	struct member_bytes members[] = {
		{"a", slice_from("stored text\n")}, {"b", slice_from("fine\n")}, {NULL, {0}}};
	struct bytes zip = bytes_archive(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members);
	int damaged = 0;
	for (size_t at = 30; at < zip.size / 3; at++) {
		zip.data[at] ^= 0x10;
		struct listing listing = list_bytes(bytes_slice(&zip));
		damaged += strstr(listing.text, "!corrupt;") != NULL;
		zip.data[at] ^= 0x10;
	}
	cr_assert(damaged > 3, "only %d", damaged);
	bytes_free(&zip);
}

/* No length of a cut archive may crash, hang or end without a word where members are missing. */
Test(source, survives_archives_cut_at_every_length)
{
	static const int formats[] = {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_ZIP,
				      ARCHIVE_FORMAT_7ZIP};
	struct member_bytes members[] = {{"a", slice_from("one two three\n")},
					 {"b", slice_from("four five six\n")},
					 {NULL, {0}}};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct bytes packed = bytes_archive(formats[i], ARCHIVE_FILTER_NONE, members);
		size_t step = formats[i] == ARCHIVE_FORMAT_TAR_USTAR ? 61 : 1;
		for (size_t size = 4; size < packed.size; size += step) {
			struct listing listing =
				list_bytes(slice_first(bytes_slice(&packed), size));
			cr_assert_eq(listing.status, STATUS_OK);
			cr_assert(listing.text[0] != '\0', "format %zu cut to %zu", i, size);
		}
		bytes_free(&packed);
	}
}

Test(source, refuses_a_bomb_and_keeps_its_beginning)
{
	enum { MEGABYTES = 96 };
	struct bytes nuls = {.data = calloc(MEGABYTES, 1 << 20), .size = (size_t)MEGABYTES << 20};
	struct bytes packed = {0};
	bytes_add_gzip(&packed, bytes_slice(&nuls));
	struct listing listing = list_bytes(bytes_slice(&packed));
	cr_assert(strstr(listing.text, "!limit;") != NULL);
	cr_assert(strstr(listing.message, "500 times") != NULL, "%s", listing.message);
	cr_assert(listing.bytes > 60 << 20 && listing.bytes < 70 << 20);
	struct member_bytes members[] = {
		{"bomb.gz", bytes_slice(&packed)}, {"fine", slice_from("fine")}, {NULL, {0}}};
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members);
	listing = list_bytes(bytes_slice(&tar));
	cr_assert(strstr(listing.text, "!limit;f!fine=") != NULL, "the next member is read");
	bytes_free(&nuls);
	bytes_free(&packed);
	bytes_free(&tar);
}

/* Each of them stays below the bound, and there could be a million. */
Test(source, refuses_many_small_bombs)
{
	enum { MEGABYTES = 56, BOMBS = 40 };
	struct bytes nuls = {.data = calloc(MEGABYTES, 1 << 20), .size = (size_t)MEGABYTES << 20};
	struct bytes bomb = {0};
	bytes_add_gzip(&bomb, bytes_slice(&nuls));
	struct member_bytes members[BOMBS + 1] = {{NULL, {0}}};
	for (size_t i = 0; i < BOMBS; i++) {
		members[i] = (struct member_bytes){"bomb", bytes_slice(&bomb)};
	}
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, members);
	struct listing listing = list_bytes(bytes_slice(&tar));
	cr_assert(strstr(listing.message, "1000 times") != NULL, "%s", listing.message);
	cr_assert(listing.bytes < INT64_C(1200) << 20);
	bytes_free(&nuls);
	bytes_free(&bomb);
	bytes_free(&tar);
}

Test(source, refuses_more_layers_than_the_bound)
{
	struct bytes packed = bytes_from("deep\n");
	for (int depth = 1; depth <= SOURCE_DEPTH + 1; depth++) {
		struct bytes outer = {0};
		bytes_add_gzip(&outer, bytes_slice(&packed));
		bytes_free(&packed);
		packed = outer;
		lists(bytes_slice(&packed), depth <= SOURCE_DEPTH ? "f=deep\n;" : "f=!limit;");
	}
	bytes_free(&packed);
}

Test(source, refuses_7z_in_an_archive_by_name)
{
	struct member_bytes inner[] = {{"a", slice_from("x")}, {NULL, {0}}};
	struct bytes seven = bytes_archive(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, inner);
	struct member_bytes outer[] = {
		{"a.7z", bytes_slice(&seven)}, {"b", slice_from("fine")}, {NULL, {0}}};
	struct bytes zip = bytes_archive(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, outer);
	struct listing listing = list_bytes(bytes_slice(&zip));
	cr_assert_str_eq(listing.text, "f!a.7z=!limit;f!b=fine;");
	cr_assert(strstr(listing.message, "7z") != NULL);
	bytes_free(&seven);
	bytes_free(&zip);
}

Test(source, makes_member_names_harmless)
{
	struct member_bytes members[] = {{"../../\x1b[2J\x7f\xC2\x9B\xFF", slice_from("x")},
					 {NULL, {0}}};
	struct bytes tar = bytes_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members);
	struct listing listing = list_bytes(bytes_slice(&tar));
	cr_assert(strncmp(listing.text, "f!../../?[2J??", 14) == 0, "%s", listing.text);
	for (const char *at = listing.text; *at != '\0'; at++) {
		cr_assert((unsigned char)*at >= 0x20 && *at != 0x7F);
	}
	bytes_free(&tar);
}

/* What once fooled libarchive: offered all formats, it takes this for an mtree archive. */
Test(source, takes_text_for_text)
{
	lists(slice_from("#mtree\nfoo type=file\n"), "f=#mtree\nfoo type=file\n;");
	lists(slice_from("BZh9 is how the line begins\n"), "f=BZh9 is how the line begins\n;");
}

/* What a crash leaves in front of the first line; a tar without members has nothing but NULs. */
Test(packing, takes_nuls_before_lines_for_lines)
{
	char head[1536] = {0};
	cr_assert_eq(packing_detect(slice_make(head, 1024), true), PACKING_TAR);
	cr_assert_eq(packing_detect(slice_make(head, 1024), false), PACKING_NONE);
	head[1030] = 'x';
	cr_assert_eq(packing_detect(slice_make(head, sizeof head), true), PACKING_NONE);
}

Test(source, refuses_what_is_no_file)
{
	struct listing listing = list_path("/dev/zero");
	cr_assert_eq(listing.status, STATUS_IO);
	listing = list_path("/tmp");
	cr_assert_eq(listing.status, STATUS_IO);
	listing = list_path("/nowhere/at/all");
	cr_assert_eq(listing.status, STATUS_IO);
	char fifo[64];
	snprintf(fifo, sizeof fifo, "/tmp/overrun-fifo-%ld", (long)getpid());
	cr_assert_eq(mkfifo(fifo, 0600), 0);
	listing = list_path(fifo);
	cr_assert_eq(listing.status, STATUS_IO, "and does not hang");
	unlink(fifo);
}

/* The first header of `xz -9` (64 MiB) and of one with 128 MiB. */
Test(packing, reads_the_window_of_xz)
{
	struct slice allowed =
		slice_make("\xFD\x37zXZ\0\0\4\xE6\xD6\xB4\x46\2\0\x21\1\x1C\0\0\0", 20);
	struct slice large =
		slice_make("\xFD\x37zXZ\0\0\4\xE6\xD6\xB4\x46\2\0\x21\1\x1E\0\0\0", 20);
	cr_assert_eq(packing_window(PACKING_XZ, allowed), 64 << 20);
	cr_assert_eq(packing_window(PACKING_XZ, large), 128 << 20);
	lists(large, "f=!limit;");
}

/* A frame with a window descriptor of 128 MiB (`zstd --long=27`), behind a skippable frame. */
Test(packing, reads_the_window_of_zstd)
{
	struct slice plain = slice_make("\x28\xB5\x2F\xFD\0\x88", 6);
	struct slice skipped = slice_make("\x50\x2A\x4D\x18\1\0\0\0x\x28\xB5\x2F\xFD\0\x88", 15);
	cr_assert_eq(packing_window(PACKING_ZSTD, plain), 128 << 20);
	cr_assert_eq(packing_window(PACKING_ZSTD, skipped), 128 << 20);
	lists(plain, "f=!limit;");
}
