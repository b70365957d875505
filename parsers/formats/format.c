// SPDX-License-Identifier: MIT
/* The shelf of formats: finding one by its name, and calling one that was made at run time. */
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

int format_bid(const struct format *format, const struct record *record)
{
	return format->bid_with != NULL ? format->bid_with(format->self, record)
					: format->bid(record);
}

bool format_open(const struct format *format, void **ret_state)
{
	*ret_state = NULL;
	if (format->open_with != NULL) {
		*ret_state = format->open_with(format->self);
		return *ret_state != NULL;
	}
	if (format->open != NULL) {
		*ret_state = format->open();
		return *ret_state != NULL;
	}
	return true;
}

void format_close(const struct format *format, void *state)
{
	if (format->close != NULL && state != NULL) {
		format->close(state);
	}
}
