// SPDX-License-Identifier: MIT
/* Finds a renderer by a file's ending or by its name. */
#include "renderer.h"

#include <errno.h>

const struct renderer *renderer_find(const char *path)
{
	struct slice text = slice_from(path);
	for (size_t i = 0; i < renderer_count; i++) {
		size_t size = strlen(renderer_table[i]->ending);
		if (text.size > size && slice_is_ignoring_case(slice_after(text, text.size - size),
							       renderer_table[i]->ending)) {
			return renderer_table[i];
		}
	}
	return NULL;
}

const struct renderer *renderer_named(struct slice name)
{
	for (size_t i = 0; i < renderer_count; i++) {
		if (slice_is(name, renderer_table[i]->name)) {
			return renderer_table[i];
		}
	}
	return NULL;
}

enum status renderer_finish(FILE *out, struct error *error)
{
	if (fflush(out) != 0 || ferror(out) != 0) {
		/* Like a database that cannot be written: no input is at fault. */
		return error_set(error, STATUS_DATABASE, "report: %s", strerror(errno));
	}
	return STATUS_OK;
}
