// SPDX-License-Identifier: MIT
/* IPv4 addresses as numbers; see store_address.h. */
#include "store_address.h"

enum {
	SHORTEST = 7, /* "1.2.3.4" */
	LONGEST = 15, /* "192.168.100.200" */
	DOTS = 3,
	PART_MAX = 255,
};

bool address_number(struct slice text, int64_t *ret_number)
{
	uint32_t address = 0;
	unsigned part = 0, digits = 0, dots = 0;
	if (text.size < SHORTEST || text.size > LONGEST) {
		return false;
	}
	for (size_t i = 0; i < text.size; i++) {
		unsigned digit = (unsigned char)text.data[i] - (unsigned)'0';
		if (digit <= 9) {
			if (digits > 0 && part == 0) {
				return false; /* a zero in front */
			}
			part = part * 10 + digit;
			digits++;
		} else if (text.data[i] != '.' || digits == 0 || part > PART_MAX) {
			return false;
		} else {
			address = address << 8 | part;
			part = digits = 0;
			dots++;
		}
	}
	*ret_number = -1 - (int64_t)(address << 8 | part);
	return dots == DOTS && digits > 0 && part <= PART_MAX;
}
