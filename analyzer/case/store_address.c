// SPDX-License-Identifier: MIT
/* IPv4 addresses as numbers; see store_address.h. */
#include "store_address.h"

#include "eight.h"

enum {
	SHORTEST = 7, /* "1.2.3.4" */
	LONGEST = 15, /* "192.168.100.200" */
	PARTS = 4,
	PART_DIGITS = 3,
	PART_MAX = 255,
};

/* What is left of the text, the next byte in the lowest place; zeroes behind its end. */
struct sixteen {
	uint64_t low, high;
};

static inline struct sixteen load(struct slice text)
{
	bool is_long = text.size > EIGHT_SIZE;
	return (struct sixteen){
		eight_begin(text.data, is_long ? EIGHT_SIZE : text.size),
		is_long ? eight_begin(text.data + EIGHT_SIZE, text.size - EIGHT_SIZE) : 0};
}

/* `count` is 1 to 7. */
static inline struct sixteen pass(struct sixteen rest, size_t count)
{
	size_t bits = count * 8;
	return (struct sixteen){rest.low >> bits | rest.high << (64 - bits), rest.high >> bits};
}

/*
 * No branch hangs on where the dots are, which changes from line to line: the processor would
 * guess wrong once or twice an address, which is as much as all the rest.
 */
bool address_number(struct slice text, int64_t *ret_number)
{
	/* The least that so many digits may say: no zero in front. */
	static const uint8_t least[] = {0, 0, 10, 100};
	if (text.size < SHORTEST || text.size > LONGEST) {
		return false;
	}
	struct sixteen rest = load(text);
	uint32_t address = 0;
	size_t passed = 0;
	bool is_wrong = false;
	for (size_t i = 0; i < PARTS; i++) {
		size_t digits = eight_digits(rest.low);
		if (digits == 0 || digits > PART_DIGITS) {
			return false;
		}
		uint64_t part = eight_number(rest.low, digits);
		char behind = (char)(rest.low >> digits * 8);
		is_wrong |= part > PART_MAX;
		is_wrong |= part < least[digits];
		is_wrong |= i + 1 < PARTS && behind != '.';
		address = address << 8 | (uint32_t)part;
		passed += digits + 1;
		rest = pass(rest, digits + 1);
	}
	*ret_number = -1 - (int64_t)address;
	return !is_wrong && passed == text.size + 1; /* one more than there is, behind the last */
}
