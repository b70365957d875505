// SPDX-License-Identifier: MIT
/* What formats need of a line, and what a line has; see needs.h. */
#include "needs.h"

enum {
	SIGNS = 32, /* of ASCII, in its order; then its capitals */
	CAPITALS = 26,
	DIGIT = SIGNS + CAPITALS,
	SMALL,
	BLANK,
	TAB,
	OTHER,  /* controls */
	ABROAD, /* bytes beyond ASCII */
	CLASSES,
};

_Static_assert((int)CLASSES == (int)NEEDS_CLASSES, "a bit for each");

/* The class of a byte as its bit. */
#define BIT(class) (UINT64_C(1) << (class))
#define FOUR(class) BIT(class), BIT(class), BIT(class), BIT(class)
#define SIXTEEN(class) FOUR(class), FOUR(class), FOUR(class), FOUR(class)
#define ROW(class) BIT(class), BIT((class) + 1), BIT((class) + 2), BIT((class) + 3)

/* clang-format off */
static const uint64_t bits[256] = {
	FOUR(OTHER), FOUR(OTHER), BIT(OTHER), BIT(TAB), BIT(OTHER), BIT(OTHER), FOUR(OTHER),
	SIXTEEN(OTHER),
	/* ' ', '!' to '/' */
	BIT(BLANK), BIT(0), BIT(1), BIT(2), ROW(3), ROW(7), ROW(11),
	/* '0' to '9', ':' to '?' */
	FOUR(DIGIT), FOUR(DIGIT), BIT(DIGIT), BIT(DIGIT), BIT(15), BIT(16), ROW(17),
	/* '@', 'A' to 'Z', '[' to '_' */
	BIT(21), BIT(32), BIT(33), BIT(34), ROW(35), ROW(39), ROW(43),
	ROW(47), ROW(51), BIT(55), BIT(56), BIT(57), BIT(22), ROW(23),
	/* '`', 'a' to 'z', '{' to '~', DEL */
	BIT(27), BIT(SMALL), BIT(SMALL), BIT(SMALL), FOUR(SMALL), FOUR(SMALL), FOUR(SMALL),
	FOUR(SMALL), FOUR(SMALL), BIT(SMALL), BIT(SMALL), BIT(SMALL), BIT(28),
	BIT(29), BIT(30), BIT(31), BIT(OTHER),
	SIXTEEN(ABROAD), SIXTEEN(ABROAD), SIXTEEN(ABROAD), SIXTEEN(ABROAD),
	SIXTEEN(ABROAD), SIXTEEN(ABROAD), SIXTEEN(ABROAD), SIXTEEN(ABROAD),
};
/* clang-format on */

static uint64_t bit_of(char byte)
{
	return bits[(unsigned char)byte];
}

/* The classes between the two; two at a time, since neither waits for the other. */
static uint64_t classes_of(const char *from, const char *until)
{
	uint64_t even = 0;
	uint64_t odd = 0;
	for (; until - from >= 4; from += 4) {
		even |= bit_of(from[0]) | bit_of(from[2]);
		odd |= bit_of(from[1]) | bit_of(from[3]);
	}
	for (; from < until; from++) {
		even |= bit_of(*from);
	}
	return even | odd;
}

static uint64_t classes_named(const char *bytes)
{
	return bytes == NULL ? 0 : classes_of(bytes, bytes + strlen(bytes));
}

struct needs needs_of(const struct format *format)
{
	return (struct needs){
		.first = format->first == NULL ? UINT64_MAX : classes_named(format->first),
		.body = classes_named(format->needs),
		.whole = classes_named(format->needs_whole),
		.any = classes_named(format->needs_any),
		.first_whole = format->first_whole == NULL ? UINT64_MAX
							   : classes_named(format->first_whole),
		.is_sent = !format->is_never_sent,
	};
}

struct needs needs_met_by(const struct record *record)
{
	struct slice whole = record->whole;
	struct slice body = record->body;
	uintptr_t at = (uintptr_t)body.data;
	bool is_within =
		at >= (uintptr_t)whole.data && at + body.size <= (uintptr_t)whole.data + whole.size;
	const char *end = body.data + body.size;
	/* About an empty text all are asked. */
	struct needs has = {
		.first = body.size == 0 ? UINT64_MAX : bit_of(body.data[0]),
		.first_whole = whole.size == 0 ? UINT64_MAX : bit_of(whole.data[0]),
		.is_sent = envelope_is_sent(&record->envelope),
	};
	has.body = classes_of(body.data, end);
	has.whole = is_within ? has.body | classes_of(whole.data, body.data) |
					classes_of(end, whole.data + whole.size)
			      : classes_of(whole.data, whole.data + whole.size);
	return has;
}
