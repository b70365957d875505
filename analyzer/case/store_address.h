// SPDX-License-Identifier: MIT
/*
 * IPv4 addresses as numbers in columns that else hold words.
 *
 *     'alpha.example'   word 17, or the text itself       17 | alpha.example
 *     '192.0.2.7'       -1 - 0xc0000207                   -3221225992
 *
 * A log may have as many clients as lines: none is worth a word then, and each text costs three
 * times what the number does. Words have positive numbers, addresses negative ones; SQL writes
 * them out with `~number >> 24`, `~number >> 16 & 255` … (view `event`, 04_clock_pair.sql).
 */
#ifndef OVERRUN_STORE_ADDRESS_H
#define OVERRUN_STORE_ADDRESS_H

#include "slice.h"

/*
 * The number of an address: negative, at least -(2^32). False for all that is not four numbers of
 * 0 to 255 with dots between and no zero in front, so that the number gives the text back.
 */
bool address_number(struct slice text, int64_t *ret_number);

#endif
