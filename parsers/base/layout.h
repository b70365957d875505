// SPDX-License-Identifier: MIT
/*
 * Clock texts in a layout that a person wrote, as strptime(3) would read it.
 *
 *     %Y-%m-%dT%H:%M:%S%z        2023-09-17T04:01:00+0900
 *     %d.%m.%y %I:%M %p          17.09.23 04:01 PM
 *
 * %Y %y %m %d %e %b %B %H %I %p %M %S %f (fraction, after the point) %z %Z %s (epoch, any unit)
 * %F %T %R %a %A %j %n %t %%. A blank in the layout eats any number of blanks. Month and day names
 * are English, whatever the locale. What the layout does not give stays open: without a year the
 * stamp has none, without %z it has no zone; without a time it is midnight.
 */
#ifndef OVERRUN_LAYOUT_H
#define OVERRUN_LAYOUT_H

#include "status.h"
#include "timestamp.h"

/* STATUS_USAGE for a conversion that is not on the list, or a layout without a day or an epoch. */
enum status layout_check(const char *layout, struct error *error);

/* Eats from the front of `text` as the layout says; leaves it untouched on a mismatch. */
bool layout_eat(const char *layout, struct slice *text, struct stamp *ret_stamp);

#endif
