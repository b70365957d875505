// SPDX-License-Identifier: MIT
/* The first line as a pattern of a case file, the others as lines of a log that it meets. */
#include "fuzz.h"
#include "pattern.h"

enum { PATTERN_MAX = 256 }; /* longer ones only repeat what shorter ones do, slowly */

static void match(struct pattern *pattern, struct slice line)
{
	struct slice groups[PATTERN_GROUP_LIMIT];
	struct error error = {0};
	if (pattern_match(pattern, line, groups, &error) != STATUS_OK) {
		return;
	}
	for (size_t i = 0; i < pattern_group_count(pattern); i++) {
		fuzz_look(groups[i]);
	}
	/* What every match contains is in this one. */
	struct slice literal = pattern_literal(pattern);
	if (!slice_is_empty(literal) &&
	    memmem(line.data, line.size, literal.data, literal.size) == NULL) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_make((const char *)data, size);
	size_t end = slice_find_char(rest, '\n');
	struct pattern *pattern = NULL;
	struct error error = {0};
	char *text = slice_copy(slice_first(rest, end < PATTERN_MAX ? end : PATTERN_MAX));
	if (text == NULL) {
		abort();
	}
	if (pattern_compile(text, &pattern, &error) == STATUS_OK) {
		for (rest = slice_after(rest, end); rest.size > 0;) {
			rest = slice_after(rest, 1);
			end = slice_find_char(rest, '\n');
			match(pattern, slice_first(rest, end));
			rest = slice_after(rest, end);
		}
		pattern_free(pattern);
	} else if (error.message[0] == '\0') {
		abort();
	}
	free(text);
	return 0;
}
