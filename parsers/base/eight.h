// SPDX-License-Identifier: MIT
/*
 * Eight bytes of a text, looked at as one number: what most scans for a byte are made of.
 *
 *     "a,bc,def"  ^  ",,,,,,,,"      a zero byte where a comma stands
 *
 * memchr is quicker on long texts; fields of a log line are shorter than what a call costs.
 */
#ifndef OVERRUN_EIGHT_H
#define OVERRUN_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { EIGHT_SIZE = sizeof(uint64_t) };

/* The byte in all places. */
static inline uint64_t eight_of(char byte)
{
	return UINT64_C(0x0101010101010101) * (unsigned char)byte;
}

/* The eight bytes at `at`, the first in the lowest place. */
static inline uint64_t eight_load(const char *at)
{
	uint64_t eight;
	memcpy(&eight, at, sizeof eight);
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? eight : __builtin_bswap64(eight);
}

/* The first bytes of a text of `size` bytes, eight at most; zeroes where it has none. */
static inline uint64_t eight_begin(const char *at, size_t size)
{
	enum { HALF = sizeof(uint32_t) };
	uint64_t eight = 0;
	if (size >= EIGHT_SIZE) {
		return eight_load(at);
	}
	if (size >= HALF && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
		uint32_t first, last; /* what stands in both is the same in both */
		memcpy(&first, at, sizeof first);
		memcpy(&last, at + size - HALF, sizeof last);
		return first | (uint64_t)last << (size - HALF) * 8;
	}
	for (size_t i = 0; i < size; i++) {
		eight |= (uint64_t)(unsigned char)at[i] << i * 8;
	}
	return eight;
}

/* As eight_equal, and less work; but only the lowest bit is sure. */
static inline uint64_t eight_find(uint64_t eight, char byte)
{
	const uint64_t highs = UINT64_C(0x8080808080808080);
	uint64_t mixed = eight ^ eight_of(byte);
	return (mixed - eight_of(1)) & ~mixed & highs; /* what borrows marks its neighbour, too */
}

/* The bytes below `limit`, which is at most 128; here, too, only the lowest bit is sure. */
static inline uint64_t eight_below(uint64_t eight, char limit)
{
	return (eight - eight_of(limit)) & ~eight & UINT64_C(0x8080808080808080);
}

/* The high bit of each place that holds `byte`, and no other bit. */
static inline uint64_t eight_equal(uint64_t eight, char byte)
{
	const uint64_t lows = UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t mixed = eight ^ eight_of(byte);
	return ~(((mixed & lows) + lows) | mixed | lows);
}

/* Which place is the first of those marked; there is one. */
static inline size_t eight_first(uint64_t marks)
{
	return (unsigned)__builtin_ctzll(marks) / 8;
}

/* How many decimal digits the eight bytes begin with. */
static inline size_t eight_digits(uint64_t eight)
{
	/* '0' to '9' become 0 to 9; what is more reaches the highest bit when 118 is added. */
	uint64_t digits = eight ^ eight_of('0');
	uint64_t others = ((digits + eight_of(0x80 - 10)) | digits) & eight_of('\x80');
	return others == 0 ? EIGHT_SIZE : eight_first(others);
}

/* The number that the first `count` bytes say, all digits; at least one. */
static inline uint64_t eight_number(uint64_t eight, size_t count)
{
	const uint64_t every_fourth = UINT64_C(0x000000ff000000ff);
	/* As eight digits with zeroes in front; then pairs of digits, then all four pairs. */
	eight = (eight & eight_of(0xf)) << (EIGHT_SIZE - count) * 8;
	eight = eight * 10 + (eight >> 8);
	return ((eight & every_fourth) * (100 + (UINT64_C(1000000) << 32)) +
		((eight >> 16) & every_fourth) * (1 + (UINT64_C(10000) << 32))) >>
	       32;
}

#endif
