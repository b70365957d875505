// SPDX-License-Identifier: MIT
/* What a stream is packed with, told by its first bytes and never by its name. */
#include "packing.h"

enum {
	TAR_BLOCK_SIZE = 512,
	TAR_CHECKSUM_AT = 148,
	TAR_CHECKSUM_SIZE = 8,
};

struct magic {
	const char *bytes;
	size_t size;
	enum packing packing;
	const char *name;
};

/* A macro for sizeof alone, which counts the NULs inside. */
#define BYTES(text) (text), sizeof(text) - 1

/* Not cpio: its "070707" begins a line of a log of 7 July 2007 as well. */
static const struct magic magics[] = {
	{BYTES("\x1f\x8b\x08"), PACKING_GZIP, "gzip"},
	{BYTES("\xFD\x37zXZ\0"), PACKING_XZ, "xz"},
	{BYTES("\x28\xB5\x2F\xFD"), PACKING_ZSTD, "zstd"},
	{BYTES("\x04\x22\x4D\x18"), PACKING_LZ4, "lz4"},
	{BYTES("\x02\x21\x4C\x18"), PACKING_LZ4, "lz4"}, /* the legacy frame */
	{BYTES("PK\x03\x04"), PACKING_ZIP, "zip"},
	{BYTES("PK\x05\x06"), PACKING_ZIP, "zip"}, /* without members */
	{BYTES("PK00PK\x03\x04"), PACKING_ZIP, "zip"},
	{BYTES("7z\xBC\xAF\x27\x1C"), PACKING_SEVENZIP, "7z"},
	{BYTES("Rar!\x1A\x07"), PACKING_OTHER, "rar"},
	{BYTES("LZIP\x01"), PACKING_OTHER, "lzip"},
	{BYTES("\x89LZO\0\r\n\x1A\n"), PACKING_OTHER, "lzop"},
	{BYTES("\x1F\x9D"), PACKING_OTHER, "compress"},
	{BYTES("\x5D\0\0\x80\0\xFF\xFF\xFF\xFF"), PACKING_OTHER, "lzma"},
	{BYTES("MSCF\0\0\0\0"), PACKING_OTHER, "cabinet"},
	{BYTES("!<arch>\n"), PACKING_OTHER, "ar"},
	{BYTES("\xFF\x06\0\0sNaPpY"), PACKING_OTHER, "snappy"},
	{BYTES("ElfFile\0"), PACKING_OTHER, "Windows event log"},
	{BYTES("LPKSHHRH"), PACKING_OTHER, "systemd journal"},
	{BYTES("SQLite format 3\0"), PACKING_OTHER, "SQLite"},
	{BYTES("\xD4\xC3\xB2\xA1\2\0\4\0"), PACKING_OTHER, "pcap"},
};

static unsigned char byte_at(struct slice head, size_t at)
{
	return at < head.size ? (unsigned char)head.data[at] : 0;
}

static uint64_t little_endian(struct slice head, size_t at, size_t size)
{
	uint64_t value = 0;
	for (size_t i = 0; i < size; i++) {
		value |= (uint64_t)byte_at(head, at + i) << (8 * i);
	}
	return value;
}

static const struct magic *find_magic(struct slice head)
{
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		const struct magic *magic = &magics[i];
		if (head.size >= magic->size && memcmp(head.data, magic->bytes, magic->size) == 0) {
			return magic;
		}
	}
	return NULL;
}

/* "BZh9" alone could be text: the first block's magic (pi) or the end's (sqrt pi) follows. */
static bool is_bzip2(struct slice head)
{
	return slice_starts_with(head, "BZh") && byte_at(head, 3) >= '1' &&
	       byte_at(head, 3) <= '9' &&
	       (slice_starts_with(slice_after(head, 4), "1AY&SY") ||
		slice_starts_with(slice_after(head, 4), "\x17\x72\x45\x38\x50\x90"));
}

/* 0x184D2A50 … 5F: a skippable frame, which pzstd writes first. */
static bool is_skippable_frame(struct slice head)
{
	return head.size >= 8 && (little_endian(head, 0, 4) & 0xFFFFFFF0u) == 0x184D2A50u;
}

/* A tar of any age is told by the checksum of its first header, not by "ustar". */
static bool is_tar(struct slice head)
{
	if (head.size < TAR_BLOCK_SIZE || head.data[0] == '\0') {
		return false;
	}
	uint32_t stated = 0;
	size_t digits = 0;
	for (size_t i = TAR_CHECKSUM_AT; i < TAR_CHECKSUM_AT + TAR_CHECKSUM_SIZE; i++) {
		unsigned char byte = byte_at(head, i);
		if (byte >= '0' && byte <= '7') {
			stated = stated * 8 + (byte - '0');
			digits++;
		} else if (digits > 0) {
			break;
		} else if (byte != ' ') {
			return false;
		}
	}
	uint32_t sum = TAR_CHECKSUM_SIZE * ' ';
	int32_t signed_sum = TAR_CHECKSUM_SIZE * ' '; /* old tars on machines with signed chars */
	for (size_t i = 0; i < TAR_BLOCK_SIZE; i++) {
		if (i >= TAR_CHECKSUM_AT && i < TAR_CHECKSUM_AT + TAR_CHECKSUM_SIZE) {
			continue;
		}
		sum += byte_at(head, i);
		signed_sum += (signed char)byte_at(head, i);
	}
	return digits > 0 && (stated == sum || (int32_t)stated == signed_sum);
}

/* Only when there is nothing else: NULs in front of lines are what a crash leaves in a log. */
static bool is_empty_tar(struct slice head, bool whole)
{
	if (!whole || head.size < 2 * TAR_BLOCK_SIZE || head.size % TAR_BLOCK_SIZE != 0) {
		return false;
	}
	return head.data[0] == '\0' && memcmp(head.data, head.data + 1, head.size - 1) == 0;
}

enum packing packing_detect(struct slice head, bool whole)
{
	const struct magic *magic = find_magic(head);
	if (magic != NULL) {
		return magic->packing;
	}
	if (whole && slice_is(head, "\x1f\x8b")) {
		return PACKING_GZIP; /* cut short after its magic */
	}
	if (is_skippable_frame(head)) {
		return PACKING_ZSTD;
	}
	if (is_bzip2(head)) {
		return PACKING_BZIP2;
	}
	return is_tar(head) || is_empty_tar(head, whole) ? PACKING_TAR : PACKING_NONE;
}

const char *packing_name(enum packing packing, struct slice head)
{
	static const char *const names[] = {
		[PACKING_NONE] = "lines", [PACKING_GZIP] = "gzip",   [PACKING_XZ] = "xz",
		[PACKING_ZSTD] = "zstd",  [PACKING_BZIP2] = "bzip2", [PACKING_LZ4] = "lz4",
		[PACKING_TAR] = "tar",    [PACKING_ZIP] = "zip",     [PACKING_SEVENZIP] = "7z",
	};
	if (packing != PACKING_OTHER) {
		return names[packing];
	}
	const struct magic *magic = find_magic(head);
	return magic == NULL ? "something" : magic->name;
}

/* A number of the xz format: seven bits a byte, least first; false when it does not end. */
static bool eat_xz_number(struct slice head, size_t *at, uint64_t *ret_number)
{
	uint64_t number = 0;
	for (unsigned int shift = 0; shift < 63 && *at < head.size; shift += 7) {
		unsigned char byte = byte_at(head, (*at)++);
		number |= (uint64_t)(byte & 0x7Fu) << shift;
		if ((byte & 0x80u) == 0) {
			*ret_number = number;
			return true;
		}
	}
	return false;
}

/*
 * The .xz file format, 3.1: stream header of 12 bytes, then the header of the first block:
 * size, flags, [packed size], [unpacked size], then filters of id, size of properties, properties.
 */
static int64_t xz_window(struct slice head)
{
	enum { HEADER_SIZE = 12, LZMA2 = 0x21, FILTERS_MAX = 4 };
	unsigned char flags = byte_at(head, HEADER_SIZE + 1);
	size_t at = HEADER_SIZE + 2;
	uint64_t ignored;
	if (((flags & 0x40u) != 0 && !eat_xz_number(head, &at, &ignored)) ||
	    ((flags & 0x80u) != 0 && !eat_xz_number(head, &at, &ignored))) {
		return 0;
	}
	for (int i = 0; i < FILTERS_MAX; i++) {
		uint64_t id;
		uint64_t size;
		if (!eat_xz_number(head, &at, &id) || !eat_xz_number(head, &at, &size) ||
		    size > head.size) {
			return 0;
		}
		if (id == LZMA2) {
			unsigned int bits = byte_at(head, at) & 0x3Fu;
			return bits >= 40 ? UINT32_MAX
					  : (int64_t)(2 | (bits & 1)) << (bits / 2 + 11);
		}
		at += (size_t)size;
	}
	return 0;
}

/* RFC 8878, 3.1.1.1: magic, descriptor, then window or, in one segment, the content's size. */
static int64_t zstd_window(struct slice head)
{
	while (is_skippable_frame(head)) {
		uint64_t size = little_endian(head, 4, 4);
		head = slice_after(head, 8 + (size_t)size);
	}
	if (little_endian(head, 0, 4) != 0xFD2FB528u) {
		return 0;
	}
	unsigned int descriptor = byte_at(head, 4);
	bool is_one_segment = (descriptor & 0x20u) != 0;
	if (!is_one_segment) {
		unsigned int exponent = byte_at(head, 5) >> 3;
		int64_t base = INT64_C(1) << (10 + exponent);
		return base + base / 8 * (byte_at(head, 5) & 7);
	}
	static const size_t dictionary_sizes[] = {0, 1, 2, 4};
	static const size_t content_sizes[] = {1, 2, 4, 8};
	size_t at = 5 + dictionary_sizes[descriptor & 3u];
	uint64_t content = little_endian(head, at, content_sizes[descriptor >> 6]);
	return content > INT64_MAX ? INT64_MAX : (int64_t)content;
}

int64_t packing_window(enum packing packing, struct slice head)
{
	if (packing == PACKING_XZ) {
		return xz_window(head);
	}
	return packing == PACKING_ZSTD ? zstd_window(head) : 0;
}
