// SPDX-License-Identifier: MIT
/*
 * The last stamp of an entry, as text and as read. Busy logs write the same second many times over,
 * and to compare it costs a tenth of reading it.
 */
#ifndef OVERRUN_STAMP_MEMO_H
#define OVERRUN_STAMP_MEMO_H

#include "timestamp.h"

enum { STAMP_MEMO_SIZE = 40 }; /* "07/Aug/2024:08:06:07.123456789 +0900" and a byte behind it */

/* All zero: nothing is remembered. */
struct stamp_memo {
	struct stamp stamp;
	size_t size; /* of the text, with the byte that ended it */
	char text[STAMP_MEMO_SIZE];
};

/* Any of the readers of timestamp.h. */
typedef bool stamp_eat_fn(struct slice *text, struct stamp *ret_stamp);

/*
 * What `eat` would do. Remembered is only a stamp that `end` follows, a byte which no stamp goes on
 * with: a blank would not do, a zone may stand behind it. `memo` may be NULL, and is always used
 * with the same reader.
 */
static inline bool stamp_eat_again(struct stamp_memo *memo, stamp_eat_fn *eat, char end,
				   struct slice *text, struct stamp *ret_stamp)
{
	if (memo != NULL && memo->size > 0 && text->size >= memo->size &&
	    memcmp(text->data, memo->text, memo->size) == 0) {
		*ret_stamp = memo->stamp;
		*text = slice_after(*text, memo->size - 1);
		return true;
	}
	const char *begin = text->data;
	if (!eat(text, ret_stamp)) {
		return false;
	}
	size_t size = (size_t)(text->data - begin) + 1;
	if (memo != NULL && text->size > 0 && text->data[0] == end && size <= STAMP_MEMO_SIZE) {
		memcpy(memo->text, begin, size);
		memo->size = size;
		memo->stamp = *ret_stamp;
	}
	return true;
}

#endif
