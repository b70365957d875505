// SPDX-License-Identifier: MIT
/* The last state that each thing reported. */
#include "reports.h"

bool reports_have_changed(struct reports *reports, struct slice name, struct slice state)
{
	if (name.size == 0 || name.size > REPORTS_NAME_SIZE || state.size == 0 ||
	    state.size > REPORTS_STATE_SIZE) {
		return false;
	}
	size_t i = 0;
	while (i < reports->count &&
	       !slice_equals(slice_make(reports->last[i].name, reports->last[i].name_size), name)) {
		i++;
	}
	if (i == REPORTS_MAX) {
		return false;
	}
	bool known = i < reports->count;
	struct slice before = slice_make(reports->last[i].state, reports->last[i].state_size);
	bool changed = known && !slice_equals(before, state);
	reports->count += known ? 0 : 1;
	memcpy(reports->last[i].name, name.data, name.size);
	reports->last[i].name_size = name.size;
	memcpy(reports->last[i].state, state.data, state.size);
	reports->last[i].state_size = state.size;
	return changed;
}
