// SPDX-License-Identifier: MIT
/* The shelf of formats: finding one by its name. */
#include "format.h"

const struct format *format_find(const char *name)
{
	for (size_t i = 0; i < format_count; i++) {
		if (strcmp(format_table[i]->name, name) == 0) {
			return format_table[i];
		}
	}
	return NULL;
}
