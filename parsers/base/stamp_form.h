// SPDX-License-Identifier: MIT
/*
 * A rare clock text rewritten into a common form, so that the reader of that form checks its
 * ranges.
 *
 *     "Aug 7, 2024 1:12:05 PM"  →  "2024-08-07T13:12:05"  →  stamp_eat_iso
 *
 * Of stamp_rare.c and stamp_mail.c only.
 */
#ifndef OVERRUN_STAMP_FORM_H
#define OVERRUN_STAMP_FORM_H

#include "timestamp.h"

enum {
	FORM_SIZE = 64 /* the longest common form, "2024-08-07T05:30:19.123456789+09:00", is 35 */
};

/* A common form on its way. */
struct form {
	char text[FORM_SIZE];
	size_t size;
};

/* What does not fit is left out; the reader then refuses the form. */
static inline void form_put(struct form *form, const char *text, size_t size)
{
	if (size <= FORM_SIZE - form->size) {
		memcpy(form->text + form->size, text, size);
		form->size += size;
	}
}

static inline void form_put_two(struct form *form, int32_t number)
{
	char digits[2] = {(char)('0' + number / 10 % 10), (char)('0' + number % 10)};
	form_put(form, digits, sizeof digits);
}

/* "2024-08-07T" */
static inline void form_put_date(struct form *form, int32_t year, int32_t month, int32_t day)
{
	form_put_two(form, year / 100);
	form_put_two(form, year);
	form_put(form, "-", 1);
	form_put_two(form, month);
	form_put(form, "-", 1);
	form_put_two(form, day);
	form_put(form, "T", 1);
}

/*
 * Reads the form with what follows it in the text (a fraction, a zone): `rest` is moved on by what
 * the reader took of that.
 */
static inline bool form_read(struct form *form, bool (*reader)(struct slice *, struct stamp *),
			     struct slice *rest, struct stamp *ret_stamp)
{
	size_t head = form->size;
	size_t tail = rest->size < FORM_SIZE - head ? rest->size : FORM_SIZE - head;
	form_put(form, rest->data, tail);
	struct slice text = slice_make(form->text, form->size);
	if (!reader(&text, ret_stamp) || form->size - text.size < head) {
		return false;
	}
	*rest = slice_after(*rest, form->size - text.size - head);
	return true;
}

#endif
