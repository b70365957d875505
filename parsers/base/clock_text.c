// SPDX-License-Identifier: MIT
/* Times as spreadsheets and ticket systems write them. */
#include "clock_text.h"

#include "layout.h"

enum { TEXT_SIZE_MAX = 40, TEXT_SIZE_MIN = 8, DAY_FIRST_COUNT = 6 };

/* Day first, the same six with the month first, then those that leave no doubt. */
static const struct {
	const char *text;
	bool has_half; /* it ends in AM or PM; all others end in figures */
} layouts[] = {
	{"%d/%m/%Y %H:%M:%S", false},
	{"%d/%m/%Y %H:%M", false},
	{"%d/%m/%Y %I:%M:%S %p", true},
	{"%d/%m/%Y %I:%M %p", true},
	{"%d/%m/%y %H:%M", false},
	{"%d/%m/%y %I:%M %p", true},
	{"%m/%d/%Y %H:%M:%S", false},
	{"%m/%d/%Y %H:%M", false},
	{"%m/%d/%Y %I:%M:%S %p", true},
	{"%m/%d/%Y %I:%M %p", true},
	{"%m/%d/%y %H:%M", false},
	{"%m/%d/%y %I:%M %p", true},
	{"%d-%m-%Y %H:%M:%S", false},
	{"%d-%m-%Y %H:%M", false},
	{"%d.%m.%Y %H:%M:%S", false},
	{"%d.%m.%Y %H:%M", false},
	{"%d/%b/%y %I:%M %p", true},
	{"%d/%b/%Y %I:%M %p", true},
	{"%d/%b/%y %H:%M", false},
	{"%d/%b/%Y %H:%M:%S", false},
	{"%d-%b-%Y %H:%M:%S", false},
	{"%b %d, %Y %I:%M:%S %p", true},
	{"%b %d, %Y %I:%M %p", true},
	{"%d %b %Y %H:%M:%S", false},
	{"%Y.%m.%d %H:%M:%S", false},
	{"%Y.%m.%d %H:%M", false},
	{"%Y/%m/%d %H:%M", false},
	{"%Y%m%d %H:%M:%S", false},
	{"%Y%m%d%H%M%S", false},
	{"%Y-%m-%d %p %I:%M:%S", false},
	{"%Y-%m-%d %p %I:%M", false},
	{"%Y. %m. %d %p %I:%M:%S", false},
	{"%Y. %m. %d. %p %I:%M:%S", false},
	{"%Y. %m. %d. %H:%M:%S", false},
	{"%Y. %m. %d. %H:%M", false},
};

enum { LAYOUT_COUNT = sizeof layouts / sizeof layouts[0] };

/* What of a text tells its layout: so many figures in front, the byte behind them, the end. */
struct shape {
	size_t digits;
	char next;
	bool has_half;
};

static struct shape shape_of(struct slice text)
{
	size_t digits = 0;
	while (digits < text.size && text.data[digits] >= '0' && text.data[digits] <= '9') {
		digits++;
	}
	char last = text.data[text.size - 1];
	return (struct shape){
		.digits = digits,
		.next = (char)(digits < text.size ? text.data[digits] : 0),
		.has_half = last == 'm' || last == 'M',
	};
}

/* False: the layout does not read a text of this shape. Rules out nearly all of them. */
static bool may_read(size_t layout, struct shape shape)
{
	const char *text = layouts[layout].text;
	if (shape.has_half != layouts[layout].has_half) {
		return false;
	}
	if (text[1] == 'b') {
		return shape.digits == 0;
	}
	if (shape.digits == 0 || text[2] == '%' || text[2] == ' ') {
		return shape.digits > 0; /* what follows may begin at once */
	}
	return shape.next == text[2] && shape.digits <= (text[1] == 'Y' ? 4 : 2);
}

static bool reads(const char *layout, struct slice text, struct stamp *ret_stamp)
{
	return layout_eat(layout, &text, ret_stamp) && slice_is_empty(slice_trim(text));
}

/* Nothing more, or the zone's name or offset behind a blank ("2024-08-07 05:30:19 UTC"). */
static bool ends_here(struct slice rest, struct stamp *stamp)
{
	rest = slice_trim(rest);
	return slice_is_empty(rest) ||
	       ((stamp->flags & STAMP_ZONE) == 0 && stamp_set_zone(stamp, rest));
}

static bool reads_exactly(struct slice text, struct stamp *ret_stamp)
{
	static bool (*const eaters[])(struct slice *, struct stamp *) = {
		stamp_eat_iso,
		stamp_eat_slashes,
		stamp_eat_compact,
	};
	for (size_t i = 0; i < sizeof eaters / sizeof eaters[0]; i++) {
		struct slice rest = text;
		if (eaters[i](&rest, ret_stamp) && ends_here(rest, ret_stamp)) {
			return true;
		}
	}
	struct slice rest = text;
	return stamp_eat_epoch(&rest, ret_stamp) && slice_is_empty(slice_trim(rest)) &&
	       (ret_stamp->civil_us >= US_PER_DAY * 365 * 10);
}

/* Does the layout have day and month in the order that this file does not? */
static bool is_wrong_order(const struct clock_text *habit, size_t layout)
{
	if (layout >= (size_t)2 * DAY_FIRST_COUNT) {
		return false;
	}
	bool half_day = layouts[layout].has_half; /* an American habit */
	bool month_first = habit->told ? habit->month_first : half_day;
	return layout < DAY_FIRST_COUNT ? month_first : !month_first;
}

bool clock_text_read(struct clock_text *habit, struct slice text, struct stamp *ret_stamp)
{
	text = slice_trim(text);
	if (text.size > TEXT_SIZE_MAX || text.size < TEXT_SIZE_MIN) {
		return false;
	}
	if (reads_exactly(text, ret_stamp)) {
		return true;
	}
	struct shape shape = shape_of(text);
	if (may_read(habit->layout, shape) && reads(layouts[habit->layout].text, text, ret_stamp)) {
		return true;
	}
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < LAYOUT_COUNT; i++) {
			if (may_read(i, shape) && is_wrong_order(habit, i) == (pass == 1) &&
			    reads(layouts[i].text, text, ret_stamp)) {
				habit->layout = i;
				habit->month_first =
					pass == 1 ? !habit->month_first : habit->month_first;
				return true;
			}
		}
	}
	return false;
}
