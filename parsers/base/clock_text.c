// SPDX-License-Identifier: MIT
/* Times as spreadsheets and ticket systems write them. */
#include "clock_text.h"

#include "layout.h"

enum { TEXT_SIZE_MAX = 40, TEXT_SIZE_MIN = 8, DAY_FIRST_COUNT = 6 };

/* Day first, the same six with the month first, then those that leave no doubt. */
static const char *const layouts[] = {
	"%d/%m/%Y %H:%M:%S",     "%d/%m/%Y %H:%M",     "%d/%m/%Y %I:%M:%S %p",
	"%d/%m/%Y %I:%M %p",     "%d/%m/%y %H:%M",     "%d/%m/%y %I:%M %p",
	"%m/%d/%Y %H:%M:%S",     "%m/%d/%Y %H:%M",     "%m/%d/%Y %I:%M:%S %p",
	"%m/%d/%Y %I:%M %p",     "%m/%d/%y %H:%M",     "%m/%d/%y %I:%M %p",
	"%d-%m-%Y %H:%M:%S",     "%d-%m-%Y %H:%M",     "%d.%m.%Y %H:%M:%S",
	"%d.%m.%Y %H:%M",        "%d/%b/%y %I:%M %p",  "%d/%b/%Y %I:%M %p",
	"%d/%b/%y %H:%M",        "%d/%b/%Y %H:%M:%S",  "%d-%b-%Y %H:%M:%S",
	"%b %d, %Y %I:%M:%S %p", "%b %d, %Y %I:%M %p", "%d %b %Y %H:%M:%S",
	"%Y.%m.%d %H:%M:%S",     "%Y.%m.%d %H:%M",     "%Y/%m/%d %H:%M",
	"%Y%m%d %H:%M:%S",       "%Y%m%d%H%M%S",
};

enum { LAYOUT_COUNT = sizeof layouts / sizeof layouts[0] };

/* How a text begins: so many figures, and the byte behind them. */
struct beginning {
	size_t digits;
	char next;
};

static struct beginning beginning_of(struct slice text)
{
	size_t digits = 0;
	while (digits < text.size && text.data[digits] >= '0' && text.data[digits] <= '9') {
		digits++;
	}
	return (struct beginning){digits, digits < text.size ? text.data[digits] : '\0'};
}

/* False: the layout does not read a text that begins so. Rules out nearly all of them. */
static bool may_read(const char *layout, struct beginning beginning)
{
	bool has_year = layout[1] == 'Y';
	if (layout[1] == 'b') {
		return beginning.digits == 0;
	}
	if (beginning.digits == 0 || layout[2] == '%' || layout[2] == ' ') {
		return beginning.digits > 0; /* what follows may begin at once */
	}
	return beginning.next == layout[2] && beginning.digits <= (has_year ? 4 : 2);
}

static bool reads(const char *layout, struct slice text, struct stamp *ret_stamp)
{
	return layout_eat(layout, &text, ret_stamp) && slice_is_empty(slice_trim(text));
}

static bool reads_exactly(struct slice text, struct stamp *ret_stamp)
{
	struct slice rest = text;
	if (stamp_eat_iso(&rest, ret_stamp) && slice_is_empty(slice_trim(rest))) {
		return true;
	}
	rest = text;
	if (stamp_eat_slashes(&rest, ret_stamp) && slice_is_empty(slice_trim(rest))) {
		return true;
	}
	rest = text;
	return stamp_eat_epoch(&rest, ret_stamp) && slice_is_empty(slice_trim(rest)) &&
	       (ret_stamp->civil_us >= US_PER_DAY * 365 * 10);
}

/* Does the layout have day and month in the order that this file does not? */
static bool is_wrong_order(const struct clock_text *habit, size_t layout)
{
	if (layout >= (size_t)2 * DAY_FIRST_COUNT) {
		return false;
	}
	bool half_day = strstr(layouts[layout], "%p") != NULL; /* an American habit */
	bool month_first = habit->told ? habit->month_first : half_day;
	return layout < DAY_FIRST_COUNT ? month_first : !month_first;
}

bool clock_text_read(struct clock_text *habit, struct slice text, struct stamp *ret_stamp)
{
	text = slice_trim(text);
	if (text.size > TEXT_SIZE_MAX || text.size < TEXT_SIZE_MIN) {
		return false;
	}
	if (reads_exactly(text, ret_stamp) || reads(layouts[habit->layout], text, ret_stamp)) {
		return true;
	}
	struct beginning beginning = beginning_of(text);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < LAYOUT_COUNT; i++) {
			if (may_read(layouts[i], beginning) &&
			    is_wrong_order(habit, i) == (pass == 1) &&
			    reads(layouts[i], text, ret_stamp)) {
				habit->layout = i;
				habit->month_first =
					pass == 1 ? !habit->month_first : habit->month_first;
				return true;
			}
		}
	}
	return false;
}
